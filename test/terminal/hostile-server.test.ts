import {describe, expect, test} from 'vitest';
import {type ApiRequest, apiServer} from '../helpers/api-server.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {run} from '../helpers/run.ts';
import {practiceTenant, signedInHome, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {linkOf, shown} from './sign-in.ts';

/** Acts on a terminal in every way that text can; what remains of it when it is harmless begins with `mild`. */
const hostile = [
	'mild',
	'\x1b[6;66;6m\x1b[2J\x1b[1;1H', // colour, wipe, home
	'\x1b]8;;https://evil.example/\x07link\x1b]8;;\x07',
	'\x1b]52;c;ZXZpbA==\x07\x1b]0;evil title\x07', // clipboard, window title
	'\x9b31m\x9d52;c;ZXZpbA==\x9c', // the same in one byte each
	'\r\n\nevil line\x08\x08\x7f\x00',
	'\u202egnihton\u2066\u200b\u{E0041}\u2028', // order, hidden letters
	'x'.repeat(10_000),
].join('');

const json = (status: number, value: unknown) => ({
	status,
	headers: {'content-type': 'application/json'},
	body: JSON.stringify(value),
});

const users = {
	user: {
		id: hostile,
		email: hostile,
		firstName: hostile,
		lastName: hostile,
		customerId: hostile,
		lastLoginDate: hostile,
	},
};

/** What a hostile server says in its successes. */
function welcome({url}: ApiRequest) {
	if (url.startsWith('/oauth/token')) {
		return json(200, {
			access_token: 'harmless-access-token',
			refresh_token: 'harmless-refresh-token',
			expires_in: 2100,
			scope: `openid ${hostile}`,
			token_type: 'Bearer',
		});
	}

	return url.startsWith('/token/validate')
		? json(200, {
				status: 'SUCCESS',
				statusMessage: hostile,
				tokenInfo: {expiresAt: Date.now() + 60_000},
				userInfo: {userId: hostile},
			})
		: json(200, users);
}

/** What it says when it refuses. */
function refuse({url}: ApiRequest) {
	if (url.startsWith('/oauth/token')) {
		return json(400, {error: hostile, error_description: hostile});
	}

	return url.startsWith('/token/')
		? json(403, {status: hostile, statusMessage: hostile})
		: json(403, {status: {code: 403, message: hostile}, path: hostile});
}

const hosts = (origin: string) => ({
	ANAPLAN_OAUTH_URL: origin,
	ANAPLAN_AUTH_URL: origin,
	ANAPLAN_API_URL: origin,
});

/** Nothing of the hostile text has acted: neither on the screen nor on anything around it. */
function expectUnmoved(terminal: TerminalSession): void {
	const bytes = terminal.bytes();
	expect(bytes).toContain('mild');
	expect(bytes).not.toContain('\x1b[6;66;6m');
	// Links, titles and the clipboard are set by what stands between this and the next control.
	const orders = bytes
		.split('\x1b]')
		.slice(1)
		.map(rest => rest.split(/\p{Cc}/u)[0]);
	expect(orders.join('\n')).not.toMatch(/evil|^52/m);
	expect(bytes).not.toMatch(/[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2028\u{E0041}]/u);
	expect(terminal.clipboard()).toEqual([]);
	expect(terminal.title()).not.toContain('evil');
	// One row may be long; a row of its own would mean that a line break got through.
	expect(terminal.screen()).not.toMatch(/^[ │]*evil line/m);
}

describe('the screens', () => {
	test('draw names and scopes of a hostile server as harmless text', async () => {
		const server = await apiServer(welcome);
		const home = await signedInHome(await practiceTenant());
		const terminal = openTerminal([], {home, env: hosts(server.origin)});
		await terminal.waitFor('mild');
		terminal.press('r');
		await terminal.waitFor('Refreshed.');
		terminal.press('v');
		await terminal.waitFor('Valid at Anaplan.');
		expectUnmoved(terminal);
		terminal.press('q');
		expect((await terminal.exit()).exitCode).toBe(0);
		// What was stored of it is as harmless at the next start, before any server is asked.
		const again = openTerminal([], {home, env: hosts('http://127.0.0.1:9')});
		await again.waitFor('could not be reached');
		expectUnmoved(again);
	});

	test.each(['r', 'v', 'l'])(
		'draw a refusal of a hostile server as harmless text (key %s)',
		async key => {
			let isHostile = false;
			const server = await apiServer(request => (isHostile ? refuse(request) : welcome(request)));
			const home = await signedInHome(await practiceTenant());
			const terminal = openTerminal([], {home, env: hosts(server.origin)});
			await terminal.waitFor('mild');
			isHostile = true;
			terminal.press(key);
			await terminal.waitFor(/It\s+said:\s+mild/);
			expectUnmoved(terminal);
		},
	);

	test('draw a refused code, and an address that carries an error, as harmless text', async () => {
		const server = await apiServer(refuse);
		const tenant = await practiceTenant();
		const {redirectUri} = tenant.clients.authorizationCode;
		const terminal = openTerminal([], {
			home: tempHome(),
			env: {...tenantVariables(tenant), ...hosts(server.origin)},
		});
		await terminal.waitFor(shown.authorize);
		const state = new URL(linkOf(terminal)).searchParams.get('state') ?? '';
		terminal.press('enter');
		await terminal.waitFor(shown.callback);
		const query = new URLSearchParams({error: 'access_denied', error_description: hostile, state});
		await terminal.paste(`${redirectUri}/?${query}`);
		await terminal.waitFor('mild');
		expectUnmoved(terminal);
		terminal.press('ctrl+u');
		await terminal.waitFor(shown.callback);
		await terminal.paste(`${redirectUri}/?code=a-code&state=${state}`);
		await terminal.waitFor(shown.accepted);
		terminal.press('enter');
		await terminal.waitFor(/It\s+said:\s+mild/);
		expectUnmoved(terminal);
	});

	test('draw what was pasted into Setup as harmless text', async () => {
		const terminal = openTerminal([], {home: tempHome()});
		await terminal.waitFor(shown.setup);
		// The field shows the end of what is too long for it.
		await terminal.paste(`${hostile.slice(0, hostile.indexOf('xxx'))} mild`);
		await terminal.waitFor('mild');
		expectUnmoved(terminal);
	});
});

const lines = (text: string): number => text.trimEnd().split('\n').length;
const noControls = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\u2028\u{E0041}]/u;

