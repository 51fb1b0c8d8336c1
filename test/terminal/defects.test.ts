import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {describe, expect, test} from 'vitest';
import type {Environment} from '../helpers/child-environment.ts';
import {eventually} from '../helpers/eventually.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {type Running, run, start} from '../helpers/run.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {storedSecrets} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {leftBehind, pidWithinShell, screens, withinShell} from './sign-in.ts';

const preload = `--import ${pathToFileURL(path.join(import.meta.dirname, 'fixtures/faults.js')).href}`;
const breaking = (fault: string, options = '') => ({
	FAULT: fault,
	NODE_OPTIONS: `${preload} ${options}`.trim(),
});
const sentence =
	/^anaplan-tui [\d.]+: Something went wrong inside \([\w$]+( at [\w.-]+:\d+:\d+)?\); this is a defect of ours, please report what you did\.\n$/;

/** A sign-in that waits for its address. */
async function waitingLogin(env: Environment): Promise<Running> {
	const home = await signedInHome(await practiceTenant());
	const running = start(['login', '--plain'], {home, env});
	await running.waitFor('Paste it here', {on: 'stderr'});
	return running;
}

describe('a defect', () => {
	test.each(['exception', 'rejection', 'text', 'nothing', 'getter'])(
		'that is an unhandled %s ends a command with 70 and one sentence that holds nothing of it',
		async fault => {
			const running = await waitingLogin(breaking(fault));
			running.kill('SIGUSR2');
			const {code, stderr, stdout} = await running.exit();
			expect(code).toBe(70);
			expectNoSecrets(['sentinel-in-an-error'], stdout, stderr);
			expect(stderr.split('\n').at(-2)).toMatch(/Something went wrong inside/);
			expect(stderr).not.toContain('    at ');
		},
	);

	test('that leaves nothing to wait for before there is an outcome ends no command without a word', async () => {
		const running = await waitingLogin(breaking('drained'));
		running.kill('SIGUSR2');
		const {code, stderr} = await running.exit();
		expect(code).toBe(70);
		expect(stderr.split('\n').slice(-2).join('\n')).toMatch(sentence);
	});

	test.each(['warn', 'none', 'strict', 'warn-with-error-code'])(
		'ends alike when Node is told --unhandled-rejections=%s',
		async mode => {
			const running = await waitingLogin(breaking('rejection', `--unhandled-rejections=${mode}`));
			running.kill('SIGUSR2');
			const ours = await running.exit();
			expect(ours.code).toBe(70);
			expectNoSecrets(['sentinel-in-an-error'], ours.stderr);
		},
	);

	test.each(['exception', 'rejection'])(
		'that is an unhandled %s gives the terminal back as it was, and shows nothing of it',
		async fault => {
			const tenant = await practiceTenant();
			const home = tempHome();
			const terminal = await screens['profile']!(tenant, {
				home,
				command: withinShell,
				env: breaking(fault),
			});
			process.kill(pidWithinShell(home), 'SIGUSR2');
			expect(await leftBehind(terminal, home)).toBe(70);
			expect(terminal.scrollback().replaceAll('\n', '')).toContain('Something went wrong inside');
			expectNoSecrets(['sentinel-in-an-error'], terminal.bytes(), terminal.scrollback());
		},
	);

	test('without network or store is the same one sentence and nothing else', async () => {
		const running = start(['api', 'users/me', '-X', 'POST', '--input', '-'], {
			home: await signedInHome(await practiceTenant()),
			env: breaking('exception'),
		});
		// More than a pipe holds, so that it is reading when all is gone.
		running.write('x'.repeat(2_000_000));
		await eventually(() => running.unread).toBe(0);
		running.kill('SIGUSR2');
		const {code, stdout, stderr} = await running.exit();
		expect({code, stdout}).toEqual({code: 70, stdout: ''});
		expect(stderr).toMatch(sentence);
	});
});

describe('NODE_DEBUG', () => {
	const parts = [
		'http',
		'net',
		'tls,https,stream',
		'http,https,net,tls,stream,http2,undici,child_process',
		'HTTP,N*T',
		'*',
		'child_process',
	];

	test.each(parts)('=%s prints no token, no secret and no environment', async debug => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const env = {
			NODE_DEBUG: debug,
			ANAPLAN_CLIENT_SECRET: tenant.clients.authorizationCode.clientSecret,
		};
		const secrets = storedSecrets(home);
		for (const words of [['whoami'], ['refresh'], ['exec', '--', 'true'], ['logout']]) {
			const {code, stderr, stdout} = await run(words, {home, env});
			secrets.push(...storedSecrets(home));
			expect(code, stderr).toBe(0);
			expectNoSecrets(secrets, stdout, stderr);
			expect(stderr).toContain('anaplan-tui: NODE_DEBUG has no effect here');
			expect(stderr).not.toMatch(/authorization|ANAPLAN_/i);
		}
	});

	test('is left to the command that exec runs', async () => {
		const home = await signedInHome(await practiceTenant());
		const {stdout} = await run(['exec', '--', 'sh', '-c', 'echo "$NODE_DEBUG"'], {
			home,
			env: {NODE_DEBUG: 'http'},
		});
		expect(stdout).toBe('http\n');
	});

	test('really would print them: bare Node does', async () => {
		const {stderr} = await run(
			[
				'-e',
				`require('node:http').get({port: 9, host: '127.0.0.1', headers: {authorization: 'sentinel-of-a-token'}}).on('error', () => {})`,
			],
			{command: [process.execPath], env: {NODE_DEBUG: 'net'}},
		);
		expect(stderr).toContain('sentinel-of-a-token');
	});

	test('changes no screen', async () => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const terminal = await screens['profile']!(tenant, {
			home,
			command: withinShell,
			env: {NODE_DEBUG: 'http,net,stream'},
		});
		terminal.press('r');
		await terminal.waitFor('Refreshed.');
		terminal.press('q');
		expect(await leftBehind(terminal, home)).toBe(0);
		expectNoSecrets(storedSecrets(home), terminal.bytes());
		expect(terminal.bytes()).not.toMatch(/HTTP \d+:|NET \d+:|STREAM \d+:/);
	});
});
