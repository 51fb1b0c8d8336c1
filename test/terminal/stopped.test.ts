import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {
	hostVariables,
	practiceTenant,
	signedInHome,
	tenantVariables,
} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {expectLinesOnly, linesOf, pick, question, saidUrl, wholeUrl} from './lines.ts';
import {bringBack, hasBash, inShell, shellAsks, stops} from './shell-with-jobs.ts';
import {expectDiscreet} from './sign-in.ts';

const asked = 'Paste it here and press Enter:';
const askedAgain = 'Paste the address and press Enter:';
const signedIn = 'Signed in as pat.practice@example.com';
const printedUrl = (terminal: TerminalSession): string =>
	linesOf(terminal).find(line => /^http\S+$/.test(line)) ?? '';

const isLinux = process.platform === 'linux';
const outside = 'a stop from outside';
/** Who stops the program from outside finds it as Linux tells it. */
const ways = ['Ctrl+Z', ...(isLinux ? ([outside] as const) : [])] as const;

/** What was written since the program went on. */
const sinceBack = (terminal: TerminalSession): string =>
	terminal
		.bytes()
		.split(/fg\r\n.*\r\n/)
		.at(-1) ?? '';

describe.skipIf(!hasBash)('In a shell with jobs', () => {
	test.each(ways)(
		'login --plain asks again after %s and fg, and reads the address without an echo.',
		async way => {
			const tenant = await practiceTenant();
			const home = tempHome();
			const env = tenantVariables(tenant);
			const terminal = await inShell('login --plain', asked, {home, env});
			const landed = await signInAsPerson(printedUrl(terminal));
			if (way === 'Ctrl+Z') {
				terminal.type('something begun');
			}

			stops[way](terminal);
			await bringBack(terminal);
			await terminal.waitFor(askedAgain);
			await terminal.paste(`${landed}\n`);
			await terminal.waitFor(signedIn);
			await terminal.waitFor(shellAsks);
			expect(sinceBack(terminal).split(askedAgain)).toHaveLength(2);
			expect(terminal.bytes()).not.toContain('something begun');
			expectDiscreet(terminal, {tenant, home, addresses: [landed]});
		},
	);

	test.each(ways)('login --plain asks again whose the profile is after %s and fg.', async way => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {remembered: tenant.people[0]});
		const env = tenantVariables(tenant);
		const terminal = await inShell('login --plain', asked, {home, env});
		const email = 'robin.rehearsal@example.com';
		await terminal.paste(`${await signInAsPerson(printedUrl(terminal), {email})}\n`);
		await terminal.waitFor('[y/N]');
		stops[way](terminal);
		await bringBack(terminal);
		await terminal.waitFor(() => sinceBack(terminal).includes('[y/N]'));
		terminal.type('y\r');
		await terminal.waitFor(`Signed in as ${email}`);
		await terminal.waitFor(shellAsks);
		expect(sinceBack(terminal)).not.toContain('y\r');
	});

	test.each(ways)('profiles remove asks again after %s and fg.', async way => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const env = hostVariables(tenant);
		const terminal = await inShell('profiles remove default', '[y/N]', {home, env});
		stops[way](terminal);
		await bringBack(terminal);
		await terminal.waitFor(() => sinceBack(terminal).includes('[y/N]'));
		terminal.type('y\r');
		await terminal.waitFor(/removed/i);
		await terminal.waitFor(shellAsks);
		expect(tenant.counters.logouts).toBe(1);
	});

	const linesIn = async (words: string, wanted: string, env: Record<string, string>) =>
		inShell(words, wanted, {rows: 200, columns: 120, env: {...env, ACCESSIBLE: '1'}});

	test.runIf(isLinux).each([
		['Paste the address', 'Paste the whole address and press Enter'],
		['Say the URL', question(8)],
	])(
		'After a stop from outside and fg the lines ask again, and do not echo an address: %s.',
		async (words, open) => {
			const tenant = await practiceTenant();
			const terminal = await linesIn('login', question(8), tenantVariables(tenant));
			await pick(terminal, 'Say the URL', wholeUrl);
			const landed = await signInAsPerson(saidUrl(terminal));
			await pick(terminal, words, open);
			stops[outside](terminal);
			await bringBack(terminal);
			await terminal.waitFor(() => sinceBack(terminal).includes(open));
			await terminal.paste(`${landed}\n`);
			await terminal.waitFor('Signed in as Pat Practice');
			expect(sinceBack(terminal).split(open)).toHaveLength(2);
			expect(terminal.bytes()).not.toContain('Not taken');
			expectDiscreet(terminal, {tenant, addresses: [landed]});
			expectLinesOnly(terminal);
		},
	);

	test.each(ways)('The lines ask again for what is shown after %s and fg.', async way => {
		const tenant = await practiceTenant();
		const terminal = await linesIn('login', question(3), hostVariables(tenant));
		await pick(terminal, 'Authorization code', 'Client ID:');
		stops[way](terminal);
		await bringBack(terminal);
		await terminal.waitFor(() => sinceBack(terminal).includes('Client ID:'));
		terminal.type('client-1\r');
		await terminal.waitFor('Client secret:');
		expect(sinceBack(terminal)).toMatch(/^Client ID: client-1\r\n/);
	});
});

test('Ctrl+Z where no shell could bring it back leaves login --plain at its question.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = openTerminal(['login', '--plain'], {home, env: tenantVariables(tenant)});
	await terminal.waitFor(asked);
	const landed = await signInAsPerson(printedUrl(terminal));
	terminal.press('ctrl+z');
	await terminal.waitFor(askedAgain);
	await terminal.paste(`${landed}\n`);
	await terminal.waitFor(signedIn);
	expect((await terminal.exit()).exitCode).toBe(0);
	expectDiscreet(terminal, {tenant, home, addresses: [landed]});
});
