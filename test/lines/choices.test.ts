import {expect, test} from 'vitest';
import {nobodyBrowses} from '../../source/core/lists/browse-flow.ts';
import {problem} from '../../source/core/problem.ts';
import {initialProfiles} from '../../source/core/profiles/profiles-flow.ts';
import type {SignedIn, Wish} from '../../source/core/sign-in/flow.ts';
import {epochMs} from '../../source/core/time.ts';
import {profile} from '../../source/lines/profile.ts';
import {choose} from '../../source/lines/talk.ts';
import {profileKeys} from '../../source/tui/screens/profile-keys.ts';
import {noon} from '../helpers/samples.ts';
import {fakeTalk} from '../helpers/talk.ts';
import {signedInState} from '../tui/states.ts';

const never = new AbortController().signal;

test('a wrong answer is asked again, without repeating what was typed', async () => {
	const talk = fakeTalk(['7', 'practice-code-123', '', '2']);
	const done: string[] = [];
	const choices = ['one', 'two'].map(words => ({words, run: () => done.push(words)}));
	await (await choose(talk, choices, never))?.run();
	expect(done).toEqual(['two']);
	expect(talk.said).toEqual([
		'That is no number from 1 to 2.',
		'That is no number from 1 to 2.',
		'1. one',
		'2. two',
		'two.',
	]);
});

test('a question that is over chooses nothing', async () => {
	expect(await choose(fakeTalk([]), [{words: 'one', run() {}}], never)).toBeUndefined();
});

/** The wishes of everything that can be chosen, by the number of the choice. */
async function wishesInLines(state: SignedIn): Promise<readonly string[]> {
	const wishes: string[] = [];
	const count = await choicesOf(state, wishes, []);
	for (let number = 1; number <= count; number++) {
		await choicesOf(state, wishes, [String(number)]);
	}

	return wishes;
}

async function choicesOf(
	state: SignedIn,
	wishes: string[],
	answers: readonly string[],
): Promise<number> {
	const talk = fakeTalk([...answers]);
	const signIn = {
		getState: () => state,
		// Whoever waits for an outcome goes on at once.
		subscribe(listener: () => void) {
			listener();
			return () => undefined;
		},
		dispatch(wish: {readonly type: string}) {
			wishes.push(wish.type);
		},
	};
	const browse = {
		...signIn,
		getState: () => nobodyBrowses,
		leave() {},
	};
	const house = {
		browse,
		profiles: {...signIn, getState: () => initialProfiles({name: 'default', by: 'store'})},
		talk,
		signIn,
		profile: 'default',
		storedIn: () => 'memory',
		practice: false,
		hasDisplay: true,
		places: [],
		now: () => epochMs(noon),
		everySecond: () => () => undefined,
		takeAddress: () => undefined,
	};
	// A copy waits for an outcome that does not come here.
	await Promise.race([
		profile(state, house, never, false),
		new Promise(resolve => setImmediate(resolve)),
	]);
	return talk.said.filter(line => /^\d+\. /.test(line)).length;
}

test.each([
	['signed in', signedInState],
	['ended', {...signedInState, ended: problem('sign_in_ended')}],
	[
		'offering to forget',
		{...signedInState, activity: {kind: 'offeringToForget', problem: problem('timed_out')}},
	],
] as const)(
	'In lines everything can be done that the keys of Profile do: %s',
	async (_what, state) => {
		const pressed: string[] = [];
		const keys = profileKeys(state, (wish: Wish) => pressed.push(wish.type), {
			openHelp() {},
			askRotation() {},
			switchProfile: () => pressed.push('opened'),
			browse: () => pressed.push('workspacesWished'),
		});
		for (const {run} of keys) {
			run();
		}

		const wishes = await wishesInLines(state);
		expect(pressed.filter(wish => !wishes.includes(wish))).toEqual([]);
		expect(pressed.length).toBeGreaterThan(1);
	},
);
