import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {builtProgram} from '../helpers/child-environment.ts';
import {heldReply} from '../helpers/held-reply.ts';
import {run, start} from '../helpers/run.ts';
import {practiceTenant, tenantVariables} from '../helpers/signed-in.ts';
import {storedCredentials, storedSession} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {
	atOnce,
	credentialsIn,
	expectDiscreet,
	filesBelow,
	folderOf,
	leftBehind,
	pidWithinShell,
	screens,
	shown,
	storedTokens,
	until,
	withinShell,
} from './sign-in.ts';

test.each(Object.keys(screens))(
	'Ctrl+C on the screen “%s” ends with 130 and gives the terminal back as it was.',
	async name => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const terminal = await screens[name]!(tenant, {home, command: withinShell});
		terminal.press('ctrl+c');
		expect(await leftBehind(terminal, home)).toBe(130);
		expectDiscreet(terminal, {tenant, home});
	},
);

test('Ctrl+C in a window that is too small, and q on Profile, give the terminal back as it was.', async () => {
	const tenant = await practiceTenant();
	for (const [key, code] of [
		['ctrl+c', 130],
		['q', 0],
	] as const) {
		const home = tempHome();
		const terminal = await screens['profile']!(tenant, {home, command: withinShell});
		if (code === 130) {
			terminal.resize(24, 8);
			await terminal.waitFor('24×8');
		}

		terminal.press(key);
		expect(await leftBehind(terminal, home)).toBe(code);
	}
});

const signalled = [
	['SIGTERM', 'setup', 143],
	['SIGTERM', 'plainView', 143],
	['SIGTERM', 'exchange', 143],
	['SIGTERM', 'profile', 143],
	['SIGHUP', 'authorize', 129],
	['SIGHUP', 'plainView', 129],
	['SIGHUP', 'profile', 129],
	['SIGINT', 'callback', 130],
] as const;

test.each(signalled)(
	'%s on the screen “%s” ends the program and gives the terminal back as it was.',
	async (signal, name, code) => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const terminal = await screens[name]!(tenant, {home, command: withinShell});
		process.kill(pidWithinShell(home), signal);
		expect(await leftBehind(terminal, home)).toBe(code);
		expectDiscreet(terminal, {tenant, home});
	},
);

test.each(['SIGTERM', 'SIGHUP'] as const)(
	'%s during a refresh lets its reply be stored first.',
	async signal => {
		const {scenario, letGo} = heldReply('token');
		const tenant = await practiceTenant({scenarios: [scenario]});
		const home = tempHome();
		const terminal = await screens['profile']!(tenant, {home, command: withinShell});
		terminal.press('r');
		await terminal.waitFor('refreshing …');
		await until(() => tenant.counters.tokenRequests.refresh_token === 1);
		process.kill(pidWithinShell(home), signal);
		await terminal.waitFor(() => terminal.bytes().includes('finishing the refresh first'));
		letGo();
		expect(await leftBehind(terminal, home)).toBe(signal === 'SIGTERM' ? 143 : 129);
		expect(tenant.counters.refreshes).toBe(1);
		// What is stored now works: the refresh token that was used up is not in it.
		const next = openTerminal([], {home});
		await next.waitFor(shown.profile);
		next.press('r');
		await next.waitFor('Refreshed.');
		expect(tenant.violations).toEqual([]);
	},
);

test.each([
	['v', 'validate', 'validating …'],
	['l', 'logout', 'logging out …'],
] as const)(
	'Ctrl+C does not wait for the reply to what “%s” asked for.',
	async (key, endpoint, words) => {
		const tenant = await practiceTenant({scenarios: [{endpoint, name: 'hang'}]});
		const home = tempHome();
		const terminal = await screens['profile']!(tenant, {home, command: withinShell});
		terminal.press(key);
		await terminal.waitFor(words);
		terminal.press('ctrl+c');
		await terminal.waitFor('the shell is back', atOnce);
		expect(await leftBehind(terminal, home)).toBe(130);
		expect(filesBelow(folderOf(home)).filter(name => name.includes('lock'))).toEqual([]);
		expect(credentialsIn(home)).toContain('practice-refresh-');
	},
);

