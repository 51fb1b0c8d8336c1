import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {storedSession} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {
	atExchange,
	atOnce,
	atProfile,
	credentialsIn,
	expectDiscreet,
	linkOf,
	sentence,
	settingsIn,
	shown,
	storedTokens,
	until,
} from './sign-in.ts';

test('A refresh token that was revoked ends the sign-in; the settings are kept, and Enter signs in again.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atProfile(tenant, {home});
	await until(() => settingsIn(home).includes('pat.practice@example.com'));
	const settings = settingsIn(home);
	tenant.revokeRefreshTokens();
	terminal.press('r');
	await terminal.waitFor('Your sign-in has ended.');
	await terminal.waitFor(sentence('no longer accepted'));
	expect(terminal.screen()).toContain('Enter sign in');
	expect(settingsIn(home)).toBe(settings);

	const again = openTerminal([], {home});
	await again.waitFor('Your sign-in has ended.');
	again.press('ctrl+c');

	terminal.press('enter');
	await terminal.waitFor(shown.authorize);
	const address = await signInAsPerson(linkOf(terminal));
	await terminal.paste(address);
	await terminal.waitFor(/Refresh token +yes/);
	await terminal.waitFor('Pat Practice');
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(tenant.counters.signIns).toBe(2);
	expect(tenant.violations).toEqual([]);
});

test('Without a network refresh and validate say so, and logging out offers to forget here alone.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atProfile(tenant, {home, rows: 40});
	const stored = storedTokens(home);
	await tenant.close();
	terminal.press('r');
	await terminal.waitFor(/✗ 127\.0\.0\.1:\d+ could not be reached/);
	terminal.press('v');
	await terminal.waitFor(/(✗ 127\.0\.0\.1:\d+ could not be reached[^✗]*){2}/);
	terminal.press('l');
	await terminal.waitFor('f forget on this computer only');
	terminal.press('esc');
	await terminal.waitFor('r refresh');
	expect(storedTokens(home)).toEqual(stored);

	terminal.press('l');
	await terminal.waitFor('f forget on this computer only');
	terminal.press('f');
	await terminal.waitFor(sentence('Signed out on this computer only'));
	expect(credentialsIn(home)).not.toMatch(/practice-(access|refresh)-/);
	expect(settingsIn(home)).toContain(tenant.clients.authorizationCode.clientId);
	expectDiscreet(terminal, {tenant, home});
});

test.each([
	['serverError', 'Anaplan has an error of its own'],
	['html', 'answered 200 with an HTML page'],
	['htmlForbidden', 'A firewall answered instead of Anaplan'],
	['rateLimited', 'Anaplan asks to slow down'],
	['cut', 'broke before the reply was complete'],
] as const)(
	'“%s” at refresh, validation and the profile is told on Profile, and nothing stored is lost.',
	async (name, said) => {
		const tenant = await practiceTenant({scenarios: [{endpoint: 'users/me', name}]});
		const home = tempHome();
		await signedInHome(tenant, {home});
		const terminal = openTerminal([], {home, rows: 40});
		await terminal.waitFor(sentence('The profile is not available.'));
		await terminal.waitFor(sentence(said));
		tenant.setScenario({endpoint: 'all', name});
		terminal.press('v');
		await terminal.waitFor(screen => count(screen, sentence(said)) === 2);
		const before = storedTokens(home);
		terminal.press('r');
		await terminal.waitFor(screen => count(screen, sentence(said)) === 3);
		expect(storedTokens(home)).toEqual(before);

		tenant.clearScenarios();
		terminal.press('r');
		await terminal.waitFor(/✓ Refreshed\./);
		await terminal.waitFor('Pat Practice');
		expectDiscreet(terminal, {tenant, home});
		expect(tenant.violations).toEqual([]);
	},
);

test('A validation whose every value has a wrong type is told, and changes nothing.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'validate', name: 'wrongTypes'}]});
	const home = tempHome();
	const terminal = await atProfile(tenant, {home});
	const before = storedTokens(home);
	terminal.press('v');
	await terminal.waitFor(sentence('missing or not what Anaplan sends'));
	expect(storedTokens(home)).toEqual(before);
	expectDiscreet(terminal, {tenant, home});
});

test('Where Anaplan is busy, Profile says that it asks again, and does; leaving waits for nothing.', async () => {
	const tenant = await practiceTenant({
		scenarios: [{endpoint: 'users/me', name: 'rateLimited', retryAfterS: 3, times: 1}],
	});
	const home = await signedInHome(tenant);
	const terminal = openTerminal([], {home});
	await terminal.waitFor('Anaplan is busy; trying again in 3 s …');
	await terminal.waitFor('Pat Practice');

	tenant.setScenario({endpoint: 'validate', name: 'rateLimited', retryAfterS: 50});
	terminal.press('v');
	await terminal.waitFor('Anaplan is busy; trying again in 50 s …');
	terminal.press('ctrl+c');
	expect(await terminal.exit(atOnce)).toMatchObject({exitCode: 130});
	expect(tenant.violations).toEqual([]);
});

