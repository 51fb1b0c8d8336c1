import type {AddressInfo} from 'node:net';
import {createServer} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {eventually} from '../helpers/eventually.ts';
import {heldReply} from '../helpers/held-reply.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run, start} from '../helpers/run.ts';
import {practiceTenant, signedInHome, tenantVariables} from '../helpers/signed-in.ts';
import {storedCredentials, storedSecrets, storedSession} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';

const arrived = (tenant: PracticeTenant) =>
	eventually(() => tenant.counters.tokenRequests.refresh_token);

/** Starts `login --plain` and waits for its URL. */
async function startLogin(tenant: PracticeTenant, home: string) {
	const login = start(['login', '--plain'], {home, env: tenantVariables(tenant)});
	const [url = ''] = /^http\S+(?=\n)/m.exec(await login.waitFor(/^http\S+\n/m)) ?? [];
	return {login, url};
}

/** The store as a whole works: its token is valid, and it can be refreshed. */
async function expectUsable(home: string) {
	expect((await run(['validate'], {home})).code).toBe(0);
	expect((await run(['refresh'], {home})).code).toBe(0);
	expect((await run(['validate'], {home})).code).toBe(0);
}

describe('A signal while a refresh is under way', () => {
	test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
		'%s: the new tokens are on disk before the process dies by it.',
		async signal => {
			const {scenario, letGo} = heldReply('token');
			const tenant = await practiceTenant({scenarios: [scenario]});
			const home = await signedInHome(tenant, {leftS: -10});
			const before = storedSession(home);
			const running = start(['token'], {home});
			await arrived(tenant).toBe(1);
			running.kill(signal);
			await running.waitFor('finishing the refresh first', {on: 'stderr'});
			letGo();
			const {code, signal: by, stdout, stderr} = await running.exit();
			expect({code, by, stdout}).toEqual({code: undefined, by: signal, stdout: ''});
			expect(stderr).toBe(
				'anaplan-tui: finishing the refresh first, so that the sign-in is not lost …\n',
			);
			const after = storedSession(home);
			expect(after.accessToken).not.toBe(before.accessToken);
			expect(after.refreshToken?.token).not.toBe(before.refreshToken?.token);
			expect(await run(['token'], {home})).toMatchObject({
				code: 0,
				stdout: `${after.accessToken}\n`,
			});
			expect(tenant.counters.refreshes).toBe(1);
			await expectUsable(home);
			expect(tenant.violations).toEqual([]);
		},
	);

	test('of exec starts no command any more.', async () => {
		const {scenario, letGo} = heldReply('token');
		const tenant = await practiceTenant({scenarios: [scenario]});
		const home = await signedInHome(tenant, {leftS: -10});
		const running = start(['exec', 'echo', 'started'], {home});
		await arrived(tenant).toBe(1);
		running.kill('SIGTERM');
		await running.waitFor('finishing the refresh first', {on: 'stderr'});
		letGo();
		expect(await running.exit()).toMatchObject({signal: 'SIGTERM', stdout: ''});
		await expectUsable(home);
	});
});

describe('A reply that is lost', () => {
	test('after the token was used up: a person is needed, the reason is told, and nothing is deleted.', async () => {
		const tenant = await practiceTenant({
			scenarios: [{name: 'cut', endpoint: 'token', processed: true, times: 1}],
		});
		const home = await signedInHome(tenant, {leftS: -10});
		const before = storedSession(home);
		const {code, stdout, stderr} = await run(['token'], {home});
		expect({code, stdout}).toEqual({code: 4, stdout: ''});
		expect(stderr).toContain('Your sign-in has ended.');
		expect(stderr).toContain('The reply to a refresh was lost on the way');
		expect(stderr).toContain('anaplan-tui login');
		expectNoSecrets(storedSecrets(home), stderr);
		const {endedAt, ...rest} = storedSession(home);
		expect(rest).toEqual(before);
		expect(endedAt).toMatch(/^\d{4}-/);
		const {profiles} = JSON.parse((await run(['status', '--json'], {home})).stdout);
		expect(profiles[0].state).toBe('signInNeeded');
	});

	test('of a non-rotatable client is simply asked for once more.', async () => {
		const tenant = await practiceTenant({
			rotation: 'nonRotatable',
			scenarios: [{name: 'cut', endpoint: 'token', processed: true, times: 1}],
		});
		const home = await signedInHome(tenant, {leftS: -10});
		expect((await run(['token'], {home})).code).toBe(0);
		expect(tenant.counters.tokenRequests.refresh_token).toBe(2);
	});

	test('before it did anything is asked for once more, and works.', async () => {
		const tenant = await practiceTenant({scenarios: [{name: 'cut', endpoint: 'token', times: 1}]});
		const home = await signedInHome(tenant, {leftS: -10});
		expect((await run(['token'], {home})).code).toBe(0);
		await expectUsable(home);
	});

	test('again and again is no end of the sign-in: try again later.', async () => {
		const tenant = await practiceTenant({scenarios: [{name: 'cut', endpoint: 'token'}]});
		const home = await signedInHome(tenant, {leftS: -10});
		const before = storedSession(home);
		expect((await run(['token'], {home})).code).toBe(75);
		expect(tenant.counters.tokenRequests.refresh_token).toBe(2);
		expect(storedSession(home)).toEqual(before);
		tenant.clearScenarios();
		expect((await run(['token'], {home})).code).toBe(0);
	});
});

