import {existsSync, readFileSync, statSync} from 'node:fs';
import {get} from 'node:http';
import path from 'node:path';
import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {freePort} from '../helpers/free-port.ts';
import {start} from '../helpers/run.ts';
import {practiceTenant, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {
	atAuthorize,
	atCallback,
	atOnce,
	codesSent,
	expectDiscreet,
	expectNoMarks,
	expectSane,
	linkOf,
	screens,
	sentence,
	settingsIn,
	shown,
	until,
} from './sign-in.ts';

const big = {columns: 140, rows: 40};

/** The port that the bookmarklet sends the address to. */
async function portOf(terminal: TerminalSession): Promise<number> {
	const pattern = /sends\s+the\s+address\s+to\s+127\.0\.0\.1:(\d+)/;
	return Number(pattern.exec(await terminal.waitFor(pattern))?.[1]);
}

/** What a browser sends when the whole window goes to an address; gives the status, 0 for none. */
async function navigate(address: string): Promise<number> {
	return new Promise(resolve => {
		const headers = {'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document'};
		get(address, {headers, agent: false}, reply => {
			reply.resume().once('end', () => resolve(reply.statusCode ?? 0));
		}).on('error', () => resolve(0));
	});
}

/** Where the bookmarklet takes an address that the sign-in ended on. */
const byBookmarklet = (address: string, port: number): string =>
	`http://127.0.0.1:${port}/callback${new URL(address).search}`;

test('A sign-in ends at Profile without a key pressed when the address comes to the listener.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atAuthorize(tenant, {...big, home});
	const port = await portOf(terminal);
	const address = await signInAsPerson(linkOf(terminal));
	const taken = byBookmarklet(address, port);
	expect(await navigate(taken.replace('state=', 'state=x'))).toBe(404);
	expect(await navigate(taken.replace('/callback', '/'))).toBe(404);
	expect(codesSent(tenant)).toBe(0);
	expect(await navigate(taken)).toBe(200);
	await terminal.waitFor(shown.profile);
	expect(await navigate(taken)).toBe(0);
	expect(codesSent(tenant)).toBe(1);
	terminal.press('q');
	expect((await terminal.exit()).exitCode).toBe(0);
	expectSane(terminal);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(tenant.violations).toEqual([]);
});

test.each([
	['Callback', false],
	['the plain view', true],
])('The address is taken on %s too, in the smallest window.', async (_, isPlainView) => {
	const tenant = await practiceTenant();
	const port = await freePort();
	const small = {columns: 40, rows: 12, env: {ANAPLAN_TUI_PORT: String(port)}};
	const {terminal, address} = isPlainView ? await inPlainView() : await atCallback(tenant, small);
	expect(await navigate(byBookmarklet(address, port))).toBe(200);
	expect(await terminal.waitFor('Pat Practice')).toContain(' anaplan-tui  5/5 Profile  default');
	expect(terminal.isAlternateScreen()).toBe(true);
	terminal.press('q');
	expect((await terminal.exit()).exitCode).toBe(0);
	expectDiscreet(terminal, {tenant, addresses: [address]});

	async function inPlainView() {
		const there = await atAuthorize(tenant, small);
		const url = linkOf(there);
		there.press('p');
		await there.waitFor(shown.plainView);
		return {terminal: there, address: await signInAsPerson(url)};
	}
});

/** A tenant with a client whose redirect URI is on this computer, and the address to listen at. */
async function loopbackClient() {
	const redirectUri = `http://localhost:${await freePort()}/signed-in`;
	const tenant = await practiceTenant({
		clients: {authorizationCode: {otherRedirectUris: [redirectUri]}},
	});
	return {tenant, env: {...tenantVariables(tenant), ANAPLAN_REDIRECT_URI: redirectUri}};
}

test('A client whose redirect URI is on this computer needs no bookmarklet: the browser comes back by itself.', async () => {
	const {tenant, env} = await loopbackClient();
	const home = tempHome();
	const terminal = await atAuthorize(tenant, {...big, home, env});
	const screen = await terminal.waitFor('The browser comes back by itself');
	expect(screen).not.toContain('bookmarklet');
	const address = await signInAsPerson(linkOf(terminal));
	await navigate(address);
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
	terminal.press('q');
	await terminal.exit();
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(tenant.violations).toEqual([]);
});

