import {expect, test} from 'vitest';
import type {CodeClient} from '../../source/core/oauth/client.ts';
import type {Wish} from '../../source/core/sign-in/flow.ts';
import {draft, sentinel} from '../helpers/samples.ts';
import {type FakeFlow, fakeFlow, openScreens} from '../helpers/screen.tsx';
import {states} from './states.ts';

const submitted = (fake: FakeFlow) =>
	fake.wishes.find(
		(wish): wish is Wish & {type: 'clientSubmitted'; client: CodeClient} =>
			wish.type === 'clientSubmitted' && wish.client.grant === 'authorization_code',
	);

const empty = async () => {
	const fake = fakeFlow(states['setup, empty']);
	const screen = await openScreens(fake);
	return {fake, screen};
};

test('Enter goes to the first field with a fault and tells it', async () => {
	const {fake, screen} = await empty();
	await screen.type('client-1');
	await screen.press('enter');
	await screen.until('The client secret is missing.');
	expect(screen.text()).toContain('▸ Client secret');
	expect(submitted(fake)).toBeUndefined();
});

test('letters in a field are text, and no keys', async () => {
	const {fake, screen} = await empty();
	await screen.type('qrvl?');
	await screen.until('qrvl?');
	expect(fake.wishes).toEqual([]);
});

test('keys that were meant for the screen before are no text, where another process brought Setup about', async () => {
	const fake = fakeFlow({status: 'setup', attempt: 0, draft, arrival: 'unasked'});
	const screen = await openScreens(fake);
	await screen.type('rvcw');
	await screen.press('tab');
	await screen.until('▸ Client ID');
	expect(screen.text()).toMatch(new RegExp(`Client ID {5}${draft.clientId}$`, 'm'));
	await screen.type('x');
	await screen.until(`${draft.clientId}x`);
});

test('text and Enter in one chunk are text and Enter', async () => {
	const {fake, screen} = await empty();
	await screen.type(`client-1\r${sentinel}-secret\r`);
	await screen.untilTrue(() => submitted(fake) !== undefined);
	expect(submitted(fake)?.client.clientId).toBe('client-1');
	expect(submitted(fake)?.client.clientSecret.reveal()).toBe(`${sentinel}-secret`);
});

test('what is pasted is trimmed, and the screen says so', async () => {
	const {screen} = await empty();
	await screen.paste('  "client-1"\r\n');
	await screen.until('were removed');
	expect(screen.text()).toMatch(/Client ID {5}client-1$/m);
});

test('a pasted redirect URI replaces the one that was there', async () => {
	const {screen} = await empty();
	await screen.press('up', 'up', 'up');
	await screen.until('▸ Redirect URI');
	await screen.paste('https://anaplan.com/example');
	await screen.until(/▸ Redirect URI {2}https:\/\/anaplan\.com\/example$/m);
});

test('an address of Anaplan in the client ID field is recognised', async () => {
	const {screen} = await empty();
	await screen.paste('https://eu3.app.anaplan.com/home');
	await screen.until('no client ID');
	expect(screen.text()).toMatch(/▸ Client ID *$/m);
	await screen.press('tab', 'tab');
	await screen.paste('https://eu3.app.anaplan.com/home');
	await screen.until('‹ eu3 ›');
});

test('a region is typed, or chosen with arrows', async () => {
	const {screen} = await empty();
	await screen.press('tab', 'tab');
	await screen.until('‹ us1 ›');
	await screen.press('right');
	await screen.until('‹ us2 ›');
	await screen.press('left', 'left');
	await screen.until('‹ me1 ›');
	await screen.type('e');
	await screen.type('u');
	await screen.type('5');
	await screen.until('‹ eu5 ›');
	await screen.paste('nowhere');
	await screen.until('names no region');
});

test('a kept secret is submitted as it is, and replaced by the first letter', async () => {
	const fake = fakeFlow(states['setup, filled in']);
	const screen = await openScreens(fake);
	await screen.press('enter');
	await screen.untilTrue(() => submitted(fake) !== undefined);
	expect(submitted(fake)?.client.clientSecret.equals(draft.clientSecret)).toBe(true);

	const other = await openScreens(fakeFlow(states['setup, filled in']));
	await other.press('tab');
	await other.until('Kept from before');
	await other.type('x');
	await other.until(/▸ Client secret • +1 character$/m);
});

test('a kept secret stays where the cursor is only moved', async () => {
	const fake = fakeFlow(states['setup, filled in']);
	const screen = await openScreens(fake);
	await screen.press('tab');
	await screen.until('Kept from before');
	await screen.press('left', 'right', 'home', 'end');
	await screen.press('enter');
	await screen.untilTrue(() => submitted(fake) !== undefined);
	expect(submitted(fake)?.client.clientSecret.equals(draft.clientSecret)).toBe(true);
});

test('a notice is shown in full', async () => {
	const screen = await openScreens(fakeFlow(states['setup with a problem']), {
		columns: 40,
		rows: 12,
	});
	const text = screen.text().replaceAll(/\s+/g, '');
	expect(text).toContain('/home/someone/with/a/long/name/.config/anaplan-tui/credentials.json.');
	expect(text).toContain('Nextstep:Makethefolderwritable,orchooseanotherwithANAPLAN_TUI_HOME.');
	expect(screen.text()).toContain('▸ Client ID');
});

test('it says where the values are found, where there is room', async () => {
	const {screen} = await empty();
	expect(screen.text()).toContain('Administration › Security › OAuth Clients › New');
	expect(screen.text()).toContain('anaplan-tui demo');
});

test.each([
	['region', 'ANAPLAN_REGION', '▸ Region'],
	['redirectUri', 'ANAPLAN_REDIRECT_URI', '▸ Redirect URI'],
] as const)(
	'a %s that a variable has wrong is told at once, with the cursor on it',
	async (field, name, mark) => {
		const wrong = {...draft, [field]: 'bogus', variables: {[field]: name}};
		const screen = await openScreens(fakeFlow({status: 'setup', attempt: 0, draft: wrong}));
		await screen.until(`${name} is “bogus”.`);
		expect(screen.text()).toContain(mark);
	},
);

test('what is typed over a value of a variable is no fault of the variable', async () => {
	const wrong = {...draft, redirectUri: 'bogus', variables: {redirectUri: 'ANAPLAN_REDIRECT_URI'}};
	const screen = await openScreens(fakeFlow({status: 'setup', attempt: 0, draft: wrong}));
	await screen.until('ANAPLAN_REDIRECT_URI is “bogus”.');
	await screen.type('x');
	await screen.untilTrue(() => !screen.text().includes('ANAPLAN_REDIRECT_URI'));
	expect(screen.text()).toContain('The redirect URI is no complete address');
});
