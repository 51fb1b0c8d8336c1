import {expect, test} from 'vitest';
import {bookmarklet} from '../../source/core/oauth/authorization-code.ts';
import type {State} from '../../source/core/sign-in/flow.ts';
import {waysOut} from '../../source/core/sign-in/way-out.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {callbackText, sentinel} from '../helpers/samples.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {capture, request, states} from './states.ts';

test('the link holds the whole URL behind a short text, also in a narrow window', async () => {
	for (const columns of [120, 40]) {
		const screen = await openScreens(fakeFlow(states['authorizing']), {columns, rows: 24});
		expect(screen.text()).toContain('1  https://us1a.app.anaplan.com');
		expect(screen.written).toContain(`\u001B]8;;${request.url}\u0007`);
		await screen.close();
	}
});

test('o opens the browser, c copies, Enter goes on, Esc goes back', async () => {
	const fake = fakeFlow(states['authorizing']);
	const screen = await openScreens(fake);
	await screen.press('o', 'c');
	expect(fake.effects).toEqual([
		{type: 'openBrowser', attempt: 1, url: request.url},
		{type: 'copyText', what: 'authorizationUrl', text: request.url},
	]);
	await screen.press('enter');
	await screen.until('Waiting for the address');
	await screen.press('esc');
	await screen.until('/auth/prelogin?…');
	await screen.press('esc');
	await screen.until('▸ Client ID');
});

test('p shows the URL as one unbroken line on the normal screen, and Enter returns', async () => {
	const fake = fakeFlow(states['authorizing']);
	const screen = await openScreens(fake, {columns: 40, rows: 20});
	await screen.press('p');
	await screen.until('Press Enter or Esc to return');
	expect(screen.isAlternate()).toBe(false);
	// Raw, for what is pasted there must not be echoed into the scrollback.
	expect(screen.isRaw).toBe(true);
	expect(screen.written).toContain(`\n${request.url}\n`);
	await screen.type('\n');
	await screen.until('4  Copy that whole address');
	expect(screen.isAlternate()).toBe(true);
	expect(screen.isRaw).toBe(true);
	await screen.press('enter');
	await screen.until('Waiting for the address');
});

const inPlainView = async () => {
	const fake = fakeFlow(states['authorizing']);
	const screen = await openScreens(fake);
	await screen.press('p');
	await screen.until('Press Enter or Esc to return');
	return {fake, screen};
};

test('Esc ends the plain view too, and goes no further back', async () => {
	const {screen} = await inPlainView();
	await screen.press('esc');
	await screen.until('4  Copy that whole address');
	expect(screen.isAlternate()).toBe(true);
});

test.each([
	['a letter', 'z'],
	['an arrow', '\u001B[A'],
	['a function key', '\u001BOP'],
	['Alt and a letter', '\u001Bx'],
	['Tab and Ctrl+U', '\t\u0015'],
	['a few letters', 'help'],
])('%s in the plain view is no address: Enter returns to Authorize', async (_, ...chunks) => {
	const {fake, screen} = await inPlainView();
	for (const chunk of chunks) {
		await screen.type(chunk);
	}

	expect(screen.isAlternate()).toBe(false);
	await screen.type('\r');
	await screen.until('4  Copy that whole address');
	await screen.press('enter');
	await screen.until('Waiting for the address');
	expect(fake.wishes.map(({type}) => type)).toEqual(['plainViewShown', 'callbackScreenWished']);
});

const answer = `https://www.anaplan.com/?code=${sentinel}-code&state=${request.oauthState}`;

test.each([
	['typed letter by letter, behind keys that were pressed before', ['z', '\u001B[A', ...answer]],
	['pasted in marks', [`\u001B[200~${answer}\u001B[201~`]],
	['pasted without marks', [answer]],
])('an address %s in the plain view is taken, and nothing of it is drawn', async (_, chunks) => {
	for (const end of ['\r', '\u001B']) {
		const {screen} = await inPlainView();
		for (const chunk of [...chunks, end]) {
			await screen.type(chunk);
		}

		await screen.until('sending the code');
		expectNoSecrets([sentinel], ...screen.frames, screen.written);
		await screen.close();
	}
});

