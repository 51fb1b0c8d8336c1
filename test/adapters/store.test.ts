import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {afterEach, describe, expect, onTestFinished, test} from 'vitest';
import {createCredentialStore} from '../../source/adapters/credential-store.ts';
import {createSettingsStore} from '../../source/adapters/settings-store.ts';
import {defaultFolder} from '../../source/adapters/store-folder.ts';
import {watchFile} from '../../source/adapters/store-watch.ts';
import {problem} from '../../source/core/problem.ts';
import {failure} from '../../source/core/result.ts';
import type {ProfileSettings} from '../../source/session/ports.ts';
import {eventually} from '../helpers/eventually.ts';
import {canMount, mountSmallDisk} from '../helpers/small-disk.ts';
import {credentialsOf, expectNoSecret, run, sentinel, temporaryFolder} from './helpers.ts';

const isPosix = process.platform !== 'win32';
const isRoot = process.geteuid?.() === 0;
const now = () => Date.UTC(2026, 10, 24, 12, 30, 15);
const settings: ProfileSettings = {
	grant: 'authorization_code',
	clientId: 'client-1',
	redirectUri: 'https://www.anaplan.com',
	scope: 'openid',
	region: 'us1',
	autoRefresh: true,
};

const newStore = (folder = path.join(temporaryFolder(), 'store')) => ({
	folder,
	file: path.join(folder, 'credentials.json'),
	store: createCredentialStore({folder, now}),
});

async function problemOf(result: Promise<{ok: boolean}>) {
	const outcome = await result;
	expectNoSecret(outcome);
	expect(outcome.ok).toBe(false);
	return (outcome as ReturnType<typeof failure<ReturnType<typeof problem>>>).problem;
}

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

describe('a new store', () => {
	test('reads as empty, and reading makes nothing', async () => {
		const {folder, store} = newStore();
		expect(await store.read('default')).toEqual({ok: true, value: undefined});
		expect(existsSync(folder)).toBe(false);
		const other = createSettingsStore({folder});
		expect(await other.currentProfile()).toEqual({ok: true, value: 'default'});
		expect(await other.profiles()).toEqual({ok: true, value: []});
	});

	test.runIf(isPosix)('is made for its owner only, whatever the umask', async () => {
		const before = process.umask(0);
		onTestFinished(() => {
			process.umask(before);
		});
		const {folder, file, store} = newStore();
		expect(await store.write('default', credentialsOf())).toEqual({ok: true, value: undefined});
		expect([modeOf(folder), modeOf(file)]).toEqual(['700', '600']);
	});

	test('gives back what was written, to another instance too', async () => {
		const {folder, store} = newStore();
		await store.write('default', credentialsOf());
		const read = await createCredentialStore({folder}).read('default');
		expect(read).toEqual({ok: true, value: credentialsOf()});
		expectNoSecret(read, store);
		expect(store.storage()).toEqual({kind: 'file', path: path.join(folder, 'credentials.json')});
	});

	test('leaves nothing but the file behind', async () => {
		const {folder, store} = newStore();
		await store.probe();
		await store.write('default', credentialsOf());
		expect(readdirSync(folder)).toEqual(['credentials.json']);
	});
});

