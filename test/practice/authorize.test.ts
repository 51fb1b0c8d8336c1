import {describe, expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {authorizationUrl, rulesOf, send, startTenant} from './practice-client.ts';

describe('the way to a code', () => {
	test('a person who allows lands at the redirect URI with a slash more, a code and the state', async () => {
		const tenant = await startTenant();
		const landing = await signInAsPerson(authorizationUrl(tenant));
		expect(tenant.clients.authorizationCode.redirectUri).toBe(tenant.origin);
		expect(landing.startsWith(`${tenant.origin}/?code=practice-code-`)).toBe(true);
		expect(new URL(landing).searchParams.get('state')).toBe('st-4711');
		expect(tenant.violations).toEqual([]);
		expect(tenant.requests.map(({method, path}) => `${method} ${path}`)).toEqual([
			'GET /auth/prelogin',
			'POST /auth/login',
			'POST /auth/consent',
			'GET /',
		]);
	});

	test('/auth/authorize leads to the login page with the same query', async () => {
		const tenant = await startTenant();
		const {search} = new URL(authorizationUrl(tenant));
		const reply = await send(tenant, `GET /auth/authorize${search}`);
		expect(reply.status).toBe(302);
		expect(reply.headers.location).toBe(`/auth/prelogin${search}`);
		const landing = await signInAsPerson(`${tenant.origin}/auth/authorize${search}`);
		expect(landing).toContain('?code=');
	});

	test('a person who denies lands there with access_denied, a description and the state', async () => {
		const tenant = await startTenant();
		const landing = new URL(await signInAsPerson(authorizationUrl(tenant), {decision: 'deny'}));
		expect(Object.fromEntries(landing.searchParams)).toEqual({
			error: 'access_denied',
			error_description: 'User did not authorize the request',
			state: 'st-4711',
		});
	});

	test('parameters that nobody knows are tolerated', async () => {
		const tenant = await startTenant();
		const url = authorizationUrl(tenant, {
			access_type: 'offline',
			prompt: 'select_account',
			code_challenge: 'x',
		});
		expect(await signInAsPerson(url)).toContain('?code=');
		expect(tenant.violations).toEqual([]);
	});

	test('a request without state goes on and is a violation', async () => {
		const tenant = await startTenant();
		const landing = await signInAsPerson(authorizationUrl(tenant, {state: undefined}));
		expect(new URL(landing).searchParams.has('state')).toBe(false);
		expect(rulesOf(tenant)).toEqual(['no state']);
	});

	test('a redirect URI elsewhere is answered there, keeps its own query, and is not visited', async () => {
		const redirectUri = 'https://example.invalid/back?from=anaplan';
		const tenant = await startTenant({clients: {authorizationCode: {redirectUri}}});
		const landing = await signInAsPerson(authorizationUrl(tenant));
		expect(landing.startsWith(`${redirectUri}&code=`)).toBe(true);
	});

	test('a client may have several redirect URIs', async () => {
		const otherRedirectUris = ['http://127.0.0.1:1/callback'];
		const tenant = await startTenant({clients: {authorizationCode: {otherRedirectUris}}});
		const landing = await signInAsPerson(
			authorizationUrl(tenant, {redirect_uri: 'http://127.0.0.1:1/callback'}),
		);
		expect(landing.startsWith('http://127.0.0.1:1/callback?code=')).toBe(true);
	});
});

describe('an authorization request that is refused gets a page and is never redirected', () => {
	test.each([
		['an unknown client', {client_id: 'nobody'}, 403, 'unknown client', 'nobody'],
		['no client', {client_id: undefined}, 403, 'unknown client', 'none was sent'],
		[
			'a redirect URI with a slash more',
			{redirect_uri: 'SLASH'},
			403,
			'wrong redirect_uri',
			'callback URLs',
		],
		['no redirect URI', {redirect_uri: undefined}, 403, 'wrong redirect_uri', 'none was sent'],
		[
			'another response_type',
			{response_type: 'token'},
			400,
			'response_type is not code',
			'response_type',
		],
	])('%s', async (_case, changes, status, rule, words) => {
		const tenant = await startTenant();
		const redirect_uri =
			'redirect_uri' in changes && changes.redirect_uri ? `${tenant.origin}/` : undefined;
		const url = new URL(
			authorizationUrl(tenant, {...changes, ...(redirect_uri && {redirect_uri})}),
		);
		const reply = await send(tenant, `GET ${url.pathname}${url.search}` as 'GET /');
		expect(reply.status).toBe(status);
		expect(reply.headers.location).toBeUndefined();
		expect(reply.text).toContain(words);
		expect(rulesOf(tenant)).toEqual([rule]);
		await expect(signInAsPerson(url.href)).rejects.toThrow('This request cannot go on');
	});

	test('the device client, with words that say why', async () => {
		const tenant = await startTenant();
		const url = authorizationUrl(tenant, {client_id: tenant.clients.device.clientId});
		await expect(signInAsPerson(url)).rejects.toThrow('device grant');
		expect(rulesOf(tenant)).toEqual(['grant not allowed for this client']);
	});

	test('a parameter that was sent twice', async () => {
		const tenant = await startTenant();
		await expect(signInAsPerson(`${authorizationUrl(tenant)}&state=other`)).rejects.toThrow(
			'state was sent twice',
		);
		expect(rulesOf(tenant)).toEqual(['parameter sent twice']);
	});
});

describe('the pages', () => {
	test('load nothing, run nothing, are not kept, tell nobody where they came from, and say that they are practice', async () => {
		const tenant = await startTenant();
		const {pathname, search} = new URL(authorizationUrl(tenant));
		for (const path of [
			`${pathname}${search}`,
			'/',
			'/?code=a&state=b',
			'/activate',
			'/auth/prelogin',
		]) {
			const reply = await send(tenant, `GET ${path}` as 'GET /');
			expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
			expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
			expect(reply.headers['referrer-policy']).toBe('no-referrer');
			expect(reply.headers['cache-control']).toBe('no-store');
			expect(reply.text).toContain('Practice tenant on this computer');
			expect(reply.text).not.toMatch(/<script|src=|https?:\/\//);
		}
	});

	test('the landing page says what to do with the address', async () => {
		const tenant = await startTenant();
		for (const query of ['?code=a&state=b', '?error=access_denied&state=b']) {
			const {text} = await send(tenant, `GET /${query}`);
			expect(text).toContain(
				'copy this address from the address bar and paste it into the terminal',
			);
		}

		expect((await send(tenant, 'GET /')).text).toContain('anaplan-tui demo');
	});

	test('escape whatever came from outside', async () => {
		const hostile = `"><script>alert('x')</script>&`;
		const tenant = await startTenant({user: {email: hostile}});
		const pages = [
			await send(tenant, `GET /auth/prelogin?client_id=${encodeURIComponent(hostile)}`),
			await send(tenant, `GET /activate?user_code=${encodeURIComponent(hostile)}`),
			await send(tenant, `GET ${authorizationUrl(tenant).slice(tenant.origin.length)}` as 'GET /'),
		];
		for (const {text} of pages) {
			expect(text).not.toContain('<script');
			expect(text).toContain('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;');
		}

		expect(await signInAsPerson(authorizationUrl(tenant))).toContain('?code=');
	});

	test('only the practice user can sign in, with any password', async () => {
		const tenant = await startTenant();
		const url = authorizationUrl(tenant);
		await expect(signInAsPerson(url, {email: 'x@y.z'})).rejects.toThrow(
			'Nobody here is called x@y.z',
		);
		expect(await signInAsPerson(url, {email: 'Pat.Practice@Example.com', password: ''})).toContain(
			'?code=',
		);
	});

	test('the consent page lists what will be granted, without profile', async () => {
		const tenant = await startTenant();
		const login = await send(
			tenant,
			`GET ${authorizationUrl(tenant).slice(tenant.origin.length)}` as 'GET /',
		);
		const transaction = /name="transaction" value="([^"]+)"/.exec(login.text)?.[1] ?? '';
		const early = await send(tenant, 'POST /auth/consent', {
			form: {transaction, decision: 'allow'},
		});
		expect(early.status).toBe(400);
		const form = {transaction, email: 'pat.practice@example.com'};
		const consent = await send(tenant, 'POST /auth/login', {form});
		expect(consent.text.match(/<code>[a-z_]+<\/code>/g)).toEqual([
			'<code>openid</code>',
			'<code>email</code>',
			'<code>offline_access</code>',
		]);
		expect(consent.headers['content-security-policy']).toContain(
			`form-action 'self' ${tenant.origin}`,
		);
		const decision = {transaction, decision: 'allow'};
		expect((await send(tenant, 'POST /auth/consent', {form: decision})).status).toBe(302);
		expect((await send(tenant, 'POST /auth/consent', {form: decision})).text).toContain(
			'already ended',
		);
		expect((await send(tenant, 'POST /auth/login', {form})).text).toContain('already ended');
	});
});
