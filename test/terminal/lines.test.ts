import path from 'node:path';
import {expect, test} from 'vitest';
import {approveDevice, signInAsPerson} from '../../source/practice/person.ts';
import {coveredIn, packagesIn, readMetafile} from '../helpers/bundle.ts';
import {
	hostVariables,
	practiceTenant,
	signedInHome,
	tenantVariables,
} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {deviceEnvironment, pollsOf} from './device.ts';
import {expectLinesOnly, linesOf, openLines, pick, question, saidUrl, wholeUrl} from './lines.ts';
import {
	codesSent,
	credentialsIn,
	expectDiscreet,
	expectNoMarks,
	leftBehind,
	pidWithinShell,
	until,
	withinShell,
} from './sign-in.ts';

const address = 'Paste the whole address and press Enter';
const profile = 'Signed in as Pat Practice, pat.practice@example.com.';

test.each([
	['ACCESSIBLE=1', {ACCESSIBLE: '1'}],
	['INK_SCREEN_READER=true', {ACCESSIBLE: undefined, INK_SCREEN_READER: 'true'}],
	['TERM=dumb', {ACCESSIBLE: undefined, TERM: 'dumb'}],
])(
	'With %s the whole journey goes in lines, each said once, from an empty store to signing out.',
	async (_what, env) => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const terminal = openLines([], {
			home,
			env: {...hostVariables(tenant), ...env},
			command: withinShell,
		});
		const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;

		await pick(terminal, 'Authorization code', 'Client ID:');
		terminal.press('enter');
		await terminal.waitFor('Not taken: The client ID is missing.');
		terminal.type('has a space\r');
		await terminal.waitFor('Not taken: The client ID has a space');
		terminal.type(`${clientId}\r`);
		await terminal.waitFor('Client secret:');
		terminal.press('enter');
		await terminal.waitFor('Not taken: The client secret is missing.');
		await terminal.paste(`${clientSecret}\n`);
		await terminal.waitFor(`${clientSecret.length} characters taken.`);
		await terminal.waitFor('Region, Enter keeps us1');
		terminal.type('?\r');
		await terminal.waitFor('eu3: ');
		terminal.type('nowhere\r');
		await terminal.waitFor('Not taken: This region is unknown');
		terminal.press('enter');
		await terminal.waitFor('Redirect URI, Enter keeps https://www.anaplan.com');
		terminal.type(`${redirectUri}\r`);
		await terminal.waitFor('Scope, Enter keeps openid email offline_access');
		terminal.press('enter');

		await pick(terminal, 'Say the URL', wholeUrl);
		const landed = await signInAsPerson(saidUrl(terminal));
		await pick(terminal, 'Paste the address', address);
		await terminal.paste('something else\n');
		await terminal.waitFor('Not taken: There is no code in this.');
		await terminal.paste(`${landed}\n`);
		await terminal.waitFor(profile);

		await pick(terminal, 'Say who is signed in', 'Stored in: private file');
		expect(terminal.screen()).toMatch(/^Refresh token: yes, since .*; perhaps until /m);
		await pick(terminal, 'Refresh', 'Refreshed.');
		await pick(terminal, 'Ask Anaplan', 'Valid at Anaplan.');
		await pick(terminal, 'Turn automatic refresh', 'Automatic refresh is off.');
		await pick(terminal, 'Turn automatic refresh', 'Automatic refresh is on.');
		await pick(terminal, 'Log out', 'Signed out: Anaplan has ended the access token');
		await terminal.waitFor('2. Change them');
		await terminal.waitFor(question(3));
		terminal.press('ctrl+c');
		expect(await leftBehind(terminal, home)).toBe(130);

		expectLinesOnly(terminal);
		const lines = linesOf(terminal);
		for (const once of [
			'Step 2 of 5, Authorize.',
			'Step 3 of 5, Callback.',
			'Step 4 of 5, Exchange: sending the code.',
			'Tokens received.',
			'The tokens are stored.',
			'Step 5 of 5, Profile.',
			'Refreshed.',
			'Valid at Anaplan.',
		]) {
			expect(lines.filter(line => line === once)).toEqual([once]);
		}

		expect(terminal.bytes()).not.toContain('something else');
		expectDiscreet(terminal, {tenant, home, addresses: [landed]});
		expect(tenant.violations).toEqual([]);
		expect(tenant.counters).toMatchObject({signIns: 1, refreshes: 1, logouts: 1});
	},
);