describe('a write', () => {
	test('changes its profile only: others, their unknown fields and their order stay', async () => {
		const {file, folder, store} = newStore();
		await store.write('b', credentialsOf('-b'));
		await store.write('a.c', credentialsOf('-a'));
		const edited = JSON.parse(readFileSync(file, 'utf8'));
		writeFileSync(
			file,
			JSON.stringify({...edited, later: true, profiles: {...edited.profiles, x: {y: 1}}}),
		);
		await createCredentialStore({folder}).write('b', credentialsOf('-b2'));
		const written = JSON.parse(readFileSync(file, 'utf8'));
		expect(Object.keys(written.profiles)).toEqual(['b', 'a.c', 'x']);
		expect(written).toMatchObject({version: 1, later: true, profiles: {x: {y: 1}}});
		expect(written.profiles.b.clientSecret).toBe(`${sentinel}-client-secret-b2`);
	});

	test('of settings keeps the profiles in their order and the current one', async () => {
		const {folder} = newStore();
		const store = createSettingsStore({folder});
		await store.write('work', settings);
		await store.write('default', {...settings, autoRefresh: false});
		expect(await store.profiles()).toEqual({ok: true, value: ['work', 'default']});
		expect(await store.read('work')).toEqual({ok: true, value: settings});
		expect(JSON.parse(readFileSync(store.path, 'utf8')).currentProfile).toBe('default');
	});

	test('is refused when the lock has gone to another process', async () => {
		const {folder, file} = newStore();
		const lost = createCredentialStore({
			folder,
			stillHeld: async () => failure(problem('store_busy')),
		});
		expect(await problemOf(lost.write('default', credentialsOf()))).toMatchObject({
			code: 'store_busy',
		});
		expect(existsSync(file)).toBe(false);
	});

	test('replaces the file as a whole even inside a snap, where conf would write in place', async () => {
		const {file, store} = newStore();
		await store.write('default', credentialsOf());
		const before = statSync(file).ino;
		process.env['SNAP'] = '/snap/code/1';
		onTestFinished(() => {
			delete process.env['SNAP'];
		});
		await store.write('default', credentialsOf('-2'));
		expect(statSync(file).ino).not.toBe(before);
		expect(process.env['SNAP']).toBe('/snap/code/1');
	});

	test('removes what killed writers left, once it is old', async () => {
		const {folder, store} = newStore();
		mkdirSync(folder);
		for (const name of [
			'credentials.json.tmp-1234567890abcdef',
			'credentials.json.tmp-fresh',
			'mine.txt',
		]) {
			writeFileSync(path.join(folder, name), sentinel);
		}

		const old = new Date(now() - 120_000);
		utimesSync(path.join(folder, 'credentials.json.tmp-1234567890abcdef'), old, old);
		const soon = new Date(now() - 1000);
		utimesSync(path.join(folder, 'credentials.json.tmp-fresh'), soon, soon);
		await store.write('default', credentialsOf());
		expect(readdirSync(folder).sort()).toEqual([
			'credentials.json',
			'credentials.json.tmp-fresh',
			'mine.txt',
		]);
	});

	test('completed after its writer was killed removes what is older, and no other that may be whole', async () => {
		const {folder, file, store} = newStore();
		await store.write('default', credentialsOf());
		for (const [name, text, afterMs] of [
			['older', readFileSync(file), -1000],
			['whole', readFileSync(file), 2000],
			['half', readFileSync(file).subarray(20), 3000],
		] as const) {
			const leftover = `${file}.tmp-${name}`;
			writeFileSync(leftover, text, {mode: 0o600});
			const at = new Date(statSync(file).mtimeMs + afterMs);
			utimesSync(leftover, at, at);
		}

		const {ino} = statSync(`${file}.tmp-whole`);
		await store.recover();
		expect(statSync(file).ino).toBe(ino);
		expect(readdirSync(folder).sort()).toEqual(['credentials.json', 'credentials.json.tmp-half']);
	});

	test('is not kept from it by something old that it cannot remove', async () => {
		const {folder, store} = newStore();
		const leftover = path.join(folder, 'credentials.json.tmp-1234567890abcdef');
		mkdirSync(leftover, {recursive: true});
		const old = new Date(now() - 120_000);
		utimesSync(leftover, old, old);
		expect(await store.write('default', credentialsOf())).toEqual({ok: true, value: undefined});
	});

	test.runIf(isPosix)(
		'follows a symbolic link, for those who keep their settings elsewhere',
		async () => {
			const {folder, file, store} = newStore();
			const elsewhere = path.join(temporaryFolder(), 'kept.json');
			mkdirSync(folder);
			writeFileSync(elsewhere, '{}', {mode: 0o600});
			symlinkSync(elsewhere, file);
			await store.write('default', credentialsOf());
			expect(readFileSync(elsewhere, 'utf8')).toContain('client-1');
		},
	);

	test('killed at any moment leaves the old file or the new one, never half of one', async () => {
		const {folder, file, store} = newStore();
		await store.write('default', credentialsOf());
		for (let round = 0; round < 5; round += 1) {
			const program = run(`
				import {createCredentialStore} from '@/adapters/credential-store.ts';
				import {Secret} from '@/core/secret.ts';
				const store = createCredentialStore({folder: ${JSON.stringify(folder)}});
				for (let number = 0; ; number += 1) {
					const clientSecret = new Secret('client secret', 'x'.repeat(200_000) + number);
					await store.write('other', {clientId: 'c', clientSecret});
					if (number === 1) console.log('writing');
				}
			`);
			await program.said('writing');
			program.child.kill('SIGKILL');
			await program.ended;
			expect(JSON.parse(readFileSync(file, 'utf8')).profiles.other.clientId).toBe('c');
			expect(await store.read('default')).toEqual({ok: true, value: credentialsOf()});
		}
	}, 30_000);
});