const words = [
	['whoami'],
	['whoami', '--json'],
	['validate'],
	['validate', '--json'],
	['refresh'],
	['refresh', '--json'],
	['status'],
	['status', '--json'],
	['status', '--all'],
	['logout'],
	['logout', '--json'],
];

describe('the commands', () => {
	test.each([
		['welcomes', welcome],
		['refuses', refuse],
	])('print of a server that %s nothing that acts', async (_, answer) => {
		const server = await apiServer(answer);
		const home = await signedInHome(await practiceTenant());
		for (const command of words) {
			const {code, stdout, stderr} = await run(command, {home, env: hosts(server.origin)});
			expect(code).not.toBe(70);
			expect(stdout, command.join(' ')).not.toMatch(noControls);
			expect(stderr, command.join(' ')).not.toMatch(noControls);
			expect(stderr).not.toMatch(/^evil line/m);
			if (command.includes('--json')) {
				expect(lines(stdout)).toBe(1);
				JSON.parse(stdout);
			} else {
				expect(stdout).not.toMatch(/^evil line/m);
				expect(stdout.length).toBeLessThan(3000);
			}
		}
	});

	test('whoami --json gives the values as they came, though none acts', async () => {
		const server = await apiServer(welcome);
		const home = await signedInHome(await practiceTenant());
		const {stdout} = await run(['whoami', '--json'], {home, env: hosts(server.origin)});
		expect(JSON.parse(stdout)).toEqual(users.user);
	});

	test('a reply that is nested too deeply to be written as JSON is told as the server’s doing', async () => {
		const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
		const server = await apiServer(() => ({
			status: 200,
			headers: {'content-type': 'application/json'},
			body: `{"user": {"id": "u", "x": ${deep}}, "status": "SUCCESS", "userInfo": {"x": ${deep}}}`,
		}));
		const home = await signedInHome(await practiceTenant());
		for (const command of [['whoami'], ['validate'], ['api', 'x', '--paginate']]) {
			const {code, stdout} = await run([...command, '--json'], {home, env: hosts(server.origin)});
			expect(code, command.join(' ')).toBe(1);
			expect(JSON.parse(stdout).error.code).toBe('unexpected_reply');
		}
	});

	test('login --plain prints a refused code and a granted scope as harmless text', async () => {
		const server = await apiServer(refuse);
		const tenant = await practiceTenant();
		const {code, stdout, stderr} = await run(['login', '--plain'], {
			env: {...tenantVariables(tenant), ...hosts(server.origin)},
			input: `${tenant.origin}/?error=x&error_description=${encodeURIComponent(hostile)}&state=x\n`,
		});
		expect(code).not.toBe(0);
		expect(stdout + stderr).not.toMatch(noControls);
	});

	test('a token that would act on a terminal is no token', async () => {
		const server = await apiServer(() =>
			json(200, {access_token: hostile, refresh_token: 'harmless', expires_in: 2100}),
		);
		const home = await signedInHome(await practiceTenant(), {leftS: -5});
		const {code, stdout, stderr} = await run(['token'], {home, env: hosts(server.origin)});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain('access_token');
	});

	test.each([
		['content type', {'content-type': `text/plain; \u00ad${'y'.repeat(3000)}`}],
		['retry-after', {'retry-after': `soon \u009b31m`}],
		['date', {date: 'evil \u009b31m'}],
		['request ID', {'x-request-id': '\u009b31m evil'}],
	])('a hostile %s is not printed', async (_, headers) => {
		const server = await apiServer(() => ({status: 429, headers, body: 'not JSON'}));
		const home = await signedInHome(await practiceTenant());
		const {stdout, stderr} = await run(['validate', '--log', 'log'], {
			home,
			env: hosts(server.origin),
		});
		expect(stdout + stderr).not.toMatch(noControls);
		expect(stderr.length).toBeLessThan(1000);
	});
});

