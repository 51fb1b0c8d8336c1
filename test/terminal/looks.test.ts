import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {describe, expect, test} from 'vitest';
import {textWidth} from '../../source/core/text-width.ts';
import {heldReply} from '../helpers/held-reply.ts';
import {
	hostVariables,
	practiceTenant,
	signedInHome,
	tenantVariables,
} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal, type TerminalOptions} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {bringBack, hasBash, inShell, shellAsks, stops} from './shell-with-jobs.ts';
import {expectSane, leftBehind, screens, shown, until, withinShell} from './sign-in.ts';

const colored = (bytes: string): boolean =>
	bytes.split('\x1B[').some(rest => /^(?:3[0-8]|4[0-8]|9\d|10\d)[;m]/.test(rest));

test.each([
	[{NO_COLOR: '1'}, false],
	[{NO_COLOR: ''}, true],
	[{FORCE_COLOR: '0'}, false],
	[{FORCE_COLOR: 'false'}, false],
	[{NO_COLOR: '1', FORCE_COLOR: '1'}, true],
	[{NO_COLOR: '1', FORCE_COLOR: '3'}, true],
	[{TERM: 'unheard-of'}, false],
	[{TERM: 'unheard-of', FORCE_COLOR: ''}, true],
	[{TERM: 'linux'}, true],
	[{TERM: 'vt100'}, true],
])(
	'With %j the screens are coloured: %s; bold and the cursor are always there.',
	async (env, isColored) => {
		const terminal = openTerminal(['demo'], {env: {COLORTERM: '', ...env}});
		await terminal.waitFor(shown.setup);
		expect(colored(terminal.bytes())).toBe(isColored);
		expect(terminal.bytes()).toContain('\x1B[1m');
		expect(terminal.bytes()).toContain('\x1B[?25h');
		expect(terminal.bytes()).not.toContain('Warning');
	},
);

test('What is typed before the screens are there moves nothing in their first frame.', async () => {
	const terminal = openTerminal(['demo']);
	terminal.type('zz');
	const [header] = (await terminal.waitFor(shown.setup)).split('\n');
	expect(header).toBe('  anaplan-tui  practice  default');
});

test.skipIf(process.platform !== 'linux')(
	'Ctrl+L draws the screen anew after another program has written into it.',
	async () => {
		const terminal = openTerminal(['demo']);
		const before = await terminal.waitFor(shown.setup);
		writeFileSync(`/proc/${terminal.pid}/fd/1`, '\x1B[HBroadcast message');
		await terminal.waitFor(/^Broadcast message/);
		terminal.press('ctrl+l');
		await terminal.waitFor(() => terminal.screen() === before);
		terminal.type('zz');
		await terminal.waitFor(/Client ID .*zz/);
		terminal.press('ctrl+c');
		expect((await terminal.exit()).exitCode).toBe(130);
	},
);

describe.skipIf(!hasBash)('In a shell with jobs', () => {
	const screensIn = async (words: string, wanted: string, options?: TerminalOptions) => {
		const terminal = await inShell(words, wanted, options);
		await terminal.waitFor(() => terminal.bracketedPaste());
		return terminal;
	};

	const comeBack = async (terminal: TerminalSession) => {
		await bringBack(terminal);
		await terminal.waitFor(shown.setup);
		await terminal.waitFor(() => terminal.bracketedPaste());
		terminal.type('zz');
		await terminal.waitFor(/Client ID .*zz/);
		terminal.press('ctrl+c');
		await terminal.waitFor(shellAsks);
		expectSane(terminal);
	};

	test('Ctrl+Z gives it the terminal as it was, and fg brings the screens back.', async () => {
		const terminal = await screensIn('demo', shown.setup);
		terminal.press('ctrl+z');
		await terminal.waitFor('Stopped');
		expectSane(terminal);
		await comeBack(terminal);
	});

	test.runIf(process.platform === 'linux')(
		'fg brings the screens back after another program has stopped them.',
		async () => {
			const terminal = await screensIn('demo', shown.setup);
			stops['a stop from outside'](terminal);
			await comeBack(terminal);
		},
	);

	test.runIf(process.platform === 'linux')(
		'What is typed over the whole URL is not shown after another program has stopped it, either.',
		async () => {
			const tenant = await practiceTenant();
			const env = tenantVariables(tenant);
			const terminal = await screensIn('', shown.authorize, {env});
			terminal.press('p');
			await terminal.waitFor(shown.plainView);
			stops['a stop from outside'](terminal);
			await bringBack(terminal);
			await terminal.waitFor(/fg\n.*PROGRAM/);
			await terminal.waitFor(() => terminal.bytes().endsWith(`${shown.plainView} `));
			terminal.type('https://localhost/?code=typed');
			terminal.press('enter');
			await terminal.waitFor('Bring back the address');
			expect(terminal.bytes()).not.toContain('code=typed');
		},
	);

	test('Ctrl+Z waits for a refresh that a list has begun, as for any other.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const {scenario, letGo} = heldReply('token');
		const env = hostVariables(tenant);
		const terminal = await screensIn('', shown.profile, {home, env});
		tenant.setScenario(scenario);
		tenant.setScenario({endpoint: 'workspaces', name: 'unauthorized', times: 1});
		terminal.press('w');
		await until(() => tenant.counters.tokenRequests.refresh_token === 1);
		terminal.press('ctrl+z');
		await terminal.waitFor(() => terminal.bytes().includes('\x1B[?1049l'));
		letGo();
		await terminal.waitFor('Enter models');
		expect(terminal.bytes()).not.toContain('Stopped');
	});
});