test('A refusal at such a client is told on the screen at once, and the next try may still succeed.', async () => {
	const {tenant, env} = await loopbackClient();
	const terminal = await atAuthorize(tenant, {...big, env});
	const url = linkOf(terminal);
	expect(await navigate(await signInAsPerson(url, {decision: 'deny'}))).toBe(200);
	await terminal.waitFor(
		sentence('Anaplan sent an error instead of a code. It says: access_denied'),
	);
	expect(codesSent(tenant)).toBe(0);
	await navigate(await signInAsPerson(url));
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
});

test('login --plain tells such a refusal, and waits for a better answer.', async () => {
	const {tenant, env} = await loopbackClient();
	const running = start(['login', '--plain'], {env});
	const url = (await running.waitFor(/^http\S+\n$/)).trim();
	await running.waitFor('Paste it here', {on: 'stderr'});
	await navigate(await signInAsPerson(url, {decision: 'deny'}));
	await running.waitFor('It says: access_denied', {on: 'stderr'});
	await navigate(await signInAsPerson(url));
	expect((await running.exit()).code).toBe(0);
	expect(codesSent(tenant)).toBe(1);
});

test('login --plain with such a client ends when the browser comes back, without a line of input, at once.', async () => {
	const {tenant, env} = await loopbackClient();
	const running = start(['login', '--plain'], {env});
	const url = (await running.waitFor(/^http\S+\n$/)).trim();
	await running.waitFor('Paste it here', {on: 'stderr'});
	const address = await signInAsPerson(url);
	await navigate(address);
	const {code, stdout, stderr} = await running.exit();
	expect({code, stdout}).toEqual({
		code: 0,
		stdout: `${url}\nSigned in as pat.practice@example.com\n`,
	});
	expectNoMarks(stdout, stderr);
	expect(codesSent(tenant)).toBe(1);
	expect(tenant.violations).toEqual([]);
});

test('login --plain with such a client needs no input at all.', async () => {
	const {tenant, env} = await loopbackClient();
	const running = start(['login', '--plain'], {env});
	running.end('');
	const url = (await running.waitFor(/^http\S+\n$/)).trim();
	await running.waitFor('waiting for the browser to come back by itself', {on: 'stderr'});
	await navigate(await signInAsPerson(url));
	expect((await running.exit()).code).toBe(0);
	expect(codesSent(tenant)).toBe(1);

	const refused = start(['login', '--plain'], {env});
	refused.end('');
	const refusedUrl = (await refused.waitFor(/^http\S+\n$/)).trim();
	await navigate(await signInAsPerson(refusedUrl, {decision: 'deny'}));
	const {code, stderr} = await refused.exit();
	expect(code).toBe(1);
	expect(stderr).toContain('It says: access_denied');
});

test('Where there is no display c copies through the terminal, and b the bookmarklet for this port; the screen says which clipboard.', async () => {
	const tenant = await practiceTenant();
	const terminal = await atAuthorize(tenant, big);
	const port = await portOf(terminal);
	terminal.press('c');
	await terminal.waitFor(sentence('The URL was sent to the terminal’s clipboard'));
	expect(terminal.clipboard()).toEqual([linkOf(terminal)]);
	terminal.press('b');
	await terminal.waitFor(sentence('The bookmarklet was sent to the terminal’s clipboard'));
	expect(terminal.clipboard()[1]).toBe(
		`javascript:location.href='http://127.0.0.1:${port}/callback'+location.search`,
	);
});

test.each(['leaving', 'SIGTERM', 'SIGHUP'] as const)(
	'f writes the URL to a file that nobody else can read, which is gone after %s.',
	async end => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const terminal = await atAuthorize(tenant, {...big, home});
		terminal.press('f');
		const screen = await terminal.waitFor(/The URL is in\s+\S+;/);
		const file = /The URL is in\s+(\S+);/.exec(screen)?.[1] ?? '';
		expect(path.dirname(path.dirname(file))).toBe(home);
		expect(readFileSync(file, 'utf8')).toBe(`${linkOf(terminal)}\n`);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
		if (end === 'leaving') {
			terminal.press('ctrl+c');
			expect((await terminal.exit()).exitCode).toBe(130);
		} else {
			terminal.kill(end);
			expect((await terminal.exit()).signal).toBe(end);
		}

		expect(existsSync(path.dirname(file))).toBe(false);
		expectSane(terminal);
	},
);

