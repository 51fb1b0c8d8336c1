import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {problem} from '../../../source/core/problem.ts';
import {initialProfiles} from '../../../source/core/profiles/profiles-flow.ts';
import type {
	ProfilesEffect,
	ProfilesFact,
	ProfilesWish,
} from '../../../source/core/profiles/profiles-states.ts';
import {entryNamed, fakeProfiles} from '../../helpers/profiles.ts';

const entries = [entryNamed('default', {isCurrent: true}), entryNamed('b'), entryNamed('c')];
const unreachable = problem('network_unreachable');
const diskFull = problem('store_unwritable');

/** The list, opened over `default` and read. */
function opened(by: 'option' | 'variable' | 'store' = 'store') {
	const profiles = fakeProfiles(initialProfiles({name: 'default', by}));
	profiles.dispatch({type: 'opened'});
	profiles.list(entries);
	profiles.effects.length = 0;
	return profiles;
}

type Opened = ReturnType<typeof opened>;

const wish = (profiles: Opened, ...wishes: readonly ProfilesWish[]) => {
	for (const one of wishes) {
		profiles.dispatch(one);
	}
};

/** A fact of the attempt that was begun last. */
const fact = (
	profiles: Opened,
	it: ProfilesFact extends infer Fact
		? Fact extends {attempt: number}
			? Omit<Fact, 'attempt'>
			: never
		: never,
) => profiles.dispatch({...it, attempt: profiles.state().attempt} as ProfilesFact);

test('a name is compared with all that are stored, also where it is typed before they are read', () => {
	const profiles = fakeProfiles();
	wish(profiles, {type: 'opened'}, {type: 'newWished'}, {type: 'named', text: 'B'});
	expect(profiles.effects).toEqual([{type: 'list', attempt: 1}]);
	profiles.list(entries);
	wish(profiles, {type: 'named', text: 'B'});
	expect(profiles.state()).toMatchObject({task: {kind: 'namingNew', refusal: {}}});
	profiles.dispatch({type: 'storeChanged'});
	profiles.list([...entries, entryNamed('new')]);
	wish(profiles, {type: 'named', text: 'New'});
	expect(profiles.effects.map(({type}) => type)).toEqual(['list', 'list']);
});

test('a new profile that is renamed before anybody has signed in becomes the current one all the same', () => {
	const profiles = opened();
	wish(profiles, {type: 'newWished'}, {type: 'named', text: 'new'});
	fact(profiles, {type: 'roomEntered', name: 'new'});
	wish(profiles, {type: 'opened'});
	profiles.list([...entries, entryNamed('new')]);
	wish(profiles, {type: 'renameWished', name: 'new'}, {type: 'named', text: 'newer'});
	fact(profiles, {type: 'renamed', from: 'new', to: 'newer'});
	fact(profiles, {type: 'roomEntered', name: 'newer'});
	profiles.list([...entries, entryNamed('newer')]);
	wish(profiles, {type: 'backWished'});
	profiles.dispatch({type: 'roomSignedIn', name: 'newer'});
	expect(profiles.effects.at(-1)).toEqual({type: 'makeCurrent', name: 'newer'});
});

describe('the list', () => {
	test('is read when it is opened, and again when another process has changed the store', () => {
		const profiles = fakeProfiles();
		wish(profiles, {type: 'opened'});
		expect(profiles.effects).toEqual([{type: 'list', attempt: 1}]);
		profiles.list(entries);
		expect(profiles.state()).toMatchObject({status: 'open', entries, task: {kind: 'choosing'}});
		profiles.dispatch({type: 'storeChanged'});
		expect(profiles.effects.at(-1)).toEqual({type: 'list', attempt: 2});
	});

	test('is left with Esc, and what was still being read is for nobody', () => {
		const profiles = fakeProfiles();
		wish(profiles, {type: 'opened'}, {type: 'backWished'});
		profiles.dispatch({type: 'listed', attempt: 1, entries});
		expect(profiles.state()).toEqual({
			status: 'shut',
			attempt: 2,
			room: 'default',
			chosenBy: 'store',
		});
	});

	test('that cannot be read says why, and a new profile can be made all the same', () => {
		const profiles = fakeProfiles();
		wish(profiles, {type: 'opened'});
		fact(profiles, {type: 'notListed', problem: problem('store_unreadable')});
		expect(profiles.state()).toMatchObject({
			entries: [],
			notice: {kind: 'problem', problem: {code: 'store_unreadable'}},
		});
		wish(profiles, {type: 'newWished'});
		expect(profiles.state()).toMatchObject({task: {kind: 'namingNew'}});
	});
});