test('Ctrl+Z where no shell could bring the screens back leaves them as they are.', async () => {
	const terminal = openTerminal(['demo']);
	await terminal.waitFor(shown.setup);
	await terminal.waitFor(() => terminal.bracketedPaste());
	terminal.press('ctrl+z');
	terminal.type('zz');
	await terminal.waitFor(/Client ID .*zz/);
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
});

test.each(Object.keys(screens))('In LANG=C every byte of the screen %s is ASCII.', async name => {
	const tenant = await practiceTenant();
	const ascii = await screens[name]!(tenant, {env: {LANG: 'C'}});
	expect(ascii.bytes()).toMatch(/^[\0-\x7F]+$/);
});

test.each([
	[['--help'], 0],
	[['login', '--help'], 0],
	[['doctor'], 1],
	[['status'], 0],
	[['token'], 4],
	[['api', 'nonsense'], 2],
	[['unheard-of'], 2],
	[['demo', '--plain'], 0],
])(
	'In LANG=C every byte that %j writes to a terminal is ASCII, and nothing is coloured.',
	async (words, _code) => {
		const home = tempHome();
		const env = {LANG: 'C', FORCE_COLOR: undefined};
		const terminal = openTerminal(words, {home, env, command: withinShell});
		await leftBehind(terminal, home);
		expect(terminal.bytes()).toMatch(/^[\0-\x7F]+$/);
		expect(terminal.bytes()).not.toContain('\x1B');
	},
);

const frozenClock = pathToFileURL(path.resolve(import.meta.dirname, '../docs/frozen-clock.js'));

test.each([['models'], ['profiles'], ['doctor']])(
	'In LANG=C the columns of %s are where they are otherwise.',
	async command => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		await signedInHome(tenant, {home, profile: `${'生産'.repeat(8)} ｐｒｏｄ`});
		// Both at the same moment: 9:59:59 and what is left of a token are longer or shorter a second later.
		const clock = {NODE_OPTIONS: `--import ${frozenClock.href}?at=${Date.now()}`};
		const shownIn = async (env: Record<string, string>) => {
			const terminal = openTerminal([command], {
				home,
				env: {...clock, ...env},
				columns: 50,
				rows: 60,
			});
			await terminal.exit();
			return terminal.screen().split('\n');
		};
		const ascii = await shownIn({LANG: 'C'});
		const unicode = await shownIn({});
		expect(ascii.join('')).toMatch(/^[\0-\x7F]+$/);
		expect(unicode.join('')).toMatch(/[^\0-\x7F]/);
		expect(ascii.map(line => line.length)).toEqual(unicode.map(textWidth));
	},
);

test('Data stays as it is, whatever the locale.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const settings = path.join(home, 'anaplan-tui', 'settings.json');
	const user = {id: '1', email: 'zoe@example.com', name: 'Zoë “Z” Ünal'};
	const stored = JSON.parse(readFileSync(settings, 'utf8'));
	stored.profiles.default.user = user;
	writeFileSync(settings, JSON.stringify(stored));

	const json = openTerminal(['status', '--json'], {home, env: {LANG: 'C'}, columns: 500});
	await json.exit();
	expect(JSON.parse(json.screen()).profiles[0].user.name).toBe(user.name);
	const text = openTerminal(['status'], {home, env: {LANG: 'C'}});
	await text.exit();
	expect(text.screen()).toContain('Zoe "Z" Unal');
});

test('What exec runs gets the variables for colours as they were given.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const terminal = openTerminal(
		[
			'exec',
			'--',
			process.execPath,
			'-p',
			'[process.env.NO_COLOR, process.env.FORCE_COLOR].join()',
		],
		{home, env: {NO_COLOR: '', FORCE_COLOR: '2'}},
	);
	await terminal.exit();
	expect(terminal.screen()).toContain(',2');
});
