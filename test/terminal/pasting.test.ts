import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {practiceTenant} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import type {PasteOptions} from '../helpers/terminal-session.ts';
import {
	atAuthorize,
	atCallback,
	atOnce,
	codesSent,
	expectDiscreet,
	expectSane,
	linkOf,
	screens,
	sentence,
	shown,
} from './sign-in.ts';

/** Valid still: what Anaplan adds to an address beyond code and state does not matter. */
const lengthened = (address: string, length: number): string =>
	`${address}&${'extra=0123456789abcdef0123456789abcdef&'.repeat(Math.ceil(length / 39))}last=1`;

/** How many characters the field says that it holds. */
const lengthIn = (screen: string): number =>
	Number(/(\d+) (?:more )?characters/.exec(screen)?.[1] ?? Number.NaN);

test('Every wrong paste is told its own fault before Enter and after it, no code is sent, and then the right one works.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atAuthorize(tenant, {home});
	const otherAttempt = await signInAsPerson(linkOf(terminal));
	terminal.press('esc');
	await terminal.waitFor(shown.setup);
	terminal.press('enter');
	await terminal.waitFor(shown.authorize);
	const url = linkOf(terminal);
	const denied = await signInAsPerson(url, {decision: 'deny'});
	const right = await signInAsPerson(url);
	const {searchParams} = new URL(right);
	const code = searchParams.get('code') ?? '';
	terminal.press('enter');
	await terminal.waitFor(shown.callback);
	terminal.press('enter');
	await terminal.waitFor('Nothing was pasted yet.');

	const faults: ReadonlyArray<readonly [pasted: string, said: string]> = [
		[otherAttempt, 'The state belongs to another attempt, not to this one.'],
		[url, 'This is the URL to sign in with, not the one that it ends on.'],
		[code, 'This is only a code: without its state nobody can tell whose it is.'],
		[`${tenant.origin}/?code=${code}`, 'The state is missing'],
		[
			`${right}&state=${searchParams.get('state')}`,
			'The code or the state stands in it twice, so it is not what Anaplan sent.',
		],
		[`${right} ${right.replace('code=', 'code=x')}`, 'The code or the state stands in it twice'],
		[right.replace(tenant.origin, 'https://www.anaplan.example'), 'This is not the redirect URI'],
		[denied, 'Anaplan sent an error instead of a code. It says: access_denied'],
		['No code yet: see the mail.', 'There is no code in this.'],
		[`${tenant.origin}/?x=${'y'.repeat(70_000)}`, 'This is far too long to be the address'],
	];
	for (const [pasted, said] of faults) {
		await terminal.paste(pasted);
		const before = await terminal.waitFor(sentence(said));
		// Enter changes nothing that can be seen; the character less says that it was read.
		terminal.press('enter', 'backspace');
		await terminal.waitFor(screen => lengthIn(screen) === lengthIn(before) - 1);
		// What Anaplan refused stays to be read, also where the field is empty.
		terminal.press('ctrl+u');
		await terminal.waitFor(screen => Number.isNaN(lengthIn(screen)));
	}

	expect(codesSent(tenant)).toBe(0);
	await terminal.paste(right);
	await terminal.waitFor(shown.accepted);
	terminal.press('enter');
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
	expectDiscreet(terminal, {tenant, home, addresses: [otherAttempt, right]});
	expect(tenant.violations).toEqual([]);
});

test('The address pasted on the Authorize screen goes straight to Profile; a wrong one is told on Callback.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atAuthorize(tenant, {home});
	await terminal.paste('https://www.anaplan.com/?code=practice-code-of-someone-else&state=x');
	await terminal.waitFor('This is not the redirect URI');
	terminal.press('esc');
	await terminal.waitFor(shown.authorize);
	const address = await signInAsPerson(linkOf(terminal));
	await terminal.paste(address);
	await terminal.waitFor(shown.profile);
	expect(tenant.violations).toEqual([]);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
});

