import {describe, expect, test} from 'vitest';
import {
	read,
	refreshGrant,
	rulesOf,
	send,
	startTenant,
	token,
	withToken,
} from './practice-client.ts';

describe('the authentication host', () => {
	test('validate tells when the token ends and whose it is', async () => {
		const tenant = await startTenant();
		const before = tenant.now();
		const reply = await send(tenant, 'GET /token/validate', withToken(tenant.issue().access_token));
		expect(reply.status).toBe(200);
		expect(read(reply)).toEqual({
			meta: {validationUrl: `${tenant.origin}/token/validate`},
			status: 'SUCCESS',
			statusMessage: 'Token validated',
			tokenInfo: {tokenId: expect.stringMatching(/^[\da-f-]{36}$/), expiresAt: expect.any(Number)},
			userInfo: {
				userGuid: expect.stringMatching(/^[\da-f]{32}$/),
				userId: 'pat.practice@example.com',
				customerGuid: expect.stringMatching(/^[\da-f]{32}$/),
			},
		});
		expect(read(reply).tokenInfo.expiresAt).toBeGreaterThanOrEqual(before + 2_100_000);
		expect(read(reply).tokenInfo.expiresAt).toBeLessThanOrEqual(tenant.now() + 2_100_000);
	});

	test('refresh gives the same token a new lifetime', async () => {
		const tenant = await startTenant();
		const {access_token} = tenant.issue();
		tenant.advanceClock(2_000_000);
		const reply = read(await send(tenant, 'POST /token/refresh', withToken(access_token)));
		expect(reply).toMatchObject({status: 'SUCCESS', statusMessage: 'Token refreshed'});
		expect(reply.tokenInfo.tokenValue).toBe(access_token);
		tenant.advanceClock(2_000_000);
		expect((await send(tenant, 'GET /token/validate', withToken(access_token))).status).toBe(200);
	});

	test('logout is 204 without a body and ends the token at once, but not the refresh token', async () => {
		const tenant = await startTenant();
		const {access_token, refresh_token} = tenant.issue();
		const reply = await send(tenant, 'POST /token/logout', withToken(access_token));
		expect(reply.status).toBe(204);
		expect(reply.text).toBe('');
		expect(tenant.counters.logouts).toBe(1);
		expect((await send(tenant, 'GET /token/validate', withToken(access_token))).status).toBe(401);
		expect((await send(tenant, 'POST /token/logout', withToken(access_token))).status).toBe(401);
		expect((await token(tenant, refreshGrant(tenant, refresh_token))).status).toBe(200);
	});

	test.each([
		['GET /token/validate', 400],
		['POST /token/refresh', 400],
		['POST /token/logout', 401],
	] as const)('%s answers a malformed header with %i', async (line, status) => {
		const tenant = await startTenant();
		const {access_token} = tenant.issue();
		const contents = [
			{},
			withToken(access_token, 'Bearer'),
			withToken(access_token, 'anaplanauthtoken'),
			withToken(''),
		];
		for (const content of contents) {
			const reply = await send(tenant, line, content);
			expect(reply.status).toBe(status);
			expect(read(reply)).toEqual({
				status: 'FAILURE_BAD_HEADER',
				statusMessage: 'Invalid header. Verify the header.',
			});
		}

		expect(new Set(rulesOf(tenant))).toEqual(new Set(['bad Authorization header']));
	});

	test.each([
		'GET /token/validate',
		'POST /token/refresh',
		'POST /token/logout',
		'GET /2/0/users/me',
	] as const)(
		'%s answers an unknown and an expired token with 401, which is nobody’s fault',
		async line => {
			const tenant = await startTenant();
			const {access_token} = tenant.issue();
			tenant.advanceClock(2_100_000);
			expect((await send(tenant, line, withToken(access_token))).status).toBe(401);
			const fresh = tenant.issue().access_token;
			tenant.expireAccessTokens();
			expect((await send(tenant, line, withToken(fresh))).status).toBe(401);
			const reply = await send(tenant, line, withToken('made-up'));
			expect(reply.status).toBe(401);
			expect(JSON.stringify(read(reply).status)).toMatch(/FAILURE_BAD_CREDENTIAL|401/);
			expect(tenant.violations).toEqual([]);
		},
	);
});

