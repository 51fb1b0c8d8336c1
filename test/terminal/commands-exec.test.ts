import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {builtProgram} from '../helpers/child-environment.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run, start} from '../helpers/run.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {storedSecrets, storedSession} from '../helpers/stored.ts';
import {openTerminal} from '../helpers/terminal.ts';

const signedIn = async () => {
	const tenant = await practiceTenant();
	return {tenant, home: await signedInHome(tenant)};
};

/** A shell that ends by a trap, and says when it is ready for the signal. */
const trapping = (signal: string, exitCode: number): string[] => [
	'sh',
	'-c',
	`trap 'echo got ${signal}; exit ${exitCode}' ${signal}; echo ready; while :; do sleep 0.02; done`,
];

describe('the token', () => {
	// The command lines are read where Linux has them.
	test.runIf(process.platform === 'linux')(
		'is in the environment of the command, and in no command line.',
		async () => {
			const {tenant, home} = await signedIn();
			const script =
				'printf "%s\\n" "$ANAPLAN_ACCESS_TOKEN"; tr "\\0" " " < /proc/$$/cmdline; tr "\\0" " " < /proc/$PPID/cmdline';
			const {code, stdout, stderr} = await run(['exec', '--', 'sh', '-c', script], {home});
			expect({code, stderr}).toEqual({code: 0, stderr: ''});
			const [token, ...commandLines] = stdout.split('\n');
			expect(token).toBe(storedSession(home).accessToken);
			expect(commandLines.join()).toContain('exec -- sh -c');
			expectNoSecrets([storedSession(home).accessToken], commandLines.join('\n'));
			expect(tenant.requests).toEqual([]);
		},
	);

	test('is refreshed first, replaces an old one, and comes without the client’s secret or the refresh token.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: 30});
		const {stdout} = await run(['exec', '--', 'env'], {
			home,
			env: {ANAPLAN_ACCESS_TOKEN: 'from-yesterday'},
		});
		expect(stdout).toContain(`ANAPLAN_ACCESS_TOKEN=${storedSession(home).accessToken}\n`);
		expect(stdout).not.toContain('from-yesterday');
		expect(tenant.counters.refreshes).toBe(1);
		const [clientSecret = '', , refreshToken = ''] = storedSecrets(home);
		expectNoSecrets([clientSecret, refreshToken], stdout);
	});

	test('that cannot be had starts no command.', async () => {
		const {code, stdout, stderr} = await run(['exec', '--', 'echo', 'started']);
		expect({code, stdout}).toEqual({code: 4, stdout: ''});
		expect(stderr).toContain('You are not signed in.');
	});
});

describe('the words', () => {
	test('after the command belong to it, whether -- comes first or not.', async () => {
		const {home} = await signedIn();
		const words = [
			'printf',
			'[%s]',
			'--help',
			'--profile',
			'x',
			'--json',
			'-X',
			'--',
			'--version',
			'',
		];
		const expected = '[--help][--profile][x][--json][-X][--][--version][]';
		for (const before of [['exec', '--'], ['exec'], ['exec', '--profile', 'default', '--']]) {
			const {code, stdout, stderr} = await run([...before, ...words], {home});
			expect({code, stdout, stderr}).toEqual({code: 0, stdout: expected, stderr: ''});
		}
	});

	test('are handed over as they are, with spaces, quotes and signs of the shell.', async () => {
		const {home} = await signedIn();
		const odd = ['a b', '"q"', "it's", '$HOME', '*', ';', '\\', 'ü\n'];
		const {stdout} = await run(['exec', '--', 'printf', '<%s>', ...odd], {home});
		expect(stdout).toBe(odd.map(word => `<${word}>`).join(''));
	});
});

describe('the end', () => {
	test.each([0, 1, 3, 75, 255])('with exit code %d is ours.', async exitCode => {
		const {home} = await signedIn();
		const {code, stderr} = await run(['exec', 'sh', '-c', `exit ${exitCode}`], {home});
		expect({code, stderr}).toEqual({code: exitCode, stderr: ''});
	});

	test.each([
		['TERM', 143],
		['KILL', 137],
		['SEGV', 139],
	])('by SIG%s counts as %d, as in a shell.', async (signal, exitCode) => {
		const {home} = await signedIn();
		const {code, stderr} = await run(['exec', 'sh', '-c', `kill -${signal} $$`], {home});
		expect({code, stderr}).toEqual({code: exitCode, stderr: ''});
	});

	test.each([
		['SIGTERM', 'TERM', 41],
		['SIGINT', 'INT', 42],
		['SIGHUP', 'HUP', 43],
		['SIGUSR1', 'USR1', 44],
	] as const)(
		'waits for the command: %s to us is passed on, and its answer is ours.',
		async (signal, name, exitCode) => {
			const {home} = await signedIn();
			const running = start(['exec', '--', ...trapping(name, exitCode)], {home});
			await running.waitFor('ready');
			running.kill(signal);
			expect(await running.exit()).toEqual({
				code: exitCode,
				signal: undefined,
				stdout: `ready\ngot ${name}\n`,
				stderr: '',
			});
		},
	);

	test('of a command that does not heed SIGTERM is ours too: 143.', async () => {
		const {home} = await signedIn();
		const running = start(['exec', '--', 'sh', '-c', 'echo ready; exec sleep 60'], {home});
		await running.waitFor('ready');
		running.kill('SIGTERM');
		expect(await running.exit()).toMatchObject({code: 143, stderr: ''});
	});
});

