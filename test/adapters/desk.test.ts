import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createBrowser} from '../../source/adapters/browser.ts';
import {createClipboard} from '../../source/adapters/clipboard.ts';
import {createClock} from '../../source/adapters/clock.ts';
import {createMemoryStore} from '../../source/adapters/memory-store.ts';
import {createRandomness} from '../../source/adapters/randomness.ts';
import {success} from '../../source/core/result.ts';
import {Secret} from '../../source/core/secret.ts';
import {eventually} from '../helpers/eventually.ts';
import {writeShellProgram} from '../helpers/shell-program.ts';
import {credentialsOf, expectNoSecret, run, sentinel, temporaryFolder} from './helpers.ts';

const isLinux = process.platform === 'linux';

/** A computer on which nothing is set up for links, so that BROWSER counts. */
const noHandler = {'xdg-mime': 'exit 1'};

/** Programs of these names, in the only folder of PATH beside the system's. */
function programs(scripts: Record<string, string>): string {
	const folder = temporaryFolder();
	for (const [name, script] of Object.entries(scripts)) {
		writeShellProgram(path.join(folder, name), script);
	}

	setVariable('PATH', `${folder}:/usr/bin:/bin`);
	return folder;
}

function setVariable(name: string, value: string): void {
	const before = process.env[name];
	process.env[name] = value;
	onTestFinished(() => {
		if (before === undefined) {
			delete process.env[name];
		} else {
			process.env[name] = before;
		}
	});
}

describe('the browser', () => {
	const url = 'https://127.0.0.1/auth?a=1&b=$(x)';

	test.each(['file:///etc/passwd', 'javascript:alert(1)', '-a Calculator', ''])(
		'does not open %j',
		async text => {
			const opened = await createBrowser({
				env: {DISPLAY: ':0'},
				launch: async () => Promise.reject(new Error('It was launched.')),
			}).open(text);
			expect(opened).toMatchObject({
				problem: {code: 'no_browser', message: expect.stringContaining('no web address')},
			});
		},
	);

	test('is not looked for without a display', async () => {
		const opened = await createBrowser({env: {}, platform: 'linux'}).open(url);
		expect(opened).toMatchObject({
			problem: {code: 'no_browser', message: expect.stringContaining('no display')},
		});
	});

	test.runIf(isLinux)('gets the address whole, in one piece', async () => {
		const folder = programs(noHandler);
		const seen = path.join(folder, 'seen');
		writeFileSync(
			path.join(folder, 'browser'),
			`#!/bin/sh\nprintf %s "$1" > ${seen}\necho noise\n`,
			{mode: 0o755},
		);
		setVariable('BROWSER', path.join(folder, 'browser'));
		setVariable('DISPLAY', ':0');
		expect(await createBrowser().open(url)).toEqual({ok: true, value: undefined});
		await eventually(() => existsSync(seen) && readFileSync(seen, 'utf8')).toBe(url);
	});

	test.runIf(isLinux)(
		'that no program can open is told, though the launcher did start',
		async () => {
			programs(noHandler);
			setVariable('BROWSER', '/nowhere/browser');
			setVariable('DISPLAY', ':0');
			// It ends by itself; a busy computer may need longer for it than people are kept waiting.
			expect(await createBrowser({limitMs: 30_000}).open(url)).toMatchObject({
				problem: {code: 'no_browser', message: expect.stringMatching(/gave up \(code \d+\)/)},
			});
		},
	);

	test.runIf(isLinux)(
		'that stays open holds up neither the answer nor the end of the process',
		async () => {
			const folder = programs({...noHandler, 'slow-browser': 'exec sleep 20'});
			const program = run(
				`import {createBrowser} from '@/adapters/browser.ts';
			console.log(JSON.stringify(await createBrowser({limitMs: 200}).open('${url}')));`,
				{BROWSER: path.join(folder, 'slow-browser'), DISPLAY: ':0'},
			);
			expect((await program.ended).code).toBe(0);
			expect(program.output()).toBe('{"ok":true}\n');
		},
	);

	test('whose launcher is missing is a Problem, not an unhandled error', async () => {
		const opened = await createBrowser({
			env: {DISPLAY: ':0'},
			launch: async () => Promise.reject(Object.assign(new Error('spawn'), {code: 'ENOENT'})),
		}).open(url);
		expect(opened).toMatchObject({problem: {message: expect.stringContaining('not installed')}});
	});
});