test('Automatic refresh works by itself when a tenth of the lifetime is left.', async () => {
	const tenant = await practiceTenant();
	// Of 2100 s, so that the screens have some seconds to open.
	const home = await signedInHome(tenant, {leftS: 222});
	const {expiresAt, accessToken} = storedSession(home);
	const terminal = openTerminal([], {home});
	await terminal.waitFor(shown.profile);
	const after = await terminal.waitFor('Refreshed.');
	expect(after).toMatch(/ 3[45] min \d+ s left/);
	expect(tenant.counters.refreshes).toBe(1);
	const [asked] = tenant.requests.filter(({grantType}) => grantType === 'refresh_token');
	// However late on a busy computer, but not early.
	expect(Date.parse(expiresAt) - asked!.at).toBeLessThanOrEqual(210_000);
	expect(storedSession(home).accessToken).not.toBe(accessToken);
	expectDiscreet(terminal, {tenant, home});
	expect(tenant.violations).toEqual([]);
});

test('With automatic refresh off the time runs out, and Profile says that the token has expired; r still refreshes.', async () => {
	const tenant = await practiceTenant({accessTokenLifetimeS: 10});
	const home = tempHome();
	const {terminal} = await atExchange(tenant, {home});
	await terminal.waitFor('Pat Practice');
	terminal.press('a');
	await terminal.waitFor(/Auto-refresh +off/);
	// A refresh may have begun before it was off.
	await terminal.waitFor(screen => screen.includes(' expired') && !screen.includes('refreshing'));
	const refreshes = tenant.counters.refreshes;
	terminal.press('v');
	await terminal.waitFor(sentence('Anaplan does not accept the access token'));
	expect(tenant.counters.refreshes).toBe(refreshes);
	terminal.press('r');
	await terminal.waitFor('Refreshed.');
	expectDiscreet(terminal, {tenant, home});
	expect(tenant.violations).toEqual([]);
});

test('A sign-in whose access token ran out since last time is refreshed at the start.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atProfile(tenant, {home, leftS: -10});
	await terminal.waitFor('Pat Practice');
	await terminal.waitFor(/3[45] min/);
	expect(tenant.counters.refreshes).toBe(1);
	expectDiscreet(terminal, {tenant, home});
	expect(tenant.violations).toEqual([]);
});

test('Signed out in another window: this one says so, and a sign-in there is taken over here.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atProfile(tenant, {home});
	const other = openTerminal([], {home});
	await other.waitFor(shown.profile);
	other.press('r');
	await other.waitFor('Refreshed.');
	await terminal.waitFor('Another anaplan-tui refreshed; its tokens are used.');
	other.press('l');
	await other.waitFor('Signed out');
	await terminal.waitFor('You were signed out by another anaplan-tui.');
	expectDiscreet(terminal, {tenant, home});
	expect(tenant.violations).toEqual([]);
});

test('A sign-in without a refresh token says why there is none, and that it ends with the access token.', async () => {
	const tenant = await practiceTenant({
		scenarios: [{endpoint: 'token', name: 'noRefreshToken'}],
		accessTokenLifetimeS: 10,
	});
	const home = tempHome();
	const {terminal} = await atExchange(tenant, {home});
	await terminal.waitFor('Pat Practice');
	const screen = await terminal.waitFor(sentence('no: Anaplan sent none.'));
	expect(screen).not.toContain('✗');
	expect(screen).toContain('Enter sign in');
	expect(screen).not.toContain('Auto-refresh');
	await terminal.waitFor('The access token has expired. Press Enter to sign in again.');
	expectDiscreet(terminal, {tenant, home});
});

test('A scope that was granted in part is shown calmly, with what was dropped.', async () => {
	const tenant = await practiceTenant({
		scenarios: [{endpoint: 'token', name: 'narrowScope', scope: 'openid email'}],
	});
	const home = tempHome();
	const {terminal} = await atExchange(tenant, {home});
	await terminal.waitFor('Pat Practice');
	const screen = await terminal.waitFor(
		sentence('Anaplan granted less than was asked: offline_access was dropped.'),
	);
	expect(screen).toMatch(sentence('no: offline_access was not granted.'));
	expect(screen).not.toContain('✗');
	expectDiscreet(terminal, {tenant, home});
});

const count = (text: string, pattern: RegExp): number =>
	[...text.matchAll(new RegExp(pattern, 'g'))].length;
