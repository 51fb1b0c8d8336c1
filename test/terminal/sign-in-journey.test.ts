import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {hostVariables, practiceTenant, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {
	atAuthorize,
	atCallback,
	codesSent,
	credentialsIn,
	expectDiscreet,
	expectSane,
	linkOf,
	sentence,
	settingsIn,
	shown,
	storedTokens,
} from './sign-in.ts';

test('A sign-in from an empty store by typing and pasting ends on Profile, and on the next start it begins there.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const env = hostVariables(tenant);
	const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;
	const terminal = openTerminal([], {home, env});

	await terminal.waitFor(shown.setup);
	for (const letter of clientId) {
		terminal.press(letter);
	}

	await terminal.waitFor(clientId);
	terminal.press('tab');
	await terminal.waitFor('▸ Client secret');
	await terminal.paste(` ${clientSecret}\n`);
	await terminal.waitFor(`${clientSecret.length} characters`);
	terminal.press('tab');
	await terminal.waitFor('▸ Region');
	terminal.press('tab');
	await terminal.waitFor('▸ Redirect URI');
	terminal.press('ctrl+u');
	await terminal.paste(redirectUri);
	await terminal.waitFor(redirectUri);
	terminal.press('enter');

	await terminal.waitFor(shown.authorize);
	expect(terminal.screen()).toContain(`${redirectUri}/?code=…&state=…`);
	const url = linkOf(terminal);
	const shownBefore = terminal.bytes().length;
	terminal.press('p');
	await terminal.waitFor(shown.plainView);
	expect(terminal.isAlternateScreen()).toBe(false);
	const plain = terminal.bytes().slice(shownBefore);
	expect(plain).toContain(`\r\n${url}\r\n`);
	expect(terminal.screen().replaceAll('\n', '')).toContain(url);
	terminal.press('enter');
	await terminal.waitFor(shown.authorize);
	expect(terminal.isAlternateScreen()).toBe(true);

	const address = await signInAsPerson(url);
	terminal.press('enter');
	await terminal.waitFor(shown.callback);
	await terminal.paste(address);
	await terminal.waitFor(/code found, state matches, address\s+matches/);
	expect(codesSent(tenant)).toBe(0);
	terminal.press('enter');
	await terminal.waitFor(shown.profile);
	const profile = await terminal.waitFor('Pat Practice');
	expect(profile).toContain('8a81b01a5b1c4d2e9f3a6c7d8e9f0a1b');
	expect(profile).toMatch(/3[45] min( \d+ s)? left/);
	expect(profile).toContain('openid email offline_access');
	expect(profile).toMatch(/Refresh token +yes/);
	expect(profile).toContain('private file');

	terminal.press('r');
	await terminal.waitFor('Refreshed.');
	terminal.press('v');
	await terminal.waitFor('Valid at Anaplan.');
	terminal.press('c');
	await terminal.waitFor(sentence('Run: anaplan-tui token'));
	terminal.press('a');
	await terminal.waitFor(/Auto-refresh +off/);
	terminal.press('?');
	await terminal.waitFor(shown.help);
	terminal.press('?');
	await terminal.waitFor(/Auto-refresh +off/);
	terminal.press('q');
	expect(await terminal.exit()).toEqual({exitCode: 0, signal: undefined});
	expectSane(terminal);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(settingsIn(home)).toContain('pat.practice@example.com');

	const again = openTerminal([], {home});
	const start = await again.waitFor('Pat Practice');
	expect(start).toMatch(/Auto-refresh +off/);
	again.press('l');
	await again.waitFor('Signed out: Anaplan has ended the access token');
	expect(credentialsIn(home)).not.toMatch(/practice-(access|refresh)-/);
	again.press('ctrl+c');
	expect((await again.exit()).exitCode).toBe(130);
	expectDiscreet(again, {tenant, home, addresses: [address]});
	expect(tenant.counters).toMatchObject({signIns: 1, refreshes: 1, logouts: 1});
	expect(tenant.violations).toEqual([]);
});

test('After signing out, Setup keeps the client and Enter signs in again with the secret that was kept.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const {terminal, address} = await atCallback(tenant, {home});
	await terminal.paste(`${address}\n`);
	terminal.press('enter');
	await terminal.waitFor(shown.profile);
	terminal.press('l');
	await terminal.waitFor('Signed out');
	const setup = await terminal.waitFor('Client secret');
	expect(setup).toContain(tenant.clients.authorizationCode.clientId);
	terminal.press('enter');
	await terminal.waitFor(shown.authorize);
	const second = await signInAsPerson(linkOf(terminal));
	await terminal.paste(second);
	await terminal.waitFor(shown.profile);
	expectDiscreet(terminal, {tenant, home, addresses: [address, second]});
	expect(tenant.violations).toEqual([]);
	expect(tenant.counters.signIns).toBe(2);
});