describe('a file that is damaged', () => {
	test.each([
		['empty', ''],
		['cut off', `{"version":1,"profiles":{"default":{"clientSecret":"${sentinel}`],
		['something else', 'hello'],
		['a list', '[1]'],
	])(
		'(%s) is reported with its path, not touched by reading, and moved aside by the next write',
		async (_what, text) => {
			const {folder, file, store} = newStore();
			mkdirSync(folder);
			writeFileSync(file, text, {mode: 0o600});
			const found = await problemOf(store.read('default'));
			expect(found.code).toBe('store_unreadable');
			expect(found.message).toContain(file);
			expect(readFileSync(file, 'utf8')).toBe(text);
			expect(await store.probe()).toEqual({ok: true, value: undefined});

			expect(await store.write('default', credentialsOf())).toEqual({ok: true, value: undefined});
			expect(await store.read('default')).toEqual({ok: true, value: credentialsOf()});
			expect(
				readFileSync(path.join(folder, 'credentials.unreadable-20261124T123015.json'), 'utf8'),
			).toBe(text);
		},
	);

	test('never replaces another that was moved aside in the same second', async () => {
		const {folder, file, store} = newStore();
		mkdirSync(folder);
		for (const text of ['one', 'two', 'three']) {
			writeFileSync(file, text, {mode: 0o600});
			await store.write('default', credentialsOf());
		}

		const aside = readdirSync(folder).filter(name => name.includes('unreadable'));
		expect(aside.map(name => readFileSync(path.join(folder, name), 'utf8')).sort()).toEqual([
			'one',
			'three',
			'two',
		]);
		if (isPosix) {
			expect(aside.map(name => modeOf(path.join(folder, name)))).toEqual(['600', '600', '600']);
		}
	});

	test('in one profile only leaves the others in use, and is copied before that one is replaced', async () => {
		const {folder, file, store} = newStore();
		await store.write('good', credentialsOf());
		const edited = JSON.parse(readFileSync(file, 'utf8'));
		edited.profiles.bad = {clientId: 7, clientSecret: sentinel};
		writeFileSync(file, JSON.stringify(edited));
		expect((await store.read('good')).ok).toBe(true);
		expect((await problemOf(store.read('bad'))).message).toContain('“bad”');
		await store.write('bad', credentialsOf('-new'));
		expect(await store.read('good')).toEqual({ok: true, value: credentialsOf()});
		const copy = path.join(folder, 'credentials.unreadable-20261124T123015.json');
		expect(JSON.parse(readFileSync(copy, 'utf8'))).toEqual(edited);
	});

	test('by nothing but its version is newer, and is moved aside whole by the next sign-in', async () => {
		const {folder, file, store} = newStore();
		mkdirSync(folder);
		const text = JSON.stringify({version: 2, sealed: sentinel});
		writeFileSync(file, text, {mode: 0o600});
		const found = await problemOf(store.read('default'));
		expect(found).toMatchObject({code: 'store_unreadable'});
		expect(found.message).toContain('newer anaplan-tui');
		expect(readFileSync(file, 'utf8')).toBe(text);

		expect((await store.write('default', credentialsOf())).ok).toBe(true);
		const aside = readdirSync(folder).find(name => name.startsWith('credentials.unreadable-'));
		expect(readFileSync(path.join(folder, aside ?? ''), 'utf8')).toBe(text);
	});
});

