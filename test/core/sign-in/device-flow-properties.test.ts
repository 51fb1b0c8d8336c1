import {inspect} from 'node:util';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {draftOf} from '../../../source/core/oauth/client.ts';
import type {DevicePoll} from '../../../source/core/oauth/device-poll.ts';
import {problem} from '../../../source/core/problem.ts';
import type {Effect, Event, Fact, State, Wish} from '../../../source/core/sign-in/flow.ts';
import {initialState, transition} from '../../../source/core/sign-in/sign-in-flow.ts';
import {type EpochMs, hour, minute, second} from '../../../source/core/time.ts';
import {authorization, deviceClient} from '../../helpers/device.ts';
import {after, noon, responseNamed, sentinel} from '../../helpers/samples.ts';

type Poll = Extract<Effect, {type: 'pollDevice'}>;

const outcomes: DevicePoll[] = [
	{kind: 'pending'},
	{kind: 'pending'},
	{kind: 'pending', retryAfterMs: 30 * second},
	{kind: 'slowDown'},
	{kind: 'trouble', problem: problem('timed_out')},
	{kind: 'trouble', problem: problem('server_error')},
	{kind: 'tokens', response: responseNamed('one')},
	{kind: 'refused', problem: problem('access_denied')},
	{kind: 'refused', problem: problem('device_code_expired')},
];

/** A sign-in with the device grant, and a server that answers when it likes. */
class World {
	state: State = initialState;
	at: EpochMs = noon;
	/** What has really passed, whatever becomes of the clock. */
	elapsedMs = 0;
	readonly inFlight: Poll[] = [];
	readonly answered: Poll[] = [];
	readonly seen = new Set<string>();
	polls = 0;
	lastReplyMs = 0;

	dispatch(event: Wish | Fact) {
		const before = this.state;
		const [next, effects] = transition(before, {...event, at: this.at} as Event);
		this.state = next;
		this.seen.add(next.status);
		if (
			before.status === 'awaitingDevice' &&
			next.status === 'awaitingDevice' &&
			before.attempt === next.attempt
		) {
			expect(next.intervalMs).toBeGreaterThanOrEqual(before.intervalMs);
		}

		expect(inspect([next, effects], {depth: null}) + JSON.stringify([next, effects])).not.toContain(
			sentinel,
		);
		for (const effect of effects) {
			this.carryOut(effect, before);
		}
	}

	carryOut(effect: Effect, before: State) {
		switch (effect.type) {
			case 'loadProfile':
				return this.dispatch({
					type: 'profileLoaded',
					intent: effect.intent,
					draft: draftOf(deviceClient),
					client: deviceClient,
					autoRefresh: true,
				});
			case 'prepareSignIn':
				return this.dispatch({
					type: 'signInPrepared',
					attempt: effect.attempt,
					oauthState: 'unused',
					watchClipboard: false,
				});
			case 'requestDeviceCode':
				this.lastReplyMs = this.elapsedMs;
				return this.dispatch({
					type: 'deviceCodeReceived',
					attempt: effect.attempt,
					authorization: {...authorization, expiresAt: after(15 * minute, this.at)},
				});
			case 'pollDevice': {
				// The state that asked is the one that awaits, its code is valid, and nothing of it is under way.
				if (before.status !== 'awaitingDevice' || this.state.status !== 'awaitingDevice') {
					throw new Error(`polled when ${before.status}`);
				}

				expect(effect.attempt).toBe(before.attempt);
				expect(this.at).toBeLessThan(effect.authorization.expiresAt);
				expect(this.inFlight.filter(({attempt}) => attempt === effect.attempt)).toEqual([]);
				expect(this.elapsedMs - this.lastReplyMs).toBeGreaterThanOrEqual(before.intervalMs);
				this.polls += 1;
				this.inFlight.push(effect);
				return;
			}

			case 'exchangeCode':
				throw new Error('there is no code to exchange');
			default:
				return;
		}
	}

	wait(ms: number) {
		this.at = after(ms, this.at);
		this.elapsedMs += Math.max(0, ms);
		this.dispatch({type: 'secondPassed'});
		const {state} = this;
		if (state.status === 'awaitingDevice') {
			// Whatever the clock says, it is asked again soon, and the code lives no longer than it was given.
			expect(state.nextPollAt - this.at).toBeLessThanOrEqual(
				Math.max(30 * second, state.intervalMs),
			);
			expect(state.authorization.expiresAt - this.at).toBeLessThanOrEqual(15 * minute);
		}
	}