test('Ctrl+C during a logout leaves an access token that is not handed out any more.', async () => {
	const tenant = await practiceTenant({
		scenarios: [{endpoint: 'logout', name: 'hang', processed: true}],
	});
	const home = tempHome();
	const terminal = await screens['profile']!(tenant, {home, command: withinShell});
	const {accessToken} = storedSession(home);
	terminal.press('l');
	await terminal.waitFor('logging out …');
	await until(() => tenant.counters.logouts === 1);
	terminal.press('ctrl+c');
	expect(await leftBehind(terminal, home)).toBe(130);
	const token = await run(['token'], {home});
	expect(token).toMatchObject({code: 0, stderr: ''});
	expect(token.stdout).not.toContain(accessToken);
	expect(await run(['validate'], {home})).toMatchObject({code: 0});
	expect(tenant.counters.refreshes).toBe(1);
});

test('q during a logout lets it end first, and says so when that takes long.', async () => {
	const {scenario, letGo} = heldReply('logout');
	const tenant = await practiceTenant({scenarios: [scenario]});
	const home = tempHome();
	const terminal = await screens['profile']!(tenant, {home, command: withinShell});
	terminal.press('l');
	await terminal.waitFor('logging out …');
	await until(() => tenant.counters.logouts === 1);
	terminal.press('q');
	await terminal.waitFor('finishing what was begun first');
	letGo();
	expect(await leftBehind(terminal, home)).toBe(0);
	expect(storedCredentials(home).session).toBeUndefined();
	expect(tenant.violations).toEqual([]);
});

test('q during a logout that is not answered takes five seconds at most.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'logout', name: 'hang'}]});
	const home = tempHome();
	const terminal = await screens['profile']!(tenant, {home, command: withinShell});
	terminal.press('l');
	await terminal.waitFor('logging out …');
	terminal.press('q');
	await terminal.waitFor('finishing what was begun first');
	expect(await leftBehind(terminal, home)).toBe(0);
	expect(Date.parse(storedSession(home).expiresAt)).toBeLessThan(Date.now());
	expect(filesBelow(folderOf(home)).filter(name => name.includes('lock'))).toEqual([]);
});

test('Leaving during a refresh stores its reply first, and says so when that takes long.', async () => {
	const {scenario, letGo} = heldReply('token');
	const tenant = await practiceTenant({scenarios: [scenario]});
	const home = tempHome();
	const terminal = await screens['profile']!(tenant, {home, command: withinShell});
	terminal.press('r');
	await terminal.waitFor('refreshing …');
	await until(() => tenant.counters.tokenRequests.refresh_token === 1);
	const before = storedTokens(home);
	terminal.press('q');
	await terminal.waitFor('finishing the refresh first');
	letGo();
	expect(await leftBehind(terminal, home)).toBe(0);
	expect(storedTokens(home)).not.toEqual(before);
	const next = openTerminal([], {home});
	await next.waitFor(shown.profile);
	next.press('r');
	await next.waitFor('Refreshed.');
	expect(tenant.violations).toEqual([]);
});

test('Leaving during a refresh that is not answered takes five seconds at most.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'token', name: 'hang'}]});
	const home = tempHome();
	const terminal = await screens['profile']!(tenant, {home, command: withinShell});
	terminal.press('r');
	await terminal.waitFor('refreshing …');
	terminal.press('ctrl+c');
	await terminal.waitFor('finishing the refresh first');
	expect(await leftBehind(terminal, home)).toBe(130);
	expect(filesBelow(folderOf(home)).filter(name => name.includes('lock'))).toEqual([]);
});

const closed = [
	['the screens', [], shown.authorize, ''],
	['the plain view', [], shown.plainView, 'p'],
	['login --plain', ['login', '--plain'], 'Paste it here and press Enter:', ''],
	['the demo', ['demo'], shown.setup, ''],
] as const;

describe.each([
	['hung up on', 'exec "$0" "$@"'],
	['not told, as under nohup', 'trap "" HUP; exec "$0" "$@"'],
])('A program whose window is closed, and that is %s, does not stay behind:', (_how, script) => {
	test.each(closed)('%s', async (_what, words, wanted, key) => {
		const tenant = await practiceTenant();
		const window = start([...words], {
			command: [
				process.execPath,
				`${import.meta.dirname}/fixtures/window.js`,
				'sh',
				'-c',
				script,
				process.execPath,
				builtProgram,
			],
			env: tenantVariables(tenant),
		});
		await window.waitFor(key === '' ? wanted : shown.authorize);
		window.write(key);
		await window.waitFor(wanted);
		const pid = Number(/pid (\d+)/.exec(window.stdout)?.[1]);
		expect(isAlive(pid)).toBe(true);
		window.kill('SIGKILL');
		await until(() => !isAlive(pid));
	});
});

/** Whether a process runs; one that has ended and waits for its parent to hear of it does not. */
function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}

	const status = `/proc/${pid}/stat`;
	return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'utf8'));
}