describe('A server that is not reached', () => {
	test('because nobody listens: try again later, and nothing is changed.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: -10});
		const before = storedSession(home);
		const env = {ANAPLAN_OAUTH_URL: 'http://127.0.0.1:9'};
		const {code, stdout, stderr} = await run(['token'], {home, env});
		expect({code, stdout}).toEqual({code: 75, stdout: ''});
		expect(stderr).toContain('127.0.0.1:9 could not be reached: nothing answers there.');
		expect(storedSession(home)).toEqual(before);
	});

	test('because the connection never gets secure is not asked a second time.', async () => {
		let connections = 0;
		const server = createServer(socket => {
			connections++;
			socket.destroy();
		});
		await new Promise<void>(resolve => {
			server.listen(0, '127.0.0.1', resolve);
		});
		onTestFinished(() => {
			server.close();
		});
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: -10});
		const {port} = server.address() as AddressInfo;
		const env = {ANAPLAN_OAUTH_URL: `https://127.0.0.1:${port}`};
		expect((await run(['token'], {home, env})).code).toBe(75);
		expect(connections).toBe(1);
	});
});

describe('Two processes that change the sign-in', () => {
	const slowRefresh = async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: -10});
		return {tenant, home};
	};

	const refreshSlowly = async (tenant: PracticeTenant, home: string) => {
		tenant.setScenario({name: 'slow', endpoint: 'token', delayMs: 600, times: 1});
		const refreshing = start(['refresh'], {home});
		await arrived(tenant).toBe(1);
		return refreshing;
	};

	test('a logout during a refresh waits for it, and leaves no live token behind.', async () => {
		const {tenant, home} = await slowRefresh();
		const refreshing = await refreshSlowly(tenant, home);
		const logout = await run(['logout'], {home});
		expect((await refreshing.exit()).code).toBe(0);
		expect(logout).toMatchObject({code: 0, stderr: ''});
		expect(tenant.counters).toMatchObject({refreshes: 1, logouts: 1});
		expect(storedCredentials(home).session).toBeUndefined();
		expect((await run(['token'], {home})).code).toBe(4);
	});

	test('a refresh that comes after a logout finds nobody signed in.', async () => {
		const {tenant, home} = await slowRefresh();
		tenant.setScenario({name: 'slow', endpoint: 'logout', delayMs: 600, times: 1});
		const logout = start(['logout'], {home});
		await eventually(() => tenant.counters.logouts).toBe(1);
		const token = await run(['token'], {home});
		expect((await logout.exit()).code).toBe(0);
		expect(token).toMatchObject({code: 4, stdout: ''});
		expect(tenant.counters.refreshes).toBe(0);
	});

	test('a login during a refresh has the last word, and both end well.', async () => {
		const {tenant, home} = await slowRefresh();
		const {login, url} = await startLogin(tenant, home);
		const address = await signInAsPerson(url);
		const refreshing = await refreshSlowly(tenant, home);
		login.end(`${address}\n`);
		expect(await login.exit()).toMatchObject({
			code: 0,
			stdout: `${url}\nSigned in as pat.practice@example.com\n`,
		});
		expect((await refreshing.exit()).code).toBe(0);
		expect(tenant.counters).toMatchObject({refreshes: 1, signIns: 2});
		await expectUsable(home);
		expect(tenant.violations).toEqual([]);
	});

	test('two logins at once: each takes its own address only, both end well, and one of them is kept.', async () => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const [one, two] = await Promise.all([startLogin(tenant, home), startLogin(tenant, home)]);
		const [addressOne, addressTwo] = await Promise.all([
			signInAsPerson(one.url),
			signInAsPerson(two.url),
		]);
		one.login.write(`${addressTwo}\n`);
		await one.login.waitFor(/another sign-in|does not belong|state/i, {on: 'stderr'});
		one.login.end(`${addressOne}\n`);
		two.login.end(`${addressTwo}\n`);
		for (const {login} of [one, two]) {
			const {code, stdout} = await login.exit();
			expect(code).toBe(0);
			expect(stdout).toMatch(/\nSigned in as pat\.practice@example\.com\n$/);
		}

		await expectUsable(home);
		expect(tenant.violations).toEqual([]);
	});
});

test('Sixty exec at once on an expired token make one refresh, and every command has the same token.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant, {leftS: -10});
	const results = await Promise.all(
		Array.from({length: 60}, async () =>
			run(['exec', '--', 'sh', '-c', 'echo "$ANAPLAN_ACCESS_TOKEN"'], {home, deadlineMs: 100_000}),
		),
	);
	expect(results.filter(({code, stderr}) => code !== 0 || stderr !== '')).toEqual([]);
	expect(new Set(results.map(({stdout}) => stdout))).toEqual(
		new Set([`${storedSession(home).accessToken}\n`]),
	);
	expect(tenant.counters.refreshes).toBe(1);
	expect(tenant.violations).toEqual([]);
});