test('Without a network the next start shows the user remembered from last time, and says what is wrong.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const {terminal, address} = await atCallback(tenant, {home});
	await terminal.paste(address);
	await terminal.waitFor(shown.accepted);
	terminal.press('enter');
	await terminal.waitFor('Pat Practice');
	terminal.press('q');
	expect((await terminal.exit()).exitCode).toBe(0);
	await tenant.close();

	const offline = openTerminal([], {home});
	await offline.waitFor('(as of last time)');
	const screen = await offline.waitFor('could not be reached');
	expect(screen).toContain('Pat Practice (as of last time)');
	expect(screen).toContain('pat.practice@example.com');
	offline.press('q');
	expect((await offline.exit()).exitCode).toBe(0);
	expectDiscreet(offline, {tenant, home, addresses: [address]});
});

test('Variables fill in Setup as far as they go; the secret that is missing is asked for.', async () => {
	const tenant = await practiceTenant();
	const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;
	const home = tempHome();
	const env = {...tenantVariables(tenant), ANAPLAN_CLIENT_SECRET: undefined};
	const terminal = openTerminal([], {home, env: {...env, ANAPLAN_SCOPE: 'openid offline_access'}});
	const setup = await terminal.waitFor('▸ Client secret');
	expect(setup).toContain(clientId);
	expect(setup).toContain(redirectUri);
	expect(setup).toMatch(/Scope +openid offline_access/);
	terminal.press('enter');
	await terminal.waitFor('The client secret is missing.');
	await terminal.paste(clientSecret);
	await terminal.waitFor(`${clientSecret.length} characters`);
	terminal.press('enter');
	await terminal.waitFor(shown.authorize);
	expect(new URL(linkOf(terminal)).searchParams.get('scope')).toBe('openid offline_access');
	expectDiscreet(terminal, {tenant, home});
});

test('With all variables Setup is skipped, and Esc still leads there and back.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atAuthorize(tenant, {home});
	expect(terminal.bytes()).not.toContain('Which OAuth client signs in?');
	terminal.press('enter');
	await terminal.waitFor(shown.callback);
	terminal.press('esc');
	await terminal.waitFor(shown.authorize);
	terminal.press('esc');
	await terminal.waitFor('Which OAuth client signs in?');
	terminal.press('enter');
	await terminal.waitFor(shown.authorize);
	expectDiscreet(terminal, {tenant, home});
	expect(tenant.requests).toEqual([]);
});

test('login begins a new sign-in where one is stored already, and replaces it in the end.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const first = await atCallback(tenant, {home});
	await first.terminal.paste(first.address);
	await first.terminal.waitFor(shown.accepted);
	first.terminal.press('enter');
	await first.terminal.waitFor('Pat Practice');
	first.terminal.press('q');
	await first.terminal.exit();
	const before = storedTokens(home);

	const terminal = await atAuthorize(tenant, {
		home,
		args: ['login'],
		env: {ANAPLAN_CLIENT_SECRET: undefined},
	});
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
	expect(storedTokens(home)).toEqual(before);

	const second = await atAuthorize(tenant, {home, args: ['login']});
	const address = await signInAsPerson(linkOf(second));
	await second.paste(address);
	await second.waitFor('Pat Practice');
	expect(storedTokens(home)).not.toEqual(before);
	expectDiscreet(second, {tenant, home, addresses: [first.address, address]});
	expect(tenant.violations).toEqual([]);
});

test('The browser and the clipboard that are not there are said so, and the way on stays open.', async () => {
	const tenant = await practiceTenant();
	const terminal = await atAuthorize(tenant);
	terminal.press('o');
	await terminal.waitFor('there is no display');
	terminal.press('c');
	await terminal.waitFor(
		sentence('The URL was sent to the terminal’s clipboard; whether it took it'),
	);
	expect(terminal.clipboard()).toEqual([linkOf(terminal)]);
	terminal.press('enter');
	await terminal.waitFor(shown.callback);
});

test('The first start writes nothing before a sign-in begins, and then files for this user alone.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = openTerminal([], {home});
	await terminal.waitFor(shown.setup);
	expect(() => readFileSync(path.join(home, 'anaplan-tui', 'credentials.json'))).toThrow('ENOENT');
	terminal.press('ctrl+c');
	await terminal.exit();
	await atAuthorize(tenant, {home});
	expect(settingsIn(home)).toContain(tenant.clients.authorizationCode.clientId);
	expect(settingsIn(home)).not.toContain('practice-secret-');
});
