import {describe, expect, test} from 'vitest';
import {draftOf} from '../../../source/core/oauth/client.ts';
import type {DevicePoll} from '../../../source/core/oauth/device-poll.ts';
import {newSession} from '../../../source/core/oauth/session.ts';
import {problem} from '../../../source/core/problem.ts';
import type {AwaitingDevice, Event, Fact, State, Wish} from '../../../source/core/sign-in/flow.ts';
import {initialState, transition} from '../../../source/core/sign-in/sign-in-flow.ts';
import {type EpochMs, hour, minute, second} from '../../../source/core/time.ts';
import {authorization, awaiting, deviceClient} from '../../helpers/device.ts';
import {after, noon, responseNamed} from '../../helpers/samples.ts';

const step = (state: State, event: Wish | Fact, at: EpochMs = noon) =>
	transition(state, {...event, at} as Event);
const tick = (state: State, ms: number) => step(state, {type: 'secondPassed'}, after(ms));
const poll = (outcome: DevicePoll, attempt = 1): Fact => ({
	type: 'devicePolled',
	attempt,
	client: deviceClient,
	poll: outcome,
});
const underWay: AwaitingDevice = {...awaiting, polling: 'underWay'};
const draft = draftOf(deviceClient);
const complete = authorization.verificationUriComplete;

test('from the start to the stored session it is the one sign-in', () => {
	let [state, effects] = step(initialState, {
		type: 'started',
		intent: 'signIn',
		grant: 'device_code',
	});
	expect(effects).toEqual([{type: 'loadProfile', intent: 'signIn', grant: 'device_code'}]);
	[state, effects] = step(state, {
		type: 'profileLoaded',
		intent: 'signIn',
		draft,
		client: deviceClient,
		autoRefresh: true,
	});
	expect(effects).toEqual([{type: 'prepareSignIn', attempt: 1, client: deviceClient}]);
	[state, effects] = step(state, {
		type: 'signInPrepared',
		attempt: 1,
		oauthState: 'unused',
		watchClipboard: true,
	});
	expect(state).toEqual({status: 'requestingDeviceCode', attempt: 1, client: deviceClient});
	expect(effects).toEqual([{type: 'requestDeviceCode', attempt: 1, client: deviceClient}]);
	[state, effects] = step(state, {type: 'deviceCodeReceived', attempt: 1, authorization});
	expect([state, effects]).toEqual([awaiting, []]);
	[state, effects] = tick(state, 5 * second);
	expect(effects).toEqual([{type: 'pollDevice', attempt: 1, client: deviceClient, authorization}]);
	[state, effects] = step(state, poll({kind: 'tokens', response: responseNamed('one')}));
	expect(state).toMatchObject({status: 'exchanging', step: {kind: 'storingTokens'}});
	expect(effects).toMatchObject([{type: 'saveSession', attempt: 1, client: deviceClient}]);
	[state] = step(state, {type: 'sessionSaved', attempt: 1, autoRefresh: true});
	expect(state).toMatchObject({status: 'signedIn', client: deviceClient});
	[state, effects] = step(state, {type: 'signInWished'});
	expect(effects).toEqual([{type: 'prepareSignIn', attempt: 2, client: deviceClient}]);
});

describe('requesting a code', () => {
	const requesting: State = {status: 'requestingDeviceCode', attempt: 1, client: deviceClient};

	test('that fails is told on Setup', () => {
		const reason = problem('unauthorized_client');
		expect(step(requesting, {type: 'deviceCodeNotReceived', attempt: 1, problem: reason})).toEqual([
			{status: 'setup', attempt: 1, draft, notice: {kind: 'problem', problem: reason}},
			[],
		]);
	});

	test('is left with Esc, and a late code changes nothing', () => {
		const [setup] = step(requesting, {type: 'backWished'});
		expect(setup).toEqual({status: 'setup', attempt: 1, draft});
		const late: Fact = {type: 'deviceCodeReceived', attempt: 1, authorization};
		expect(step(setup, late)).toEqual([setup, []]);
		const newer = {...requesting, attempt: 2};
		expect(step(newer, late)).toEqual([newer, []]);
	});
});