describe('switching', () => {
	test('makes the profile the current one, and ends in its room', () => {
		const profiles = opened();
		wish(profiles, {type: 'switchWished', name: 'b'});
		expect(profiles.effects).toEqual([
			{type: 'enterRoom', attempt: 2, name: 'b', intent: 'resume', makeCurrent: true},
		]);
		fact(profiles, {type: 'roomEntered', name: 'b'});
		expect(profiles.state()).toMatchObject({status: 'shut', room: 'b'});
	});

	test.each(['option', 'variable'] as const)(
		'leaves the current profile alone where the %s has chosen',
		by => {
			const profiles = opened(by);
			wish(profiles, {type: 'switchWished', name: 'b'});
			expect(profiles.effects).toMatchObject([{type: 'enterRoom', name: 'b', makeCurrent: false}]);
		},
	);

	test('that could not make it the current one says so, in its room', () => {
		const profiles = opened();
		wish(profiles, {type: 'switchWished', name: 'b'});
		fact(profiles, {type: 'roomEntered', name: 'b', problem: diskFull});
		expect(profiles.state()).toMatchObject({
			status: 'open',
			room: 'b',
			task: {kind: 'choosing'},
			notice: {kind: 'problem', problem: {code: 'store_unwritable'}},
		});
	});

	test('to one that is not in the list is no switch', () => {
		const profiles = opened();
		wish(profiles, {type: 'switchWished', name: 'x'});
		expect(profiles.effects).toEqual([]);
	});
});

describe('a new profile', () => {
	test('begins with its settings, and becomes the current one when it is signed in', () => {
		const profiles = opened();
		wish(profiles, {type: 'newWished'}, {type: 'named', text: ' new one '});
		expect(profiles.effects).toEqual([
			{type: 'enterRoom', attempt: 2, name: 'new one', intent: 'review', makeCurrent: false},
		]);
		fact(profiles, {type: 'roomEntered', name: 'new one'});
		profiles.dispatch({type: 'roomSignedIn', name: 'new one'});
		profiles.dispatch({type: 'roomSignedIn', name: 'new one'});
		expect(profiles.effects.slice(1)).toEqual([{type: 'makeCurrent', name: 'new one'}]);
	});

	test('never becomes the current one once it was left unfinished', () => {
		const profiles = opened();
		wish(profiles, {type: 'newWished'}, {type: 'named', text: 'new'});
		fact(profiles, {type: 'roomEntered', name: 'new'});
		wish(profiles, {type: 'opened'});
		profiles.list(entries);
		wish(profiles, {type: 'switchWished', name: 'b'});
		fact(profiles, {type: 'roomEntered', name: 'b'});
		profiles.dispatch({type: 'roomSignedIn', name: 'new'});
		expect(profiles.effects.map(({type}) => type)).not.toContain('makeCurrent');
	});

	test.each([
		['a/b', 'This is no name for a profile: it has the character / in it.'],
		['B', 'There is already a profile “b”.'],
		['DEFAULT', 'There is already a profile “default”.'],
	])('is not called %s', (text, message) => {
		const profiles = opened();
		wish(profiles, {type: 'newWished'}, {type: 'named', text});
		expect(profiles.effects).toEqual([]);
		expect(profiles.state()).toMatchObject({task: {kind: 'namingNew', refusal: {message}}});
		wish(profiles, {type: 'backWished'});
		expect(profiles.state()).toMatchObject({status: 'open', task: {kind: 'choosing'}});
	});
});

