import {expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {Scenario} from '../../source/practice/scenario.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {eventually} from '../helpers/eventually.ts';
import {heldReply} from '../helpers/held-reply.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {type Running, run, start} from '../helpers/run.ts';
import {
	hostVariables,
	practiceTenant,
	signedInHome,
	tenantVariables,
} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {
	atOnce,
	codesSent,
	credentialsIn,
	expectDiscreet,
	expectNoMarks,
	filesBelow,
	folderOf,
	leftBehind,
	pidWithinShell,
	until,
	withinShell,
} from './sign-in.ts';

const signedIn = 'Signed in as pat.practice@example.com\n';

const urlOf = async (running: Running): Promise<string> => {
	const stdout = await running.waitFor(/^http\S+\n$/);
	return stdout.trim();
};

test.each([
	['--plain', ['login', '--plain']],
	['without a terminal', ['login']],
])(
	'login %s prints the URL alone on a line, reads the address, and says who is signed in.',
	async (_how, words) => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const running = start(words, {home, env: tenantVariables(tenant)});
		const url = await urlOf(running);
		const address = await signInAsPerson(url);
		running.write(`${address}\n`);
		const {code, stdout, stderr} = await running.exit();
		expect({code, stdout}).toEqual({code: 0, stdout: `${url}\n${signedIn}`});
		expect(stderr).toContain('Paste it here and press Enter:');
		expect(credentialsIn(home)).toContain('practice-refresh-');
		expectNoMarks(stdout, stderr);
		expect(tenant.violations).toEqual([]);

		const later = await run(['token'], {home, env: hostVariables(tenant)});
		expect(later).toMatchObject({code: 0, stderr: ''});
	},
);

test('A wrong address is refused on stderr with its reason, and asked for again until it is right.', async () => {
	const tenant = await practiceTenant();
	const running = start(['login', '--plain'], {env: tenantVariables(tenant)});
	const url = await urlOf(running);
	const address = await signInAsPerson(url);
	const code = new URL(address).searchParams.get('code') ?? '';
	for (const [line, said] of [
		['hello', 'There is no code in this.'],
		[url, 'This is the URL to sign in with'],
		[code, 'This is only a code'],
		[`${address.replace(/state=.*/, 'state=of-another-attempt')}`, 'another attempt'],
	] as const) {
		running.write(`${line}\n`);
		await running.waitFor(said, {on: 'stderr'});
	}

	expect(codesSent(tenant)).toBe(0);
	running.write(`\n  ${address}  \r\n`);
	const result = await running.exit();
	expect(result).toMatchObject({code: 0, stdout: `${url}\n${signedIn}`});
	expectNoMarks(result.stdout, result.stderr);
	expect(tenant.violations).toEqual([]);
});

test('An address that was wrapped over several lines is put together.', async () => {
	const tenant = await practiceTenant();
	const running = start(['login', '--plain'], {env: tenantVariables(tenant)});
	const url = await urlOf(running);
	const address = await signInAsPerson(url);
	running.write(`${address.replace(/.{30}/g, '$&\n')}\n`);
	expect(await running.exit()).toMatchObject({code: 0, stdout: `${url}\n${signedIn}`});
	expect(codesSent(tenant)).toBe(1);
	expect(tenant.violations).toEqual([]);
});

test('The last line counts without a line end too.', async () => {
	const tenant = await practiceTenant();
	const running = start(['login', '--plain'], {env: tenantVariables(tenant)});
	running.end(await signInAsPerson(await urlOf(running)));
	expect(await running.exit()).toMatchObject({code: 0});
});

test('The end of the input cancels with 130, and nothing is signed in.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const result = await run(['login', '--plain'], {home, env: tenantVariables(tenant), input: ''});
	expect(result.code).toBe(130);
	expect(result.stderr).toContain('No address was given');
	expect(result.stdout).toMatch(/^http\S+\n$/);
	expect(codesSent(tenant)).toBe(0);
	expect(credentialsIn(home)).not.toContain('accessToken');
});

test.each([
	['ANAPLAN_REDIRECT_URI', 'The redirect URI is no complete address'],
	['ANAPLAN_REGION', 'This region is unknown'],
])('A value of %s that cannot be used is named with its variable.', async (name, said) => {
	const tenant = await practiceTenant();
	const env = {...tenantVariables(tenant), [name]: 'bogus'};
	const result = await run(['login', '--plain'], {env, input: ''});
	expect(result).toMatchObject({code: 2, stdout: ''});
	expect(result.stderr).toContain(`${name} is “bogus”. ${said}`);
	expect(result.stderr).toContain(`Next: Correct ${name}, or unset it, and try again.`);
});