describe.runIf(isPosix)('rights', () => {
	test('of a file that others can write to have it refused, with the command that mends it', async () => {
		const {file, store} = newStore();
		await store.write('default', credentialsOf());
		chmodSync(file, 0o666);
		expect(await problemOf(store.read('default'))).toMatchObject({
			code: 'store_unreadable',
			hint: expect.stringContaining(`chmod 600 '${file}'`),
		});

		chmodSync(file, 0o600);
		expect((await store.read('default')).ok).toBe(true);
	});

	test('of a file that others can write to have it moved aside by the next sign-in', async () => {
		const {folder, file, store} = newStore();
		await store.write('default', credentialsOf());
		chmodSync(file, 0o666);
		expect((await store.write('default', credentialsOf())).ok).toBe(true);
		expect((await store.read('default')).ok).toBe(true);
		expect(readdirSync(folder).filter(name => name.includes('unreadable-'))).toHaveLength(1);
	});

	test('that let others read are taken away by the next write, of file and folder', async () => {
		const {folder, file, store} = newStore();
		await store.write('default', credentialsOf());
		chmodSync(file, 0o644);
		chmodSync(folder, 0o755);
		expect((await store.read('default')).ok).toBe(true);
		expect([modeOf(folder), modeOf(file)]).toEqual(['755', '644']);
		await store.write('default', credentialsOf());
		expect([modeOf(folder), modeOf(file)]).toEqual(['700', '600']);
	});

	test('of a folder that is everyone’s are left to everyone', async () => {
		const {folder, file, store} = newStore();
		mkdirSync(folder);
		chmodSync(folder, 0o1777);
		await store.write('default', credentialsOf());
		expect([modeOf(folder), modeOf(file)]).toEqual(['777', '600']);
	});

	test.runIf(isRoot)('of another user have the file and the folder refused', async () => {
		const {folder, file, store} = newStore();
		await store.write('default', credentialsOf());
		chownSync(file, 12_345, 12_345);
		expect((await problemOf(store.read('default'))).message).toMatch(
			/credentials\.json .*another user/,
		);
		chownSync(file, 0, 0);
		chownSync(folder, 12_345, 12_345);
		expect((await problemOf(store.write('default', credentialsOf()))).message).toContain(
			'another user',
		);
	});

	test('that forbid reading or writing are named', async () => {
		const {folder, file, store} = newStore();
		await store.write('default', credentialsOf());
		chmodSync(file, 0o200);
		chmodSync(folder, 0o500);
		onTestFinished(() => chmodSync(folder, 0o700));
		if (isRoot) {
			for (const place of [path.dirname(folder), folder, file]) {
				chownSync(place, 12_345, 12_345);
			}
		}

		// Root may do everything, so the program becomes someone else first.
		const program = run(`
			import {createCredentialStore} from '@/adapters/credential-store.ts';
			import {createSettingsStore} from '@/adapters/settings-store.ts';
			await createCredentialStore({folder: '/nowhere'}).read('default');
			if (${isRoot}) process.seteuid(12345);
			const folder = ${JSON.stringify(folder)};
			const read = await createCredentialStore({folder}).read('default');
			const written = await createSettingsStore({folder}).write('default', ${JSON.stringify(settings)});
			console.log(JSON.stringify([read, written]));
		`);
		expect(await program.ended, program.output()).toEqual({code: 0, signal: null});
		const [read, written] = JSON.parse(program.output());
		expect(read.problem).toMatchObject({
			code: 'store_unreadable',
			message: expect.stringContaining('permission is denied'),
		});
		expect(written.problem.code).toBe('store_unwritable');
		expect(written.problem.message).toMatch(
			/settings\.json cannot be written: permission is denied/,
		);
	});
});

