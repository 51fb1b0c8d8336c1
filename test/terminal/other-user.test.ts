import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {approveDevice, signInAsPerson} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {run, start} from '../helpers/run.ts';
import {
	hostVariables,
	practiceTenant,
	signedInHome,
	tenantVariables,
} from '../helpers/signed-in.ts';
import {credentialsFile, storedSession} from '../helpers/stored.ts';
import {openTerminal} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {
	atAuthorize,
	expectDiscreet,
	expectNoMarks,
	linkOf,
	sentence,
	settingsIn,
	shown,
	until,
} from './sign-in.ts';

const pat = 'pat.practice@example.com';
const robin = 'robin.rehearsal@example.com';
const question = sentence('You signed in as someone else.');

/** A home in which Pat is signed in and remembered. */
const patsHome = async (tenant: PracticeTenant) =>
	signedInHome(tenant, {remembered: tenant.people[0]});

const remembered = (home: string): string =>
	JSON.parse(settingsIn(home)).profiles.default.user.email;

const parkedIn = (home: string) =>
	JSON.parse(readFileSync(credentialsFile(home), 'utf8')).profiles.default.parked;

const whoami = async (tenant: PracticeTenant, home: string) =>
	(await run(['whoami'], {home, env: hostVariables(tenant)})).stdout;

/** The screens after somebody has signed in anew in the browser. */
async function signInAs(
	tenant: PracticeTenant,
	home: string,
	email: string,
	{args = ['login'], ...size}: {args?: readonly string[]; columns?: number; rows?: number} = {},
): Promise<{readonly terminal: TerminalSession; readonly address: string}> {
	const terminal = await atAuthorize(tenant, {args, home, ...size});
	const address = await signInAsPerson(linkOf(terminal), {email});
	terminal.press('enter');
	await terminal.waitFor(shown.callback);
	await terminal.paste(address);
	await terminal.waitFor(shown.accepted);
	terminal.press('enter');
	return {terminal, address};
}

describe('The screens, when someone else has signed in,', () => {
	test.each([
		['n', 80, 24],
		['esc', 40, 12],
	])(
		'ask first; after %s the old sign-in works as before, and the new token is ended.',
		async (key, columns, rows) => {
			const tenant = await practiceTenant();
			const home = await patsHome(tenant);
			const before = storedSession(home);
			const {terminal, address} = await signInAs(tenant, home, robin, {columns, rows});
			const screen = await terminal.waitFor(question);
			expect(screen).toContain('pat.practice');
			expect(screen).toContain('robin.rehearsal');
			expect(storedSession(home)).toEqual(before);
			const {accessToken} = parkedIn(home).session;
			terminal.press(key);
			await terminal.waitFor('Access token');
			await until(() => parkedIn(home) === undefined);
			await until(() => tenant.counters.logouts > 0);
			expect(tenant.counters.logouts).toBe(1);
			expect(storedSession(home)).toEqual(before);
			expect(remembered(home)).toBe(pat);
			expect(await whoami(tenant, home)).toContain(pat);
			const ended = await fetch(`${tenant.origin}/2/0/users/me`, {
				headers: {authorization: `AnaplanAuthToken ${accessToken}`},
			});
			expect(ended.status).toBe(401);
			expect(terminal.bytes()).not.toContain(accessToken);
			expectDiscreet(terminal, {tenant, home, addresses: [address]});
			expect(tenant.violations).toEqual([]);
		},
	);

	test('replace the old sign-in after y, and say whose it was.', async () => {
		const tenant = await practiceTenant();
		const home = await patsHome(tenant);
		const {terminal, address} = await signInAs(tenant, home, robin);
		await terminal.waitFor(question);
		terminal.press('y');
		await terminal.waitFor(sentence('’s until now.'));
		expect(terminal.screen()).toContain(robin);
		await until(() => remembered(home) === robin);
		await until(() => parkedIn(home) === undefined);
		expect(await whoami(tenant, home)).toContain(robin);
		expect(tenant.counters.logouts).toBe(0);
		expectDiscreet(terminal, {tenant, home, addresses: [address]});
		expect(tenant.violations).toEqual([]);
	});

	test('ask nothing of someone who said yes in advance.', async () => {
		const tenant = await practiceTenant();
		const home = await patsHome(tenant);
		const {terminal} = await signInAs(tenant, home, robin, {args: ['login', '--yes']});
		await terminal.waitFor(sentence('’s until now.'));
		await until(() => remembered(home) === robin);
		expect(terminal.screen()).toContain(robin);
	});

	test('ask nothing when it is the same one, and end nothing.', async () => {
		const tenant = await practiceTenant();
		const home = await patsHome(tenant);
		const before = storedSession(home);
		const {terminal} = await signInAs(tenant, home, pat);
		await terminal.waitFor(shown.profile);
		expect(parkedIn(home)).toBeUndefined();
		expect(storedSession(home).accessToken).not.toBe(before.accessToken);
		expect(terminal.bytes()).not.toContain('You signed in as');
		expect(tenant.counters.logouts).toBe(0);
	});

	test('ask after a log-out too, and go back to Setup after a no.', async () => {
		const tenant = await practiceTenant();
		const home = await patsHome(tenant);
		expect((await run(['logout'], {home, env: hostVariables(tenant)})).code).toBe(0);
		const {terminal} = await signInAs(tenant, home, robin);
		await terminal.waitFor(question);
		terminal.press('n');
		await terminal.waitFor(sentence('Nothing was replaced'));
		expect(terminal.screen()).toContain(shown.setup);
		expect(remembered(home)).toBe(pat);
	});

	test('replace nothing while nobody can say who it is, and ask again when wished.', async () => {
		const tenant = await practiceTenant({
			scenarios: [{name: 'serverError', status: 500, endpoint: 'users/me', times: 1}],
		});
		const home = await patsHome(tenant);
		const before = storedSession(home);
		const {terminal} = await signInAs(tenant, home, robin);
		await terminal.waitFor(sentence('It is not known who signed in'));
		expect(storedSession(home)).toEqual(before);
		terminal.press('r');
		await terminal.waitFor(question);
	});
});