test('What x chose and the way out that worked are remembered by the profile in the next run.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atAuthorize(tenant, {...big, home});
	expect(terminal.screen()).toMatch(/\s+p shows it whole to select; or o opens it, c copies it/);
	await terminal.waitFor('There is no clipboard here that could be watched.');
	terminal.press('x');
	await terminal.waitFor('The clipboard is not looked at');
	terminal.press('f');
	await terminal.waitFor('The URL is in');
	await until(() => /"wayOut": "file"/.test(settingsIn(home)));
	await until(() => /"watchClipboard": false/.test(settingsIn(home)));
	terminal.press('ctrl+c');
	await terminal.exit();
	const again = await atAuthorize(tenant, {...big, home});
	expect(again.screen()).toContain('The clipboard is not looked at');
	expect(again.screen()).toContain('f writes it to a file; or o opens it');
	again.press('x');
	await again.waitFor('There is no clipboard here that could be watched.');
	await until(() => /"watchClipboard": true/.test(settingsIn(home)));
});

test('Two at once listen at two ports, and each takes its own address alone.', async () => {
	const tenant = await practiceTenant();
	const env = {ANAPLAN_TUI_PORT: String(await freePort())};
	const first = await atAuthorize(tenant, {...big, env});
	const second = await atAuthorize(tenant, {...big, env});
	const ports = [await portOf(first), await portOf(second)] as const;
	expect(ports[0]).toBe(Number(env.ANAPLAN_TUI_PORT));
	expect(ports[1]).not.toBe(ports[0]);
	const address = await signInAsPerson(linkOf(second));
	expect(await navigate(byBookmarklet(address, ports[0]))).toBe(404);
	expect(await navigate(byBookmarklet(address, ports[1]))).toBe(200);
	await second.waitFor(shown.profile);
	expect(first.screen()).toContain(shown.authorize);
	const own = await signInAsPerson(linkOf(first));
	expect(await navigate(byBookmarklet(own, ports[0]))).toBe(200);
	await first.waitFor(shown.profile);
	for (const terminal of [first, second]) {
		expectDiscreet(terminal, {tenant, addresses: [address, own]});
	}
});

test.each(['ctrl+c', 'esc'])('Nothing listens any more after %s.', async key => {
	const tenant = await practiceTenant();
	// A port of its own: the usual one may be taken by the next program at once.
	const own = {ANAPLAN_TUI_PORT: String(await freePort())};
	const terminal = await atAuthorize(tenant, {...big, env: own});
	const port = await portOf(terminal);
	const address = await signInAsPerson(linkOf(terminal));
	terminal.press(key);
	await (key === 'esc' ? terminal.waitFor(shown.setup) : terminal.exit());
	expect(await navigate(byBookmarklet(address, port))).toBe(0);
	expect(codesSent(tenant)).toBe(0);
});

test('Leaving is quick while the clipboard is watched, and with a browser’s connections open.', async () => {
	const tenant = await practiceTenant();
	const terminal = await atAuthorize(tenant, big);
	const port = await portOf(terminal);
	get({host: '127.0.0.1', port, headers: {expect: '100-continue'}}).on('error', () => undefined);
	await terminal.waitFor('There is no clipboard here that could be watched.');
	terminal.press('ctrl+c');
	expect((await terminal.exit(atOnce)).exitCode).toBe(130);
});

test.each(['setup', 'profile', 'help', 'signInFailed'])('Nothing listens on %s.', async name => {
	const tenant = await practiceTenant();
	const port = await freePort();
	await screens[name]!(tenant, {env: {ANAPLAN_TUI_PORT: String(port)}});
	expect(await navigate(`http://127.0.0.1:${port}/callback?code=x&state=y`)).toBe(0);
});
