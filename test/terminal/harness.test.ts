import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run, start} from '../helpers/run.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal, type TerminalOptions} from '../helpers/terminal.ts';

const fixture = (name: string): [string, string] => [
	process.execPath,
	path.join(import.meta.dirname, 'fixtures', name),
];
const openKeys = async (options: TerminalOptions = {}) => {
	const terminal = openTerminal([], {command: fixture('echo-keys.js'), ...options});
	await terminal.waitFor('ready');
	return terminal;
};

test('shows the screen that a person sees, and what is left of it afterwards', async () => {
	const terminal = await openKeys();
	expect(terminal.isAlternateScreen()).toBe(true);
	expect(terminal.cursorVisible()).toBe(false);
	expect(terminal.bracketedPaste()).toBe(true);

	terminal.type('q');
	expect(await terminal.exit()).toEqual({exitCode: 3, signal: undefined});
	expect(terminal.screen()).toBe('left');
	expect(terminal.isAlternateScreen()).toBe(false);
	expect(terminal.cursorVisible()).toBe(true);
	expect(terminal.bracketedPaste()).toBe(false);
	expect(terminal.bytes()).toContain('\x1b[?1049h');
	expect(terminal.scrollback()).not.toContain('ready');
});

test('sends keys as a terminal does', async () => {
	const terminal = await openKeys();
	for (const [key, shown] of [
		['enter', '"\\r"'],
		['esc', '"\\u001b"'],
		['up', '"\\u001b[A"'],
		['ctrl+c', '"\\u0003"'],
		['shift+tab', '"\\u001b[Z"'],
	] as const) {
		terminal.press(key);
		await terminal.waitFor(shown);
	}

	expect(() => terminal.press('entr')).toThrow('Unknown key "entr"');
});

test('pastes in brackets, without them, without the end, and in pieces', async () => {
	const terminal = await openKeys({columns: 60});
	await terminal.paste('a\nb');
	await terminal.waitFor('"\\u001b[200~a\\rb\\u001b[201~"');
	await terminal.paste('plain', {unbracketed: true});
	await terminal.waitFor('"plain"');
	await terminal.paste('half', {withoutEnd: true});
	await terminal.waitFor('"\\u001b[200~half"');
	await terminal.paste('wörd', {unbracketed: true, pieces: 2});
	// A busy computer delivers some pieces together; what counts is that none is lost or broken.
	await terminal.waitFor(screen => screen.replaceAll(/"\n"/g, '').includes('wörd"'));
});

// The kernels differ in what is left of a terminal whose program has ended.
test.runIf(process.platform === 'linux')(
	'shows all that a program wrote, also when it ended before anything was read',
	async () => {
		// More than is read at once, and without line ends, of which a terminal keeps few.
		const terminal = openTerminal([], {command: ['printf', '%06000d', '1']});
		// Meanwhile nothing is read here.
		spawnSync('sh', ['-c', 'while kill -0 "$0"; do :; done', String(terminal.pid)], {
			timeout: 30_000,
		});
		await terminal.exit();
		expect(terminal.bytes()).toBe(`${'0'.repeat(5999)}1`);
		expect(terminal.scrollback().replaceAll('\n', '')).toBe(terminal.bytes());
	},
);

test('resizes the screen without leaving old cells behind', async () => {
	const terminal = await openKeys({columns: 100, rows: 20});
	terminal.resize(50, 12);
	const screen = await terminal.waitFor('50x12');
	expect(Math.max(...screen.split('\n').map(line => line.length))).toBeLessThanOrEqual(50);
});

test('tells by which signal a program ended', async () => {
	const terminal = await openKeys();
	terminal.kill('SIGTERM');
	expect(await terminal.exit()).toMatchObject({signal: 'SIGTERM'});
});

test('prints the whole screen when something does not come', async () => {
	const terminal = await openKeys({columns: 40, rows: 12});
	const failure = terminal.waitFor('never', {deadlineMs: 100});
	await expect(failure).rejects.toThrow(/did not show "never" within 100 ms.*40×12.*│ready/s);
	terminal.type('q');
	await expect(terminal.waitFor('never')).rejects.toThrow(/ended without showing "never".*│left/s);
});

test('runs a program without a terminal, and without the variables of the developer', async () => {
	process.env['ANAPLAN_CLIENT_ID'] = 'of-the-developer';
	const result = await run([], {command: fixture('say.js'), input: 'hello'});
	delete process.env['ANAPLAN_CLIENT_ID'];
	expect(result).toEqual({
		code: 5,
		signal: undefined,
		stdout: 'tty false CI undefined undefined\nHELLO',
		stderr: 'to stderr\n',
	});
});

test('talks with a program through pipes', async () => {
	const running = start([], {command: fixture('say.js'), env: {ANAPLAN_CLIENT_ID: 'ours'}});
	await running.waitFor('undefined ours\n');
	running.write('one\n');
	await running.waitFor('ONE');
	await running.waitFor('to stderr', {on: 'stderr'});
	await expect(running.waitFor('TWO', {deadlineMs: 50})).rejects.toThrow(/"?TWO.*ONE/s);
	running.end();
	expect(await running.exit()).toMatchObject({code: 5});
});

test('gives each test a home of its own', () => {
	expect(existsSync(tempHome())).toBe(true);
	expect(tempHome()).not.toBe(tempHome());
});

test('finds secrets in every dress', () => {
	const secret = 'sentinel+secret/äß=1';
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	for (const dress of [
		secret,
		`a=${encodeURIComponent(secret)}&b`,
		base64(secret),
		base64(`id:${secret}`),
		base64(`id1:${secret}:more`),
		Buffer.from(`x${secret}y`).toString('base64url'),
		JSON.stringify({nested: JSON.stringify(secret)}),
		`│ ${secret.slice(0, 8)} │\n│ ${secret.slice(8)} │`,
		`\x1b[1m${secret.slice(0, 5)}\x1b[0m${secret.slice(5)}`,
	]) {
		expect(() => expectNoSecrets([secret], 'nothing', dress), dress).toThrow(
			/Text 1 holds secret 0/,
		);
	}

	expect(() => expectNoSecrets([secret], 'sentinel', '[client secret]')).not.toThrow();
	expect(() => expectNoSecrets(['short'], '')).toThrow('too short');
});