describe('awaiting the approval', () => {
	test('asks only after the interval, and once at a time', () => {
		expect(tick(awaiting, 4999)).toEqual([awaiting, []]);
		const [asked, effects] = tick(awaiting, 5000);
		expect(asked).toEqual(underWay);
		expect(effects).toHaveLength(1);
		expect(tick(asked, 60 * second)).toEqual([asked, []]);
	});

	test('goes on after pending, counted from the reply', () => {
		const [state] = step(underWay, poll({kind: 'pending'}), after(9 * second));
		expect(state).toEqual({...awaiting, nextPollAt: after(14 * second)});
	});

	test('slows down when asked to, for good', () => {
		const [slower] = step(underWay, poll({kind: 'slowDown'}));
		expect(slower).toMatchObject({intervalMs: 10_000, nextPollAt: after(10 * second)});
		const [asked] = tick(slower, 10 * second);
		expect(step(asked, poll({kind: 'pending'}))[0]).toMatchObject({intervalMs: 10_000});
	});

	test('survives trouble and tells it until a poll works again', () => {
		const reason = problem('network_unreachable');
		const [troubled] = step(underWay, poll({kind: 'trouble', problem: reason}));
		expect(troubled).toMatchObject({status: 'awaitingDevice', trouble: reason, polling: 'idle'});
		const [asked] = tick(troubled, 5 * second);
		expect(asked).toMatchObject({trouble: reason, polling: 'underWay'});
		expect(step(asked, poll({kind: 'pending'}))[0]).not.toHaveProperty('trouble');
	});

	test('ends at the expiry, unless a poll is under way', () => {
		const failed = {
			status: 'signInFailed',
			problem: {code: 'device_code_expired', exitCode: 1},
			recovery: {kind: 'newSignIn'},
		};
		expect(tick(awaiting, 15 * minute)[0]).toMatchObject(failed);
		const [waiting] = tick(underWay, 15 * minute);
		expect(waiting).toBe(underWay);
		for (const outcome of [
			{kind: 'pending'},
			{kind: 'slowDown'},
			{kind: 'trouble', problem: problem('timed_out')},
		] as const) {
			expect(step(waiting, poll(outcome), after(15 * minute))[0]).toMatchObject(failed);
		}

		const tokens = poll({kind: 'tokens', response: responseNamed('late')});
		expect(step(waiting, tokens, after(15 * minute))[0]).toMatchObject({status: 'exchanging'});
	});

	test('goes on when the clock is set back: it asks after the usual wait, and the code lives no longer', () => {
		const at = (ms: number) => ms - hour;
		const [waiting, none] = tick(awaiting, at(2 * second));
		expect(none).toEqual([]);
		expect(waiting).toMatchObject({
			nextPollAt: after(at(7 * second)),
			authorization: {expiresAt: after(at(15 * minute + 2 * second))},
		});
		expect(tick(waiting, at(6 * second))).toEqual([waiting, []]);
		expect(tick(waiting, at(7 * second))[1]).toMatchObject([{type: 'pollDevice'}]);
		expect(tick(waiting, at(15 * minute + 2 * second))[0]).toMatchObject({
			problem: {code: 'device_code_expired'},
		});
	});

	test('notices that the clock is set back also while it asks', () => {
		const [asking] = tick(underWay, -hour);
		expect(asking).toMatchObject({
			polling: 'underWay',
			authorization: {expiresAt: after(15 * minute - hour)},
		});
		const [waiting] = step(underWay, poll({kind: 'pending'}), after(-hour));
		expect(waiting).toMatchObject({
			nextPollAt: after(5 * second - hour),
			authorization: {expiresAt: after(15 * minute - hour)},
		});
	});

	test('takes a long wait that Anaplan asks for, for no clock that is set back', () => {
		const [waiting] = step(underWay, poll({kind: 'pending', retryAfterMs: minute}));
		expect(tick(waiting, second)).toEqual([waiting, []]);
		expect(tick(waiting, minute)[1]).toHaveLength(1);
	});

	test('ends with a refusal, and r begins a new sign-in', () => {
		const [failed] = step(underWay, poll({kind: 'refused', problem: problem('access_denied')}));
		expect(failed).toMatchObject({status: 'signInFailed', problem: {code: 'access_denied'}});
		expect(step(failed, {type: 'retryWished'})).toEqual([
			{status: 'preparing', attempt: 2, client: deviceClient},
			[{type: 'prepareSignIn', attempt: 2, client: deviceClient}],
		]);
	});

	test('is left with Esc at once, and a late poll changes nothing', () => {
		const [setup, effects] = step(underWay, {type: 'backWished'});
		expect([setup, effects]).toEqual([{status: 'setup', attempt: 1, draft}, []]);
		for (const outcome of [
			{kind: 'pending'},
			{kind: 'refused', problem: problem('access_denied')},
		] as const) {
			expect(step(setup, poll(outcome))).toEqual([setup, []]);
			const newer = {...underWay, attempt: 2};
			expect(step(newer, poll(outcome))).toEqual([newer, []]);
		}
	});

	test('ends tokens at Anaplan that come after Esc, for nobody would ever end them', () => {
		const [setup] = step(underWay, {type: 'backWished'});
		const late = poll({kind: 'tokens', response: responseNamed('late')});
		const session = newSession(responseNamed('late'), deviceClient);
		const ended = {type: 'endTokens', client: deviceClient, session};
		expect(step(setup, late)).toEqual([setup, [ended]]);
		const newer = {...underWay, attempt: 2};
		expect(step(newer, late)).toEqual([newer, [ended]]);
	});

	test('takes no answer to what was not asked', () => {
		expect(step(awaiting, poll({kind: 'pending'}))).toEqual([awaiting, []]);
	});

	test('opens and copies the address with the code in it', () => {
		expect(step(awaiting, {type: 'browserWished'})[1]).toEqual([
			{type: 'openBrowser', attempt: 1, url: complete},
		]);
		expect(step(awaiting, {type: 'urlCopyWished'})[1]).toEqual([
			{type: 'copyText', what: 'deviceAddress', text: complete},
		]);
	});

	test('opens no address on a host of others', () => {
		const authorization = {
			...awaiting.authorization,
			verificationUri: 'https://login.example.com/activate',
			verificationUriComplete: 'https://login.example.com/activate?user_code=1GMV-ATBA',
		};
		expect(step({...awaiting, authorization}, {type: 'browserWished'})[1]).toEqual([]);
	});

	test('tells what came of that, and nothing of what else was copied', () => {
		const told = (fact: Fact) => {
			const [state] = step(awaiting, fact);
			return state.status === 'awaitingDevice' ? state.notice?.kind : undefined;
		};
		expect(told({type: 'copied', what: 'deviceAddress', route: 'terminal'})).toBe('done');
		expect(told({type: 'browserOpened', attempt: 1})).toBe('done');
		const reason = problem('no_browser');
		expect(told({type: 'browserNotOpened', attempt: 1, problem: reason})).toBe('problem');
		expect(told({type: 'notCopied', what: 'deviceAddress', problem: reason})).toBe('problem');
		expect(told({type: 'copied', what: 'accessToken', route: 'system'})).toBeUndefined();
		expect(told({type: 'browserOpened', attempt: 0})).toBeUndefined();
	});
});