	answer(poll: DevicePoll) {
		const asked = this.inFlight.shift();
		if (asked) {
			this.answered.push(asked);
			this.tell(asked, poll);
		}
	}

	/** An answer that comes twice, or to a question of long ago. */
	tellAgain(index: number, poll: DevicePoll) {
		const asked = this.answered[index % this.answered.length];
		if (asked && this.inFlight.every(({attempt}) => attempt !== asked.attempt)) {
			const before = this.state;
			this.tell(asked, poll);
			expect(this.state).toBe(before);
		}
	}

	tell({attempt}: Poll, poll: DevicePoll) {
		const {state} = this;
		if (
			state.status === 'awaitingDevice' &&
			state.attempt === attempt &&
			state.polling === 'underWay'
		) {
			this.lastReplyMs = this.elapsedMs;
		}

		this.dispatch({type: 'devicePolled', attempt, client: deviceClient, poll});
	}
}

type Move = {readonly kind: string; readonly index: number; readonly poll: DevicePoll};

const kinds = fc.oneof(
	{weight: 10, arbitrary: fc.constant('wait')},
	{weight: 6, arbitrary: fc.constant('answer')},
	{weight: 1, arbitrary: fc.constantFrom('again', 'back', 'submit', 'retry', 'browser', 'copy')},
);
const moves: fc.Arbitrary<Move[]> = fc.array(
	fc.record({kind: kinds, index: fc.nat(1000), poll: fc.constantFrom(...outcomes)}),
	{minLength: 5, maxLength: 80, size: 'max'},
);
const short = [second, 5 * second, 6 * second, 11 * second, 31 * second];
// Below 0 the clock is set back, and no time passes.
const pauses = [...short, ...short, ...short, 16 * minute, -minute, -hour];

function make(world: World, {kind, index, poll}: Move) {
	switch (kind) {
		case 'wait':
			return world.wait(pauses[index % pauses.length] ?? second);
		case 'answer':
			return world.answer(poll);
		case 'again':
			return world.tellAgain(index, poll);
		case 'back':
			return world.dispatch({type: 'backWished'});
		case 'submit':
			return world.dispatch({
				type: 'clientSubmitted',
				client: deviceClient,
				draft: draftOf(deviceClient),
			});
		case 'retry':
			return world.dispatch({type: 'retryWished'});
		case 'browser':
			return world.dispatch({type: 'browserWished'});
		case 'quit':
			return world.dispatch({type: 'quitWished', exitCode: 130});
		default:
			return world.dispatch({type: 'urlCopyWished'});
	}
}

const begun = () => {
	const world = new World();
	world.dispatch({type: 'started', intent: 'signIn', grant: 'device_code'});
	return world;
};

test('in any order of events no two polls of a sign-in are in flight, none is sent too early, after it was left, after its code expired or after it was done, and the interval never shrinks', () => {
	const seen = new Set<string>();
	let polls = 0;
	fc.assert(
		fc.property(moves, order => {
			const world = begun();
			for (const one of order) {
				make(world, one);
			}

			polls += world.polls;
			for (const status of world.seen) {
				seen.add(status);
			}
		}),
		{numRuns: 1000},
	);
	// The orders are good for something only if they get everywhere.
	expect(polls).toBeGreaterThan(1000);
	for (const status of ['awaitingDevice', 'setup', 'exchanging', 'signInFailed']) {
		expect(seen).toContain(status);
	}
}, 300_000);

test('after quitting, in any order of events, nothing is asked any more', () => {
	fc.assert(
		fc.property(moves, moves, (before, behind) => {
			const world = begun();
			for (const one of [...before, {kind: 'quit', index: 0, poll: {kind: 'pending'} as const}]) {
				make(world, one);
			}

			const {polls, state} = world;
			for (const one of behind) {
				make(world, one);
			}

			expect(world.state).toBe(state);
			expect(world.polls).toBe(polls);
		}),
		{numRuns: 200},
	);
});
