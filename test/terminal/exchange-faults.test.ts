import {renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import type {Scenario} from '../../source/practice/scenario.ts';
import {practiceTenant} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {
	atCallback,
	atExchange,
	codesSent,
	credentialsIn,
	expectDiscreet,
	folderOf,
	linkOf,
	sentence,
	shown,
} from './sign-in.ts';
import {wireTo} from './wire.ts';

const impatient = {
	NODE_OPTIONS: `--import ${pathToFileURL(path.join(import.meta.dirname, 'fixtures/impatient.js')).href}`,
};

type Fault = readonly [scenario: Scenario, said: string, next: string];

const faults: readonly Fault[] = [
	[
		{endpoint: 'token', name: 'serverError'},
		'Anaplan has an error of its own.',
		'Try again later.',
	],
	[
		{endpoint: 'token', name: 'serverError', status: 502, as: 'html'},
		'answered 502',
		'Try again later.',
	],
	[{endpoint: 'token', name: 'html'}, 'answered 200 with an HTML page.', 'Check the region'],
	[
		{endpoint: 'token', name: 'htmlForbidden'},
		'A firewall answered instead of Anaplan',
		'Try from another network',
	],
	[{endpoint: 'token', name: 'empty'}, 'answered 200 with nothing.', 'Check the region'],
	[
		{endpoint: 'token', name: 'truncated'},
		'broke before the reply was complete.',
		'Try again in a moment.',
	],
	[
		{endpoint: 'token', name: 'wrongTypes'},
		'is missing or not what Anaplan sends.',
		'Check the region',
	],
	[{endpoint: 'token', name: 'huge'}, 'more than Anaplan would.', 'Check the region'],
	[
		{endpoint: 'token', name: 'cut'},
		'broke before the reply was complete.',
		'Try again in a moment.',
	],
	[
		{endpoint: 'token', name: 'cut', processed: true},
		'broke before the reply was complete.',
		'Try again in a moment.',
	],
	[{endpoint: 'token', name: 'hang'}, 'did not answer in time', 'Try again in a moment.'],
	[{endpoint: 'token', name: 'slowBody'}, 'did not answer in time', 'Try again in a moment.'],
];

test.each(faults.map(fault => [named(fault[0]), ...fault] as const))(
	'“%s” at the exchange is told in its own words, and r begins anew without sending the code again.',
	async (_name, scenario, said, next) => {
		const tenant = await practiceTenant({scenarios: [scenario]});
		const home = tempHome();
		const isEndless = scenario.name === 'hang' || scenario.name === 'slowBody';
		const {terminal, address} = await atExchange(tenant, {
			home,
			...(isEndless && {env: impatient}),
		});
		await terminal.waitFor(shown.signInFailed);
		const screen = await terminal.waitFor(sentence(said));
		expect(screen).toMatch(/Likely cause: \S/);
		expect(screen).toMatch(sentence(`Next step: ${next}`));
		expect(screen).toContain('r new sign-in');
		expect(codesSent(tenant)).toBe(1);
		expect(credentialsIn(home)).not.toContain('accessToken');

		tenant.clearScenarios();
		terminal.press('r');
		await terminal.waitFor(shown.authorize);
		const second = await signInAsPerson(linkOf(terminal));
		await terminal.paste(second);
		await terminal.waitFor(shown.profile);
		expect(codesSent(tenant)).toBe(2);
		expectDiscreet(terminal, {tenant, home, addresses: [address, second]});
		expect(tenant.violations).toEqual([]);
	},
);

test('Esc after a failed exchange leads to Setup, where the client is still filled in.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'token', name: 'cut'}]});
	const {terminal} = await atExchange(tenant);
	await terminal.waitFor(shown.signInFailed);
	terminal.press('esc');
	const setup = await terminal.waitFor(shown.setup);
	expect(setup).toContain(tenant.clients.authorizationCode.clientId);
	expect(codesSent(tenant)).toBe(1);
});