test.each([
	['whose beginning was not copied', 'ode=of-nobody&state=other', 'There is no code in this'],
	['whose end was not copied', 'https://www.anaplan.com/?co', 'There is no code in this'],
	['of which the code alone was copied', 'practice-code-of-nobody', 'only a code'],
])(
	'an address %s is told on Callback when it was pasted in the plain view',
	async (_, cut, said) => {
		const {screen} = await inPlainView();
		await screen.type(cut);
		await screen.type('\r');
		await screen.until(said);
	},
);

test('a problem is told with its cause and the next step', async () => {
	const screen = await openScreens(fakeFlow(states['authorizing, no browser']));
	const text = screen.text();
	expect(text).toContain('✗ No browser could be opened.');
	expect(text).toContain('Likely cause: There is no display here, or no program for links.');
	expect(text).toContain('Next step: Copy the URL and open it in any browser.');
});

const authorizing = states['authorizing'] as Extract<State, {status: 'authorizing'}>;
const sizes = [
	[80, 24],
	[40, 12],
] as const;

test.each(sizes)(
	'at %d×%d b copies the bookmarklet, f writes the URL to a file, x leaves the clipboard alone',
	async (columns, rows) => {
		const fake = fakeFlow(authorizing);
		const screen = await openScreens(fake, {columns, rows});
		await screen.press('b', 'f', 'x');
		expect(fake.effects).toEqual([
			{type: 'copyText', what: 'bookmarklet', text: bookmarklet(5000)},
			{type: 'writeUrl', attempt: 1, url: request.url},
			{type: 'saveClipboardChoice', watchClipboard: false},
		]);
		await screen.press('x');
		expect(fake.effects.at(-1)).toEqual({type: 'saveClipboardChoice', watchClipboard: true});
		expect(screen.hasOverflow()).toBe(false);
	},
);

test('b is there only where a bookmarklet is of use', async () => {
	for (const loopback of [
		{kind: 'off'},
		{kind: 'closed', reason: 'it was open for 10 minutes'},
		{kind: 'listening', port: 8080, needsBookmarklet: false},
	] as const) {
		const fake = fakeFlow({...authorizing, capture: {...capture, loopback}});
		const screen = await openScreens(fake, {columns: 120, rows: 40});
		expect(screen.footer()).not.toContain('bookmarklet');
		await screen.press('b');
		expect(fake.effects).toEqual([]);
		await screen.close();
	}

	const screen = await openScreens(fakeFlow(authorizing), {columns: 160, rows: 40});
	expect(screen.footer()).toContain('b bookmarklet');
	expect(screen.text()).toContain('127.0.0.1:5000');
});

test('the screen says how the address may come back by itself', async () => {
	const fake = fakeFlow(authorizing);
	const screen = await openScreens(fake, {columns: 120, rows: 40});
	await screen.until('The clipboard is watched for the address, and for nothing else');
	await screen.press('x');
	await screen.until('The clipboard is not looked at (x changes that).');
	fake.dispatch({type: 'captureChanged', attempt: 1, capture: {clipboard: 'unavailable'}});
	await screen.until('There is no clipboard here that could be watched.');
	const loopback = {kind: 'listening', port: 8080, needsBookmarklet: false} as const;
	fake.dispatch({type: 'captureChanged', attempt: 1, capture: {loopback}});
	await screen.until('The browser comes back by itself, to 127.0.0.1:8080.');
	const closed = {kind: 'closed', reason: 'it was open for 10 minutes'} as const;
	fake.dispatch({type: 'captureChanged', attempt: 1, capture: {loopback: closed}});
	await screen.until('Nothing listens on this computer any more: it was open for 10 minutes');
	expect(screen.text()).not.toContain('bookmarklet');
	await screen.press('enter');
	await screen.until('Waiting for the address');
	expect(screen.text()).toContain('Nothing listens on this computer any more');
});

