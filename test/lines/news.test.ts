import {describe, expect, test} from 'vitest';
import {problem} from '../../source/core/problem.ts';
import type {SignedIn, State} from '../../source/core/sign-in/flow.ts';
import {minute} from '../../source/core/time.ts';
import {deviceWords, news, problemWords} from '../../source/lines/news.ts';
import {timeNews} from '../../source/lines/time-news.ts';
import {awaiting, awaitingElsewhere} from '../helpers/device.ts';
import {after, noon, withoutRefreshToken} from '../helpers/samples.ts';
import {signedInState, states} from '../tui/states.ts';

const all: ReadonlyArray<readonly [string, State]> = Object.entries({
	...states,
	awaitingDevice: awaiting,
});
const starting: State = {status: 'starting'};
const happening = (text: string) => ({at: noon, notice: {kind: 'done', text} as const});

test.each(all)(
	'%s says something when it is entered, and nothing when nothing changed',
	(_name, state) => {
		const said = news(starting, state);
		if (state.status !== 'starting' && state.status !== 'closed') {
			expect(said.length).toBeGreaterThan(0);
		}

		expect(news(state, state)).toEqual([]);
		expect(news(state, {...state})).toEqual([]);
		for (const line of said) {
			expect(line).toMatch(/^[^\p{Cc}]+$/u);
		}
	},
);

test('a problem is said with its likely cause and the next step', () => {
	expect(problemWords(problem('no_browser')).map(line => line.split(':')[0])).toEqual([
		'Problem',
		'Likely cause',
		'Next step',
	]);
});

test('what happened since is said from the oldest on, and nothing twice', () => {
	const before: SignedIn = {...signedInState, happenings: [happening('one')]};
	const now: SignedIn = {
		...before,
		happenings: [happening('three'), happening('two'), ...before.happenings],
	};
	expect(news(before, now)).toEqual(['two', 'three']);
});

test('what Anaplan says of the user known already is no news', () => {
	const {user} = signedInState;
	const known = 'user' in user ? user.user : undefined;
	const remembered: SignedIn = {...signedInState, user: {kind: 'remembered', user: known!}};
	expect(news(starting, remembered)).toContain(
		'Signed in as A User, a.user@example.com, as of last time.',
	);
	expect(news(remembered, signedInState)).toEqual([]);
	const unknown: SignedIn = {...signedInState, user: {kind: 'unknown'}};
	expect(news(unknown, signedInState)).toEqual(['Signed in as A User, a.user@example.com.']);
});

test('polls are no news, and the same trouble is said once', () => {
	expect(news(awaiting, {...awaiting, polling: 'underWay'})).toEqual([]);
	const trouble = problem('timed_out');
	const troubled = {...awaiting, trouble};
	expect(news(awaiting, troubled)).toHaveLength(1);
	expect(news(troubled, {...awaiting, trouble: {...trouble}})).toEqual([]);
});

test('the device code is said as Anaplan sent it, to be copied, and is spelled', () => {
	expect(deviceWords(awaiting)).toEqual(
		expect.arrayContaining(['Code: 1GMV-ATBA', 'Spelled: 1 G M V - A T B A']),
	);
});

test('a page that is not Anaplan’s is named before its address is said', () => {
	expect(deviceWords(awaitingElsewhere).slice(0, 2)).toEqual([
		'Careful: Not a page of Anaplan’s: it is on login.anaplan.example. Sign in there only if you trust it.',
		'Address: https://login.anaplan.example/activate?user_code=1GMV-ATBA',
	]);
	expect(deviceWords(awaiting).join('\n')).not.toContain('Careful');
});

describe('The time that is left', () => {
	const {session} = signedInState;
	const unrefreshed: SignedIn = {...signedInState, autoRefresh: false};
	const said = (state: State, lifetimeMs: number) => {
		const lines: string[] = [];
		for (let at = 0; at <= lifetimeMs + minute; at += 1000) {
			lines.push(...timeNews(state, after(at), after(at + 1000)));
		}

		return lines;
	};

	test.each([
		['is not refreshed', unrefreshed],
		['cannot be refreshed', {...signedInState, session: withoutRefreshToken(session)}],
		['has ended', {...signedInState, ended: problem('sign_in_ended')}],
	] as const)('of a token that %s is said at 5 minutes, at 1, and at the end', (_what, state) => {
		expect(said(state, 35 * minute)).toEqual([
			'The access token is valid for 5 more minutes.',
			'The access token is valid for 1 more minute.',
			'The access token has expired.',
		]);
	});

	test('of a token that is refreshed by itself is not said', () => {
		expect(said(signedInState, 35 * minute)).toEqual([]);
	});

	test('of a device code is said', () => {
		expect(said(awaiting, 15 * minute)).toEqual([
			'The code is valid for 5 more minutes.',
			'The code is valid for 1 more minute.',
			'The code has expired.',
		]);
	});

	test('after a sleep of the computer is said once', () => {
		expect(timeNews(unrefreshed, noon, after(60 * minute))).toEqual([
			'The access token has expired.',
		]);
	});
});

test('that Anaplan is busy is said once for each wait, of the user and of the token', () => {
	const busy = (of: SignedIn, waitMs: number): SignedIn => ({
		...of,
		activity: {kind: 'validating', attempt: 1, waitMs},
	});
	const asked: SignedIn = {...signedInState, activity: {kind: 'validating', attempt: 1}};
	const words = (seconds: number) => [`Anaplan is busy; trying again in ${seconds} s …`];
	expect(news(asked, busy(asked, 2000))).toEqual(words(2));
	expect(news(busy(asked, 2000), busy(asked, 2000))).toEqual([]);
	expect(news(busy(asked, 2000), busy(asked, 5000))).toEqual(words(5));
	expect(news(busy(asked, 2000), asked)).toEqual([]);
	const unknown: SignedIn = {...signedInState, user: {kind: 'unknown'}};
	expect(news(unknown, {...unknown, user: {kind: 'unknown', waitMs: 3000}})).toEqual(words(3));
	const checking = states['exchanging, checking the user']!;
	const waiting = states['exchanging, checking the user while Anaplan is busy']!;
	expect(news(checking, waiting)).toEqual(words(30));
});
