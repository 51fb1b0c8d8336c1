import {expect, test} from 'vitest';
import {problem} from '../../source/core/problem.ts';
import type {House} from '../../source/lines/house.ts';
import {profilesInLines, sayProfiles} from '../../source/lines/profiles.ts';
import type {Talk} from '../../source/session/ports.ts';
import {entryNamed, fakeProfiles} from '../helpers/profiles.ts';
import {fakeTalk} from '../helpers/talk.ts';

const entries = [entryNamed('default', {isCurrent: true}), entryNamed('b', {state: 'signedOut'})];

/** The list of profiles in lines, which is left after the last of these answers. */
async function answered(answers: readonly string[]) {
	const profiles = fakeProfiles();
	const over = new AbortController();
	const given = fakeTalk(answers);
	const talk: Talk = {
		...given,
		async ask(question, until) {
			const answer = await given.ask(question, until);
			if (answer === undefined) {
				over.abort();
			}

			return answer;
		},
	};
	const stop = sayProfiles(profiles.flow, talk);
	profiles.dispatch({type: 'opened'});
	profiles.list(entries);
	profiles.flow.subscribe(() => {
		const state = profiles.state();
		// What is under way ends by its own fact only, which does not come here.
		if (state.status === 'open' && state.task.kind === 'underWay') {
			over.abort();
		}
	});
	await profilesInLines({talk, profiles: profiles.flow} as unknown as House, over.signal);
	stop();
	return {...profiles, said: given.said};
}

test('A profile is a line with all that the columns of the screens have.', async () => {
	const {said, state} = await answered(['4']);
	expect(said).toEqual([
		'The profiles:',
		'1. default, current, default@example.com, us1, signed in',
		'2. b, b@example.com, us1, signed out',
		'3. Add a new profile',
		'4. Go back',
		'Go back.',
	]);
	expect(state().status).toBe('shut');
});

test('An empty line instead of a name goes back to the list.', async () => {
	const {said, state} = await answered(['3', '', '4']);
	expect(said.filter(line => line === 'The profiles:')).toHaveLength(2);
	expect(state().status).toBe('shut');
});

test('A name that is refused twice is refused twice, in the same words.', async () => {
	const {said} = await answered(['3', 'B', 'B']);
	expect(said.filter(line => line === 'Not taken: There is already a profile “b”.')).toHaveLength(
		2,
	);
});

test('Removing asks first, and the first answer keeps the profile.', async () => {
	const {effects, said} = await answered(['2', '3', '1', '4']);
	expect(said).toContain('Remove “b” (b@example.com, us1)? This ends its sign-in at Anaplan.');
	expect(effects.map(({type}) => type)).not.toContain('remove');
});

test('What is under way is said once, and asks nothing.', async () => {
	const {effects, said, state} = await answered(['2', '3', '2']);
	expect(effects).toContainEqual(expect.objectContaining({type: 'remove', name: 'b'}));
	expect(said.filter(line => line === 'Removing “b”.')).toHaveLength(1);
	expect(state()).toMatchObject({status: 'open', task: {kind: 'underWay'}});
});

test('A list that another process changes is said anew, and no number of the old one is taken.', async () => {
	const profiles = fakeProfiles();
	profiles.dispatch({type: 'opened'});
	profiles.list(entries);
	const over = new AbortController();
	const said: string[] = [];
	let asked = 0;
	const listed = profilesInLines(
		{
			profiles: profiles.flow,
			talk: {
				say: (text: string) => said.push(text),
				async ask(_question: unknown, until: AbortSignal) {
					asked += 1;
					if (asked === 1) {
						profiles.dispatch({type: 'storeChanged'});
						profiles.list(entries.slice(0, 1));
						expect(until.aborted).toBe(true);
					} else {
						over.abort();
					}

					return undefined;
				},
			},
		} as unknown as House,
		over.signal,
	);
	await listed;
	expect(asked).toBe(2);
	expect(said.at(-1)).toBe('3. Go back');
});

test('A problem is told as everywhere, and the list is still there.', async () => {
	const profiles = fakeProfiles();
	const talk = fakeTalk([]);
	sayProfiles(profiles.flow, talk);
	profiles.dispatch({type: 'opened'});
	profiles.dispatch({
		type: 'notListed',
		attempt: profiles.state().attempt,
		problem: problem('store_unreadable'),
	});
	expect(talk.said[0]).toMatch(/^Problem: /);
	expect(talk.said[2]).toMatch(/^Next step: /);
});