const ways: Readonly<Record<string, PasteOptions>> = {
	'in brackets': {},
	'without brackets': {unbracketed: true},
	'in brackets and pieces of 5 kB': {pieces: 5000},
	'without brackets and in pieces of 5 kB': {pieces: 5000, unbracketed: true},
	'without brackets and in pieces of 7 bytes': {pieces: 7, unbracketed: true},
};

for (const [way, options] of Object.entries(ways)) {
	test(`An address of 12,000 characters pasted ${way} is read whole.`, async () => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const {terminal, address} = await atCallback(tenant, {home});
		const long = lengthened(address, options.pieces === 7 ? 300 : 12_000);
		await terminal.paste(long, options);
		await terminal.waitFor(shown.accepted);
		const hidden = long.length - new URL(long).origin.length - 1;
		await terminal.waitFor(`${hidden} more characters`);
		terminal.press('enter');
		await terminal.waitFor(shown.profile);
		expect(tenant.violations).toEqual([]);
		expectDiscreet(terminal, {tenant, home, addresses: [address]});
	});
}

test('The same long address works on the Authorize screen, in pieces and without brackets too.', async () => {
	const tenant = await practiceTenant();
	for (const options of [
		{pieces: 5000},
		{pieces: 5000, unbracketed: true},
		{pieces: 100, unbracketed: true},
	]) {
		const terminal = await atAuthorize(tenant);
		const address = lengthened(await signInAsPerson(linkOf(terminal)), 6000);
		await terminal.paste(address, options);
		const screen = await terminal.waitFor(/code found, state matches|pat\.practice/);
		if (!screen.includes(shown.profile)) {
			terminal.press('enter');
			await terminal.waitFor(shown.profile);
		}

		expectDiscreet(terminal, {tenant, addresses: [address]});
		await terminal.close();
	}

	expect(tenant.violations).toEqual([]);
});

test('An address that a mail program wrapped and quoted is put together again.', async () => {
	const tenant = await practiceTenant();
	const {terminal, address} = await atCallback(tenant);
	const wrapped = address.replace(/.{40}/g, '$&\n');
	await terminal.paste(`"${wrapped}"\n`);
	await terminal.waitFor(shown.accepted);
	terminal.press('enter');
	await terminal.waitFor(shown.profile);
	expect(tenant.violations).toEqual([]);
});

test('Text and Enter in one chunk, as a script sends them, submit the address.', async () => {
	const tenant = await practiceTenant();
	const {terminal, address} = await atCallback(tenant);
	terminal.type(`${address}\r`);
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
	expect(tenant.violations).toEqual([]);
});

test('Where the end mark of a paste is lost, the address still arrives and Enter works.', async () => {
	const tenant = await practiceTenant();
	const {terminal, address} = await atCallback(tenant);
	await terminal.paste(address, {withoutEnd: true});
	await terminal.waitFor(shown.accepted);
	terminal.press('enter');
	await terminal.waitFor(shown.profile);
	expect(tenant.violations).toEqual([]);
});

test('Where the end mark of a paste is lost, Ctrl+C leaves at once.', async () => {
	const tenant = await practiceTenant();
	for (const screen of ['authorize', 'callback'] as const) {
		const terminal =
			screen === 'authorize' ? await atAuthorize(tenant) : (await atCallback(tenant)).terminal;
		await terminal.paste('https://www.anaplan.com/?code=', {withoutEnd: true});
		terminal.press('ctrl+c');
		expect(await terminal.exit(atOnce)).toEqual({exitCode: 130, signal: undefined});
		expectSane(terminal);
	}
});

test('Where the end mark of a paste is lost, Esc goes back as ever.', async () => {
	const tenant = await practiceTenant();
	const {terminal} = await atCallback(tenant);
	await terminal.paste('https://www.anaplan.com/?code=', {withoutEnd: true});
	terminal.press('esc');
	await terminal.waitFor(shown.authorize);
});

test('An address pasted into the plain view does not stay on the screen.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await screens['plainView']!(tenant, {home});
	const address = await signInAsPerson(linkOf(terminal));
	await terminal.paste(address);
	terminal.press('enter');
	await terminal.waitFor(() => terminal.isAlternateScreen());
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
});
