import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {HttpReply} from '../../../source/core/anaplan/http.ts';
import {
	type DevicePoll,
	devicePollRequest,
	pauseAfter,
	readDevicePoll,
} from '../../../source/core/oauth/device-poll.ts';
import {problem} from '../../../source/core/problem.ts';
import {failure, success} from '../../../source/core/result.ts';
import {minute, second} from '../../../source/core/time.ts';
import {authorization, deviceClient} from '../../helpers/device.ts';
import {
	after,
	emptyReply,
	htmlReply,
	jsonReply,
	secret,
	sentinel,
	tokenReply,
} from '../../helpers/samples.ts';

const read = (reply: HttpReply) => readDevicePoll(success(reply), authorization);
const oauth = (status: number, error: string, changes: Partial<HttpReply> = {}) =>
	jsonReply(status, {error, error_description: 'Words.'}, changes);

test('the request names the grant, the code and the client, and no secret', () => {
	const request = devicePollRequest(deviceClient, authorization);
	expect(request).toEqual({
		method: 'POST',
		url: 'https://us1a.app.anaplan.com/oauth/token',
		json: {
			grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
			device_code: authorization.deviceCode,
			client_id: 'device-client-1',
		},
	});
	expect(JSON.stringify(request)).not.toContain(sentinel);
});

describe('a reply to a poll', () => {
	test('with tokens ends the waiting', () => {
		expect(read(tokenReply('one'))).toMatchObject({
			kind: 'tokens',
			response: {accessToken: secret('access token', 'access-one'), expiresAt: after(35 * minute)},
		});
	});

	test.each([400, 403, 429, 200])('says pending or slow down with the status %d', status => {
		expect(read(oauth(status, 'authorization_pending'))).toEqual({kind: 'pending'});
		expect(read(oauth(status, 'slow_down'))).toEqual({kind: 'slowDown'});
	});

	test('says how long to wait', () => {
		expect(read(oauth(429, 'slow_down', {retryAfter: '17'}))).toEqual({
			kind: 'slowDown',
			retryAfterMs: 17 * second,
		});
		expect(read(oauth(403, 'authorization_pending', {retryAfter: '7'}))).toEqual({
			kind: 'pending',
			retryAfterMs: 7 * second,
		});
		expect(read(oauth(429, 'too_many_requests', {retryAfter: '9'}))).toMatchObject({
			kind: 'trouble',
			problem: {code: 'rate_limited', retryAfterMs: 9 * second},
		});
	});

	test.each([
		[oauth(403, 'access_denied'), 'access_denied'],
		[oauth(403, 'expired_token'), 'device_code_expired'],
		[oauth(400, 'expired_token'), 'device_code_expired'],
		[oauth(403, 'invalid_grant'), 'invalid_grant'],
		[oauth(403, 'invalid_grant', {receivedAt: authorization.expiresAt}), 'device_code_expired'],
		[oauth(403, 'unauthorized_client'), 'unauthorized_client'],
		[oauth(401, 'access_denied'), 'invalid_client'],
		[oauth(400, 'something_new'), 'unexpected_reply'],
	])('%#: refuses in words of the device grant, or is survived', (reply, code) => {
		const poll = read(reply);
		expect(poll).toMatchObject({
			kind: code === 'unexpected_reply' ? 'trouble' : 'refused',
			problem: {code},
		});
		const {message, cause, hint} = (poll as DevicePoll & {kind: 'refused'}).problem;
		expect(`${message} ${cause} ${hint}`).not.toMatch(/authorization code|secret|redirect/);
	});

	test('is refused for a code that is used up, and the code is called by its name', () => {
		expect(read(oauth(403, 'invalid_grant'))).toMatchObject({
			problem: {message: 'Anaplan did not accept the device code. It said: invalid_grant: Words.'},
		});
	});

	test.each([
		[htmlReply(503), 'server_error'],
		[oauth(500, 'server_error'), 'server_error'],
		[htmlReply(200), 'unexpected_reply'],
		[htmlReply(403), 'blocked'],
		[emptyReply(429), 'rate_limited'],
		[jsonReply(200, {access_token: 42}), 'unexpected_reply'],
	])('%#: that is no word on the sign-in is survived', (reply, code) => {
		expect(read(reply)).toMatchObject({kind: 'trouble', problem: {code}});
	});

	test.each([
		'network_unreachable',
		'connection_lost',
		'timed_out',
		'tls_untrusted',
		'proxy_refused',
	] as const)('that did not come (%s) is survived', code => {
		expect(readDevicePoll(failure(problem(code)), authorization)).toEqual({
			kind: 'trouble',
			problem: problem(code),
		});
	});
});

describe('the pause between polls', () => {
	test('is the interval', () => {
		expect(pauseAfter({kind: 'pending'}, 5000)).toEqual({intervalMs: 5000, waitMs: 5000});
	});

	test('grows by 5 s for good when asked to slow down', () => {
		expect(pauseAfter({kind: 'slowDown'}, 5000)).toEqual({intervalMs: 10_000, waitMs: 10_000});
	});

	test('is once as long as the server asks', () => {
		expect(pauseAfter({kind: 'pending', retryAfterMs: 20_000}, 5000)).toEqual({
			intervalMs: 5000,
			waitMs: 20_000,
		});
		expect(pauseAfter({kind: 'slowDown', retryAfterMs: 1000}, 5000).waitMs).toBe(10_000);
	});

	test('doubles when a request timed out, up to a minute', () => {
		const trouble = {kind: 'trouble', problem: problem('timed_out')} as const;
		expect(pauseAfter(trouble, 5000).intervalMs).toBe(10_000);
		expect(pauseAfter(trouble, 0).intervalMs).toBe(2000);
		expect(pauseAfter(trouble, 45_000).intervalMs).toBe(minute);
		expect(pauseAfter(trouble, 2 * minute).intervalMs).toBe(2 * minute);
	});

	test('never shrinks', () => {
		const polls = fc.oneof(
			fc.record({kind: fc.constantFrom('pending' as const, 'slowDown' as const)}),
			fc
				.constantFrom('timed_out' as const, 'server_error' as const)
				.map(code => ({kind: 'trouble' as const, problem: problem(code)})),
		);
		fc.assert(
			fc.property(polls, fc.nat(1_000_000), (poll, before) => {
				const {intervalMs, waitMs} = pauseAfter(poll, before);
				expect(intervalMs).toBeGreaterThanOrEqual(before);
				expect(waitMs).toBeGreaterThanOrEqual(intervalMs);
			}),
		);
	});
});