describe('the clipboard', () => {
	const secret = new Secret('access token', `${sentinel}-access`);

	test('is not looked for without a display', async () => {
		const written = await createClipboard({env: {}, platform: 'linux'}).write(secret);
		expect(written).toMatchObject({
			problem: {code: 'no_clipboard', message: expect.stringContaining('no display')},
		});
	});

	test.runIf(isLinux)(
		'gets the text through standard input and not through arguments',
		async () => {
			const folder = programs({});
			const seen = path.join(folder, 'seen');
			writeFileSync(
				path.join(folder, 'xsel'),
				`#!/bin/sh\necho "$@" > ${seen}.args\ncat > ${seen}\n`,
				{mode: 0o755},
			);
			setVariable('DISPLAY', ':0');
			expect(await createClipboard().write(secret)).toEqual({ok: true, value: undefined});
			expect(readFileSync(seen, 'utf8')).toBe(`${sentinel}-access`);
			expect(readFileSync(`${seen}.args`, 'utf8')).not.toContain(sentinel);
		},
	);

	test.runIf(isLinux)('that does not answer is given up, and its helper is ended', async () => {
		const folder = programs({xsel: 'echo $$ > "$0.pid"; exec sleep 30'});
		setVariable('DISPLAY', ':0');
		// Loading it first leaves the helper all of the time to begin.
		await import('clipboardy');
		const written = await createClipboard().write(secret);
		expectNoSecret(written);
		expect(written).toMatchObject({problem: {message: expect.stringContaining('did not answer')}});
		const pid = Number(readFileSync(path.join(folder, 'xsel.pid'), 'utf8'));
		await eventually(() => isRunning(pid)).toBe(false);
	});

	test.runIf(isLinux)(
		'that does not answer ends no program of others that has the name of its helper',
		async () => {
			programs({powershell: 'exec sleep 30'});
			const start = () => {
				const program = spawn('powershell', {stdio: 'ignore'});
				onTestFinished(() => {
					program.kill('SIGKILL');
				});
				return program;
			};
			const helpers: ChildProcess[] = [];
			const take = async () => {
				helpers.push(start());
				await sleep(400);
				// Another way to the clipboard, after it was given up already.
				helpers.push(start());
				return '';
			};
			const read = createClipboard({env: {DISPLAY: ':0'}, take, limitMs: 200}).read();
			const browser = start();
			expect(await read).toMatchObject({problem: {message: expect.stringContaining('did not')}});
			const later = start();
			await eventually(() => helpers.map(({killed}) => killed)).toEqual([true, true]);
			expect([browser.killed, later.killed]).toEqual([false, false]);
		},
	);

	test.runIf(isLinux)('that fails does not tell what it was given', async () => {
		programs({xsel: 'cat >&2; exit 1'});
		setVariable('DISPLAY', ':99');
		const written = await createClipboard().write(secret);
		expectNoSecret(written);
		expect(written).toMatchObject({ok: false, problem: {code: 'no_clipboard'}});
	});
});

const isRunning = (pid: number): boolean => {
	try {
		return !/^\s*Z/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)]).toString());
	} catch {
		return false;
	}
};

describe('the clock', () => {
	test('sleeps, however long or short it is told to', async () => {
		const clock = createClock();
		const before = clock.now();
		await clock.sleep(30);
		await clock.sleep(-5);
		expect(clock.now() - before).toBeGreaterThanOrEqual(28);
	});

	test('ticks until it is stopped, and keeps no process alive', async () => {
		const program = run(`
			import {createClock} from '@/adapters/clock.ts';
			createClock().everySecond(() => console.log('tick'));
		`);
		expect(await program.ended).toEqual({code: 0, signal: null});
		let ticks = 0;
		const stop = createClock().everySecond(() => {
			ticks += 1;
		});
		await eventually(() => ticks).toBe(1);
		stop();
	});
});

test('a state has 256 bits, and never comes twice', () => {
	const states = Array.from({length: 100}, () => createRandomness().oauthState());
	expect(new Set(states).size).toBe(100);
	for (const state of states) {
		expect(state).toMatch(/^[\w-]{43}$/);
	}
});

test('the store in memory keeps, tells of changes, locks', async () => {
	const {settings, credentials, lock} = createMemoryStore();
	let changes = 0;
	const stop = credentials.watch(() => {
		changes += 1;
	});
	await credentials.write('default', credentialsOf());
	stop();
	await credentials.write('default', credentialsOf());
	expect(changes).toBe(1);
	expect(await credentials.read('default')).toEqual({ok: true, value: credentialsOf()});
	expect(await settings.currentProfile()).toEqual({ok: true, value: 'default'});
	const order: number[] = [];
	await Promise.all(
		[1, 2, 3].map(async number =>
			lock.hold(async () => {
				await Promise.resolve();
				order.push(number);
				return success(number);
			}),
		),
	);
	expect(order).toEqual([1, 2, 3]);
	expect(credentials.storage()).toEqual({kind: 'memory', path: 'memory'});
});