const query = (url: string, parameters: string) =>
	`https://www.anaplan.com/?${parameters}&state=${new URL(url).searchParams.get('state') ?? ''}`;

test.each([
	[
		'a refusal of Anaplan’s',
		(url: string) => query(url, 'error=access_denied&error_description=Not%20today'),
		'anaplan-tui: Anaplan sent an error instead of a code. It says: access_denied: Not today',
	],
	[
		'a refusal that we have no words for',
		(url: string) => `${query(url, 'error=login_required')}\nhello`,
		'anaplan-tui: Anaplan sent an error instead of a code. It says: login_required',
	],
	[
		'a wrong address',
		() => 'hello\nhttps://www.anaplan.com/?code=abc&state=older',
		'was not taken. The state belongs to another attempt',
	],
])(
	'The end of the input after %s ends login --plain with 1 and the reason.',
	async (_what, input, said) => {
		const tenant = await practiceTenant();
		const env = {...tenantVariables(tenant), ANAPLAN_REDIRECT_URI: 'https://www.anaplan.com'};
		const running = start(['login', '--plain'], {env});
		const url = await urlOf(running);
		running.end(`${input(url)}\n`);
		const ended = await running.exit();
		expect(ended).toMatchObject({code: 1, stdout: `${url}\n`});
		expect(ended.stderr).toContain(said);
		expect(codesSent(tenant)).toBe(0);
	},
);

test('Without a client login --plain is wrong usage, and says what to set.', async () => {
	const home = tempHome();
	const result = await run(['login', '--plain'], {home});
	expect(result).toMatchObject({code: 2, stdout: ''});
	expect(result.stderr).toContain('The client ID is missing.');
	expect(result.stderr).toContain('ANAPLAN_CLIENT_ID');
	expect(filesBelow(folderOf(home))).toEqual([]);
});

test.each([
	[{endpoint: 'token', name: 'serverError'}, 75, 'Anaplan has an error of its own.'],
	[{endpoint: 'token', name: 'rateLimited', retryAfterS: 90}, 75, 'Anaplan asks to slow down'],
	[{endpoint: 'token', name: 'cut'}, 75, 'broke before the reply was complete.'],
	[{endpoint: 'token', name: 'html'}, 1, 'answered 200 with an HTML page.'],
	[{endpoint: 'token', name: 'htmlForbidden'}, 1, 'A firewall answered instead of Anaplan'],
	[{endpoint: 'token', name: 'wrongTypes'}, 1, 'is missing or not what Anaplan sends.'],
	[{endpoint: 'token', name: 'huge'}, 1, 'more than Anaplan would.'],
] satisfies ReadonlyArray<readonly [Scenario, number, string]>)(
	'A failed exchange (%o) ends login --plain with %i and its reason.',
	async (scenario, code, said) => {
		const tenant = await practiceTenant({scenarios: [scenario]});
		const running = start(['login', '--plain'], {env: tenantVariables(tenant)});
		const url = await urlOf(running);
		running.end(`${await signInAsPerson(url)}\n`);
		const result = await running.exit();
		expect(result).toMatchObject({code, stdout: `${url}\n`});
		expect(result.stderr).toContain(said);
		expect(result.stderr).not.toMatch(/^ +at /m);
		expect(codesSent(tenant)).toBe(1);
		expectNoMarks(result.stderr);
	},
);

test('A busy Anaplan is waited for by login --plain, which says so.', async () => {
	const tenant = await practiceTenant({
		scenarios: [{endpoint: 'token', name: 'rateLimited', retryAfterS: 2, times: 1}],
	});
	const running = start(['login', '--plain'], {env: tenantVariables(tenant)});
	running.end(`${await signInAsPerson(await urlOf(running))}\n`);
	const {code, stderr} = await running.exit();
	expect(code).toBe(0);
	expect(stderr).toContain('anaplan-tui: Anaplan is busy; trying again in 2 s …\n');
	expect(tenant.violations).toEqual([]);
});

test('A wrong client secret ends login --plain with 1, a user that cannot be fetched does not.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'users/me', name: 'serverError'}]});
	const wrong = start(['login', '--plain'], {
		env: {...tenantVariables(tenant), ANAPLAN_CLIENT_SECRET: 'not-the-secret-of-it'},
	});
	wrong.end(`${await signInAsPerson(await urlOf(wrong))}\n`);
	const refused = await wrong.exit();
	expect(refused.code).toBe(1);
	expect(refused.stderr).toContain('the secret is wrong');
	expectNoSecrets(['not-the-secret-of-it'], refused.stdout, refused.stderr);

	const right = start(['login', '--plain'], {env: tenantVariables(tenant)});
	right.end(`${await signInAsPerson(await urlOf(right))}\n`);
	const taken = await right.exit();
	expect(taken.code).toBe(0);
	expect(taken.stdout).toMatch(/\nSigned in\n$/);
	expect(taken.stderr).toContain('the user could not be fetched');
});

