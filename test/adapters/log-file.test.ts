import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	linkSync,
	mkdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openLogFile} from '../../source/adapters/log-file.ts';
import {temporaryFolder} from './helpers.ts';

const mode = (file: string): number => statSync(file).mode & 0o777;

function opened(file: string) {
	const log = openLogFile(file);
	if (!log.ok) {
		throw new Error(log.problem.message);
	}

	return log.value;
}

// Windows has no rights of this kind, no pipes with a name, no devices among the files, and no such limit.
const isPosix = process.platform !== 'win32';

test.runIf(isPosix)(
	'A new log is for its owner only, whatever the umask says, and lines are added to its end.',
	() => {
		const file = path.join(temporaryFolder(), 'new.log');
		const before = process.umask(0);
		try {
			opened(file).write('one');
		} finally {
			process.umask(before);
		}

		opened(file).write('two');
		expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
		expect(mode(file)).toBe(0o600);
	},
);

test.runIf(isPosix)(
	'An old log that others can read is closed to them, and keeps what it has.',
	() => {
		const file = path.join(temporaryFolder(), 'old.log');
		writeFileSync(file, 'old\n');
		chmodSync(file, 0o666);
		opened(file).write('new');
		expect(mode(file)).toBe(0o600);
		expect(readFileSync(file, 'utf8')).toBe('old\nnew\n');
	},
);

test('Two logs of the same file mix no lines.', () => {
	const file = path.join(temporaryFolder(), 'both.log');
	const logs = [opened(file), opened(file)];
	for (let round = 0; round < 200; round++) {
		logs[round % 2]?.write('x'.repeat(300));
	}

	expect(readFileSync(file, 'utf8')).toBe(`${'x'.repeat(300)}\n`.repeat(200));
});

test.each([
	['a symbolic link', 'it is a symbolic link'],
	['a link that leads nowhere', 'it is a symbolic link'],
	['a hard link', 'it has a second name (a hard link)'],
	['a folder', 'a folder is in its place'],
	...(isPosix
		? [
				['a pipe', 'it is not a plain file'],
				['a device', 'it is not a plain file'],
			]
		: []),
	['a file in no folder', 'its folder does not exist'],
	['nothing', 'its folder does not exist'],
])('%s is refused before anything is written.', (what = '', reason = '') => {
	const folder = temporaryFolder();
	const file = path.join(folder, 'log');
	const target = path.join(folder, 'target');
	const make: Record<string, () => string> = {
		'a symbolic link'() {
			writeFileSync(target, '');
			symlinkSync(target, file);
			return file;
		},
		'a link that leads nowhere'() {
			symlinkSync(target, file);
			return file;
		},
		'a hard link'() {
			writeFileSync(target, '');
			linkSync(target, file);
			return file;
		},
		'a folder'() {
			mkdirSync(file);
			return file;
		},
		'a pipe'() {
			spawnSync('mkfifo', [file]);
			return file;
		},
		'a device': () => '/dev/null',
		'a file in no folder': () => path.join(folder, 'none', 'log'),
		nothing: () => '',
	};
	const log = openLogFile(make[what]?.() ?? '');
	expect(log).toMatchObject({ok: false, problem: {code: 'usage', exitCode: 2}});
	expect(!log.ok && log.problem.message).toContain(reason);
	expect(existsSync(target) ? readFileSync(target, 'utf8') : '').toBe('');
});

test.runIf(process.getuid?.() === 0)(
	'A file of another user is refused, and stays as it is.',
	() => {
		const file = path.join(temporaryFolder(), 'theirs.log');
		writeFileSync(file, '', {mode: 0o666});
		chmodSync(file, 0o666);
		chownSync(file, 65_534, 65_534);
		expect(openLogFile(file)).toMatchObject({ok: false, problem: {code: 'usage'}});
		expect(mode(file)).toBe(0o666);
	},
);

test.runIf(isPosix)('A log that fails later is told, and throws nothing.', () => {
	// /dev/full takes nothing, but is no plain file; a limit on the size of files does the same.
	const program = `
		import {openLogFile} from './source/adapters/log-file.ts';
		process.on('SIGXFSZ', () => {});
		const log = openLogFile(process.argv[1]);
		for (let i = 0; i < 100; i++) log.value.write('x'.repeat(1000));
		console.log(log.value.failure());`;
	const file = path.join(temporaryFolder(), 'small.log');
	const {stdout} = spawnSync(
		'bash',
		[
			'-c',
			`ulimit -f 4; exec "$0" --import tsx --input-type=module -e "$1" "$2"`,
			process.execPath,
			program,
			file,
		],
		{encoding: 'utf8'},
	);
	expect(stdout).toMatch(/EFBIG/);
});