describe('a folder', () => {
	// Windows tells of a folder below a file that it is missing.
	test.runIf(isPosix)('below a file is reported with the path and the reason', async () => {
		const file = path.join(temporaryFolder(), 'file');
		writeFileSync(file, '');
		const {store} = newStore(path.join(file, 'store'));
		expect(await problemOf(store.read('default'))).toMatchObject({code: 'store_unreadable'});
		for (const attempt of [store.write('default', credentialsOf()), store.probe()]) {
			const found = await problemOf(attempt);
			expect(found.message).toContain(file);
			expect(found.message).toContain('a file, not a folder');
		}
	});

	test('where the credentials should be is no file, and is left alone', async () => {
		const {file, store} = newStore();
		mkdirSync(file, {recursive: true});
		expect((await problemOf(store.write('default', credentialsOf()))).message).toContain(
			'not a plain file',
		);
	});

	test('that is nowhere is a Problem that names the variable', async () => {
		const store = createCredentialStore({folder: ''});
		for (const attempt of [store.read('x'), store.write('x', credentialsOf()), store.probe()]) {
			expect((await problemOf(attempt)).hint).toContain('ANAPLAN_TUI_HOME');
		}
	});

	const hasDisks = canMount();
	test.runIf(hasDisks)(
		'on a full disk is reported, and the file that is there stays whole',
		async () => {
			const disk = temporaryFolder();
			mountSmallDisk(disk, '512k');
			const {file, store} = newStore(path.join(disk, 'store'));
			await store.write('default', credentialsOf());
			const before = readFileSync(file, 'utf8');
			writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(470 * 1024));
			const long = 'x'.repeat(100_000);
			const found = await problemOf(store.write('default', credentialsOf(long)));
			expect(found).toMatchObject({code: 'store_unwritable'});
			expect(found.message).toContain('the disk is full');
			expect(readFileSync(file, 'utf8')).toBe(before);
			expect(readdirSync(path.dirname(file))).toEqual(['credentials.json']);
		},
	);

	test.runIf(hasDisks)(
		'on a read-only disk can be read, and says why it cannot be written',
		async () => {
			const disk = temporaryFolder();
			mountSmallDisk(disk, '512k');
			const {store} = newStore(path.join(disk, 'store'));
			await store.write('default', credentialsOf());
			execFileSync('mount', ['-o', 'remount,ro', disk]);
			expect((await store.read('default')).ok).toBe(true);
			for (const attempt of [store.write('default', credentialsOf()), store.probe()]) {
				expect((await problemOf(attempt)).message).toContain('read-only');
			}
		},
	);
});

describe('watching', () => {
	const stops: Array<() => void> = [];
	afterEach(() => {
		for (const stop of stops.splice(0)) {
			stop();
		}
	});

	test('tells of a change by another instance, of a file and folder that were not there', async () => {
		const {folder, file, store} = newStore();
		let changes = 0;
		stops.push(
			watchFile(
				file,
				() => {
					changes += 1;
				},
				{settleMs: 10, pollMs: 30},
			),
		);
		await createCredentialStore({folder}).write('default', credentialsOf());
		await eventually(() => changes).toBe(1);
		await store.write('default', credentialsOf('-2'));
		await eventually(() => changes).toBe(2);
	});

	test('says nothing of other files, nor after it was stopped', async () => {
		const {folder, store} = newStore();
		await store.write('default', credentialsOf());
		let changes = 0;
		const stop = store.watch(() => {
			changes += 1;
		});
		await createSettingsStore({folder}).write('default', settings);
		await store.write('default', credentialsOf('-2'));
		await eventually(() => changes).toBe(1);
		stop();
		let others = 0;
		const stopOther = store.watch(() => {
			others += 1;
		});
		await store.write('default', credentialsOf('-3'));
		await eventually(() => others).toBe(1);
		stopOther();
		expect(changes).toBe(1);
	});

	test('keeps no process alive', async () => {
		const {folder} = newStore();
		const program = run(`
			import {createCredentialStore} from '@/adapters/credential-store.ts';
			createCredentialStore({folder: ${JSON.stringify(folder)}}).watch(() => {});
		`);
		expect(await program.ended).toEqual({code: 0, signal: null});
	});
});

describe('the folder of the store', () => {
	// Paths are joined as the system that runs this does it.
	test.runIf(isPosix).each([
		[{ANAPLAN_TUI_HOME: '/a/b', HOME: '/h'}, 'linux', '/a/b'],
		[{HOME: '/h'}, 'linux', '/h/.config/anaplan-tui'],
		[{HOME: '/h', XDG_CONFIG_HOME: '/x'}, 'linux', '/x/anaplan-tui'],
		[{HOME: '/h', XDG_CONFIG_HOME: 'relative'}, 'linux', '/h/.config/anaplan-tui'],
		[{HOME: '/h', ANAPLAN_TUI_HOME: ' '}, 'darwin', '/h/Library/Preferences/anaplan-tui'],
	] as const)('for %j on %s is %s', (variables, platform, folder) => {
		expect(defaultFolder(variables, platform)).toBe(folder);
	});

	test('on Windows is below the roaming folder', () => {
		expect(defaultFolder({APPDATA: '/roaming'}, 'win32')).toBe(
			path.join('/roaming', 'anaplan-tui', 'Config'),
		);
	});
});
