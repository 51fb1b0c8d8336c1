import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {builtProgram} from '../helpers/child-environment.ts';
import {run} from '../helpers/run.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {openTerminal} from '../helpers/terminal.ts';

const commands = [
	'login',
	'token',
	'status',
	'refresh',
	'validate',
	'whoami',
	'logout',
	'api',
	'exec',
	'doctor',
	'demo',
	'completion',
] as const;

test('The help of every command goes to stdout, ends well, and has an example that begins with its name.', async () => {
	const helps = await Promise.all(
		commands.map(async name => [name, await run([name, '--help'])] as const),
	);
	for (const [name, {code, stdout, stderr}] of helps) {
		expect({name, code, stderr}).toEqual({name, code: 0, stderr: ''});
		expect(stdout).toMatch(new RegExp(`^Usage: anaplan-tui ${name} `));
		expect(stdout).toMatch(new RegExp(`Examples?:\n  \\$ .*anaplan-tui ${name}`));
		expect(stdout).toContain('--profile <name>');
	}
});

test.each([[[]], [['profiles']], [['api']], [['token']]])(
	'In a window of 40 columns the help of %j breaks its explanations between words.',
	async words => {
		const terminal = openTerminal([...words, '--help'], {columns: 40, rows: 100});
		await terminal.exit();
		const text = terminal.screen();
		expect(text).toMatch(/^ {2}--profile <name>\n {6}which sign-in to use$/m);
		expect(text).toContain(
			'\n      add a line of JSON to a file for\n      each request: time, method, host,\n',
		);
	},
);

test('The help of the program names every command.', async () => {
	const {code, stdout, stderr} = await run(['--help']);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	for (const name of commands) {
		expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
	}
});

test.each([
	[['help'], ['--help']],
	[
		['help', 'token'],
		['token', '--help'],
	],
	[
		['help', 'profiles', 'use'],
		['profiles', 'use', '--help'],
	],
])('%j prints what %j prints.', async (words, same) => {
	const asked = await run(words);
	expect(asked).toMatchObject({code: 0, stderr: ''});
	expect(asked.stdout).toBe((await run(same)).stdout);
});

test.each([
	[['tokn'], "unknown command 'tokn'", 'token'],
	[['token', '--jsn'], "unknown option '--jsn'", '--json'],
	[['--profil', 'x', 'status'], "unknown option '--profil'", '--profile'],
	[['api', 'users/me', '--paginat'], "unknown option '--paginat'", '--paginate'],
	[['logout', '--locl'], "unknown option '--locl'", '--local'],
])(
	'%j is wrong usage: the nearest word is named, and stdout stays empty.',
	async (words, what, nearest) => {
		const {code, stdout, stderr} = await run(words);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain(what);
		expect(stderr).toContain(`Did you mean ${nearest}?`);
	},
);

test.each([
	[['token', 'extra']],
	[['token', '--min-ttl']],
	[['token', '--profile', '']],
	[['token', '--profile', '../elsewhere']],
	[['api']],
	[['api', '']],
	[['api', ' ']],
	[['api', 'users/me', '-X', 'GET /']],
	[['api', 'users/me', '-X', 'POST', '--paginate']],
	[['api', 'users/me', '--input', 'no-such-file', '--paginate']],
	[['exec']],
	[['exec', '--']],
	[[]],
])('%j is wrong usage.', async words => {
	const {code, stdout, stderr} = await run(words);
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
	expect(stderr).not.toBe('');
});

test.each([
	[['tokn'], 'anaplan-tui --help'],
	[['token', '--bad'], 'anaplan-tui token --help'],
	[['profiles', 'use'], 'anaplan-tui profiles use --help'],
])('%j points to the help that says more.', async (words, help) => {
	expect((await run(words)).stderr).toContain(`Run ${help} to see what there is.`);
});

test.each(['abc', '-5', '1.5', '', '1e3', '0x10', ' 60', '60s', '9999999999'])(
	'token --min-ttl %j is refused, for it is no whole number of seconds.',
	async value => {
		const {code, stdout, stderr} = await run(['token', '--min-ttl', value]);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain('whole number of seconds');
	},
);

test.each([
	[['tokn', '--json'], "unknown command 'tokn' (Did you mean token?)", 'anaplan-tui --help'],
	[['token', '--json', '--bad'], "unknown option '--bad'", 'anaplan-tui token --help'],
	[
		['--profile', 'x', 'token', '--bad', '--json'],
		"unknown option '--bad'",
		'anaplan-tui token --help',
	],
	[
		['profiles', 'use', '--json'],
		"missing required argument 'name'",
		'anaplan-tui profiles use --help',
	],
	[
		['token', '--json', '--min-ttl', 'soon'],
		"option '--min-ttl <seconds>' argument 'soon' is invalid. It is a whole number of seconds, such as 300.",
		'anaplan-tui token --help',
	],
	[['api', '--json'], "missing required argument 'path'", 'anaplan-tui api --help'],
])('%j tells the wrong usage as JSON on stdout, in one sentence.', async (words, message, help) => {
	const {code, stdout} = await run(words);
	expect(code).toBe(2);
	expect(JSON.parse(stdout)).toEqual({
		error: {code: 'usage', message, hint: `See ${help}.`},
	});
	expect(stdout.endsWith('}\n')).toBe(true);
});

test('A profile may be named before or after the command, and the later word counts.', async () => {
	const named = async (...words: string[]) =>
		JSON.parse((await run(words)).stdout).profiles[0].name;
	expect(await named('--profile', 'one', 'status', '--json')).toBe('one');
	expect(await named('status', '--json', '--profile', 'two')).toBe('two');
	expect(await named('--profile', 'one', 'status', '--json', '--profile', 'two')).toBe('two');
});

// A device that takes nothing.
const hasFull = existsSync('/dev/full');

test.runIf(hasFull).each(['status', '--help'])(
	'Output of %s that cannot be written is told, and no success.',
	async word => {
		const {code, stderr} = await run([process.execPath, builtProgram, word], {
			command: ['/bin/sh', '-c', 'exec "$@" > /dev/full', 'sh'],
		});
		expect(code).toBe(1);
		expect(stderr).toMatch(/^anaplan-tui: Standard output cannot be written: the disk is full\.\n/);
		expect(stderr).not.toContain('defect');
	},
);

test.runIf(hasFull)(
	'A stored token that cannot be written out is told, and no success.',
	async () => {
		const home = await signedInHome(await practiceTenant());
		const {code, stderr} = await run([process.execPath, builtProgram, 'token'], {
			home,
			command: ['/bin/sh', '-c', 'exec "$@" > /dev/full', 'sh'],
		});
		expect({code, stderr}).toEqual({
			code: 1,
			stderr: 'anaplan-tui: Standard output cannot be written: the disk is full.\n',
		});
	},
);

test.runIf(hasFull)(
	'A command whose messages nobody takes still ends with its own exit code.',
	async () => {
		const {code} = await run([process.execPath, builtProgram, 'token'], {
			command: ['/bin/sh', '-c', 'exec "$@" 2> /dev/full', 'sh'],
		});
		expect(code).toBe(4);
	},
);
