import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {
	hostVariables,
	practiceTenant,
	signedInHome,
	tenantVariables,
} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {expectLinesOnly, linesOf, openLines, pick, question, saidUrl, wholeUrl} from './lines.ts';
import {
	credentialsIn,
	expectDiscreet,
	leftBehind,
	settingsIn,
	until,
	withinShell,
} from './sign-in.ts';

const profiles = 'Profiles: switch, add, rename or remove one';
const currentIn = (home: string): string => JSON.parse(settingsIn(home)).currentProfile;
const stored = (home: string): readonly string[] =>
	Object.keys(JSON.parse(credentialsIn(home)).profiles);

test('In lines a second profile is added, signed in, renamed, switched from and removed.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: tenantVariables(tenant)});
	await pick(terminal, profiles, 'Go back');
	expect(terminal.screen()).toMatch(/^1\. default, current, .*signed in$/m);
	await pick(terminal, 'Add a new profile', 'Name, an empty line goes back:');
	terminal.type('no/slash\r');
	await terminal.waitFor('Not taken: This is no name for a profile: it has the character / in it.');
	terminal.type('Default\r');
	await terminal.waitFor('Not taken: There is already a profile “default”.');
	terminal.type('prod eu3\r');
	await terminal.waitFor(/^Profile prod eu3\.$/m);
	await pick(terminal, 'Go on with these', 'Step 2 of 5, Authorize.');
	await pick(terminal, 'Say the URL', wholeUrl);
	const landed = await signInAsPerson(saidUrl(terminal));
	await terminal.paste(`${landed}\n`);
	await terminal.waitFor('Signed in as Pat Practice');
	await until(() => currentIn(home) === 'prod eu3');

	await pick(terminal, profiles, 'prod eu3, current, ');
	await pick(terminal, 'prod eu3, current', 'Choice 1 switches, and makes it the current profile.');
	await pick(terminal, 'Rename it', 'Rename “prod eu3”.');
	terminal.type('prod\r');
	await terminal.waitFor('“prod eu3” is called “prod” now.');
	await pick(terminal, 'default, ', 'Go back to the list');
	await pick(terminal, 'Switch to it', /^Profile default\.\r$/m);
	await terminal.waitFor('Leave; you stay signed in');
	expect(currentIn(home)).toBe('default');

	await pick(terminal, profiles, 'prod, ');
	await pick(terminal, 'prod, ', 'Remove it');
	await pick(terminal, 'Remove it', 'This ends its sign-in at Anaplan.');
	await pick(terminal, 'Keep it', 'Add a new profile');
	expect(stored(home)).toContain('prod');
	await pick(terminal, 'default, current', 'Remove it');
	await pick(terminal, 'Remove it', 'Remove “default”');
	await pick(terminal, 'Remove it', 'Removed “default”. The current profile is “prod” now.');
	await terminal.waitFor('Signed out: Anaplan has ended the access token');
	await terminal.waitFor(/^Profile prod\.$/m);
	expect(stored(home)).toEqual(['prod']);
	await pick(terminal, 'Go back', 'Leave; you stay signed in');
	await pick(terminal, 'Leave', '');
	expect((await terminal.exit()).exitCode).toBe(0);
	expectLinesOnly(terminal);
	expectDiscreet(terminal, {tenant, home, addresses: [landed]});
	expect(tenant.violations).toEqual([]);
});

test('On Setup another profile is chosen before there is any client, and going back asks for the client again.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant, {profile: 'b'});
	const terminal = openLines(['--profile', 'new'], {home, env: hostVariables(tenant)});
	await terminal.waitFor(question(3));
	await pick(terminal, profiles, 'Add a new profile');
	await pick(terminal, 'Go back', 'How to sign in?');
	await pick(terminal, profiles, 'Add a new profile');
	await pick(terminal, 'b, ', 'Choice 1 switches for now; --profile has chosen the profile.');
	await pick(terminal, 'Switch to it', /^Profile b\.\r$/m);
	await terminal.waitFor('Leave; you stay signed in');
	expectLinesOnly(terminal);
});

test('A profile whose sign-in cannot be ended at Anaplan is removed here only on a second yes.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'logout', name: 'serverError'}]});
	const home = await signedInHome(tenant);
	await signedInHome(tenant, {home, profile: 'b'});
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await pick(terminal, profiles, 'Add a new profile');
	await pick(terminal, 'b, ', 'Go back to the list');
	await pick(terminal, 'Remove it', 'Remove “b”');
	await pick(terminal, 'Remove it', 'Problem: Not removed.');
	await terminal.waitFor('Choice 2 removes “b” here; at Anaplan its token stays valid');
	await pick(terminal, 'Remove it here only', 'Removed “b”.');
	expect(stored(home)).toEqual(['default']);
	expect(linesOf(terminal).filter(line => line.startsWith('Removed “b”'))).toHaveLength(1);
});

test.each([
	['the list', [], question(3), 'ctrl+c'],
	['the name', ['2\r'], 'Name, an empty line', 'ctrl+c'],
	['the name, by Ctrl+D', ['2\r'], 'Name, an empty line', 'ctrl+d'],
])('At %s it is left with 130 and the terminal as it was.', async (_what, typed, asked, key) => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const terminal = openLines([], {
		home,
		env: hostVariables(tenant),
		command: withinShell,
	});
	await pick(terminal, profiles, question(3));
	for (const text of typed) {
		terminal.type(text);
	}

	await terminal.waitFor(asked);
	terminal.press(key);
	expect(await leftBehind(terminal, home)).toBe(130);
});

test('In the demo a profile is added and left again, and nothing is kept.', async () => {
	const home = tempHome();
	const terminal = openLines(['demo'], {home});
	await pick(terminal, profiles, 'No profile is stored yet.');
	await pick(terminal, 'Add a new profile', 'Name, an empty line goes back:');
	terminal.type('second\r');
	await terminal.waitFor(/^Profile second\.$/m);
	await terminal.waitFor(question(3));
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
	expectLinesOnly(terminal);
});
