import type {HttpReply, HttpRequest} from '../anaplan/http.ts';
import {waitFor} from '../anaplan/reply.ts';
import {type Problem, problem} from '../problem.ts';
import type {Result} from '../result.ts';
import {minute, second} from '../time.ts';
import type {DeviceClient} from './client.ts';
import type {DeviceAuthorization} from './device-authorization.ts';
import {readOAuthError} from './oauth-error.ts';
import type {TokenResponse} from './session.ts';
import {readTokenReply} from './token-endpoint.ts';

/** What a poll brought. `retryAfterMs` is how long the server asks to wait, when it says so. */
export type DevicePoll =
	| {readonly kind: 'tokens'; readonly response: TokenResponse}
	| {readonly kind: 'pending'; readonly retryAfterMs?: number}
	| {readonly kind: 'slowDown'; readonly retryAfterMs?: number}
	/** Of the network or the server, and no word on the sign-in: polling goes on. */
	| {readonly kind: 'trouble'; readonly problem: Problem}
	| {readonly kind: 'refused'; readonly problem: Problem};

/**
 * One question for the tokens. Source: RFC 8628 §3.4, Anaplan OAuth 2.0 service, POST /oauth/token.
 */
export const devicePollRequest = (
	{hosts, clientId}: DeviceClient,
	{deviceCode}: Pick<DeviceAuthorization, 'deviceCode'>,
): HttpRequest => ({
	method: 'POST',
	url: `${hosts.oauth}/oauth/token`,
	json: {
		grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
		device_code: deviceCode,
		client_id: clientId,
	},
});

/**
 * Reads what came of a poll, deciding by the body and not by the status: Anaplan's server is known to
 * send `authorization_pending` with 403 and `slow_down` with 429, where the standard has 400.
 * `expiresAt` tells a code that has expired from one that was used up: a server may say
 * `expired_token` only once, and `invalid_grant` from then on.
 * Source: RFC 8628 §3.5.
 */
export function readDevicePoll(
	sent: Result<HttpReply>,
	{expiresAt}: Pick<DeviceAuthorization, 'expiresAt'>,
): DevicePoll {
	// Without a reply nothing is known of the sign-in.
	if (!sent.ok) {
		return {kind: 'trouble', problem: sent.problem};
	}

	const reply = sent.value;
	const {retryAfterMs} = waitFor(reply);
	const wait = retryAfterMs === undefined ? {} : {retryAfterMs};
	switch (readOAuthError(reply, 'device_code')?.error) {
		case 'authorization_pending':
			return {kind: 'pending', ...wait};
		case 'slow_down':
			return {kind: 'slowDown', ...wait};
		case 'expired_token':
			return {kind: 'refused', problem: problem('device_code_expired')};
		default: {
			const read = readTokenReply(reply, 'device_code');
			return read.ok
				? {kind: 'tokens', response: read.value}
				: refusedOrTrouble(read.problem, reply.receivedAt >= expiresAt);
		}
	}
}

function refusedOrTrouble(reason: Problem, isOver: boolean): DevicePoll {
	if (reason.code === 'invalid_grant') {
		return {kind: 'refused', problem: isOver ? problem('device_code_expired') : reason};
	}

	// What trying again may mend: 5xx, 429, a page of some proxy, half a reply.
	return reason.retry === 'now'
		? {kind: 'trouble', problem: reason}
		: {kind: 'refused', problem: reason};
}

/** RFC 8628 §3.5: the interval grows by 5 s with each `slow_down`, for all polls that follow. */
const slowDownMs = 5 * second;
const longestBackoffMs = minute;

/**
 * The pause after a poll: the interval from now on, which never shrinks, and how long to wait this
 * once. A request that timed out doubles the interval, up to a minute.
 */
export function pauseAfter(
	poll: Exclude<DevicePoll, {kind: 'tokens' | 'refused'}>,
	intervalMs: number,
): {readonly intervalMs: number; readonly waitMs: number} {
	const longer = longerInterval(poll, intervalMs);
	const asked = poll.kind === 'trouble' ? poll.problem.retryAfterMs : poll.retryAfterMs;
	return {intervalMs: longer, waitMs: Math.max(longer, asked ?? 0)};
}

function longerInterval(poll: DevicePoll, intervalMs: number): number {
	if (poll.kind === 'slowDown') {
		return intervalMs + slowDownMs;
	}

	return poll.kind === 'trouble' && poll.problem.code === 'timed_out'
		? Math.max(intervalMs, Math.min(longestBackoffMs, Math.max(second, intervalMs) * 2))
		: intervalMs;
}
