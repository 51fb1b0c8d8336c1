import {expect, test} from 'vitest';
import {problem} from '../../source/core/problem.ts';
import {enterSignedIn} from '../../source/core/sign-in/enter-signed-in.ts';
import {hour, minute} from '../../source/core/time.ts';
import {after, sessionNamed, withoutRefreshToken} from '../helpers/samples.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {signedInState, states, user} from './states.ts';

test('the time left shrinks each second, and at zero the token has expired', async () => {
	const fake = fakeFlow(states['signedIn']);
	const screen = await openScreens(fake);
	await screen.until('35 min 0 s left');
	const full = screen.text().match(/█/g)?.length ?? 0;
	fake.pass();
	await screen.until('34 min 59 s left');
	fake.pass(20 * minute);
	await screen.until('14 min 59 s left');
	expect(screen.text().match(/█/g)?.length).toBeLessThan(full);
	fake.pass(20 * minute);
	await screen.until('expired');
	expect(screen.text()).not.toContain('█');
});

test('it shows who, what was granted, and what happened lately', async () => {
	const screen = await openScreens(fakeFlow(signedInState), {columns: 120, rows: 40});
	const text = screen.text();
	for (const words of [user.name, user.email, user.id, 'credentials.json', 'yes, since']) {
		expect(text).toContain(words);
	}

	expect(text).toContain('Anaplan granted less than was asked: profile was dropped.');
	expect(text.indexOf('✗ Anaplan did not answer in time.')).toBeLessThan(
		text.indexOf('✓ Refreshed.'),
	);
});

test('what happened last is told in the smallest window too', async () => {
	const text =
		'Nothing was replaced: this profile is still Pat Practice (pat.practice@example.com)’s.';
	const notice = {kind: 'done', text} as const;
	const happenings = [{at: after(1000), notice}, ...signedInState.happenings];
	const flow = fakeFlow({...signedInState, happenings});
	const screen = await openScreens(flow, {columns: 40, rows: 12});
	expect(screen.text().replace(/\s+/g, ' ')).toContain(text);
});

test('at 80×24 the footer says in words where the workspaces are', async () => {
	const screen = await openScreens(fakeFlow(signedInState), {columns: 80, rows: 24});
	expect(screen.footer()).toContain('  w workspaces  ');
	expect(screen.footer()).toContain('  ? help  ');
});

test('each key does what the footer says', async () => {
	const fake = fakeFlow(signedInState);
	const screen = await openScreens(fake, {columns: 170, rows: 40});
	expect(screen.footer()).toBe(
		'r refresh · v validate · c copy token · a auto-refresh off · w workspaces · s switch profile · t rotatable? · l log out · ? help · q quit · Ctrl+C leave',
	);
	await screen.press('c', 'a', 'r');
	expect(fake.effects.map(({type}) => type)).toEqual([
		'copyAccessToken',
		'saveAutoRefresh',
		'refresh',
	]);
	await screen.until('refreshing …');
	expect(screen.footer()).toContain('a auto-refresh on');
});

test('a paste presses no keys, marked or not', async () => {
	const fake = fakeFlow(signedInState);
	const screen = await openScreens(fake);
	await screen.paste('l');
	await screen.type('logout please');
	await screen.press('?');
	await screen.until('copy the access token');
	expect(fake.wishes).toEqual([]);
});

test('? lists every key also in the smallest window, and Esc closes the list', async () => {
	const fake = fakeFlow(signedInState);
	const screen = await openScreens(fake, {columns: 40, rows: 12});
	await screen.press('?');
	const text = await screen.until('copy the access token');
	for (const key of ['r', 'v', 'c', 'a', 'w', 's', 'l', '?', 'q', 'Ctrl+C']) {
		expect(text).toMatch(new RegExp(`^ ${key.replace(/[?+]/g, '\\$&')} +\\w`, 'm'));
	}

	await screen.press('esc');
	await screen.until('Access token');
	expect(fake.wishes).toEqual([]);
});

test('without a refresh token it says why, and Enter signs in again', async () => {
	const fake = fakeFlow({
		...signedInState,
		session: withoutRefreshToken(
			sessionNamed('one', {scope: 'openid email', requestedScope: 'openid email'}),
		),
	});
	const screen = await openScreens(fake);
	expect(screen.text().replaceAll(/\s+/g, ' ')).toContain(
		'no: offline_access was not asked for. Sign in again when the token expires.',
	);
	await screen.press('r', 'enter');
	expect(fake.effects.map(({type}) => type)).toEqual(['prepareSignIn']);
});

