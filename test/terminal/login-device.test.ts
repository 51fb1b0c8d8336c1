import {expect, test} from 'vitest';
import {approveDevice, signInAsPerson} from '../../source/practice/person.ts';
import {type Running, run, start} from '../helpers/run.ts';
import {hostVariables, practiceTenant, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {deviceEnvironment, pollsOf} from './device.ts';
import {
	credentialsIn,
	expectNoMarks,
	leftBehind,
	pidWithinShell,
	settingsIn,
	until,
	withinShell,
} from './sign-in.ts';

const quick = {deviceIntervalS: 0.2};
const signedIn = 'Signed in as pat.practice@example.com\n';
const codeAndAddress = /^Code: ([A-Z]{4}-[A-Z]{4})\n(http\S+)\n$/;

const addressOf = async (running: Running): Promise<string> =>
	codeAndAddress.exec(await running.waitFor(codeAndAddress))?.[2] ?? '';

test.each([
	['--device --plain', ['login', '--device', '--plain']],
	['--device without a terminal', ['login', '--device']],
])(
	'login %s prints the code and the address, waits, and says who is signed in.',
	async (_how, words) => {
		const tenant = await practiceTenant(quick);
		const home = tempHome();
		const running = start(words, {home, env: deviceEnvironment(tenant)});
		// Nothing is read: that the input ends cancels nothing.
		running.end();
		const address = await addressOf(running);
		const shownBefore = running.stdout;
		await approveDevice(address);
		const {code, stdout, stderr} = await running.exit();
		expect({code, stdout}).toEqual({code: 0, stdout: `${shownBefore}${signedIn}`});
		expect(stderr).toContain('check that the page shows this code');
		expect(stderr).toMatch(/Waiting; the code is valid for 1[45] min/);
		expectNoMarks(stdout, stderr);
		expect(stdout + stderr).not.toContain('practice-device-');
		expect(credentialsIn(home)).toContain('practice-refresh-');
		expect(credentialsIn(home)).not.toContain('clientSecret');

		const env = hostVariables(tenant);
		expect(await run(['refresh'], {home, env})).toMatchObject({code: 0});
		// The stored client says which grant; no option is needed.
		const later = start(['login', '--plain'], {home, env});
		await approveDevice(await addressOf(later));
		expect(await later.exit()).toMatchObject({code: 0});
		expect(tenant.violations).toEqual([]);
	},
);

test('Denied, it says so and ends with 1.', async () => {
	const tenant = await practiceTenant(quick);
	const home = tempHome();
	const running = start(['login', '--device', '--plain'], {home, env: deviceEnvironment(tenant)});
	await approveDevice(await addressOf(running), {decision: 'deny'});
	const {code, stdout, stderr} = await running.exit();
	expect(code).toBe(1);
	expect(stderr).toContain('Anaplan refused access.');
	expect(stdout).toMatch(codeAndAddress);
	expect(credentialsIn(home)).not.toContain('accessToken');
	expect(tenant.violations).toEqual([]);
});

test('Expired, it says so and ends with 1.', async () => {
	const tenant = await practiceTenant({...quick, deviceCodeLifetimeS: 4});
	const running = start(['login', '--device', '--plain'], {env: deviceEnvironment(tenant)});
	const {code, stderr} = await running.exit();
	expect(code).toBe(1);
	expect(stderr).toContain('The device code has expired.');
	expect(pollsOf(tenant).length).toBeGreaterThan(0);
	expect(tenant.violations).toEqual([]);
});

test('A network that is cut in between is told once and survived.', async () => {
	const tenant = await practiceTenant(quick);
	const running = start(['login', '--device', '--plain'], {env: deviceEnvironment(tenant)});
	const address = await addressOf(running);
	tenant.setScenario({endpoint: 'token', name: 'cut'});
	const before = pollsOf(tenant).length;
	await until(() => pollsOf(tenant).length >= before + 3);
	tenant.clearScenarios();
	await approveDevice(address);
	const {code, stdout, stderr} = await running.exit();
	expect(code).toBe(0);
	expect(stdout).toContain(signedIn);
	expect(stderr.match(/Asking goes on while the code is valid/g)).toHaveLength(1);
	expect(tenant.violations).toEqual([]);
});

test('Ctrl+C ends it with 130, and nothing is asked any more.', async () => {
	const tenant = await practiceTenant(quick);
	const home = tempHome();
	const terminal = openTerminal(['login', '--device', '--plain'], {
		home,
		command: withinShell,
		env: deviceEnvironment(tenant),
	});
	await terminal.waitFor('Waiting; the code is valid');
	await until(() => pollsOf(tenant).length > 0);
	process.kill(pidWithinShell(home), 'SIGINT');
	expect(await leftBehind(terminal, home)).toBe(130);
	expect(tenant.violations).toEqual([]);
});

test('Without a client it is wrong usage, and says what to set.', async () => {
	const result = await run(['login', '--device', '--plain']);
	expect(result).toMatchObject({code: 2, stdout: ''});
	expect(result.stderr).toContain('The client ID is missing.');
	expect(result.stderr).toContain('Set ANAPLAN_CLIENT_ID to a client of type Device grant');
	expect(result.stderr).not.toContain('SECRET');
});

test('A client of the other grant is refused with 1 before anything is shown.', async () => {
	const tenant = await practiceTenant(quick);
	const result = await run(['login', '--device', '--plain'], {env: tenantVariables(tenant)});
	expect(result).toMatchObject({code: 1, stdout: ''});
	expect(result.stderr).toContain('its type is not Device grant');
	expect(pollsOf(tenant)).toEqual([]);
});

test('Signing in with a client of the other grant afterwards leaves nothing of the first.', async () => {
	const tenant = await practiceTenant(quick);
	const home = tempHome();
	const running = start(['login', '--device', '--plain'], {home, env: deviceEnvironment(tenant)});
	await approveDevice(await addressOf(running));
	expect(await running.exit()).toMatchObject({code: 0});
	const other = start(['login', '--plain'], {home, env: tenantVariables(tenant)});
	const url = (await other.waitFor(/^http\S+\n$/)).trim();
	other.write(`${await signInAsPerson(url)}\n`);
	expect(await other.exit()).toMatchObject({code: 0});
	expect(credentialsIn(home)).not.toContain('device_code');
	expect(settingsIn(home)).toContain('authorization_code');
	expect(await run(['refresh'], {home, env: hostVariables(tenant)})).toMatchObject({code: 0});
	expect(tenant.violations).toEqual([]);
});