test('The demo goes in lines to Profile, in 40 columns too, and is left with 0.', async () => {
	const home = tempHome();
	const terminal = openLines(['demo'], {home, columns: 40, command: withinShell});
	await terminal.waitFor('Practice: nothing here reaches Anaplan.');
	terminal.type('1\r');
	await terminal.waitFor('8. Go back to Setup');
	// An address that is pasted one question early is as good, and is not echoed.
	terminal.type('1\r');
	await until(() => saidUrl(terminal) !== '');
	const landed = await signInAsPerson(saidUrl(terminal));
	await terminal.paste(`${landed}\n`);
	await pick(terminal, 'Leave', '');
	expect(await leftBehind(terminal, home)).toBe(0);
	expectLinesOnly(terminal);
	expect(terminal.bytes()).not.toContain(new URL(landed).searchParams.get('code'));
	expectNoMarks(terminal.bytes(), terminal.scrollback());
});

test.each([
	['at once', {}],
	['in pieces, without brackets', {unbracketed: true, pieces: 1000}],
])(
	'An address of more than 6,000 characters is read whole when it comes %s.',
	async (_how, options) => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const terminal = openLines(['login'], {home, env: tenantVariables(tenant)});
		await pick(terminal, 'Say the URL', wholeUrl);
		const landed = await signInAsPerson(saidUrl(terminal));
		await pick(terminal, 'Paste the address', address);
		await terminal.paste(`${landed}&x=${'y'.repeat(6000)}`, options);
		terminal.press('enter');
		await terminal.waitFor(profile);
		expect(terminal.bytes()).not.toContain('yyyy');
		expectLinesOnly(terminal);
		expectDiscreet(terminal, {tenant, home, addresses: [landed]});
	},
);

test('An address that was wrapped over several lines is put together.', async () => {
	const tenant = await practiceTenant();
	const terminal = openLines(['login'], {env: tenantVariables(tenant)});
	await pick(terminal, 'Say the URL', wholeUrl);
	const landed = await signInAsPerson(saidUrl(terminal));
	await pick(terminal, 'Paste the address', address);
	await terminal.paste(`${landed.replace(/.{40}/g, '$&\n')}\n`);
	await terminal.waitFor(profile);
	expect(terminal.bytes()).not.toContain('Not taken');
	expect(codesSent(tenant)).toBe(1);
});

test('Every way to the URL says what came of it, and going back and forth keeps the way open.', async () => {
	const tenant = await practiceTenant();
	const terminal = openLines(['login'], {env: tenantVariables(tenant)});
	await pick(terminal, 'Open the URL', 'there is no display');
	await pick(terminal, 'Write the URL', 'only you can read it.');
	await pick(terminal, 'Watch the clipboard', 'The clipboard is not looked at.');
	await pick(terminal, 'Watch the clipboard', 'There is no clipboard here');
	expect(terminal.bytes()).not.toContain('The clipboard is watched');
	expectLinesOnly(terminal);
	await pick(terminal, 'Copy the URL', 'whether it took it');
	expect(terminal.clipboard()).toHaveLength(1);
	await pick(terminal, 'Copy the bookmarklet', 'The bookmarklet was sent');
	await terminal.waitFor(question(8));
	terminal.press('9', 'enter');
	await terminal.waitFor('That is no number from 1 to 8.');
	await pick(terminal, 'Paste the address', address);
	terminal.press('enter');
	await pick(terminal, 'Go back to Setup', '2. Change them');
	await pick(terminal, 'Go on with these', 'Step 2 of 5, Authorize.');
	await terminal.waitFor(question(8));
});

test('A refusal of Anaplan’s is said once, and the way on stays open.', async () => {
	const tenant = await practiceTenant();
	const terminal = openLines(['login'], {env: tenantVariables(tenant)});
	await pick(terminal, 'Say the URL', wholeUrl);
	const denied = await signInAsPerson(saidUrl(terminal), {decision: 'deny'});
	await pick(terminal, 'Paste the address', address);
	await terminal.paste(`${denied}\n`);
	await terminal.waitFor('access_denied');
	await terminal.waitFor(screen => screen.split(address).length === 3);
	expect(terminal.bytes().split('access_denied')).toHaveLength(2);
});