test('where a token has expired and is not refreshed by itself, nobody is said to be asked; r refreshes and asks', async () => {
	const {client, session} = signedInState;
	const at = after(36 * minute);
	const fake = fakeFlow(enterSignedIn({at, autoRefresh: false}, client, session)[0]);
	const screen = await openScreens(fake);
	expect(screen.text()).toContain('The profile is not available. The access token has expired');
	expect(screen.text()).not.toContain('being fetched');
	await screen.press('r');
	await screen.until('refreshing …');
	const refreshed = sessionNamed('two', {expiresAt: after(hour)});
	fake.dispatch({type: 'sessionRefreshed', signIn: 1, by: 'us', session: refreshed});
	await screen.until('The profile is being fetched …');
	fake.dispatch({type: 'userReceived', signIn: 1, user});
	await screen.until(user.email);
	expect(fake.effects.map(({type}) => type)).toEqual(['refresh', 'fetchUser', 'saveUser']);
});

test('a sign-in that has ended says so, and Enter begins a new one', async () => {
	const fake = fakeFlow({...signedInState, ended: problem('sign_in_ended')});
	const screen = await openScreens(fake);
	expect(screen.text()).toContain('✗ Your sign-in has ended.');
	await screen.press('enter');
	expect(fake.state().status).toBe('preparing');
});

test('when Anaplan cannot be reached to log out, forgetting is offered', async () => {
	const fake = fakeFlow(states['signedIn, offering to forget']);
	const screen = await openScreens(fake);
	expect(screen.footer()).toContain('f forget on this computer only');
	await screen.press('esc');
	await screen.until('Lately');
	expect(fake.effects).toEqual([]);

	const other = fakeFlow(states['signedIn, offering to forget']);
	await (await openScreens(other)).press('f');
	expect(other.effects.map(({type}) => type)).toEqual(['forget']);
});

test('text from a server cannot move the cursor or hide itself', async () => {
	const hostile = 'Eve\u001B[2J\u001B]0;title\u0007\u202E\r\nx';
	const screen = await openScreens(
		fakeFlow({...signedInState, user: {kind: 'known', user: {...user, name: hostile}}}),
	);
	expect(screen.text()).toContain('Eve [2J ]0;title x');
	expect(screen.written).not.toContain('\u202E');
	expect(screen.written).not.toContain('\u001B]0;');
});

test('t asks once whether refresh tokens are rotatable; an answer or a refresh ends the question', async () => {
	const fake = fakeFlow(signedInState);
	const screen = await openScreens(fake, {columns: 120, rows: 40});
	expect(screen.text()).toContain('Rotatable or not? Press t');
	await screen.press('t');
	await screen.until('OAuth Clients');
	expect(screen.footer()).toBe(
		'y rotatable · n non-rotatable · d don’t know · t close · Ctrl+C leave',
	);
	await screen.press('t');
	await screen.until(/refresh token/i, text => !text.includes('OAuth Clients'));
	await screen.press('t', 'n');
	await screen.until('yes (non-rotatable), since');
	expect(fake.effects).toEqual([{type: 'saveRotation', rotation: 'nonRotatable'}]);
	expect(screen.text()).not.toContain('Press t');
	await screen.press('t');
	expect(screen.text()).not.toContain('OAuth Clients');
});

test('someone who cannot say whether refresh tokens are rotatable is not asked again', async () => {
	const fake = fakeFlow(signedInState);
	const screen = await openScreens(fake, {columns: 120, rows: 40});
	await screen.press('t', 'd');
	await screen.until(/Refresh token/, text => !text.includes('Press t'));
	expect(screen.text()).toContain('yes, since');
	expect(fake.effects).toEqual([{type: 'saveRotation', rotation: 'cannotSay'}]);
});

test('a refresh answers the question whether refresh tokens are rotatable while it is asked', async () => {
	const fake = fakeFlow(signedInState);
	const screen = await openScreens(fake, {columns: 120, rows: 40});
	await screen.press('t');
	await screen.until('OAuth Clients');
	fake.dispatch({
		type: 'sessionRefreshed',
		signIn: 1,
		by: 'us',
		session: sessionNamed('two'),
		rotation: 'rotatable',
	});
	await screen.until('yes (rotatable), since');
	expect(screen.text()).not.toContain('OAuth Clients');
	expect(screen.footer()).toContain('r refresh');
});
