import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {run} from '../helpers/run.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {
	expectNoMarks,
	expectSane,
	filesBelow,
	leftBehind,
	linkOf,
	shown,
	withinShell,
} from './sign-in.ts';

test('Without a terminal the program says so in one sentence on stderr, and ends with 2.', async () => {
	const home = tempHome();
	const result = await run([], {home});
	expect(result).toMatchObject({code: 2, stdout: ''});
	expect(result.stderr).toMatch(/^anaplan-tui: The screens need a terminal[^\n]*\n$/);
	expect(filesBelow(home)).toEqual([]);
});

test.each([
	['demo without a terminal', ['demo']],
	['demo --plain', ['demo', '--plain']],
])('%s plays all seven steps, shows no secret and writes nothing.', async (_what, words) => {
	const home = tempHome();
	const {code, stdout, stderr} = await run(words, {home});
	expect(code).toBe(0);
	expect(stderr).toBe('');
	const steps = [...stdout.matchAll(/^(\d)\. (\w+)/gm)].map(([, number, name]) => [number, name]);
	expect(steps).toEqual([
		['1', 'Authorize'],
		['2', 'Callback'],
		['3', 'Exchange'],
		['4', 'Profile'],
		['5', 'Refresh'],
		['6', 'Validate'],
		['7', 'Log'],
	]);
	expect(stdout).toContain('Signed in as pat.practice@example.com');
	expect(stdout).toContain('The whole journey worked.');
	expect(stdout).toContain('not Anaplan. Nothing is kept.');
	expectNoMarks(stdout);
	expect(filesBelow(home)).toEqual([]);
});

test('The demo pays no heed to the variables and the store of the real sign-in.', async () => {
	const {code, stdout} = await run(['demo', '--plain'], {
		env: {
			ANAPLAN_CLIENT_ID: 'real-client',
			ANAPLAN_CLIENT_SECRET: 'real-client-secret',
			ANAPLAN_OAUTH_URL: 'http://127.0.0.1:9',
			ANAPLAN_REGION: 'nowhere',
			ANAPLAN_PROFILE: 'work',
			CLIENT: 'other-client',
		},
	});
	expect(code).toBe(0);
	expect(stdout).not.toMatch(/real-client|other-client/);
});

test('The demo goes through all screens to Profile, says practice on each of them, and q ends it with 0.', async () => {
	const home = tempHome();
	const terminal = openTerminal(['demo'], {home, command: withinShell});
	const saysPractice = (screen: string) => {
		expect(screen.split('\n')[0]).toMatch(/anaplan-tui\s+practice/);
	};

	saysPractice(await terminal.waitFor('This is the practice tenant'));
	terminal.press('enter');
	saysPractice(await terminal.waitFor(shown.authorize));
	const address = await signInAsPerson(linkOf(terminal));
	terminal.press('enter');
	saysPractice(await terminal.waitFor(shown.callback));
	await terminal.paste(address);
	await terminal.waitFor(shown.accepted);
	terminal.press('enter');
	const profile = await terminal.waitFor('Pat Practice');
	saysPractice(profile);
	expect(profile).toContain('memory only; nothing is kept');
	terminal.press('r');
	await terminal.waitFor('Refreshed.');
	terminal.press('v');
	await terminal.waitFor('Valid at Anaplan.');
	terminal.press('?');
	saysPractice(await terminal.waitFor(shown.help));
	terminal.press('esc');
	await terminal.waitFor('Pat Practice');
	terminal.press('q');
	expect(await leftBehind(terminal, home)).toBe(0);
	expectNoMarks(terminal.bytes(), terminal.scrollback(), terminal.title());
	expect(filesBelow(home).toSorted()).toEqual(['after', 'before', 'code', 'pid']);
});

test('In a narrow window the demo says practice too.', async () => {
	const terminal = openTerminal(['demo'], {columns: 40, rows: 12});
	const setup = await terminal.waitFor(shown.setup);
	expect(setup.split('\n')[0]).toMatch(/practice/);
	terminal.press('enter');
	const authorize = await terminal.waitFor('Copy that whole');
	expect(authorize.split('\n')[0]).toMatch(/practice/);
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
	expectSane(terminal);
});

test('demo --plain in a terminal draws nothing and can be interrupted by nothing it waits for.', async () => {
	const home = tempHome();
	const terminal = openTerminal(['demo', '--plain'], {home, rows: 60, command: withinShell});
	await terminal.waitFor('The whole journey worked.');
	expect(await leftBehind(terminal, home)).toBe(0);
	expect(terminal.bytes()).not.toContain('\x1b[?1049h');
});
