import {describe, expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {
	authorizationUrl,
	codeGrant,
	codeIn,
	read,
	refreshGrant,
	rulesOf,
	send,
	startTenant,
	token,
	withToken,
} from './practice-client.ts';

const unknownRefreshToken = {
	error: 'invalid_grant',
	error_description: 'Unknown or invalid refresh token.',
};

describe('the exchange of an authorization code', () => {
	test('gives the tokens of RFC 6749 §5.1 for 2100 seconds, and drops profile without a word', async () => {
		const tenant = await startTenant();
		const reply = await token(
			tenant,
			codeGrant(tenant, codeIn(await signInAsPerson(authorizationUrl(tenant)))),
		);
		expect(reply.status).toBe(200);
		expect(reply.headers['cache-control']).toBe('no-store');
		expect(read(reply)).toEqual({
			access_token: expect.stringContaining('practice-access-'),
			refresh_token: expect.stringContaining('practice-refresh-'),
			id_token: expect.stringContaining('practice-id-'),
			scope: 'openid email offline_access',
			expires_in: 2100,
			token_type: 'Bearer',
		});
		expect(read(reply).access_token.length).toBeGreaterThan(1024);
		expect(reply.text.length).toBeGreaterThan(2560);
		expect(read(reply).access_token).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
		const claims = JSON.parse(
			Buffer.from(read(reply).id_token.split('.')[1], 'base64url').toString(),
		);
		expect(claims).toMatchObject({
			email: 'pat.practice@example.com',
			aud: tenant.clients.authorizationCode.clientId,
		});
		expect(tenant.counters).toMatchObject({signIns: 1, tokenRequests: {authorization_code: 1}});
		expect(tenant.violations).toEqual([]);
	});

	test('gives no refresh token without offline_access and no id_token without openid', async () => {
		const tenant = await startTenant();
		const landing = await signInAsPerson(authorizationUrl(tenant, {scope: 'email'}));
		const reply = read(await token(tenant, codeGrant(tenant, codeIn(landing))));
		expect(reply.scope).toBe('email');
		expect(Object.keys(reply).sort()).toEqual([
			'access_token',
			'expires_in',
			'scope',
			'token_type',
		]);
	});

	test('works once: the second time is invalid_grant, a violation, and the end of the tokens of the first', async () => {
		const tenant = await startTenant();
		const grant = codeGrant(tenant, codeIn(await signInAsPerson(authorizationUrl(tenant))));
		const first = read(await token(tenant, grant));
		const second = await token(tenant, grant);
		expect(second.status).toBe(403);
		expect(read(second).error).toBe('invalid_grant');
		expect(rulesOf(tenant)).toEqual(['authorization code reused']);
		expect((await send(tenant, 'GET /token/validate', withToken(first.access_token))).status).toBe(
			401,
		);
		expect(read(await token(tenant, refreshGrant(tenant, first.refresh_token)))).toEqual(
			unknownRefreshToken,
		);
	});

	test('works for 60 seconds', async () => {
		const tenant = await startTenant();
		const grant = codeGrant(tenant, codeIn(await signInAsPerson(authorizationUrl(tenant))));
		tenant.advanceClock(60_000);
		const reply = await token(tenant, grant);
		expect(reply.status).toBe(403);
		expect(read(reply).error).toBe('invalid_grant');
		expect(rulesOf(tenant)).toEqual(['authorization code expired']);
	});

	test('needs the registered redirect URI to the letter, not the address of the landing page', async () => {
		const tenant = await startTenant();
		const grant = codeGrant(tenant, codeIn(await signInAsPerson(authorizationUrl(tenant))));
		const reply = await token(tenant, {...grant, redirect_uri: `${tenant.origin}/`});
		expect(reply.status).toBe(403);
		expect(read(reply).error).toBe('invalid_grant');
		expect(rulesOf(tenant)).toEqual(['wrong redirect_uri']);
		expect((await token(tenant, grant)).status).toBe(200);
	});

	test('refuses a code that nobody issued', async () => {
		const tenant = await startTenant();
		expect((await token(tenant, codeGrant(tenant, 'made-up'))).status).toBe(403);
		expect(rulesOf(tenant)).toEqual(['unknown authorization code']);
	});

	test('takes a form, with the client in the body or in HTTP Basic', async () => {
		const tenant = await startTenant();
		const {clientId, clientSecret} = tenant.clients.authorizationCode;
		const inBody = codeGrant(tenant, codeIn(await signInAsPerson(authorizationUrl(tenant))));
		expect((await send(tenant, 'POST /oauth/token', {form: inBody})).status).toBe(200);
		const {
			client_id: _id,
			client_secret: _secret,
			...rest
		} = codeGrant(tenant, codeIn(await signInAsPerson(authorizationUrl(tenant))));
		const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
		const reply = await send(tenant, 'POST /oauth/token', {
			form: rest,
			...withToken(basic, 'Basic'),
		});
		expect(reply.status).toBe(200);
		expect(tenant.violations).toEqual([]);
		expect(tenant.requests.at(-1)).toMatchObject({
			scheme: 'Basic',
			grantType: 'authorization_code',
			status: 200,
		});
	});
});

describe('a refresh, rotatable', () => {
	test('replaces the refresh token each time', async () => {
		const tenant = await startTenant();
		const first = tenant.issue();
		const second = read(await token(tenant, refreshGrant(tenant, first.refresh_token)));
		const third = read(await token(tenant, refreshGrant(tenant, second.refresh_token)));
		expect(new Set([first, second, third].map(reply => reply.refresh_token)).size).toBe(3);
		expect(new Set([first, second, third].map(reply => reply.access_token)).size).toBe(3);
		expect(third.scope).toBe('openid email offline_access');
		expect(tenant.counters.refreshes).toBe(2);
		expect(tenant.violations).toEqual([]);
	});

	test('takes a form too', async () => {
		const tenant = await startTenant();
		const form = refreshGrant(tenant, tenant.issue().refresh_token);
		expect((await send(tenant, 'POST /oauth/token', {form})).status).toBe(200);
	});

	test('a token that comes back is a violation and ends its whole family, and no other', async () => {
		const tenant = await startTenant();
		const first = tenant.issue();
		const other = tenant.issue();
		const second = read(await token(tenant, refreshGrant(tenant, first.refresh_token)));
		const again = await token(tenant, refreshGrant(tenant, first.refresh_token));
		expect(again.status).toBe(403);
		expect(read(again)).toEqual(unknownRefreshToken);
		expect(rulesOf(tenant)).toEqual(['refresh token reused']);
		expect((await token(tenant, refreshGrant(tenant, second.refresh_token))).status).toBe(403);
		expect((await token(tenant, refreshGrant(tenant, other.refresh_token))).status).toBe(200);
	});

	test('of two refreshes at once one wins', async () => {
		const tenant = await startTenant();
		const grant = refreshGrant(tenant, tenant.issue().refresh_token);
		const replies = await Promise.all([token(tenant, grant), token(tenant, grant)]);
		expect(replies.map(({status}) => status).sort()).toEqual([200, 403]);
	});

	test('the lifetime counts from the sign-in, however often the token was rotated', async () => {
		const tenant = await startTenant({refreshTokenLifetimeS: 100});
		const first = tenant.issue();
		tenant.advanceClock(90_000);
		const second = read(await token(tenant, refreshGrant(tenant, first.refresh_token)));
		tenant.advanceClock(10_000);
		const late = await token(tenant, refreshGrant(tenant, second.refresh_token));
		expect(late.status).toBe(403);
		expect(read(late)).toEqual(unknownRefreshToken);
		expect(tenant.violations).toEqual([]);
	});

	test('an administrator can end all refresh tokens; the access tokens live on', async () => {
		const tenant = await startTenant();
		const reply = tenant.issue();
		tenant.revokeRefreshTokens();
		expect((await token(tenant, refreshGrant(tenant, reply.refresh_token))).status).toBe(403);
		expect((await send(tenant, 'GET /token/validate', withToken(reply.access_token))).status).toBe(
			200,
		);
		expect(tenant.violations).toEqual([]);
	});
});

describe('a refresh, non-rotatable', () => {
	test('has no refresh_token key, and the old token keeps working', async () => {
		const tenant = await startTenant({rotation: 'nonRotatable'});
		const grant = refreshGrant(tenant, tenant.issue().refresh_token);
		for (let round = 0; round < 3; round++) {
			const reply = await token(tenant, grant);
			expect(reply.status).toBe(200);
			expect(Object.keys(read(reply))).not.toContain('refresh_token');
		}

		expect(tenant.violations).toEqual([]);
	});
});

describe('who may ask for tokens', () => {
	test('a device client refreshes without a secret, and must not send one', async () => {
		const tenant = await startTenant();
		const {clientId} = tenant.clients.device;
		const grant = {grant_type: 'refresh_token', client_id: clientId};
		const first = await token(tenant, {
			...grant,
			refresh_token: tenant.issue({grant: 'device'}).refresh_token,
		});
		expect(first.status).toBe(200);
		const refresh_token = read(first).refresh_token;
		expect((await token(tenant, {...grant, refresh_token, client_secret: 'x'})).status).toBe(401);
		expect(rulesOf(tenant)).toEqual(['client_secret from a device client']);
		expect((await token(tenant, {...grant, refresh_token})).status).toBe(200);
	});

	test('a refresh token belongs to one client', async () => {
		const tenant = await startTenant();
		const {refresh_token} = tenant.issue();
		const stolen = {
			grant_type: 'refresh_token',
			client_id: tenant.clients.device.clientId,
			refresh_token,
		};
		expect(read(await token(tenant, stolen))).toEqual(unknownRefreshToken);
		expect(rulesOf(tenant)).toEqual(['refresh token of another client']);
	});

	test.each([
		['an unknown client', {client_id: 'nobody'}, 403, 'unauthorized_client', 'unknown client'],
		['a wrong secret', {client_secret: 'wrong'}, 401, 'access_denied', 'wrong client_secret'],
		['no secret', {client_secret: undefined}, 401, 'access_denied', 'no client_secret'],
		['no client', {client_id: undefined}, 401, 'access_denied', 'missing parameter'],
		['no grant_type', {grant_type: undefined}, 401, 'access_denied', 'missing parameter'],
		[
			'another grant_type',
			{grant_type: 'password'},
			403,
			'unsupported_grant_type',
			'unknown grant_type',
		],
		[
			'an inherited name as grant_type',
			{grant_type: 'toString'},
			403,
			'unsupported_grant_type',
			'unknown grant_type',
		],
		['no refresh token', {refresh_token: undefined}, 400, 'invalid_request', 'missing parameter'],
		['a number', {refresh_token: 42}, 400, 'invalid_request', 'parameter is not a string'],
	])(
		'%s is refused, and the refresh token stays good',
		async (_case, change, status, error, rule) => {
			const tenant = await startTenant();
			const grant = refreshGrant(tenant, tenant.issue().refresh_token);
			const reply = await token(tenant, {...grant, ...change});
			expect(reply.status).toBe(status);
			expect(read(reply)).toEqual({error, error_description: expect.any(String)});
			expect(rulesOf(tenant)).toEqual([rule]);
			expect((await token(tenant, grant)).status).toBe(200);
		},
	);

	test('each client has its own kind of grant', async () => {
		const tenant = await startTenant();
		const {authorizationCode, device} = tenant.clients;
		const replies = [
			await token(tenant, {...codeGrant(tenant, 'x'), client_id: device.clientId}),
			await token(tenant, {
				grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
				device_code: 'x',
				client_id: authorizationCode.clientId,
			}),
		];
		for (const reply of replies) {
			expect(reply.status).toBe(403);
			expect(read(reply)).toEqual({
				error: 'unauthorized_client',
				error_description: 'Unauthorized or unknown client',
			});
		}

		expect(rulesOf(tenant)).toEqual([
			'grant not allowed for this client',
			'grant not allowed for this client',
		]);
	});

	test('HTTP Basic does not go with JSON, and has to be well-formed', async () => {
		const tenant = await startTenant();
		const grant = refreshGrant(tenant, tenant.issue().refresh_token);
		const {clientId, clientSecret} = tenant.clients.authorizationCode;
		const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
		expect(
			(await send(tenant, 'POST /oauth/token', {json: grant, ...withToken(basic, 'Basic')})).status,
		).toBe(400);
		expect(
			(await send(tenant, 'POST /oauth/token', {form: grant, ...withToken('%%', 'Basic')})).status,
		).toBe(401);
		expect(rulesOf(tenant)).toEqual([
			'Authorization header on a JSON token request',
			'bad Authorization header',
		]);
	});
});

describe('the body of a token request', () => {
	test.each([
		[
			'broken JSON',
			{headers: {'content-type': 'application/json'}, raw: '{'},
			'body is not a JSON object',
		],
		['a JSON list', {json: []}, 'body is not a JSON object'],
		['JSON null', {json: null}, 'body is not a JSON object'],
		['an empty body', {headers: {'content-type': 'application/json'}}, 'body is not a JSON object'],
		['no content type', {raw: '{}'}, 'wrong content type'],
		['text', {headers: {'content-type': 'text/plain'}, raw: '{}'}, 'wrong content type'],
		['a form with a repeated name', {form: 'grant_type=a&grant_type=b'}, 'parameter sent twice'],
		[
			'a form for the device grant',
			{form: {grant_type: 'urn:ietf:params:oauth:grant-type:device_code'}},
			'wrong content type',
		],
	])('%s is refused', async (_case, content, rule) => {
		const tenant = await startTenant();
		const reply = await send(tenant, 'POST /oauth/token', content);
		expect(reply.status).toBe(400);
		expect(read(reply).error).toBe('invalid_request');
		expect(rulesOf(tenant)).toEqual([rule]);
	});

	test('a charset beside the content type does no harm', async () => {
		const tenant = await startTenant();
		const json = refreshGrant(tenant, tenant.issue().refresh_token);
		const headers = {'content-type': 'Application/JSON; charset=utf-8'};
		expect((await send(tenant, 'POST /oauth/token', {json, headers})).status).toBe(200);
	});

	test('has an upper limit', async () => {
		const tenant = await startTenant();
		const reply = await token(tenant, {grant_type: 'x'.repeat(100_000)});
		expect(reply.status).toBe(413);
		expect(rulesOf(tenant)).toEqual(['body too large']);
	});
});
