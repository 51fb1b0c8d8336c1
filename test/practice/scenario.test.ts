import {describe, expect, test} from 'vitest';
import type {Endpoint, Scenario} from '../../source/practice/scenario.ts';
import {eventually} from '../helpers/eventually.ts';
import {heldReply} from '../helpers/held-reply.ts';
import {read, refreshGrant, send, startTenant, token, withToken} from './practice-client.ts';

type Fault = Scenario extends infer Each
	? Each extends Scenario
		? Omit<Each, 'endpoint' | 'times'>
		: never
	: never;

/** A refresh against a tenant on which this fault waits once. */
async function refreshWith(fault: Fault) {
	const tenant = await startTenant({
		scenarios: [{...fault, endpoint: 'token', times: 1} as Scenario],
	});
	const issued = tenant.issue();
	const grant = refreshGrant(tenant, issued.refresh_token);
	return {tenant, grant, attempt: token(tenant, grant)};
}

describe('faults in place of an answer leave the refresh token as it was', () => {
	test.each([
		['500 as JSON', {name: 'serverError', status: 500}, 500, 'server_error'],
		['502 as HTML', {name: 'serverError', status: 502, as: 'html'}, 502, '<html>'],
		['the login page of a proxy', {name: 'html'}, 200, '<html>'],
		['the firewall', {name: 'htmlForbidden'}, 403, '<html>'],
		['an empty body', {name: 'empty'}, 200, ''],
		['429', {name: 'rateLimited', retryAfterS: 7}, 429, 'too_many_requests'],
		['401', {name: 'unauthorized'}, 401, 'Unauthorized'],
		['far too much', {name: 'huge'}, 200, 'xxxx'],
	] as const)('%s', async (_case, fault, status, words) => {
		const {tenant, grant, attempt} = await refreshWith(fault);
		const reply = await attempt;
		expect(reply.status).toBe(status);
		expect(reply.text).toContain(words);
		expect(tenant.requests[0]?.scenario).toBe(fault.name);
		expect((await token(tenant, grant)).status).toBe(200);
		expect(tenant.violations).toEqual([]);
	});

	test('a huge answer has ten megabytes', async () => {
		const {attempt} = await refreshWith({name: 'huge'});
		expect((await attempt).text.length).toBeGreaterThan(10_000_000);
	});

	test('Retry-After comes in seconds, as a date of the tenant’s clock, or not at all', async () => {
		const seconds = await refreshWith({name: 'rateLimited', retryAfterS: 7});
		expect((await seconds.attempt).headers['retry-after']).toBe('7');
		const nothing = await refreshWith({name: 'rateLimited', as: 'nothing'});
		expect((await nothing.attempt).headers['retry-after']).toBeUndefined();
		const date = await refreshWith({name: 'rateLimited', as: 'date', retryAfterS: 60});
		const {headers} = await date.attempt;
		expect(Date.parse(headers['retry-after'] ?? '') - Date.parse(headers.date ?? '')).toBe(60_000);
	});

	test('a cut connection has no answer', async () => {
		const {tenant, grant, attempt} = await refreshWith({name: 'cut'});
		await expect(attempt).rejects.toThrow('socket hang up');
		expect(tenant.requests[0]).toMatchObject({status: 0, scenario: 'cut'});
		expect((await token(tenant, grant)).status).toBe(200);
	});
});