describe('A process that is killed before the answer', () => {
	test('loses neither sign-in: the old one works, and the next start asks again.', async () => {
		const tenant = await practiceTenant();
		const home = await patsHome(tenant);
		const before = storedSession(home);
		const {terminal} = await signInAs(tenant, home, robin);
		await terminal.waitFor(question);
		terminal.kill('SIGKILL');
		await terminal.exit();
		const env = hostVariables(tenant);
		expect(await run(['token'], {home, env})).toMatchObject({
			code: 0,
			stdout: `${before.accessToken}\n`,
		});
		expect((await run(['status'], {home})).stdout).toContain(pat);
		const next = openTerminal([], {home, env});
		await next.waitFor(question);
		expect(tenant.counters.signIns).toBe(2);
		next.press('y');
		await next.waitFor(sentence('’s until now.'));
		expect(await whoami(tenant, home)).toContain(robin);
		expect((await run(['refresh'], {home, env})).code).toBe(0);
		expect(tenant.violations).toEqual([]);
	});

	test('while whose it is was being asked goes on there at the next login, without a browser.', async () => {
		const tenant = await practiceTenant({
			scenarios: [{name: 'hang', endpoint: 'users/me', times: 1}],
		});
		const home = await patsHome(tenant);
		const login = start(['login', '--plain'], {home, env: tenantVariables(tenant)});
		const [url = ''] = /^http\S+(?=\n)/m.exec(await login.waitFor(/^http\S+\n/m)) ?? [];
		login.write(`${await signInAsPerson(url, {email: pat})}\n`);
		await until(() => tenant.requests.some(({path}) => path === '/2/0/users/me'));
		login.kill('SIGKILL');
		await login.exit();
		const {refreshToken} = parkedIn(home).session;
		const next = await run(['login', '--plain'], {home, env: tenantVariables(tenant)});
		expect(next).toMatchObject({code: 0, stdout: `Signed in as ${pat}\n`});
		expect(storedSession(home).refreshToken?.token).toBe(refreshToken.token);
		expect(tenant.violations).toEqual([]);
	});
});