const labels = {browser: 'o', copy: 'c', plain: 'p', file: 'f'} as const;

test.each(waysOut)(
	'%s comes first in the keys and in the words where it worked last',
	async way => {
		const screen = await openScreens(fakeFlow({...authorizing, wayOut: way}), {
			columns: 120,
			rows: 40,
		});
		expect(screen.footer()).toMatch(new RegExp(`^${labels[way]} `));
		expect(screen.text()).toMatch(
			new RegExp(` ${labels[way]} (opens|copies|shows|writes) [^.]+; or `),
		);
		const order = [...screen.footer().matchAll(/(?:^| · )([ocpf]) /g)].map(([, key]) => key);
		expect(order).toEqual([
			labels[way],
			...Object.values(labels).filter(key => key !== labels[way]),
		]);
	},
);

test.each([
	['with a display', {hasDisplay: true, places: []}, 'o'],
	['over SSH', {hasDisplay: false, places: ['ssh']}, 'c'],
	['in tmux over SSH', {hasDisplay: false, places: ['ssh', 'tmux']}, 'p'],
	['in a container', {hasDisplay: false, places: ['container']}, 'p'],
] as const)(
	'%s the way that is likely to work comes first, at every size',
	async (_, surroundings, key) => {
		for (const [columns, rows] of sizes) {
			const screen = await openScreens(fakeFlow(authorizing), {columns, rows, surroundings});
			expect(screen.footer()).toMatch(new RegExp(`^${key} `));
			expect(screen.hasOverflow()).toBe(false);
			await screen.close();
		}
	},
);

test.each(['authorizing', 'awaitingCallback'] as const)(
	'an address that comes by itself goes on from %s, without a key',
	async name => {
		const fake = fakeFlow(states[name]);
		const screen = await openScreens(fake, {columns: 40, rows: 12});
		fake.dispatch({
			type: 'callbackCaptured',
			attempt: 1,
			text: callbackText(`?code=${sentinel}-code&state=${request.oauthState}`),
		});
		await screen.until('sending the code');
		expectNoSecrets([sentinel], ...screen.frames, screen.written);
	},
);

test('an address that comes by itself while the plain view is shown goes on behind it', async () => {
	const fake = fakeFlow(authorizing);
	const screen = await openScreens(fake);
	await screen.press('p');
	await screen.until('Press Enter or Esc to return');
	fake.dispatch({
		type: 'callbackCaptured',
		attempt: 1,
		text: callbackText(`?code=${sentinel}-code&state=${request.oauthState}`),
	});
	await screen.until('sending the code');
	expect(screen.isAlternate()).toBe(true);
});

test('? lists the keys in the smallest window; an address pasted there counts, and the list is closed behind it', async () => {
	const fake = fakeFlow(authorizing);
	const screen = await openScreens(fake, {columns: 40, rows: 12});
	await screen.press('?');
	const text = await screen.until('open the URL in a browser');
	for (const key of ['o', 'c', 'p', 'f', 'b', 'x', 'Enter', 'Ctrl+C']) {
		expect(text).toMatch(new RegExp(`^ ${key.replace('+', '\\+')} +\\w`, 'm'));
	}

	await screen.press('esc');
	await screen.until('1  https://');
	await screen.press('?');
	await screen.until('copy the URL');
	await screen.paste('?code=of-another&state=attempt');
	await screen.until('The state belongs to');
	await screen.press('esc');
	await screen.until('1  https://');
	await screen.press('?');
	await screen.until('copy the URL');
	await screen.paste(`?code=${sentinel}-code&state=${request.oauthState}`);
	await screen.until('sending the code');
});