describe('faults after the fact', () => {
	test.each(['cut', 'serverError', 'empty'] as const)(
		'%s can hide a refresh that happened',
		async name => {
			const {tenant, grant, attempt} = await refreshWith({name, processed: true});
			await Promise.allSettled([attempt]);
			expect(tenant.counters.refreshes).toBe(1);
			expect((await token(tenant, grant)).status).toBe(403);
			expect(tenant.violations.map(({rule}) => rule)).toEqual(['refresh token reused']);
		},
	);

	test('a truncated answer ends in the middle', async () => {
		const {tenant, attempt} = await refreshWith({name: 'truncated'});
		await expect(attempt).rejects.toThrow('aborted');
		expect(tenant.counters.refreshes).toBe(1);
	});

	test('wrong types have the right names', async () => {
		const {attempt} = await refreshWith({name: 'wrongTypes'});
		expect(read(await attempt)).toEqual({
			access_token: 42,
			refresh_token: 42,
			id_token: 42,
			scope: 42,
			token_type: 42,
			expires_in: 'many',
		});
	});

	test('a slow answer and a dripping one arrive whole', async () => {
		const slow = await refreshWith({name: 'slow', delayMs: 20});
		expect(read(await slow.attempt).expires_in).toBe(2100);
		const {scenario, letGo} = heldReply('token');
		const held = await refreshWith(scenario);
		let isThere = false;
		void held.attempt.then(() => {
			isThere = true;
		});
		await eventually(() => held.tenant.requests.length).toBe(1);
		expect(isThere).toBe(false);
		letGo();
		expect(read(await held.attempt).expires_in).toBe(2100);
		const drip = await startTenant({
			scenarios: [{name: 'slowBody', endpoint: 'users/me', everyMs: 0}],
		});
		const reply = await send(drip, 'GET /2/0/users/me', withToken(drip.issue().access_token));
		expect(read(reply).user.firstName).toBe('Pat');
	});

	test('a wrong clock shows in the Date header only', async () => {
		const {attempt} = await refreshWith({name: 'wrongClock', offsetMs: 3_600_000});
		const reply = await attempt;
		const ahead = Date.parse(reply.headers.date ?? '') - Date.now();
		expect(ahead).toBeGreaterThan(3_590_000);
		expect(read(reply).expires_in).toBe(2100);
	});

	test('a reply can lack the refresh token; the old one then stays good', async () => {
		const {tenant, grant, attempt} = await refreshWith({name: 'noRefreshToken'});
		expect(Object.keys(read(await attempt))).not.toContain('refresh_token');
		expect(Object.keys(read(await token(tenant, grant)))).toContain('refresh_token');
		expect(tenant.violations).toEqual([]);
	});

	test('a reply can grant less than was asked', async () => {
		const {attempt} = await refreshWith({name: 'narrowScope'});
		expect(read(await attempt).scope).toBe('openid offline_access');
		const named = await refreshWith({name: 'narrowScope', scope: 'email'});
		expect(read(await named.attempt).scope).toBe('email');
	});
});

describe('which requests a scenario meets', () => {
	const lines: Record<Endpoint, `${string} /${string}`> = {
		token: 'POST /oauth/token',
		'device/code': 'POST /oauth/device/code',
		validate: 'GET /token/validate',
		'session/refresh': 'POST /token/refresh',
		logout: 'POST /token/logout',
		'users/me': 'GET /2/0/users/me',
		workspaces: 'GET /2/0/workspaces',
		models: 'GET /2/0/models',
	};

	test.each(Object.keys(lines) as Endpoint[])('%s alone', async endpoint => {
		const tenant = await startTenant();
		tenant.setScenario({name: 'serverError', endpoint});
		for (const [other, line] of Object.entries(lines)) {
			const {status} = await send(tenant, line);
			expect(status === 503).toBe(other === endpoint);
		}
	});

	test('all of them, and still no page', async () => {
		const tenant = await startTenant();
		tenant.setScenario({name: 'serverError', endpoint: 'all'});
		for (const line of Object.values(lines)) expect((await send(tenant, line)).status).toBe(503);
		expect((await send(tenant, 'GET /')).status).toBe(200);
		tenant.clearScenarios();
		expect((await send(tenant, 'GET /token/validate')).status).toBe(400);
	});

	test('several happen one after the other, each as often as it says', async () => {
		const tenant = await startTenant();
		tenant.setScenario(
			{name: 'serverError', endpoint: 'validate', times: 2},
			{name: 'htmlForbidden', endpoint: 'validate', times: 1},
		);
		const content = withToken(tenant.issue().access_token);
		const statuses: number[] = [];
		for (let round = 0; round < 4; round++)
			statuses.push((await send(tenant, 'GET /token/validate', content)).status);
		expect(statuses).toEqual([503, 503, 403, 200]);
	});

	test('a new one replaces the old one at the same endpoint', async () => {
		const tenant = await startTenant();
		tenant.setScenario({name: 'hang', endpoint: 'validate'});
		tenant.setScenario({name: 'html', endpoint: 'logout'});
		tenant.setScenario({name: 'html', endpoint: 'validate'});
		expect((await send(tenant, 'GET /token/validate')).text).toContain('Log in');
		expect((await send(tenant, 'POST /token/logout')).text).toContain('Log in');
	});
});
