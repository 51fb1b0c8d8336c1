import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import {eventually} from '../helpers/eventually.ts';
import {read, refreshGrant, send, startTenant, token, withToken} from './practice-client.ts';

test('the tenant listens on 127.0.0.1, on the port it was given or a free one', async () => {
	const first = await startTenant();
	expect(first.origin).toBe(`http://127.0.0.1:${first.port}`);
	await expect(startPracticeTenant({port: first.port})).rejects.toThrow('EADDRINUSE');
	await first.close();
	const second = await startTenant({port: first.port});
	expect(second.port).toBe(first.port);
});

test.each(['hang', 'slow', 'slowBody'] as const)(
	'close() ends a connection on which %s waits, and can be called twice',
	async name => {
		const fault =
			name === 'slow'
				? {name, delayMs: 3_600_000}
				: name === 'slowBody'
					? {name, everyMs: 3_600_000}
					: {name};
		const tenant = await startTenant({scenarios: [{...fault, endpoint: 'users/me'}]});
		const waiting = send(tenant, 'GET /2/0/users/me', withToken(tenant.issue().access_token));
		const outcome = expect(waiting).rejects.toThrow(/hang up|aborted|ECONNRESET/);
		await eventually(() => tenant.requests.length).toBe(1);
		await tenant.close();
		await outcome;
		await tenant.close();
	},
);

test('neither an open tenant nor an idle connection to it keeps the process alive', async () => {
	const program = `
		import {once} from 'node:events';
		import {connect} from 'node:net';
		import {startPracticeTenant} from './source/practice/practice-tenant.ts';
		const tenant = await startPracticeTenant();
		await (await fetch(tenant.origin)).text();
		const idle = connect(tenant.port, '127.0.0.1');
		await once(idle, 'connect');
		idle.unref();
		await (await fetch(tenant.origin)).text();
		console.log('started');
	`;
	const run = promisify(execFile)(
		process.execPath,
		['--import', 'tsx', '--input-type=module', '--eval', program],
		{
			timeout: 50_000,
		},
	);
	expect((await run).stdout).toBe('started\n');
});

test('the clock offset moves the Date header, the times in answers and the records alike', async () => {
	const tenant = await startTenant({clockOffsetMs: -7_200_000});
	const reply = await send(tenant, 'GET /token/validate', withToken(tenant.issue().access_token));
	const behind = Date.now() - Date.parse(reply.headers.date ?? '');
	expect(behind).toBeGreaterThanOrEqual(7_200_000);
	expect(behind).toBeLessThan(7_260_000);
	expect(Date.now() - read(reply).tokenInfo.expiresAt).toBeGreaterThan(5_000_000);
	expect(Date.now() - (tenant.requests[0]?.at ?? 0)).toBeGreaterThanOrEqual(7_200_000);
});

test('lifetimes, scopes, user and clients can be chosen', async () => {
	const tenant = await startTenant({
		accessTokenLifetimeS: 10,
		grantedScopes: ['openid'],
		user: {email: 'me@example.org'},
		clients: {authorizationCode: {clientId: 'mine', clientSecret: 'hush'}},
	});
	expect(tenant.clients.authorizationCode).toMatchObject({clientId: 'mine', clientSecret: 'hush'});
	const issued = tenant.issue({scope: 'openid email offline_access'});
	expect(issued).toMatchObject({scope: 'openid', expires_in: 10});
	expect(issued).not.toHaveProperty('refresh_token');
	const reply = await send(tenant, 'GET /2/0/users/me', withToken(issued.access_token));
	expect(read(reply).user.email).toBe('me@example.org');
	tenant.advanceClock(10_000);
	expect((await send(tenant, 'GET /2/0/users/me', withToken(issued.access_token))).status).toBe(
		401,
	);
});

test('the records hold what happened and nothing secret', async () => {
	const tenant = await startTenant();
	const {access_token, refresh_token} = tenant.issue();
	await token(tenant, refreshGrant(tenant, refresh_token));
	await token(tenant, refreshGrant(tenant, refresh_token));
	await send(tenant, 'GET /token/validate?code=practice-code-x', withToken(access_token));
	// A header that is only a token has no scheme, and must not be taken for one.
	await send(tenant, 'GET /token/validate', {headers: {authorization: access_token}});
	expect(tenant.requests.map(({at: _at, ...rest}) => rest)).toEqual([
		{method: 'POST', path: '/oauth/token', status: 200, grantType: 'refresh_token'},
		{method: 'POST', path: '/oauth/token', status: 403, grantType: 'refresh_token'},
		{method: 'GET', path: '/token/validate', status: 200, scheme: 'AnaplanAuthToken'},
		{method: 'GET', path: '/token/validate', status: 400},
	]);
	expect(tenant.violations[0]).toEqual({rule: 'refresh token reused', request: tenant.requests[1]});
	const records = JSON.stringify([tenant.requests, tenant.violations, tenant.counters]);
	expect(records).not.toMatch(/practice-(access|refresh|code|secret|device|id)-/);
});
