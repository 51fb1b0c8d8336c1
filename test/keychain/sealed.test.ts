import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Environment} from '../helpers/child-environment.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run} from '../helpers/run.ts';
import {hostVariables, practiceTenant, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {desktopSession, emptySession, silentSession} from './desktop-session.ts';
import {folderOf, signIn} from './sign-in.ts';

const signedIn = 'Signed in as pat.practice@example.com\n';
const noDbus: Environment = {DBUS_SESSION_BUS_ADDRESS: undefined};

const fileOf = (home: string) => path.join(folderOf(home), 'credentials.json');
const bytesOf = (home: string) => readFileSync(fileOf(home), 'latin1');
const asidesOf = (home: string) =>
	readdirSync(folderOf(home)).filter(name => name.includes('.unreadable-'));

async function world() {
	const tenant = await practiceTenant();
	return {tenant, home: tempHome()};
}

async function kindOf(home: string, env: Environment): Promise<string> {
	const {stdout} = await run(['status', '--json'], {home, env});
	return JSON.parse(stdout).profiles[0].storage.kind;
}

const accounts = "JSON.stringify(keyring.findCredentials('anaplan-tui'))";

describe('with a keychain', () => {
	test('a sign-in is sealed, and everything works with it in every later process.', async () => {
		const {tenant, home} = await world();
		const session = await desktopSession();
		const env = {...session.env, ANAPLAN_TUI_STORAGE: 'keychain', ...hostVariables(tenant)};
		const login = await signIn(tenant, home, env);
		expect(login.code).toBe(0);
		expect(login.stdout.endsWith(signedIn)).toBe(true);

		const token = await run(['token'], {home, env});
		expect(token).toMatchObject({code: 0, stderr: ''});
		const refreshed = await run(['refresh'], {home, env});
		expect(refreshed).toMatchObject({code: 0, stderr: ''});
		expect(tenant.counters.refreshes).toBe(1);
		const after = await run(['token'], {home, env});
		expect(after.code).toBe(0);
		expect(after.stdout).not.toBe(token.stdout);
		expect((await run(['whoami'], {home, env})).code).toBe(0);
		expect(tenant.violations).toEqual([]);

		const status = await run(['status'], {home, env});
		expect(status.stdout).toContain(`${fileOf(home)} (sealed file)\n`);
		expect(await kindOf(home, env)).toBe('sealed');

		const [{account, password: key}, ...others] = JSON.parse(
			session.inKeychain(`console.log(${accounts})`),
		);
		expect([account, others]).toEqual([expect.stringMatching(/^store-[\da-f]{32}$/), []]);
		const {clientSecret} = tenant.clients.authorizationCode;
		const secrets = [token.stdout.trim(), after.stdout.trim(), clientSecret, key];
		for (const name of readdirSync(folderOf(home))) {
			expectNoSecrets(secrets, readFileSync(path.join(folderOf(home), name), 'latin1'));
		}

		expectNoSecrets(secrets, login.stderr, status.stdout, refreshed.stdout);
		expect(bytesOf(home)).not.toContain('practice-');
	});

	test('`auto` seals, `file` moves the sign-in back and takes the key away, and nothing is lost.', async () => {
		const {tenant, home} = await world();
		const session = await desktopSession();
		const auto = {...session.env, ANAPLAN_TUI_STORAGE: 'auto', ...hostVariables(tenant)};
		await signIn(tenant, home, auto);
		expect(await kindOf(home, auto)).toBe('sealed');
		const {stdout: token} = await run(['token'], {home, env: auto});

		const file = {...auto, ANAPLAN_TUI_STORAGE: 'file'};
		expect(await run(['token'], {home, env: file})).toMatchObject({code: 0, stdout: token});
		expect((await run(['refresh'], {home, env: file})).code).toBe(0);
		expect(bytesOf(home)).toContain('practice-refresh-');
		expect(session.inKeychain(`console.log(${accounts})`)).toBe('[]\n');

		const keychain = {...auto, ANAPLAN_TUI_STORAGE: 'keychain'};
		expect((await run(['refresh'], {home, env: keychain})).code).toBe(0);
		expect(bytesOf(home)).not.toContain('practice-');
		expect((await run(['token'], {home, env: auto})).code).toBe(0);
		expect(asidesOf(home)).toEqual([]);
		expect(tenant.violations).toEqual([]);
	});

	test('many processes that refresh at once never use a refresh token twice.', async () => {
		const {tenant, home} = await world();
		const session = await desktopSession();
		const env = {...session.env, ANAPLAN_TUI_STORAGE: 'auto', ...hostVariables(tenant)};
		await signIn(tenant, home, env);
		const results = await Promise.all(
			Array.from({length: 6}, async () => run(['refresh'], {home, env})),
		);
		expect(results.map(({code}) => code)).toEqual(results.map(() => 0));
		expect(tenant.counters.refreshes).toBeGreaterThan(0);
		expect(tenant.violations).toEqual([]);
		expect(await kindOf(home, env)).toBe('sealed');
	});
});

describe('a keychain that stops answering', () => {
	const some = [['token'], ['login', '--plain']];
	const all = [...some, ['refresh'], ['status'], ['whoami'], ['logout'], ['logout', '--local']];

	async function expectUnavailable(home: string, env: Environment, reason: RegExp) {
		const before = bytesOf(home);
		// A keychain that hangs takes seconds each time.
		for (const command of reason.source.includes('seconds') ? some : all) {
			const {code, stdout, stderr} = await run(command, {home, env});
			expect({command, code, stdout}).toEqual({command, code: 75, stdout: ''});
			expect(stderr).toMatch(reason);
			expect(stderr).toContain('ANAPLAN_TUI_STORAGE=file and sign in again');
			expect(stderr).not.toContain('You are not signed in');
		}

		const json = await run(['token', '--json'], {home, env});
		expect(JSON.parse(json.stdout).error.code).toBe('keychain_unavailable');
		expect(bytesOf(home)).toBe(before);
		expect(readdirSync(folderOf(home)).sort()).toEqual(['credentials.json', 'settings.json']);
	}

	test.each([
		['because there is no D-Bus session', async () => noDbus, /no D-Bus session/],
		[
			'because the D-Bus session is gone',
			async () => ({DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus'}),
			/no D-Bus session/,
		],
		[
			'because nobody in the D-Bus session is one',
			emptySession,
			/no D-Bus session with a keychain/,
		],
		['because the D-Bus session hangs', silentSession, /said nothing for seconds/],
	] as const)('%s is said so, and nothing is changed.', async (_why, elsewhere, reason) => {
		const {tenant, home} = await world();
		const session = await desktopSession();
		const env = {ANAPLAN_TUI_STORAGE: 'auto', ...tenantVariables(tenant)};
		await signIn(tenant, home, {...env, ...session.env});
		await expectUnavailable(home, {...env, ...(await elsewhere())}, reason);
		expect((await run(['token'], {home, env: {...env, ...session.env}})).code).toBe(0);
	});

	test.each([
		['is locked', 'lock', /it is locked/],
		['hangs', 'hang', /said nothing for seconds/],
	] as const)(
		'because it %s is said so, and nothing is changed.',
		async (_why, trouble, reason) => {
			const {tenant, home} = await world();
			const session = await desktopSession();
			const env = {ANAPLAN_TUI_STORAGE: 'auto', ...tenantVariables(tenant), ...session.env};
			await signIn(tenant, home, env);
			session[trouble]();
			await expectUnavailable(home, env, reason);
		},
	);

	test('gives way to a private file when that is asked for, and the sealed one is kept.', async () => {
		const {tenant, home} = await world();
		const session = await desktopSession();
		await signIn(tenant, home, {...session.env, ANAPLAN_TUI_STORAGE: 'auto'});
		const sealed = bytesOf(home);
		const login = await signIn(tenant, home, {...noDbus, ANAPLAN_TUI_STORAGE: 'file'});
		expect(login).toMatchObject({code: 0, stdout: expect.stringContaining(signedIn)});
		expect(bytesOf(home)).toContain('practice-refresh-');
		const [aside = ''] = asidesOf(home);
		expect(readFileSync(path.join(folderOf(home), aside), 'latin1')).toBe(sealed);

		const auto = {...session.env, ANAPLAN_TUI_STORAGE: 'auto', ...hostVariables(tenant)};
		expect((await run(['token'], {home, env: auto})).code).toBe(0);
		await signIn(tenant, home, auto);
		expect(await kindOf(home, auto)).toBe('file');
		await signIn(tenant, home, {...auto, ANAPLAN_TUI_STORAGE: 'keychain'});
		expect(await kindOf(home, auto)).toBe('sealed');
	});
});

describe('without a keychain', () => {
	test('`auto` makes a private file and says why; the next sign-in with a keychain seals it.', async () => {
		const {tenant, home} = await world();
		const env = {...noDbus, ANAPLAN_TUI_STORAGE: 'auto'};
		const login = await signIn(tenant, home, env);
		expect(login.code).toBe(0);
		expect(login.stderr).toContain(`stored in a private file, ${fileOf(home)}`);
		expect(login.stderr).toContain('no D-Bus session');
		expect(bytesOf(home)).toContain('practice-refresh-');
		const session = await desktopSession();
		const again = {...session.env, ANAPLAN_TUI_STORAGE: 'auto'};
		const {stdout: token} = await run(['token'], {home, env: again});
		expect(bytesOf(home)).toContain('practice-refresh-');
		await signIn(tenant, home, again);
		expect(await kindOf(home, again)).toBe('sealed');
		expect((await run(['token'], {home, env: again})).stdout).not.toBe(token);
	});

	test.each([
		['there is none', async () => noDbus],
		['it hangs', silentSession],
	] as const)(
		'`keychain` fails before anyone is sent to a browser, when %s.',
		async (_why, elsewhere) => {
			const {tenant, home} = await world();
			const env = {
				...tenantVariables(tenant),
				...(await elsewhere()),
				ANAPLAN_TUI_STORAGE: 'keychain',
			};
			const {code, stdout, stderr} = await run(['login', '--plain'], {home, env});
			expect({code, stdout}).toEqual({code: 75, stdout: ''});
			expect(stderr).toContain('The system keychain does not answer');
			expect(existsSync(fileOf(home))).toBe(false);
			expect(tenant.requests).toEqual([]);
		},
	);
});

describe('a key that is wrong', () => {
	const account = "keyring.findCredentials('anaplan-tui')[0].account";

	test.each([
		[
			'another',
			`new keyring.Entry('anaplan-tui', ${account}).setPassword('B'.repeat(43))`,
			/sealed with another key/,
		],
		[
			'gone',
			`new keyring.Entry('anaplan-tui', ${account}).deletePassword()`,
			/not in the system keychain any more/,
		],
	])(
		'(%s) is said so, and the next sign-in moves the file aside.',
		async (_what, spoil, reason) => {
			const {tenant, home} = await world();
			const session = await desktopSession();
			const env = {...tenantVariables(tenant), ...session.env, ANAPLAN_TUI_STORAGE: 'auto'};
			await signIn(tenant, home, env);
			const sealed = bytesOf(home);
			session.inKeychain(spoil);
			const token = await run(['token'], {home, env});
			expect({code: token.code, stdout: token.stdout}).toEqual({code: 1, stdout: ''});
			expect(token.stderr).toMatch(reason);
			expect(bytesOf(home)).toBe(sealed);

			expect((await signIn(tenant, home, env)).code).toBe(0);
			expect((await run(['token'], {home, env})).code).toBe(0);
			expect(await kindOf(home, env)).toBe('sealed');
			const [aside = ''] = asidesOf(home);
			expect(readFileSync(path.join(folderOf(home), aside), 'latin1')).toBe(sealed);
		},
	);
});