test('A host that refuses every token does not undo a sign-in whose refresh token Anaplan takes.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'users/me', name: 'unauthorized'}]});
	const running = start(['login', '--plain'], {env: tenantVariables(tenant)});
	running.end(`${await signInAsPerson(await urlOf(running))}\n`);
	const {code, stdout, stderr} = await running.exit();
	expect(code).toBe(0);
	expect(stdout).toMatch(/\nSigned in\n$/);
	expect(stderr).toContain('the user could not be fetched');
	expect(tenant.counters.tokenRequests.refresh_token).toBe(1);
});

/** `login --plain` whose code is exchanged, for tokens that are dead before they arrive. */
async function loginWithDeadTokens(
	tenant: PracticeTenant,
	home: string,
	meanwhile: () => Promise<unknown> = async () => undefined,
) {
	const {scenario, letGo} = heldReply('token');
	tenant.setScenario(scenario);
	const running = start(['login', '--plain'], {home, env: tenantVariables(tenant)});
	running.end(`${await signInAsPerson(await urlOf(running))}\n`);
	await eventually(() => codesSent(tenant)).toBe(1);
	tenant.revokeRefreshTokens();
	tenant.expireAccessTokens();
	await meanwhile();
	letGo();
	return running.exit();
}

test('A sign-in that is found dead at once ends login --plain with 4, and is no success.', async () => {
	const tenant = await practiceTenant();
	const {code, stdout, stderr} = await loginWithDeadTokens(tenant, tempHome());
	expect(code).toBe(4);
	expect(stderr).toContain('anaplan-tui: Your sign-in has ended.');
	expect(stdout).not.toContain('Signed in');
});

test.each([
	['that has expired', -10],
	['that is dead too', 2100],
])(
	'A sign-in that is found dead before it is known whose it is leaves a stored one %s as it was, and ends login --plain with 4.',
	async (_what, leftS) => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS, remembered: tenant.people[0]});
		const env = tenantVariables(tenant);
		tenant.setScenario({endpoint: 'users/me', name: 'serverError'});
		const running = start(['login', '--plain'], {home, env});
		running.end(`${await signInAsPerson(await urlOf(running))}\n`);
		expect(await running.exit()).toMatchObject({code: 75});
		tenant.clearScenarios();
		tenant.revokeRefreshTokens();
		tenant.expireAccessTokens();
		const next = await run(['login', '--plain'], {home, env});
		expect(next).toMatchObject({code: 4, stdout: ''});
		expect(next.stderr).toMatch(/^anaplan-tui: (Your|The new) sign-in has ended/);
		expect(next.stderr).toContain('Sign in again: anaplan-tui login.');
		expect(credentialsIn(home)).not.toContain('parked');
	},
);

test('A sign-in that is found dead beside one that works ends login --plain with 4, says so, and the other goes on.', async () => {
	const tenant = await practiceTenant();
	const remembered = tenant.people[0];
	const home = await signedInHome(tenant, {remembered});
	const {code, stdout, stderr} = await loginWithDeadTokens(tenant, home, async () =>
		signedInHome(tenant, {home, remembered}),
	);
	expect(code).toBe(4);
	expect(stdout).not.toContain('Signed in');
	expect(stderr).toContain(
		'anaplan-tui: The new sign-in has ended before it was known whose it is; the profile is as it was.',
	);
	const {stdout: whoami} = await run(['whoami'], {home, env: hostVariables(tenant)});
	expect(whoami).toContain(remembered.email);
	expect(tenant.violations).toEqual([]);
});

test('A token that Anaplan refuses, and that nothing can refresh, ends login --plain with 4.', async () => {
	const tenant = await practiceTenant({
		scenarios: [
			{endpoint: 'users/me', name: 'unauthorized'},
			{endpoint: 'token', name: 'narrowScope', scope: 'openid email'},
		],
	});
	const running = start(['login', '--plain'], {env: tenantVariables(tenant)});
	running.end(`${await signInAsPerson(await urlOf(running))}\n`);
	const {code, stdout, stderr} = await running.exit();
	expect(code).toBe(4);
	expect(stderr).toContain('anaplan-tui: Anaplan does not accept the access token (');
	expect(stdout).not.toContain('Signed in');
});

