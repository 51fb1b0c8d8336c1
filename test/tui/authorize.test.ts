import {expect, test} from 'vitest';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {request, states} from './states.ts';

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
	await screen.until('Press Enter to return');
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

test('a problem is told with its cause and the next step', async () => {
	const screen = await openScreens(fakeFlow(states['authorizing, no browser']));
	const text = screen.text();
	expect(text).toContain('✗ No browser could be opened.');
	expect(text).toContain('Likely cause: There is no display here, or no program for links.');
	expect(text).toContain('Next step: Copy the URL and open it in any browser.');
});