describe('renaming', () => {
	test('takes another spelling of the same name', () => {
		const profiles = opened();
		wish(profiles, {type: 'renameWished', name: 'b'}, {type: 'named', text: 'B'});
		expect(profiles.effects).toEqual([{type: 'rename', attempt: 2, from: 'b', to: 'B'}]);
		fact(profiles, {type: 'renamed', from: 'b', to: 'B'});
		expect(profiles.state()).toMatchObject({
			room: 'default',
			task: {kind: 'choosing'},
			notice: {kind: 'done', text: '“b” is called “B” now.'},
			entries: [{name: 'default'}, {name: 'B'}, {name: 'c'}],
		});
		expect(profiles.effects.at(-1)).toMatchObject({type: 'list'});
	});

	test('of the profile that the screens are in brings them over to it', () => {
		const profiles = opened();
		wish(profiles, {type: 'renameWished', name: 'default'}, {type: 'named', text: 'prod'});
		fact(profiles, {type: 'renamed', from: 'default', to: 'prod'});
		expect(profiles.effects.at(-1)).toMatchObject({
			type: 'enterRoom',
			name: 'prod',
			intent: 'resume',
			makeCurrent: false,
		});
		fact(profiles, {type: 'roomEntered', name: 'prod'});
		expect(profiles.state()).toMatchObject({
			status: 'open',
			room: 'prod',
			notice: {kind: 'done', text: '“default” is called “prod” now.'},
		});
	});

	test('refuses a name that another profile has', () => {
		const profiles = opened();
		wish(profiles, {type: 'renameWished', name: 'b'}, {type: 'named', text: 'C'});
		expect(profiles.state()).toMatchObject({
			task: {kind: 'renaming', name: 'b', refusal: {message: 'There is already a profile “c”.'}},
		});
	});
});

describe('removing', () => {
	test('asks first', () => {
		const profiles = opened();
		wish(profiles, {type: 'removalWished', name: 'b'});
		expect(profiles.effects).toEqual([]);
		wish(profiles, {type: 'backWished'});
		expect(profiles.effects).toMatchObject([{type: 'list'}]);
		wish(profiles, {type: 'removalWished', name: 'b'}, {type: 'removalConfirmed'});
		expect(profiles.effects.at(-1)).toMatchObject({type: 'remove', name: 'b', how: 'atAnaplan'});
	});

	test('of the profile that the screens are in brings them over to the current one', () => {
		const profiles = opened();
		wish(profiles, {type: 'removalWished', name: 'default'}, {type: 'removalConfirmed'});
		const words = {text: 'Removed.', more: 'Signed out.'};
		fact(profiles, {type: 'removed', name: 'default', current: 'b', words});
		expect(profiles.effects.at(-1)).toMatchObject({type: 'enterRoom', name: 'b'});
		expect(profiles.state()).toMatchObject({entries: [{name: 'b'}, {name: 'c'}]});
		fact(profiles, {type: 'roomEntered', name: 'b'});
		expect(profiles.state()).toMatchObject({room: 'b', notice: {kind: 'done', ...words}});
	});

	test('that did not reach Anaplan offers to remove it here only', () => {
		const profiles = opened();
		wish(profiles, {type: 'removalWished', name: 'b'}, {type: 'removalConfirmed'});
		fact(profiles, {type: 'notDone', problem: unreachable});
		expect(profiles.state()).toMatchObject({task: {kind: 'offeringLocalRemoval', name: 'b'}});
		wish(profiles, {type: 'localRemovalWished'});
		expect(profiles.effects.at(-1)).toMatchObject({type: 'remove', name: 'b', how: 'locally'});
	});

	test('that failed on this computer offers nothing that would fail too', () => {
		const profiles = opened();
		wish(profiles, {type: 'removalWished', name: 'b'}, {type: 'removalConfirmed'});
		fact(profiles, {type: 'notDone', problem: diskFull});
		expect(profiles.state()).toMatchObject({
			task: {kind: 'choosing'},
			notice: {kind: 'problem', problem: {code: 'store_unwritable'}},
		});
	});
});

