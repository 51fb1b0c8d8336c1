import {describe, expect, test} from 'vitest';
import {approveDevice} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {poll, read, rulesOf, send, startTenant} from './practice-client.ts';

async function begin(tenant: PracticeTenant, scope = 'openid profile email offline_access') {
	const json = {client_id: tenant.clients.device.clientId, scope};
	return read(await send(tenant, 'POST /oauth/device/code', {json}));
}

describe('a device authorization request', () => {
	test('is answered as in RFC 8628 §3.2, for 900 seconds and with an interval of 5', async () => {
		const tenant = await startTenant();
		const reply = await begin(tenant);
		expect(reply).toEqual({
			device_code: expect.stringContaining('practice-device-'),
			user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
			verification_uri: `${tenant.origin}/activate`,
			verification_uri_complete: `${tenant.origin}/activate?user_code=${reply.user_code}`,
			expires_in: 900,
			interval: 5,
		});
		expect(tenant.clients.device.clientId).toHaveLength(32);
	});

	test.each([
		['no client', {}, 400, 'invalid_request', 'missing parameter'],
		['an unknown client', {client_id: 'nobody'}, 403, 'unauthorized_client', 'unknown client'],
		[
			'a client of the other grant',
			{client_id: 'CODE'},
			403,
			'unauthorized_client',
			'grant not allowed for this client',
		],
		[
			'a secret',
			{client_id: 'DEVICE', client_secret: 'x'},
			401,
			'access_denied',
			'client_secret from a device client',
		],
	])('with %s is refused', async (_case, json, status, error, rule) => {
		const clients = {authorizationCode: {clientId: 'CODE'}, device: {clientId: 'DEVICE'}};
		const tenant = await startTenant({clients});
		const reply = await send(tenant, 'POST /oauth/device/code', {json});
		expect(reply.status).toBe(status);
		expect(read(reply).error).toBe(error);
		expect(rulesOf(tenant)).toEqual([rule]);
	});

	test('as a form is refused', async () => {
		const tenant = await startTenant();
		const form = {client_id: tenant.clients.device.clientId};
		expect((await send(tenant, 'POST /oauth/device/code', {form})).status).toBe(400);
		expect(rulesOf(tenant)).toEqual(['wrong content type']);
	});
});

describe('polling', () => {
	test('is authorization_pending with 403 until a person allows, then tokens, then nothing', async () => {
		const tenant = await startTenant();
		const {device_code, verification_uri_complete} = await begin(tenant);
		const pending = await poll(tenant, device_code);
		expect(pending.status).toBe(403);
		expect(read(pending).error).toBe('authorization_pending');
		expect(await approveDevice(verification_uri_complete)).toContain('Congratulations');
		tenant.advanceClock(5000);
		const done = await poll(tenant, device_code);
		expect(done.status).toBe(200);
		expect(read(done)).toMatchObject({scope: 'openid email offline_access', expires_in: 2100});
		expect(tenant.violations).toEqual([]);
		const late = await poll(tenant, device_code);
		expect(read(late).error).toBe('invalid_grant');
		expect(rulesOf(tenant)).toEqual(['polled after the end']);
		expect(tenant.counters.tokenRequests.device_code).toBe(3);
	});

	test('faster than the interval is slow_down with 429, and every later poll has to wait five seconds more', async () => {
		const tenant = await startTenant();
		const {device_code} = await begin(tenant);
		await poll(tenant, device_code);
		const hasty = await poll(tenant, device_code);
		expect(hasty.status).toBe(429);
		expect(read(hasty).error).toBe('slow_down');
		expect(rulesOf(tenant)).toEqual(['polled too fast']);
		tenant.advanceClock(5000);
		expect(read(await poll(tenant, device_code)).error).toBe('slow_down');
		tenant.advanceClock(15_000);
		expect(read(await poll(tenant, device_code)).error).toBe('authorization_pending');
	});

	test('a shorter interval can be had for tests', async () => {
		const tenant = await startTenant({deviceIntervalS: 0});
		const {device_code, interval} = await begin(tenant);
		expect(interval).toBe(0);
		await poll(tenant, device_code);
		expect(read(await poll(tenant, device_code)).error).toBe('authorization_pending');
	});

	test('after Deny is access_denied once', async () => {
		const tenant = await startTenant({deviceIntervalS: 0});
		const {device_code, verification_uri_complete} = await begin(tenant);
		expect(await approveDevice(verification_uri_complete, {decision: 'deny'})).toContain(
			'not connected',
		);
		const denied = await poll(tenant, device_code);
		expect(denied.status).toBe(403);
		expect(read(denied).error).toBe('access_denied');
		expect(read(await poll(tenant, device_code)).error).toBe('invalid_grant');
	});

	test('after 900 seconds is expired_token once, then invalid_grant', async () => {
		const tenant = await startTenant();
		const {device_code, verification_uri_complete} = await begin(tenant);
		tenant.advanceClock(900_000);
		expect(read(await poll(tenant, device_code)).error).toBe('expired_token');
		expect(read(await poll(tenant, device_code)).error).toBe('invalid_grant');
		await expect(approveDevice(verification_uri_complete)).rejects.toThrow('No device is waiting');
	});

	test('with a code that nobody issued is invalid_grant', async () => {
		const tenant = await startTenant();
		expect(read(await poll(tenant, 'made-up')).error).toBe('invalid_grant');
		expect(rulesOf(tenant)).toEqual(['unknown device code']);
	});
});

describe('the device page', () => {
	test('takes the code however it is typed', async () => {
		const tenant = await startTenant({deviceIntervalS: 0});
		const {device_code, user_code} = await begin(tenant);
		const typed = ` ${user_code.toLowerCase().replace('-', ' ')}`;
		await approveDevice(`${tenant.origin}/activate?user_code=${encodeURIComponent(typed)}`);
		expect((await poll(tenant, device_code)).status).toBe(200);
	});

	test('does nothing before a person has confirmed the code', async () => {
		const tenant = await startTenant();
		const {device_code, verification_uri_complete} = await begin(tenant);
		await send(tenant, `GET ${verification_uri_complete.slice(tenant.origin.length)}` as 'GET /');
		expect(read(await poll(tenant, device_code)).error).toBe('authorization_pending');
	});

	test('a code that was decided about is no longer waiting', async () => {
		const tenant = await startTenant();
		const {verification_uri_complete} = await begin(tenant);
		await approveDevice(verification_uri_complete);
		await expect(approveDevice(verification_uri_complete)).rejects.toThrow('No device is waiting');
	});
});