test('What Anaplan did not grant is told, and is no failure.', async () => {
	const tenant = await practiceTenant({
		scenarios: [{endpoint: 'token', name: 'narrowScope', scope: 'openid email'}],
	});
	const running = start(['login', '--plain'], {env: tenantVariables(tenant)});
	running.end(`${await signInAsPerson(await urlOf(running))}\n`);
	const {code, stderr} = await running.exit();
	expect(code).toBe(0);
	expect(stderr).toContain(
		'Anaplan granted: openid email (asked for: openid email offline_access).',
	);
	expect(stderr).toContain('There is no refresh token');
});

test.each([
	['as it is', {}, 0],
	['with 6,000 characters more', {}, 6000],
	['without brackets and in pieces', {unbracketed: true, pieces: 1000}, 6000],
])(
	'In a terminal login --plain reads a pasted address %s and does not echo it.',
	async (_how, options, more) => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const terminal = openTerminal(['login', '--plain'], {
			home,
			env: tenantVariables(tenant),
			command: withinShell,
		});
		await terminal.waitFor('Paste it here and press Enter:');
		const url = /^http\S+$/m.exec(terminal.bytes().replaceAll('\r', ''))?.[0] ?? '';
		const address = await signInAsPerson(url);
		await terminal.paste('something else\n', {unbracketed: true});
		await terminal.waitFor('There is no code in this.');
		if (more > 0) {
			// The marks of a bracketed paste, from a terminal that was left to send them.
			terminal.type('\x1b[200~something else\x1b[201~\r');
		}

		await terminal.paste(more === 0 ? address : `${address}&x=${'y'.repeat(more)}`, options);
		terminal.press('enter');
		await terminal.waitFor(signedIn.trim());
		expect(await leftBehind(terminal, home)).toBe(0);
		expect(terminal.bytes()).not.toContain('something else');
		expect(terminal.bytes()).not.toContain('yyyy');
		expectDiscreet(terminal, {tenant, home, addresses: [address]});
		expect(tenant.violations).toEqual([]);
	},
);

test.each(['ctrl+c', 'ctrl+d'])(
	'%s in login --plain ends with 130 and gives the terminal back as it was.',
	async key => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const terminal = openTerminal(['login', '--plain'], {
			home,
			env: tenantVariables(tenant),
			command: withinShell,
		});
		await terminal.waitFor('Paste it here and press Enter:');
		terminal.press(key);
		expect(await leftBehind(terminal, home)).toBe(130);
		expectDiscreet(terminal, {tenant, home});
	},
);

test.each([
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)('%s in login --plain gives the terminal back as it was.', async (signal, code) => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = openTerminal(['login', '--plain'], {
		home,
		env: tenantVariables(tenant),
		command: withinShell,
	});
	await terminal.waitFor('Paste it here and press Enter:');
	process.kill(pidWithinShell(home), signal);
	expect(await leftBehind(terminal, home)).toBe(code);
});

test('Ctrl+C while the code is exchanged leaves login --plain with 130.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'token', name: 'hang'}]});
	const home = tempHome();
	const terminal = openTerminal(['login', '--plain'], {
		home,
		env: tenantVariables(tenant),
		command: withinShell,
	});
	await terminal.waitFor('Paste it here and press Enter:');
	const url = /^http\S+$/m.exec(terminal.bytes().replaceAll('\r', ''))?.[0] ?? '';
	await terminal.paste(await signInAsPerson(url));
	terminal.press('enter');
	await until(() => codesSent(tenant) === 1);
	terminal.press('ctrl+c');
	await terminal.waitFor('the shell is back', atOnce);
	expect(await leftBehind(terminal, home)).toBe(130);
});

test('With its output in a pipe, login reads the address from the terminal all the same, without an echo.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const terminal = openTerminal(['login'], {
		home,
		env: tenantVariables(tenant),
		command: ['sh', '-c', '"$0" "$@" | sed "s/^/piped: /"', process.execPath, builtProgram],
	});
	await terminal.waitFor('Paste it here and press Enter:');
	await terminal.waitFor('piped: http');
	const url = /piped: (http\S+)/.exec(terminal.bytes())?.[1] ?? '';
	const address = await signInAsPerson(url);
	await terminal.paste(address);
	terminal.press('enter');
	await terminal.waitFor('piped: Signed in as pat.practice@example.com');
	expect((await terminal.exit()).exitCode).toBe(0);
	expectDiscreet(terminal, {tenant, home, addresses: [address]});
});