describe('whatever is pressed, and in whatever order the facts come', () => {
	const names = ['default', 'b', 'c', 'new', 'B'];
	const name = fc.constantFrom(...names);
	const wishes: fc.Arbitrary<ProfilesWish> = fc.oneof(
		fc.constantFrom<ProfilesWish>(
			{type: 'opened'},
			{type: 'backWished'},
			{type: 'newWished'},
			{type: 'removalConfirmed'},
			{type: 'localRemovalWished'},
		),
		name.map((one): ProfilesWish => ({type: 'switchWished', name: one})),
		name.map((one): ProfilesWish => ({type: 'renameWished', name: one})),
		name.map((one): ProfilesWish => ({type: 'removalWished', name: one})),
		name.map((text): ProfilesWish => ({type: 'named', text})),
	);

	/** What the outside answers to an effect: that it went well, or not. */
	const answerTo = (effect: ProfilesEffect, isGood: boolean): ProfilesFact | undefined => {
		switch (effect.type) {
			case 'list':
				return isGood
					? {type: 'listed', attempt: effect.attempt, entries}
					: {type: 'notListed', attempt: effect.attempt, problem: diskFull};
			case 'enterRoom':
				return {
					type: 'roomEntered',
					attempt: effect.attempt,
					name: effect.name,
					...(!isGood && {problem: diskFull}),
				};
			case 'rename':
				return isGood
					? {type: 'renamed', attempt: effect.attempt, from: effect.from, to: effect.to}
					: {type: 'notDone', attempt: effect.attempt, problem: diskFull};
			case 'remove':
				return isGood
					? {
							type: 'removed',
							attempt: effect.attempt,
							name: effect.name,
							current: 'c',
							words: {text: '', more: ''},
						}
					: {type: 'notDone', attempt: effect.attempt, problem: unreachable};
			case 'makeCurrent':
				return undefined;
		}
	};

	test('one thing is done at a time, nothing is removed unasked, and every answer leads on', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						{arbitrary: wishes, weight: 3},
						fc.record({answer: fc.nat(), isGood: fc.boolean()}),
					),
					{maxLength: 60, size: 'max'},
				),
				steps => {
					const profiles = fakeProfiles();
					const pending: ProfilesEffect[] = [];
					let seen = 0;
					for (const step of steps) {
						const before = profiles.state();
						if ('answer' in step) {
							const [effect] = pending.splice(step.answer % Math.max(1, pending.length), 1);
							const answer = effect && answerTo(effect, step.isGood);
							if (answer) {
								const isLate = 'attempt' in answer && answer.attempt !== before.attempt;
								profiles.dispatch(answer);
								if (isLate) {
									expect(profiles.state()).toBe(before);
								}
							}
						} else {
							profiles.dispatch(step);
						}

						const added = profiles.effects.slice(seen);
						seen = profiles.effects.length;
						pending.push(...added);
						for (const effect of added) {
							if (effect.type === 'remove') {
								const {name, how} = effect;
								expect(before).toMatchObject({
									task:
										how === 'atAnaplan'
											? {kind: 'confirmingRemoval', entry: {name}}
											: {kind: 'offeringLocalRemoval', name},
								});
							}
						}

						const state = profiles.state();
						if (state.status === 'open' && state.task.kind === 'underWay') {
							// What is under way can always end: its effect has not been answered yet.
							const current = pending.filter(
								effect => 'attempt' in effect && effect.attempt === state.attempt,
							);
							expect(current).toHaveLength(1);
							expect(current[0]?.type).not.toBe('list');
						}
					}
				},
			),
			{numRuns: 500},
		);
	});
});
