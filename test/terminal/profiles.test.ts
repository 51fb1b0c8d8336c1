import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {run} from '../helpers/run.ts';
import {
	hostVariables,
	practiceTenant,
	signedInHome,
	tenantVariables,
} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal, type TerminalOptions} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {
	credentialsIn,
	expectDiscreet,
	expectSane,
	folderOf,
	linkOf,
	sentence,
	settingsIn,
	shown,
	until,
} from './sign-in.ts';

const listed = 'Profiles';

/** The screens on Profile, over sign-ins of these names, the first of them `default`. */
async function screensOver(
	tenant: PracticeTenant,
	names: readonly string[],
	options: TerminalOptions = {},
): Promise<{readonly terminal: TerminalSession; readonly home: string}> {
	const home = options.home ?? tempHome();
	for (const profile of names) {
		await signedInHome(tenant, {home, profile});
	}

	const terminal = openTerminal([], {...options, home});
	await terminal.waitFor(shown.profile);
	return {terminal, home};
}

const currentIn = (home: string): string => JSON.parse(settingsIn(home)).currentProfile;
const stored = (home: string): readonly string[] =>
	Object.keys(JSON.parse(credentialsIn(home)).profiles);
const tokenIn = (home: string, name: string): string =>
	JSON.parse(credentialsIn(home)).profiles[name].session.accessToken;

async function openList(terminal: TerminalSession): Promise<void> {
	terminal.press('s');
	await terminal.waitFor(screen => screen.includes(listed) && screen.includes('signed in'));
}

/** Who is in the header: the profile that the screens are in. */
const inProfile = (name: string) => (screen: string) =>
	screen.split('\n')[0]?.trimEnd().endsWith(`  ${name}`) === true &&
	screen.includes('Access token');

/** Renames the profile in focus. */
async function rename(terminal: TerminalSession, from: string, to: string): Promise<void> {
	terminal.press('e');
	await terminal.waitFor(`Rename “${from}”`);
	terminal.press('ctrl+u');
	await terminal.waitFor(/Name *$/m);
	terminal.type(to);
	terminal.press('enter');
	await terminal.waitFor(`“${from}” is called “${to}” now.`);
}

test('A second profile is added, signed in, switched from and to; each has its own token.', async () => {
	const tenant = await practiceTenant();
	const {terminal, home} = await screensOver(tenant, ['default'], {env: tenantVariables(tenant)});
	const first = tokenIn(home, 'default');
	await openList(terminal);
	terminal.press('n');
	await terminal.waitFor('A new profile');
	terminal.type('prod eu3');
	terminal.press('enter');
	await terminal.waitFor(shown.setup);
	expect(terminal.screen()).toContain('prod eu3');
	expect(currentIn(home)).toBe('default');

	terminal.press('enter');
	await terminal.waitFor(shown.authorize);
	const address = await signInAsPerson(linkOf(terminal));
	await terminal.paste(address);
	await terminal.waitFor(inProfile('prod eu3'));
	await until(() => currentIn(home) === 'prod eu3');
	const second = tokenIn(home, 'prod eu3');
	expect(second).not.toBe(first);
	expect(tokenIn(home, 'default')).toBe(first);

	await openList(terminal);
	expect(terminal.screen()).toMatch(/▸ \* prod eu3/);
	await rename(terminal, 'prod eu3', 'prod 3');
	await terminal.waitFor(/▸ \* prod 3/);
	terminal.press('up', 'enter');
	await terminal.waitFor(inProfile('default'));
	await until(() => currentIn(home) === 'default');
	expect((await run(['token'], {home})).stdout.trim()).toBe(first);
	expect((await run(['token', '--profile', 'prod 3'], {home})).stdout.trim()).toBe(second);

	terminal.press('q');
	expect((await terminal.exit()).exitCode).toBe(0);
	expectSane(terminal);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(tenant.violations).toEqual([]);
});

test('Renaming and removing on the screens: the token is ended at Anaplan, and the next profile is shown.', async () => {
	const tenant = await practiceTenant();
	const {terminal, home} = await screensOver(tenant, ['default', 'b']);
	await openList(terminal);
	await rename(terminal, 'default', 'Prod');
	await terminal.waitFor(/▸ \* Prod/);
	expect(stored(home)).toEqual(['Prod', 'b']);
	terminal.press('esc');
	await terminal.waitFor(inProfile('Prod'));
	terminal.press('r');
	await terminal.waitFor('✓ Refreshed.');

	await openList(terminal);
	terminal.press('d');
	await terminal.waitFor('Remove “Prod”');
	terminal.press('y');
	await terminal.waitFor('Removed “Prod”. The current profile is “b” now.');
	expect(tenant.requests.filter(({path}) => path === '/token/logout')).toHaveLength(1);
	expect(stored(home)).toEqual(['b']);
	expect(currentIn(home)).toBe('b');
	terminal.press('esc');
	await terminal.waitFor(inProfile('b'));

	await openList(terminal);
	terminal.press('d');
	await terminal.waitFor('Remove “b”');
	terminal.press('y');
	await terminal.waitFor('No profile is stored yet.');
	terminal.press('esc');
	await terminal.waitFor(shown.setup);
	expect(terminal.screen().split('\n')[0]).toContain('default');
	expect(stored(home)).toEqual([]);
	expectDiscreet(terminal, {tenant, home});
	expect(tenant.violations).toEqual([]);
});