/** Runs `exec` with a child that lives on, in a line of a shell; gives the process number of `exec`. */
async function execIn(home: string, line: string, child: string) {
	const living = `${child}
		setInterval(() => {}, 1000);
		console.error('ready below ' + process.ppid);`;
	const terminal = openTerminal(['exec', '--', process.execPath, '-e', living], {
		home,
		command: ['sh', '-c', `${line}; exit $?`, process.execPath, builtProgram],
	});
	const screen = await terminal.waitFor(/ready below \d+/);
	return {terminal, pid: Number(/ready below (\d+)/.exec(screen)?.[1])};
}

test.each([
	['from the terminal', ''],
	['from a file', '</dev/null'],
	['from a file, and its output goes to one', '</dev/null >out'],
])(
	'Ctrl+C reaches a command once whose input comes %s, and does not end us before it.',
	async (_what, redirected) => {
		const {home} = await signedIn();
		const child = `
			let n = 0;
			process.on('SIGINT', () => console.error('interrupt ' + ++n));
			process.on('SIGTERM', () => { console.error('total ' + n); process.exit(9); });`;
		const {terminal, pid} = await execIn(home, `trap : INT; "$0" "$@" ${redirected}`, child);
		terminal.press('ctrl+c');
		await terminal.waitFor('interrupt 1');
		// It is passed on behind whatever else is.
		process.kill(pid, 'SIGTERM');
		await terminal.waitFor('total');
		expect(await terminal.exit()).toMatchObject({exitCode: 9});
		expect(terminal.bytes()).toContain('total 1');
		expect(terminal.bytes()).not.toContain('interrupt 2');
	},
);

test.runIf(process.platform === 'linux')(
	'An interrupt that no terminal can have sent is passed on, also where one is written to.',
	async () => {
		const {home} = await signedIn();
		const child = `
			process.on('SIGINT', () => { console.error('interrupted'); process.exit(9); });`;
		const {terminal, pid} = await execIn(home, 'setsid "$0" "$@" </dev/null >/dev/null', child);
		process.kill(pid, 'SIGINT');
		await terminal.waitFor('interrupted');
		expect(await terminal.exit()).toMatchObject({exitCode: 9});
	},
);

describe('the streams', () => {
	test('are the command’s own: stdin, stdout and stderr pass as they are.', async () => {
		const {home} = await signedIn();
		const {code, stdout, stderr} = await run(['exec', '--', 'sh', '-c', 'cat; echo oops >&2'], {
			home,
			input: 'one\ntwo',
		});
		expect({code, stdout, stderr}).toEqual({code: 0, stdout: 'one\ntwo', stderr: 'oops\n'});
	});

	test('may have a reader that goes away: the command sees that, and we say nothing.', async () => {
		const {home} = await signedIn();
		const {code, stdout, stderr} = await run(
			[process.execPath, builtProgram, 'exec', '--', 'yes'],
			{home, command: ['/bin/bash', '-c', 'set -o pipefail; "$@" | head -1', 'bash']},
		);
		expect({code, stdout}).toEqual({code: 141, stdout: 'y\n'});
		expect(stderr).toBe('');
	});
});

describe('a command that cannot be started', () => {
	test.each([
		['no-such-command-anywhere', 127, 'is not found'],
		['/no/such/path', 127, 'is not found'],
		['/etc/passwd', 126, 'is not executable'],
		['/etc', 126, 'is not executable'],
		['/etc/passwd/below', 127, 'is not found'],
	])('%s: %d', async (command, exitCode, words) => {
		const {home} = await signedIn();
		const {code, stdout, stderr} = await run(['exec', '--', command], {home});
		expect({code, stdout}).toEqual({code: exitCode, stdout: ''});
		expect(stderr).toContain(`The command ${command} ${words}.`);
		expect(stderr).not.toContain('defect');
	});

	test('for another reason is told too: 126.', async () => {
		const {home} = await signedIn();
		const loop = 'x/'.repeat(3000);
		const {code, stderr} = await run(['exec', '--', `/${loop}`], {home});
		expect(code).toBe(126);
		expect(stderr).toContain('could not be started');
		expect(stderr).not.toContain('defect');
	});

	test('because its interpreter is missing: 127.', async () => {
		const {home} = await signedIn();
		const file = path.join(home, 'script');
		writeFileSync(file, '#!/no/such/interpreter\n');
		chmodSync(file, 0o755);
		expect(await run(['exec', '--', file], {home})).toMatchObject({code: 127, stdout: ''});
	});
});