describe('the API host', () => {
	test('users/me is the user, with a date in Anaplan’s own spelling', async () => {
		const tenant = await startTenant({user: {firstName: 'Ada'}});
		const reply = await send(tenant, 'GET /2/0/users/me', withToken(tenant.issue().access_token));
		expect(reply.status).toBe(200);
		expect(read(reply)).toMatchObject({
			meta: {schema: expect.stringContaining('/2/0/objects/user')},
			user: {
				active: true,
				email: 'pat.practice@example.com',
				firstName: 'Ada',
				lastLoginDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
			},
			status: {code: 200, message: 'Success'},
		});
		expect(tenant.violations).toEqual([]);
	});

	test('Bearer works there, as it does at Anaplan, and counts as our mistake', async () => {
		const tenant = await startTenant();
		const {access_token} = tenant.issue();
		expect(
			(await send(tenant, 'GET /2/0/users/me', withToken(access_token, 'Bearer'))).status,
		).toBe(200);
		expect(rulesOf(tenant)).toEqual(['Bearer instead of AnaplanAuthToken']);
	});

	test('no header is 401 in the envelope of the API', async () => {
		const tenant = await startTenant();
		const reply = await send(tenant, 'GET /2/0/users/me');
		expect(reply.status).toBe(401);
		expect(read(reply)).toMatchObject({
			status: {code: 401, message: 'Unauthorized'},
			path: '/2/0/users/me',
		});
		expect(rulesOf(tenant)).toEqual(['bad Authorization header']);
	});

	test('unknown paths get the envelope with path and timestamp', async () => {
		const tenant = await startTenant();
		for (const path of ['/2/0/nowhere', '/constructor', '//host/x'] as const) {
			const reply = await send(tenant, `GET ${path}`);
			expect(reply.status).toBe(404);
			expect(read(reply)).toEqual({
				status: {code: 404, message: 'Not Found'},
				path,
				timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
			});
		}
	});
});

describe('the gate', () => {
	test.each([
		['anaplan-tui/1.0', 'User-Agent refused by the firewall'],
		['My ANAPLAN tool', 'User-Agent refused by the firewall'],
		['got (https://github.com/sindresorhus/got)', 'User-Agent refused by the firewall'],
		[null, 'no User-Agent'],
		['', 'no User-Agent'],
	])('the User-Agent %j meets the firewall: HTML with 403', async (userAgent, rule) => {
		const tenant = await startTenant();
		const content = {...withToken(tenant.issue().access_token), userAgent};
		const reply = await send(tenant, 'GET /2/0/users/me', content);
		expect(reply.status).toBe(403);
		expect(reply.headers['content-type']).toContain('text/html');
		expect(rulesOf(tenant)).toEqual([rule]);
	});

	test.each(['client_secret', 'refresh_token', 'access_token'])(
		'%s in an address is refused',
		async name => {
			const tenant = await startTenant();
			const reply = await send(
				tenant,
				`GET /2/0/users/me?${name}=x`,
				withToken(tenant.issue().access_token),
			);
			expect(reply.status).toBe(400);
			expect(rulesOf(tenant)).toEqual(['secret in the query']);
		},
	);

	test.each([
		['GET /oauth/token', 'POST'],
		['PUT /activate', 'GET, POST'],
		['POST /token/validate', 'GET'],
		['GET /token/logout', 'POST'],
	] as const)('%s is a method that does not exist there', async (line, allow) => {
		const tenant = await startTenant();
		const reply = await send(tenant, line);
		expect(reply.status).toBe(405);
		expect(reply.headers.allow).toBe(allow);
		expect(rulesOf(tenant)).toEqual(['method not allowed']);
	});
});