test('A failed exchange is told with its cause and its next step, and a new sign-in can be begun.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'token', name: 'serverError'}]});
	const terminal = openLines(['login'], {env: tenantVariables(tenant)});
	await pick(terminal, 'Say the URL', wholeUrl);
	await terminal.paste(`${await signInAsPerson(saidUrl(terminal))}\n`);
	await terminal.waitFor('Problem: Anaplan has an error of its own.');
	await terminal.waitFor('Next step: ');
	await pick(terminal, 'Begin a new sign-in', 'Step 2 of 5, Authorize.');
	expectLinesOnly(terminal);
});

test('The device code is spelled, the address is said, and approving it goes on by itself.', async () => {
	const tenant = await practiceTenant({deviceIntervalS: 0.2});
	const home = tempHome();
	const terminal = openLines(['login', '--device'], {home, env: deviceEnvironment(tenant)});
	await terminal.waitFor(question(5));
	const [, spelled = ''] = /^Spelled: (.*)$/m.exec(terminal.screen()) ?? [];
	expect(spelled).toMatch(/^(?:[A-Z\d-] )+[A-Z\d]$/);
	await pick(terminal, 'Say the address and the code', `Spelled: ${spelled}`);
	await pick(terminal, 'Say how long', /It is valid for \d+ min/);
	await terminal.waitFor(screen => screen.split(question(5)).length === 4);
	// Polling is no news.
	const said = terminal.bytes().length;
	const polls = pollsOf(tenant).length;
	await until(() => pollsOf(tenant).length > polls + 2);
	expect(terminal.bytes().slice(said)).toBe('');
	const link =
		linesOf(terminal)
			.findLast(line => line.startsWith('Address: '))
			?.slice(9) ?? '';
	expect(link).toContain(spelled.replaceAll(' ', ''));
	expect(await approveDevice(link)).toMatch(/congratulations/i);
	await terminal.waitFor('Approved, tokens received.');
	await terminal.waitFor(profile);
	expectLinesOnly(terminal);
	expectDiscreet(terminal, {tenant, home});
});

test('What another process does is said while a question is open, and the question is put again.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await terminal.waitFor(question(10));
	const other = openLines(['refresh'], {home, env: hostVariables(tenant)});
	expect((await other.exit()).exitCode).toBe(0);
	await terminal.waitFor('Another anaplan-tui refreshed; its tokens are used.');
	// It has shown that the tokens rotate, which is asked for no more: what can be chosen is said anew.
	await terminal.waitFor(question(9));
	expect(terminal.screen()).toMatch(/Another anaplan-tui.*\n1\. Say who/);
	expectLinesOnly(terminal);
});

test('A sign-in that has ended offers to sign in again, and logging out without a network to forget.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'logout', name: 'serverError'}]});
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await pick(terminal, 'Log out', 'Problem: Not logged out.');
	await pick(terminal, 'Stay signed in', '1. Say who is signed in');
	await pick(terminal, 'Log out', 'Problem: Not logged out.');
	await pick(terminal, 'Forget the sign-in', 'Signed out on this computer only');
	expect(credentialsIn(home)).not.toContain('practice-refresh-');
});

test.each([
	[
		'Keep the profile',
		'Nothing was replaced: this profile is still Pat Practice',
		'Signed in as Pat',
	],
	['Give the profile', 'This profile was Pat Practice', 'Signed in as Robin Rehearsal'],
])('When someone else has signed in, it is asked first: %s.', async (words, said, who) => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant, {remembered: tenant.people[0]});
	const terminal = openLines(['login'], {home, env: tenantVariables(tenant)});
	await pick(terminal, 'Say the URL', wholeUrl);
	const email = 'robin.rehearsal@example.com';
	await terminal.paste(`${await signInAsPerson(saidUrl(terminal), {email})}\n`);
	await terminal.waitFor('You signed in as someone else. Nothing is replaced yet.');
	await pick(terminal, words, said);
	await terminal.waitFor('Leave; you stay signed in');
	expect(linesOf(terminal).filter(line => line.startsWith(who)).length).toBeGreaterThan(0);
	expectLinesOnly(terminal);
});

