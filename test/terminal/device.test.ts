import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {approveDevice} from '../../source/practice/person.ts';
import {heldReply} from '../helpers/held-reply.ts';
import {run} from '../helpers/run.ts';
import {hostVariables, practiceTenant, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {approve, atDevice, deviceEnvironment, pollsOf} from './device.ts';
import {
	credentialsIn,
	expectDiscreet,
	expectNoMarks,
	expectSane,
	linkOf,
	sentence,
	settingsIn,
	shown,
	until,
} from './sign-in.ts';

const quick = {deviceIntervalS: 0.2};

test('A sign-in is approved on another device, stored without a secret, and refreshed without one.', async () => {
	const tenant = await practiceTenant(quick);
	const home = tempHome();
	const terminal = await atDevice(tenant, {home});
	const link = linkOf(terminal);
	const [, userCode = ''] = /user_code=([\w-]+)/.exec(link) ?? [];
	expect(terminal.screen()).toContain(` ${userCode} `);
	expect(await approveDevice(link)).toMatch(/congratulations/i);
	const profile = await terminal.waitFor(shown.profile);
	expect(profile).toMatch(/Refresh token +yes/);
	terminal.press('r');
	await terminal.waitFor('Refreshed.');
	terminal.press('q');
	expect(await terminal.exit()).toEqual({exitCode: 0, signal: undefined});
	expectSane(terminal);
	expectDiscreet(terminal, {tenant, home});
	expectNoMarks(terminal.bytes().replaceAll(/practice-device-/g, 'practice-secret-'));

	expect(JSON.parse(settingsIn(home))).toMatchObject({
		profiles: {default: {grant: 'device_code', clientId: tenant.clients.device.clientId}},
	});
	expect(settingsIn(home)).not.toContain('redirectUri');
	expect(credentialsIn(home)).not.toContain('clientSecret');
	const env = hostVariables(tenant);
	expect(await run(['refresh'], {home, env})).toMatchObject({code: 0});
	expect(await run(['token'], {home, env})).toMatchObject({code: 0, stderr: ''});
	const status = await run(['status', '--json'], {home, env});
	expect(JSON.parse(status.stdout)).toMatchObject({
		profiles: [{grant: 'device_code', state: 'signedIn'}],
	});
	expect(await run(['logout'], {home, env})).toMatchObject({code: 0});
	expect(tenant.counters).toMatchObject({signIns: 1, refreshes: 2, logouts: 1});
	expect(tenant.violations).toEqual([]);
});

test('A sign-in that is denied ends with the reason, and r begins a new one that can be approved.', async () => {
	const tenant = await practiceTenant(quick);
	const terminal = await atDevice(tenant);
	const first = linkOf(terminal);
	await approveDevice(first, {decision: 'deny'});
	await terminal.waitFor('Anaplan refused access.');
	const polls = pollsOf(tenant).length;
	terminal.press('r');
	await terminal.waitFor(/The code is valid/);
	expect(pollsOf(tenant).length).toBe(polls);
	expect(linkOf(terminal)).not.toBe(first);
	await approveDevice(linkOf(terminal));
	await terminal.waitFor(shown.profile);
	expect(tenant.violations).toEqual([]);
});

test('A code that nobody approves expires in words, and is not asked for any more.', async () => {
	// Long enough for the code to be seen before that.
	const tenant = await practiceTenant({...quick, deviceCodeLifetimeS: 8});
	const terminal = await atDevice(tenant);
	await terminal.waitFor('The device code has expired.');
	const polls = pollsOf(tenant).length;
	expect(polls).toBeGreaterThan(0);
	// Time for seven polls more. A busy computer could hide one here, but not make one up.
	await sleep(1500);
	expect(pollsOf(tenant).length).toBe(polls);
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
	expect(tenant.violations).toEqual([]);
});

test('Told to slow down, it waits 5 seconds longer from then on.', async () => {
	const tenant = await practiceTenant(quick);
	const terminal = await atDevice(tenant);
	await until(() => pollsOf(tenant).length > 0);
	// To the tenant the next poll comes too early.
	tenant.advanceClock(-60_000);
	await until(() => pollsOf(tenant).at(-1)?.status === 429);
	await terminal.waitFor(/\bin [2-5] s\./);
	const before = pollsOf(tenant).length;
	tenant.advanceClock(60_000);
	await approveDevice(linkOf(terminal));
	await terminal.waitFor(shown.profile);
	expect(pollsOf(tenant).length).toBe(before + 1);
	const [tooEarly, last] = pollsOf(tenant).slice(-2);
	expect(last!.at - tooEarly!.at).toBeGreaterThanOrEqual(60_000 + 5000);
	expect(tenant.violations).toMatchObject([{rule: 'polled too fast'}]);
});

test('A network that is cut in between, and a server that is ill, are survived and told.', async () => {
	const tenant = await practiceTenant(quick);
	// Too narrow for a QR code beside the words.
	const terminal = await atDevice(tenant, {columns: 60});
	await until(() => pollsOf(tenant).length > 0);
	for (const [scenario, words] of [
		[{name: 'cut'}, 'broke before the reply was complete'],
		[{name: 'serverError', as: 'html'}, 'error of its own'],
		[{name: 'rateLimited', retryAfterS: 2}, 'slow down'],
	] as const) {
		tenant.setScenario({endpoint: 'token', ...scenario});
		await terminal.waitFor(sentence(words));
		await terminal.waitFor(sentence('Asking goes on while'));
	}

	tenant.clearScenarios();
	await approveDevice(linkOf(terminal));
	await terminal.waitFor(shown.profile);
	expect(tenant.violations).toEqual([]);
});

test('Esc stops the asking at once, also while an answer is under way; Enter begins anew.', async () => {
	const tenant = await practiceTenant(quick);
	const home = tempHome();
	const terminal = await atDevice(tenant, {home});
	await until(() => pollsOf(tenant).length > 0);
	const {scenario, letGo} = heldReply('token');
	tenant.setScenario(scenario);
	const asked = pollsOf(tenant).length;
	await until(() => pollsOf(tenant).length > asked);
	await approveDevice(linkOf(terminal));
	terminal.press('esc');
	await terminal.waitFor('Client ID');
	const polls = pollsOf(tenant).length;
	letGo();
	// Until after the answer, which must change nothing, and the next poll.
	await sleep(1500);
	expect(pollsOf(tenant).length).toBe(polls);
	expect(terminal.screen()).toContain('Client ID');
	expect(credentialsIn(home)).not.toContain('accessToken');
	terminal.press('enter');
	await terminal.waitFor(/The code is valid/);
	await approveDevice(linkOf(terminal));
	await terminal.waitFor(shown.profile);
	expect(tenant.violations).toEqual([]);
});

test('Ctrl+C leaves while an answer is under way, with 130 and the terminal as it was.', async () => {
	const tenant = await practiceTenant(quick);
	tenant.setScenario({endpoint: 'token', name: 'hang'});
	const terminal = await atDevice(tenant);
	await until(() => pollsOf(tenant).length > 0);
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
	expectSane(terminal);
	expect(pollsOf(tenant).length).toBe(1);
});

test('Without a client, login --device opens Setup with the device grant chosen; what is typed signs in.', async () => {
	const tenant = await practiceTenant(quick);
	const home = tempHome();
	const env = hostVariables(tenant);
	const terminal = openTerminal(['login', '--device'], {home, env});
	await terminal.waitFor(/Grant +Device/);
	expect(terminal.screen()).not.toContain('Client secret');
	await terminal.paste(tenant.clients.device.clientId);
	await terminal.waitFor(tenant.clients.device.clientId);
	terminal.press('enter');
	await terminal.waitFor(/The code is valid/);
	terminal.press('ctrl+c');
	await terminal.exit();

	// The client is kept, so that neither the option nor the variable is needed again.
	const again = openTerminal(['login'], {home, env});
	await again.waitFor(/The code is valid/);
	await approveDevice(linkOf(again));
	await again.waitFor(shown.profile);
	expect(tenant.violations).toEqual([]);
});

test('A client of the other grant is refused on Setup with words that say so.', async () => {
	const tenant = await practiceTenant(quick);
	const terminal = openTerminal(['login', '--device'], {env: tenantVariables(tenant)});
	await terminal.waitFor(sentence('Anaplan does not let this OAuth client do this.'));
	await terminal.waitFor(sentence('its type is not Device grant'));
	expect(pollsOf(tenant)).toEqual([]);
});

test('At 40×12 the code is there, and c copies the address with the code in it.', async () => {
	const tenant = await practiceTenant(quick);
	const terminal = await atDevice(tenant, {
		columns: 40,
		rows: 12,
		env: deviceEnvironment(tenant),
	});
	expect(terminal.screen()).not.toContain(approve);
	expect(terminal.screen()).toMatch(/ [A-Z]{4}-[A-Z]{4}/);
	terminal.press('c');
	await until(() => terminal.clipboard().length > 0);
	expect(terminal.clipboard()).toEqual([linkOf(terminal)]);
	await terminal.waitFor(sentence('terminal’s clipboard'));
});