test('A code whose request never left is sent again by r, and then works.', async () => {
	const tenant = await practiceTenant();
	const wire = await wireTo(tenant);
	const home = tempHome();
	const {terminal, address} = await atCallback(tenant, {home, env: wire.env});
	await terminal.paste(address);
	await terminal.waitFor(shown.accepted);
	await wire.cut();
	terminal.press('enter');
	await terminal.waitFor(sentence('could not be reached: nothing answers there'));
	expect(terminal.screen()).toContain('r send again');
	expect(codesSent(tenant)).toBe(0);
	await wire.mend();
	terminal.press('r');
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(tenant.violations).toEqual([]);
});

test('A slow exchange shows that the code is under way, and ends on Profile.', async () => {
	const tenant = await practiceTenant({
		scenarios: [{endpoint: 'token', name: 'slow', delayMs: 2500}],
	});
	const {terminal} = await atExchange(tenant);
	const screen = await terminal.waitFor(shown.exchange);
	expect(screen).toContain('tokens stored');
	terminal.press('esc');
	await terminal.waitFor(shown.profile);
	expect(tenant.violations).toEqual([]);
});

test('A wrong client secret is told as such.', async () => {
	const tenant = await practiceTenant();
	const {terminal} = await atExchange(tenant, {
		env: {ANAPLAN_CLIENT_SECRET: 'practice-secret-that-is-wrong'},
	});
	await terminal.waitFor(
		sentence('Anaplan does not know this OAuth client, or the secret is wrong.'),
	);
	terminal.press('esc');
	await terminal.waitFor(shown.setup);
	expectDiscreet(terminal, {tenant});
});

test('A code that has grown too old is told as such.', async () => {
	const tenant = await practiceTenant({authorizationCodeLifetimeS: 0});
	const {terminal} = await atExchange(tenant);
	await terminal.waitFor(sentence('Anaplan did not accept the authorization code.'));
	await terminal.waitFor(sentence('Authorization code has expired'));
	expect(codesSent(tenant)).toBe(1);
});

test('A store that became read-only keeps the tokens in memory until they can be stored.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const {terminal, address} = await atCallback(tenant, {home});
	await terminal.paste(address);
	await terminal.waitFor(shown.accepted);
	// A file in its place makes the folder unusable even to root.
	renameSync(folderOf(home), `${folderOf(home)}-away`);
	writeFileSync(folderOf(home), '');
	terminal.press('enter');
	await terminal.waitFor('tokens not stored');
	await terminal.waitFor(sentence('leaving now loses this sign-in'));
	expect(terminal.screen()).toContain('r store again');
	rmSync(folderOf(home));
	renameSync(`${folderOf(home)}-away`, folderOf(home));
	terminal.press('r');
	await terminal.waitFor(shown.profile);
	expect(credentialsIn(home)).toContain('practice-refresh-');
	expect(codesSent(tenant)).toBe(1);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(tenant.violations).toEqual([]);
});

function named(scenario: Scenario): string {
	const {name} = scenario;
	const details = [
		'status' in scenario ? scenario.status : '',
		'processed' in scenario ? 'after the work was done' : '',
	].filter(Boolean);
	return [name, ...details].join(', ');
}

test('A code that came with one request too many is sent again, by itself after a short wait, and by r after a long one.', async () => {
	for (const [retryAfterS, said] of [
		[2, 'Anaplan is busy; trying again in 2 s …'],
		[90, 'Next step: Wait 1 min 30 s and try again.'],
	] as const) {
		const tenant = await practiceTenant({
			scenarios: [{endpoint: 'token', name: 'rateLimited', retryAfterS, times: 1}],
		});
		const home = tempHome();
		const {terminal, address} = await atExchange(tenant, {home});
		await terminal.waitFor(sentence(said));
		if (retryAfterS === 90) {
			expect(terminal.screen()).toContain('r send again');
			terminal.press('r');
		}

		await terminal.waitFor(shown.profile);
		expect(codesSent(tenant)).toBe(2);
		expectDiscreet(terminal, {tenant, home, addresses: [address]});
		expect(tenant.violations).toEqual([]);
	}
});