test('Where an expired token cannot be refreshed, what can be done is offered all the same, and a refresh tells who it is.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'token', name: 'serverError'}]});
	const home = await signedInHome(tenant, {leftS: -10});
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await terminal.waitFor('The profile is not available. The access token has expired');
	await terminal.waitFor(question(10));
	tenant.clearScenarios();
	await pick(terminal, 'Refresh', profile);
	await terminal.waitFor(question(9));
	expectLinesOnly(terminal);
	expect(tenant.violations).toEqual([]);
});

test('Whether refresh tokens rotate is asked for as long as it is not known.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await pick(terminal, 'Say whether the refresh tokens', '3. I do not know');
	await pick(terminal, 'Rotatable', question(9));
	await pick(terminal, 'Say who is signed in', 'Refresh token: yes (rotatable)');
});

test.each([
	['a number', question(3), [], 'ctrl+c'],
	['text', 'Client ID:', ['1\r'], 'ctrl+c'],
	['text, by Ctrl+D', 'Client ID:', ['1\r'], 'ctrl+d'],
	['a number, by Ctrl+D', question(3), [], 'ctrl+d'],
])(
	'While %s is asked for, it is left with 130 and the terminal as it was.',
	async (_what, asked, typed, key) => {
		const home = tempHome();
		const terminal = openLines([], {home, command: withinShell});
		await terminal.waitFor(question(3));
		for (const text of typed) {
			terminal.type(text);
		}

		await terminal.waitFor(asked);
		terminal.press(key);
		expect(await leftBehind(terminal, home)).toBe(130);
	},
);

test.each([
	['SIGTERM', 143],
	['SIGHUP', 129],
	['SIGINT', 130],
] as const)('%s gives the terminal back as it was.', async (signal, code) => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = openLines(['login'], {
		home,
		env: tenantVariables(tenant),
		command: withinShell,
	});
	await pick(terminal, 'Paste the address', address);
	process.kill(pidWithinShell(home), signal);
	expect(await leftBehind(terminal, home)).toBe(code);
});

test.each([
	['at once', {}],
	['in pieces', {pieces: 4}],
])('Nothing of a paste answers a later question when it comes %s.', async (_how, options) => {
	const tenant = await practiceTenant();
	const terminal = openLines(['login'], {env: tenantVariables(tenant)});
	await pick(terminal, 'Say the URL', wholeUrl);
	const landed = await signInAsPerson(saidUrl(terminal));
	await pick(terminal, 'Paste the address', address);
	// The address is right, and what comes with it would log out.
	await terminal.paste(`${landed}\n9\n10\n9\n`, options);
	await terminal.waitFor(profile);
	await pick(terminal, 'Say who is signed in', 'Stored in: ');
	expect(linesOf(terminal).filter(line => line.startsWith('Not taken'))).toEqual([]);
	expect(tenant.counters).toMatchObject({signIns: 1, logouts: 0});
});

test('The lines of a paste that is no answer choose nothing.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await terminal.waitFor(question(10));
	await terminal.paste('notes of mine\n9\n10\n');
	await terminal.waitFor('That is no number from 1 to 10.');
	await pick(terminal, 'Say who is signed in', 'Stored in: ');
	expect(tenant.counters.logouts).toBe(0);
});

test('In LANG=C every byte is ASCII.', async () => {
	const terminal = openLines(['demo'], {env: {LANG: 'C'}});
	await terminal.waitFor(question(3));
	terminal.type('1\r');
	await terminal.waitFor(question(8));
	expect(terminal.bytes()).toMatch(/^[\0-\x7F]+$/);
	expect(terminal.screen()).toContain('code=...&state=...');
});

test('Neither Ink nor React is loaded.', async () => {
	const coverage = path.join(tempHome(), 'coverage');
	const terminal = openLines(['demo'], {env: {NODE_V8_COVERAGE: coverage}});
	await terminal.waitFor(question(3));
	terminal.type('1\r');
	await terminal.waitFor(question(8));
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
	const packages = [...packagesIn(readMetafile(), coveredIn(coverage)).keys()];
	expect(packages).toContain('valibot');
	expect(
		packages.filter(name => ['ink', 'react', 'chalk', 'yoga-layout', 'qr'].includes(name)),
	).toEqual([]);
});