test('Without a network nothing is removed, unless it is only here that it is to be.', async () => {
	const tenant = await practiceTenant();
	const {terminal, home} = await screensOver(tenant, ['default', 'b']);
	const before = credentialsIn(home);
	await tenant.close();
	await openList(terminal);
	terminal.press('down', 'd');
	await terminal.waitFor('Remove “b”');
	terminal.press('y');
	await terminal.waitFor(sentence('Not removed.'));
	expect(credentialsIn(home)).toBe(before);
	terminal.press('esc');
	await terminal.waitFor(listed);
	terminal.press('d');
	await terminal.waitFor('Remove “b”');
	terminal.press('y');
	await terminal.waitFor('r remove here only');
	terminal.press('r');
	await terminal.waitFor('Removed “b”.');
	expect(stored(home)).toEqual(['default']);
});

test.each([
	['the variable', {env: {ANAPLAN_PROFILE: 'b'}}, 'ANAPLAN_PROFILE chooses'],
	['the option', {args: ['--profile', 'b']}, '--profile has chosen'],
] as const)(
	'Where %s chooses the profile, a switch is for this run only.',
	async (_, how, words) => {
		const tenant = await practiceTenant();
		const home = tempHome();
		for (const profile of ['default', 'b']) {
			await signedInHome(tenant, {home, profile});
		}

		const {args = [], env = {}} = how as {args?: readonly string[]; env?: Record<string, string>};
		const terminal = openTerminal(args, {home, env});
		await terminal.waitFor(inProfile('b'));
		await openList(terminal);
		expect(terminal.screen()).toContain(words);
		terminal.press('up', 'enter');
		await terminal.waitFor(inProfile('default'));
		expect(currentIn(home)).toBe('default');
		await openList(terminal);
		terminal.press('down', 'enter');
		await terminal.waitFor(inProfile('b'));
		expect(currentIn(home)).toBe('default');
	},
);

test('Screens in two terminals on different profiles, and processes that refresh, do not disturb each other.', async () => {
	const tenant = await practiceTenant();
	const {terminal: one, home} = await screensOver(tenant, ['default', 'b']);
	const two = openTerminal(['--profile', 'b'], {home});
	await two.waitFor(inProfile('b'));
	one.press('r');
	const results = await Promise.all([
		run(['refresh', '--profile', 'b'], {home}),
		run(['refresh'], {home}),
		run(['profiles', 'use', 'b'], {home}),
	]);
	expect(results.map(({code}) => code)).toEqual([0, 0, 0]);
	// A refresh that is wished before this is known takes the other's tokens instead.
	await two.waitFor('Another anaplan-tui refreshed');
	two.press('r');
	await two.waitFor('✓ Refreshed.');
	await openList(one);
	await one.waitFor(/ {2}\* b/);
	one.press('esc');
	await one.waitFor(inProfile('default'));
	for (const name of ['default', 'b']) {
		const {code} = await run(['refresh', '--profile', name], {home});
		expect(code).toBe(0);
	}

	expect(tenant.violations).toEqual([]);
});

test('A profile renamed by another process is not brought back by screens that were in it.', async () => {
	const tenant = await practiceTenant();
	const {terminal, home} = await screensOver(tenant, ['default', 'b']);
	await until(() => settingsIn(home).includes('pat.practice@example.com'));
	const token = tokenIn(home, 'default');
	expect((await run(['profiles', 'rename', 'default', 'prod'], {home})).code).toBe(0);
	await terminal.waitFor(sentence('You were signed out by another anaplan-tui.'));
	terminal.press('ctrl+s');
	await terminal.waitFor(screen => screen.includes(listed) && screen.includes('prod'));
	expect(stored(home)).toEqual(['prod', 'b']);
	expect(Object.keys(JSON.parse(settingsIn(home)).profiles)).toEqual(['prod', 'b']);
	expect(tokenIn(home, 'prod')).toBe(token);
	terminal.press('enter');
	await terminal.waitFor(inProfile('prod'));
});

test('The list shows what another process has written of a profile without its tokens.', async () => {
	const tenant = await practiceTenant();
	const names = ['default', 'prod'];
	const {terminal, home} = await screensOver(tenant, names, {env: hostVariables(tenant)});
	await openList(terminal);
	const settings = JSON.parse(settingsIn(home));
	settings.profiles.prod.user = {id: 'robin', email: 'robin@example.com', name: 'Robin'};
	writeFileSync(path.join(folderOf(home), 'settings.json'), JSON.stringify(settings));
	await terminal.waitFor('robin@example.com');
});

test('In the demo a second profile works like the first, and nothing is kept.', async () => {
	const home = tempHome();
	const terminal = openTerminal(['demo'], {home});
	await terminal.waitFor(shown.setup);
	const signIn = async (name: string) => {
		terminal.press('enter');
		await terminal.waitFor(shown.authorize);
		await terminal.paste(await signInAsPerson(linkOf(terminal)));
		await terminal.waitFor(inProfile(name));
	};

	await signIn('default');
	await openList(terminal);
	terminal.press('n');
	await terminal.waitFor('A new profile');
	terminal.type('second');
	terminal.press('enter');
	await terminal.waitFor(screen => screen.includes('second') && screen.includes(shown.setup));
	await signIn('second');
	await openList(terminal);
	await terminal.waitFor(/\* second/);
	terminal.press('up', 'enter');
	await terminal.waitFor(inProfile('default'));
	terminal.press('q');
	expect((await terminal.exit()).exitCode).toBe(0);
	expect((await run(['profiles'], {home})).stdout).toBe('');
});

test('What was filled in on Setup is there again after a look at the list.', async () => {
	const terminal = openTerminal([]);
	await terminal.waitFor(shown.setup);
	// Before, Ctrl+S would stop the terminal's output.
	await terminal.waitFor(() => terminal.bracketedPaste());
	terminal.type('my-client');
	await terminal.waitFor('my-client');
	terminal.press('ctrl+s');
	await terminal.waitFor('No profile is stored yet.');
	terminal.press('esc');
	await terminal.waitFor('my-client');
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
	expectSane(terminal);
});