test('a redirect is followed by no command, so that nothing secret goes elsewhere', async () => {
	const elsewhere = await apiServer();
	for (const status of [301, 302, 303, 307, 308]) {
		const server = await apiServer(({url}) => ({
			status,
			headers: {location: `${elsewhere.origin}${url}`, refresh: `0; url=${elsewhere.origin}`},
		}));
		const home = await signedInHome(await practiceTenant());
		for (const command of [...words, ['api', 'users/me'], ['api', 'workspaces', '--paginate']]) {
			const {code} = await run(command, {home, env: hosts(server.origin)});
			expect(code === 0, command.join(' ')).toBe(command[0] === 'status');
		}

		expect(server.requests.length).toBeGreaterThan(6);
	}

	expect(elsewhere.requests).toEqual([]);
});

describe('api', () => {
	const body = `{"name": "${hostile.replaceAll('\x00', '')}"}\n`;

	test('passes a body on byte for byte', async () => {
		const bytes = Buffer.concat([Buffer.from(body), Buffer.from([0xff, 0xfe, 0x80])]);
		const server = await apiServer(() => ({body: bytes}));
		const home = await signedInHome(await practiceTenant());
		const {stdout} = await run(
			[
				'sh',
				'-c',
				'"$0" "$@" | od -An -v -tx1 | tr -d " \\n"',
				process.execPath,
				builtProgram,
				'api',
				'users/me',
			],
			{
				home,
				env: hosts(server.origin),
				command: ['env'],
			},
		);
		expect(stdout).toBe(bytes.toString('hex'));
	});

	test.each([
		['a success', 200],
		['a refusal', 400],
	])('shows the body of %s in a terminal without letting it act', async (_, status) => {
		const server = await apiServer(() => ({status, body}));
		const home = await signedInHome(await practiceTenant());
		const terminal = openTerminal(['api', 'users/me'], {home, env: hosts(server.origin)});
		await terminal.exit();
		expectUnmoved(terminal);
		expect(terminal.bytes()).toContain('\\u{1b}]52;c;');
	});
});
