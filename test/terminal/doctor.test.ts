import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run} from '../helpers/run.ts';
import {practiceTenant, signedInHome, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';

type Report = {readonly findings: ReadonlyArray<{readonly name: string; readonly verdict: string}>};

const report = (stdout: string): Map<string, string> =>
	new Map((JSON.parse(stdout) as Report).findings.map(({name, verdict}) => [name, verdict]));

test('doctor touches no network, finds no problem in a new store, and ends with 0.', async () => {
	const tenant = await practiceTenant();
	const {code, stdout, stderr} = await run(['doctor'], {env: tenantVariables(tenant)});
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	expect(stdout).toMatch(/✓ ok {7}Store/);
	expect(stdout).toMatch(/✓ ok {7}Permissions/);
	expect(stdout).toMatch(/✓ ok {7}Clock {17}It is .+ --online compares/);
	expect(stdout).toContain('ANAPLAN_CLIENT_SECRET');
	expectNoSecrets([tenant.clients.authorizationCode.clientSecret], stdout);
	expect(tenant.requests).toEqual([]);
});

test('doctor --online reaches the three hosts and compares the clocks.', async () => {
	const tenant = await practiceTenant({clockOffsetMs: -61 * 60_000});
	const home = await signedInHome(tenant);
	const {code, stdout} = await run(['doctor', '--online', '--json'], {home});
	expect(code).toBe(1);
	const verdicts = report(stdout);
	expect(verdicts.get('OAuth host')).toBe('ok');
	expect(verdicts.get('API host')).toBe('ok');
	expect(verdicts.get('Clock')).toBe('problem');
	expect(tenant.violations.filter(({rule}) => rule.includes('token'))).toEqual([]);
});

test('doctor --online names a host that cannot be reached.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	await tenant.close();
	const {code, stdout} = await run(['doctor', '--online'], {home});
	expect(code).toBe(1);
	expect(stdout).toMatch(/✗ problem {2}OAuth host .*could not be reached/);
});

test('doctor says what is wrong with the store, a proxy and the extra certificates.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const credentials = path.join(home, 'anaplan-tui', 'credentials.json');
	writeFileSync(credentials, '{"version": 1, "prof');
	const pem = path.join(tempHome(), 'ca.pem');
	writeFileSync(pem, 'nothing');
	const {code, stdout} = await run(['doctor', '--json'], {
		home,
		env: {HTTPS_PROXY: 'http://pat:sentinel-password@proxy.example/path', NODE_EXTRA_CA_CERTS: pem},
	});
	expect(code).toBe(1);
	const verdicts = report(stdout);
	for (const name of ['Store', 'Proxy', 'Certificates']) {
		expect([name, verdicts.get(name)]).toEqual([name, 'problem']);
	}

	expectNoSecrets(['sentinel-password'], stdout);
});

test('doctor names a proxy without its user and password.', async () => {
	const {stdout} = await run(['doctor'], {
		env: {HTTPS_PROXY: 'http://pat:sentinel-password@proxy.example:8080'},
	});
	expect(stdout).toContain('HTTPS_PROXY=proxy.example:8080');
	expectNoSecrets(['sentinel-password'], stdout);
});

test('Rights that were too wide are taken away at the start, with a notice.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	chmodSync(path.join(home, 'anaplan-tui', 'credentials.json'), 0o644);
	const {code, stderr, stdout} = await run(['token'], {home});
	expect(code).toBe(0);
	expect(stdout).not.toBe('');
	expect(stderr).toContain('0644');
	expect((await run(['token'], {home})).stderr).toBe('');
});

test('doctor of a profile that is not stored says so, and how to sign in to that one.', async () => {
	const home = await signedInHome(await practiceTenant());
	const {stdout} = await run(['doctor', '--profile', 'nope'], {home});
	expect(stdout).toMatch(/! notice {3}Profile {15}“nope”, as --profile says, is not stored\./);
	expect(stdout).toContain('Sign in: anaplan-tui login --profile nope\n');
});

test.each([40, 80])(
	'In a terminal of %i columns doctor breaks its lines between words.',
	async columns => {
		const terminal = openTerminal(['doctor'], {columns, rows: 60});
		await terminal.exit();
		expect(terminal.screen().replaceAll(/\s+/g, ' ')).toContain(
			'--online compares that with Anaplan’s clock.',
		);
		for (const line of terminal.screen().split('\n')) {
			expect(line.length).toBeLessThan(columns + 1);
		}
	},
);

test.each(['bogus', '99999', '0', '-1', '80.5'])(
	'ANAPLAN_TUI_PORT=%s is wrong usage for a sign-in, and told by doctor.',
	async value => {
		const env = {...tenantVariables(await practiceTenant()), ANAPLAN_TUI_PORT: value};
		const signIn = await run(['login', '--plain'], {env, input: ''});
		expect(signIn).toMatchObject({code: 2, stdout: ''});
		expect(signIn.stderr).toContain(`ANAPLAN_TUI_PORT is “${value}”, which is no port.`);
		const {code, stdout} = await run(['doctor'], {env});
		expect(code).toBe(1);
		expect(stdout).toContain(`ANAPLAN_TUI_PORT is “${value}”`);
	},
);

test('The screens do not open with a port that is none.', async () => {
	const terminal = openTerminal([], {env: {ANAPLAN_TUI_PORT: 'bogus'}});
	expect((await terminal.exit()).exitCode).toBe(2);
	expect(terminal.screen()).toContain('ANAPLAN_TUI_PORT is “bogus”');
});
