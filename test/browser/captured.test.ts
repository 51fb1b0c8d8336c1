import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {freePort} from '../helpers/free-port.ts';
import {practiceTenant} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {
	atAuthorize,
	codesSent,
	expectDiscreet,
	linkOf,
	sentence,
	settingsIn,
	shown,
	until,
} from '../terminal/sign-in.ts';
import {copied, copy, openBrowser, openDisplay, signIn, watchLooks} from './desktop.ts';

const big = {columns: 140, rows: 40};

/** A page of another site on this computer; gives its address. */
async function strangersSite(): Promise<string> {
	const server = createServer((_, response) => {
		response.setHeader('content-type', 'text/html');
		response.end('<!doctype html><title>A stranger</title><body>');
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('The bookmarklet, run on the page that a browser ended on, brings the terminal to Profile without a key pressed.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = await atAuthorize(tenant, {...big, home});
	terminal.press('b');
	await terminal.waitFor(sentence('The bookmarklet was sent to the terminal’s clipboard'));
	const [bookmarklet = ''] = terminal.clipboard();
	const browser = await openBrowser();
	const page = await signIn(browser, linkOf(terminal));
	const address = page.url();
	await page.evaluate(bookmarklet.replace('javascript:', ''));
	await page.waitForURL(/\/callback\?/);
	expect(await page.textContent('body')).toContain('The terminal has it');
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
	// Back and forth in the history sends the address again, and nobody is there.
	await page.reload().catch(() => undefined);
	expect(codesSent(tenant)).toBe(1);
	terminal.press('q');
	expect((await terminal.exit()).exitCode).toBe(0);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(tenant.violations).toEqual([]);
});

test('A redirect URI on this computer brings a browser back by itself.', async () => {
	const redirectUri = `http://localhost:${await freePort()}/signed-in`;
	const tenant = await practiceTenant({
		clients: {authorizationCode: {otherRedirectUris: [redirectUri]}},
	});
	const terminal = await atAuthorize(tenant, {...big, env: {ANAPLAN_REDIRECT_URI: redirectUri}});
	await terminal.waitFor('The browser comes back by itself');
	const page = await signIn(await openBrowser(), linkOf(terminal));
	expect(await page.textContent('body')).toContain('The terminal has it');
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
	expect(tenant.violations).toEqual([]);
});

test('An address that is copied in a browser brings the terminal to Profile; nothing else on the clipboard does anything.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const display = await openDisplay();
	const {env, looks} = watchLooks(display);
	const terminal = await atAuthorize(tenant, {...big, home, env});
	await terminal.waitFor(
		sentence('The clipboard is watched for the address, and for nothing else'),
	);
	terminal.press('c');
	await terminal.waitFor('The URL was copied.');
	expect(copied(display)).toBe(linkOf(terminal));
	const browser = await openBrowser(display);
	const page = await signIn(browser, copied(display));
	const address = page.url();
	for (const text of [
		'my password',
		'',
		address.replace('state=', 'state=x'),
		address.replace(tenant.origin, 'https://evil.example'),
	]) {
		copy(display, text);
		expect(copied(display)).toBe(text);
		// When it looks for the second time, it is done with what it saw the first time.
		const before = looks();
		await until(() => looks() >= before + 2);
	}

	expect(codesSent(tenant)).toBe(0);
	expect(terminal.screen()).toContain(shown.authorize);
	await page.evaluate('navigator.clipboard.writeText(location.href)');
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
	terminal.press('q');
	expect((await terminal.exit()).exitCode).toBe(0);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
	expect(terminal.bytes() + settingsIn(home)).not.toContain('my password');
	expect(tenant.violations).toEqual([]);
});

test('A clipboard that is not to be looked at is not, even with the address on it.', async () => {
	const tenant = await practiceTenant();
	const display = await openDisplay();
	const {env, looks} = watchLooks(display);
	const terminal = await atAuthorize(tenant, {...big, env});
	terminal.press('x');
	await terminal.waitFor('The clipboard is not looked at');
	const page = await signIn(await openBrowser(), linkOf(terminal));
	copy(display, page.url());
	// Another one, which may look, tells that there was time to.
	const before = looks();
	const other = watchLooks(display);
	await atAuthorize(tenant, {...big, env: other.env});
	await until(() => other.looks() >= 3);
	terminal.press('enter');
	await terminal.waitFor(shown.callback);
	terminal.press('esc');
	await terminal.waitFor(shown.authorize);
	expect(looks()).toBe(before);
	expect(codesSent(tenant)).toBe(0);
	terminal.press('x');
	await terminal.waitFor(shown.profile);
});

test('A page of another site in the same browser changes nothing, whatever it sends to the listener.', async () => {
	const tenant = await practiceTenant();
	const port = await freePort();
	const env = {ANAPLAN_TUI_PORT: String(port)};
	const terminal = await atAuthorize(tenant, {...big, env});
	await terminal.waitFor(`127.0.0.1:${port}`);
	const browser = await openBrowser();
	const own = await signIn(browser, linkOf(terminal));
	const {search} = new URL(own.url());
	const listener = `http://127.0.0.1:${port}/callback`;
	const stranger = await browser.newPage();
	await stranger.goto(await strangersSite());
	const before = terminal.screen();

	// With the very address that would count, were it not for the way that it is sent.
	for (const address of [`${listener}${search}`, `${listener}?code=x&state=y`]) {
		const ways = {
			image: `new Promise(r => { const e = new Image(); e.onload = e.onerror = r; e.src = ${JSON.stringify(address)}; })`,
			script: `new Promise(r => { const e = document.createElement('script'); e.onload = e.onerror = r; e.src = ${JSON.stringify(address)}; document.body.append(e); })`,
			frame: `new Promise(r => { const e = document.createElement('iframe'); e.onload = e.onerror = r; e.src = ${JSON.stringify(address)}; document.body.append(e); })`,
			'fetch without CORS': `fetch(${JSON.stringify(address)}, {mode: 'no-cors'}).then(() => 0, () => 0)`,
			'fetch POST': `fetch(${JSON.stringify(address)}, {mode: 'no-cors', method: 'POST', body: 'x'}).then(() => 0, () => 0)`,
			beacon: `navigator.sendBeacon(${JSON.stringify(address)}, 'x')`,
			'form into a frame': `new Promise(r => { const i = document.createElement('iframe'); i.name = String(Math.random()); document.body.append(i); i.onload = () => r(0); const f = document.createElement('form'); f.method = 'POST'; f.action = ${JSON.stringify(address)}; f.target = i.name; document.body.append(f); f.submit(); })`,
		};
		for (const code of Object.values(ways)) {
			await stranger.evaluate(code);
		}

		expect(
			await stranger.evaluate(
				`fetch(${JSON.stringify(address)}).then(() => 'read', () => 'refused')`,
			),
		).toBe('refused');
		expect(codesSent(tenant)).toBe(0);
	}

	const wrong = [
		'?code=x&state=of-an-attempt-that-is-over',
		search.replace('state=', 'state=x'),
		search.replace(/state=[^&]*/, 'state='),
		`${search}&state=y`,
		`${search}&code=y`,
	];
	for (const query of wrong) {
		const opened = stranger.waitForEvent('popup');
		await stranger.evaluate(`void window.open(${JSON.stringify(listener + query)})`);
		const popup = await opened;
		await popup.waitForLoadState();
		expect(await popup.textContent('body')).toContain('Nothing to see here');
		await popup.close();
	}

	for (const method of ['GET', 'POST']) {
		const other = await browser.newPage();
		await other.goto(stranger.url());
		await other.evaluate(
			`{ const f = document.createElement('form'); f.method = '${method}'; f.action = '${listener}'; f.innerHTML = '<input name=code value=x><input name=state value=y>'; document.body.append(f); f.submit(); }`,
		);
		await other.waitForURL(/\/callback/);
		expect(await other.textContent('body')).toContain('Nothing to see here');
		await other.close();
	}

	await stranger.evaluate(
		`Promise.all(Array.from({length: 1000}, (_, i) => fetch('${listener}?code=x&state=' + i, {mode: 'no-cors'}).then(() => 0, () => 0)))`,
	);
	expect(codesSent(tenant)).toBe(0);
	expect(terminal.screen()).toBe(before);

	await own.goto(`${listener}${search}`);
	await terminal.waitFor(shown.profile);
	expect(codesSent(tenant)).toBe(1);
	expect(tenant.violations).toEqual([]);
	await until(() => terminal.screen().includes('Pat Practice'));
});