describe('login --plain, when someone else has signed in,', () => {
	const login = async (words: readonly string[] = []) => {
		const tenant = await practiceTenant();
		const home = await patsHome(tenant);
		const running = start(['login', '--plain', ...words], {home, env: tenantVariables(tenant)});
		const [url = ''] = /^http\S+(?=\n)/m.exec(await running.waitFor(/^http\S+\n/m)) ?? [];
		const address = await signInAsPerson(url, {email: robin});
		return {tenant, home, running, url, address, before: storedSession(home)};
	};

	test('tells on stderr whom it is about, and asks; a yes replaces.', async () => {
		const {tenant, home, running, url, address} = await login();
		running.write(`${address}\n`);
		const stderr = await running.waitFor('[y/N]', {on: 'stderr'});
		expect(stderr).toContain(
			`The profile “default” belongs to Pat Practice (${pat}). You signed in as Robin Rehearsal (${robin}).\nReplace Pat Practice (${pat}) with Robin Rehearsal (${robin})? [y/N]`,
		);
		running.write('y\n');
		const result = await running.exit();
		expect(result).toMatchObject({code: 0, stdout: `${url}\nSigned in as ${robin}\n`});
		expect(remembered(home)).toBe(robin);
		expectNoMarks(result.stdout, result.stderr);
		expect(tenant.violations).toEqual([]);
	});

	test('takes the answer that came along with the address.', async () => {
		const {home, running, address} = await login();
		running.end(`${address}\nyes\n`);
		expect(await running.exit()).toMatchObject({code: 0});
		expect(remembered(home)).toBe(robin);
	});

	test.each([
		['no', 'n\n'],
		['nothing at all', '\n'],
		['the end of the input', ''],
		['something else', 'yeah, why not\n'],
	])('ends with 1 after %s, and nothing was replaced.', async (_, answer) => {
		const {tenant, home, running, url, address, before} = await login();
		running.end(`${address}\n${answer}`);
		const {code, stdout, stderr} = await running.exit();
		expect({code, stdout}).toEqual({code: 1, stdout: `${url}\n`});
		expect(stderr).toContain(
			`You signed in as Robin Rehearsal (${robin}), but this profile belongs to Pat Practice (${pat}); nothing was replaced.`,
		);
		expect(stderr).toContain('--yes');
		expect(stderr).toContain('--profile');
		expect(storedSession(home)).toEqual(before);
		expect(parkedIn(home)).toBeUndefined();
		expect(tenant.counters.logouts).toBe(1);
		expect(await whoami(tenant, home)).toContain(pat);
		expectNoMarks(stdout, stderr);
	});

	test('asks nothing with --yes.', async () => {
		const {home, running, url, address} = await login(['--yes']);
		running.end(`${address}\n`);
		const {code, stdout, stderr} = await running.exit();
		expect({code, stdout}).toEqual({code: 0, stdout: `${url}\nSigned in as ${robin}\n`});
		expect(stderr).not.toContain('[y/N]');
		expect(remembered(home)).toBe(robin);
	});

	test('leaves both alone with another profile.', async () => {
		const {home, running, address} = await login(['--profile', 'robin']);
		running.end(`${address}\n`);
		expect(await running.exit()).toMatchObject({code: 0});
		expect(remembered(home)).toBe(pat);
		const {stdout} = await run(['status', '--all'], {home});
		expect(stdout).toContain(pat);
		expect(stdout).toContain(robin);
	});

	test('ends with 75 where it cannot be found out who that is, and goes on at the next login.', async () => {
		const {tenant, home, running, address, before} = await login();
		tenant.setScenario({name: 'serverError', endpoint: 'users/me'});
		running.end(`${address}\n`);
		const {code, stderr} = await running.exit();
		expect(code).toBe(75);
		expect(stderr).toContain('nothing was replaced');
		expect(storedSession(home)).toEqual(before);
		tenant.clearScenarios();
		const env = tenantVariables(tenant);
		const next = await run(['login', '--plain'], {home, env, input: 'y\n'});
		expect(next).toMatchObject({code: 0, stdout: `Signed in as ${robin}\n`});
	});
});

test('Screens that are open elsewhere follow to the new user.', async () => {
	const tenant = await practiceTenant();
	const home = await patsHome(tenant);
	const screens = openTerminal([], {home, env: hostVariables(tenant)});
	await screens.waitFor(pat);
	const env = tenantVariables(tenant);
	const login = start(['login', '--plain', '--yes'], {home, env});
	const [url = ''] = /^http\S+(?=\n)/m.exec(await login.waitFor(/^http\S+\n/m)) ?? [];
	login.end(`${await signInAsPerson(url, {email: robin})}\n`);
	expect(await login.exit()).toMatchObject({code: 0});
	await screens.waitFor(robin);
	expect(screens.screen()).not.toContain(pat);
	expectDiscreet(screens, {tenant, home});
	expect(tenant.violations).toEqual([]);
});

test('login --device asks as well, and --yes answers in advance.', async () => {
	const tenant = await practiceTenant({deviceIntervalS: 1});
	const home = await patsHome(tenant);
	const env = {...hostVariables(tenant), ANAPLAN_CLIENT_ID: tenant.clients.device.clientId};
	for (const [words, code, user] of [
		[[], 1, pat],
		[['--yes'], 0, robin],
	] as const) {
		const login = start(['login', '--device', '--plain', ...words], {home, env});
		const [link = ''] =
			/http\S+user_code=\S+(?=\n)/.exec(await login.waitFor(/user_code=\S+\n/)) ?? [];
		await approveDevice(link, {email: robin});
		login.end();
		expect(await login.exit()).toMatchObject({code});
		expect(remembered(home)).toBe(user);
	}
});
