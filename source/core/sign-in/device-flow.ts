import {problemNotice} from '../notice.ts';
import {approvalAddress, strangeHost} from '../oauth/device-authorization.ts';
import {pauseAfter} from '../oauth/device-poll.ts';
import {newSession} from '../oauth/session.ts';
import {problem} from '../problem.ts';
import {stay} from '../step.ts';
import {type EpochMs, epochMs} from '../time.ts';
import {copiedWords} from './copied-words.ts';
import type {
	AwaitingDevice,
	Effect,
	Event,
	Notice,
	RequestingDeviceCode,
	State,
	Step,
} from './flow.ts';
import {backToSetup, failed, storeTokens} from './shared-steps.ts';

/** A code is on its way. */
export function requestingDeviceCode(state: RequestingDeviceCode, event: Event): Step {
	const {attempt, client} = state;
	if (event.type === 'backWished') {
		return backToSetup(state);
	}

	if (!('attempt' in event) || event.attempt !== attempt) {
		return stay(state);
	}

	if (event.type === 'deviceCodeReceived') {
		const {authorization} = event;
		const {intervalMs} = authorization;
		return stay({
			status: 'awaitingDevice',
			attempt,
			client,
			authorization,
			nextPollAt: epochMs(event.at + intervalMs),
			pauseMs: intervalMs,
			intervalMs,
			polling: 'idle',
		});
	}

	return event.type === 'deviceCodeNotReceived'
		? backToSetup(state, problemNotice(event.problem))
		: stay(state);
}

/**
 * A person approves, and polls ask for the outcome: at most one at a time, begun by the seconds that
 * pass, none after the state was left or the code has expired.
 */
export function awaitingDevice(before: AwaitingDevice, event: Event): Step {
	const {attempt, authorization} = before;
	if ('attempt' in event && event.attempt !== attempt) {
		return stay(before);
	}

	const state = byTheClock(before, event.at);
	const address = approvalAddress(authorization);
	switch (event.type) {
		case 'secondPassed':
			return pollIfDue(state, event);
		case 'devicePolled':
			return polled(state, event);
		case 'browserWished':
			// No face offers it for another's page.
			return strangeHost(authorization, state.client.hosts) === undefined
				? [state, [{type: 'openBrowser', attempt, url: address}]]
				: stay(state);
		case 'urlCopyWished':
			return [state, [{type: 'copyText', what: 'deviceAddress', text: address}]];
		case 'backWished':
			return backToSetup(state);
		case 'browserOpened':
			return noted(state, {kind: 'done', text: 'The browser was asked to open the page.'});
		case 'browserNotOpened':
			return noted(state, problemNotice(event.problem));
		case 'copied':
			return event.what === 'deviceAddress'
				? noted(state, {kind: 'done', text: copiedWords('The address', event.route)})
				: stay(state);
		case 'notCopied':
			return event.what === 'deviceAddress'
				? noted(state, problemNotice(event.problem))
				: stay(state);
		default:
			return stay(state);
	}
}

/** Someone approved, but a moment after the screen was left: those tokens are nobody's, so they are ended. */
export function lateTokens(state: State, event: Event): Effect | undefined {
	if (event.type !== 'devicePolled' || event.poll.kind !== 'tokens') {
		return undefined;
	}

	const isAwaited = state.status === 'awaitingDevice' && state.attempt === event.attempt;
	const {client, poll} = event;
	return isAwaited
		? undefined
		: {type: 'endTokens', client, session: newSession(poll.response, client)};
}

const noted = (state: AwaitingDevice, notice: Notice): Step => stay({...state, notice});

const expired = (state: AwaitingDevice): Step => failed(state, problem('device_code_expired'));

/**
 * The state with its moments moved along where the clock was set back, or nothing would be asked before
 * the clock is where it was, and the code would seem to live longer than it does.
 */
function byTheClock(state: AwaitingDevice, at: EpochMs): AwaitingDevice {
	const {authorization, nextPollAt, pauseMs} = state;
	const backMs = nextPollAt - at - pauseMs;
	return backMs <= 0
		? state
		: {
				...state,
				nextPollAt: epochMs(nextPollAt - backMs),
				authorization: {
					...authorization,
					expiresAt: epochMs(authorization.expiresAt - backMs),
				},
			};
}

function pollIfDue(state: AwaitingDevice, {at}: Event): Step {
	const {attempt, client, authorization, nextPollAt, polling} = state;
	// The reply that is under way may still bring tokens, however late it is.
	if (polling === 'underWay') {
		return stay(state);
	}

	if (at >= authorization.expiresAt) {
		return expired(state);
	}

	return at >= nextPollAt
		? [{...state, polling: 'underWay'}, [{type: 'pollDevice', attempt, client, authorization}]]
		: stay(state);
}

function polled(state: AwaitingDevice, {poll, at}: Event & {type: 'devicePolled'}): Step {
	// Nothing was asked, so nothing can be answered.
	if (state.polling === 'idle') {
		return stay(state);
	}

	switch (poll.kind) {
		case 'tokens':
			return storeTokens(state, newSession(poll.response, state.client));
		case 'refused':
			return failed(state, poll.problem);
		case 'pending':
		case 'slowDown':
		case 'trouble': {
			if (at >= state.authorization.expiresAt) {
				return expired(state);
			}

			const {trouble: _, ...rest} = state;
			const {intervalMs, waitMs} = pauseAfter(poll, state.intervalMs);
			return stay({
				...rest,
				intervalMs,
				nextPollAt: epochMs(at + waitMs),
				pauseMs: waitMs,
				polling: 'idle',
				...(poll.kind === 'trouble' && {trouble: poll.problem}),
			});
		}
	}
}
