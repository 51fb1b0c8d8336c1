import {execFileSync} from 'node:child_process';
import {chmodSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {asUser} from '../helpers/as-user.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run} from '../helpers/run.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {
	credentialsFile,
	storedCredentials,
	storedSecrets,
	storedSession,
} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const within = (value: number, low: number, high: number) => {
	expect(value).toBeGreaterThanOrEqual(low);
	expect(value).toBeLessThanOrEqual(high);
};

describe('token', () => {
	test('prints the stored token and a newline, and asks nobody.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const result = await run(['token'], {home});
		expect(result).toEqual({
			code: 0,
			signal: undefined,
			stdout: `${storedSession(home).accessToken}\n`,
			stderr: '',
		});
		expect(tenant.requests).toEqual([]);
	});

	test('with --json prints one document with the promised keys.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const {code, stdout, stderr} = await run(['token', '--json'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
		const document = JSON.parse(stdout);
		expect(document).toEqual({
			profile: 'default',
			accessToken: storedSession(home).accessToken,
			tokenType: 'Bearer',
			scope: 'openid email offline_access',
			expiresAt: storedSession(home).expiresAt,
			expiresIn: expect.any(Number),
		});
		expect(document.expiresAt).toMatch(isoTime);
		within(document.expiresIn, 2070, 2100);
		expect(Number.isInteger(document.expiresIn)).toBe(true);
	});

	test('refreshes first when less than 60 s are left, and keeps the new refresh token.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: 59});
		const before = storedSession(home);
		const {code, stdout, stderr} = await run(['token'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		const after = storedSession(home);
		expect(stdout).toBe(`${after.accessToken}\n`);
		expect(after.accessToken).not.toBe(before.accessToken);
		expect(after.refreshToken?.token).not.toBe(before.refreshToken?.token);
		expect(tenant.counters.refreshes).toBe(1);
		expect(tenant.violations).toEqual([]);
	});

	test('refreshes when less is left than --min-ttl says, and not otherwise.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: 200});
		await run(['token', '--min-ttl', '100'], {home});
		await run(['token', '--min-ttl', '0'], {home});
		expect(tenant.counters.refreshes).toBe(0);
		await run(['token', '--min-ttl', '300'], {home});
		expect(tenant.counters.refreshes).toBe(1);
	});

	test('that lives shorter than --min-ttl says is printed all the same, with a note on stderr.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const {code, stdout, stderr} = await run(['token', '--min-ttl', '3600'], {home});
		expect({code, stdout}).toEqual({code: 0, stdout: `${storedSession(home).accessToken}\n`});
		expect(stderr).toMatch(
			/^anaplan-tui: Anaplan’s access tokens live shorter than that: 20\d\d s are left of this one\.\n$/,
		);
		expect(await run(['token', '--min-ttl', '1800'], {home})).toMatchObject({code: 0, stderr: ''});
	});

	test('of a non-rotatable client keeps its refresh token through every refresh.', async () => {
		const tenant = await practiceTenant({rotation: 'nonRotatable'});
		const home = await signedInHome(tenant, {leftS: -10});
		const before = storedSession(home);
		for (const round of [1, 2]) {
			const {code} = await run(['token', '--min-ttl', '9999'], {home});
			expect(code).toBe(0);
			expect(storedSession(home).refreshToken).toEqual(before.refreshToken);
			expect(tenant.counters.refreshes).toBe(round);
		}
	});

	test.each([
		['a server error', 'serverError', 75, 'server_error'],
		['429', 'rateLimited', 75, 'rate_limited'],
		['a firewall', 'htmlForbidden', 1, 'blocked'],
		['the login page of a proxy', 'html', 1, 'unexpected_reply'],
		['an empty reply', 'empty', 1, 'unexpected_reply'],
		['wrong types', 'wrongTypes', 1, 'unexpected_reply'],
	] as const)(
		'that meets %s prints no token, and changes nothing that is stored.',
		async (_, name, code, problem) => {
			const tenant = await practiceTenant({scenarios: [{name, endpoint: 'token'}]});
			const home = await signedInHome(tenant, {leftS: 200});
			const before = storedSession(home);
			const failed = await run(['token', '--min-ttl', '300', '--json'], {home});
			expect({code: failed.code, stderr: failed.stderr}).toEqual({code, stderr: ''});
			expect(JSON.parse(failed.stdout)).toEqual({
				error: {code: problem, message: expect.any(String), hint: expect.any(String)},
			});
			expect(storedSession(home)).toEqual(before);
			const works = await run(['token'], {home});
			expect(works).toMatchObject({code: 0, stdout: `${before.accessToken}\n`});
		},
	);

	test('without a refresh token works until it expires, and then tells why a person is needed.', async () => {
		const tenant = await practiceTenant({grantedScopes: ['openid', 'email']});
		const home = await signedInHome(tenant, {leftS: 200});
		expect((await run(['token'], {home})).code).toBe(0);
		const {code, stdout, stderr} = await run(['token', '--min-ttl', '300'], {home});
		expect({code, stdout}).toEqual({code: 4, stdout: ''});
		expect(stderr).toContain('There is no refresh token to refresh with.');
		expect(stderr).toContain('offline_access');
		const json = await run(['token', '--min-ttl', '300', '--json'], {home});
		expect(JSON.parse(json.stdout).error.code).toBe('no_refresh_token');
		expect(tenant.requests).toEqual([]);
	});

	test('of a sign-in that has ended needs a person, and status says so once the access token is over.', async () => {
		const tenant = await practiceTenant();
		tenant.issue();
		const home = await signedInHome(tenant, {leftS: 200});
		tenant.revokeRefreshTokens();
		const failed = await run(['token', '--min-ttl', '300'], {home});
		expect({code: failed.code, stdout: failed.stdout}).toEqual({code: 4, stdout: ''});
		expect(failed.stderr).toContain('Your sign-in has ended.');
		expect(failed.stderr).toContain('anaplan-tui login');
		const state = async () =>
			JSON.parse((await run(['status', '--json'], {home})).stdout).profiles[0].state;
		expect(await state()).toBe('signedIn');

		const expired = await signedInHome(tenant, {leftS: -10});
		tenant.revokeRefreshTokens();
		const ended = await run(['token', '--json'], {home: expired});
		expect(ended.code).toBe(4);
		expect(JSON.parse(ended.stdout).error.code).toBe('sign_in_ended');
		const {profiles} = JSON.parse((await run(['status', '--json'], {home: expired})).stdout);
		expect(profiles[0]).toMatchObject({state: 'signInNeeded', refreshToken: {present: true}});
	});

	test.each(['token', 'refresh', 'validate', 'whoami', 'logout', 'exec', 'api'])(
		'%s in an empty store needs a person to sign in.',
		async command => {
			const words = {exec: ['exec', '--', 'true'], api: ['api', 'users/me']}[command] ?? [command];
			const {code, stdout, stderr} = await run(words);
			expect({code, stdout}).toEqual({code: 4, stdout: ''});
			expect(stderr).toMatch(/^anaplan-tui: You are not signed in\.\n/);
			if (command !== 'exec') {
				const json = await run([...words, '--json']);
				expect(json).toMatchObject({code: 4, stderr: ''});
				expect(JSON.parse(json.stdout)).toEqual({
					error: {
						code: 'not_signed_in',
						message: 'You are not signed in.',
						hint: 'Sign in: anaplan-tui login.',
					},
				});
			}
		},
	);
});

describe('status', () => {
	const statusOf = async (home: string, ...words: string[]) => {
		const {code, stdout, stderr} = await run(['status', '--json', ...words], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		return JSON.parse(stdout);
	};

	test('has exactly the promised keys, in every state, and asks nobody.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const obtainedAt = storedSession(home).refreshToken?.obtainedAt;
		expect(await statusOf(home)).toEqual({
			profiles: [
				{
					name: 'default',
					current: true,
					state: 'signedIn',
					region: 'us1',
					grant: 'authorization_code',
					user: null,
					scope: 'openid email offline_access',
					accessToken: {
						expiresAt: expect.stringMatching(isoTime),
						expiresIn: expect.any(Number),
					},
					refreshToken: {present: true, obtainedAt: expect.stringMatching(isoTime)},
					storage: {kind: 'file', path: path.join(home, 'anaplan-tui', 'credentials.json')},
				},
			],
		});
		expect((await statusOf(home)).profiles[0].refreshToken.obtainedAt).toBe(obtainedAt);

		const expired = (await statusOf(await signedInHome(tenant, {leftS: -10}))).profiles[0];
		expect(expired).toMatchObject({state: 'accessTokenExpired', accessToken: {expiresIn: 0}});
		expect(tenant.requests).toEqual([]);
	});

	test('of an access token that has expired without a refresh token is: sign-in needed.', async () => {
		const tenant = await practiceTenant({grantedScopes: ['openid']});
		const home = await signedInHome(tenant, {leftS: -10});
		expect((await statusOf(home)).profiles[0]).toMatchObject({
			state: 'signInNeeded',
			refreshToken: {present: false, obtainedAt: null},
		});
	});

	test.each([[[]], [['--all']]])(
		'of an empty store is: signed out %j; nothing is made there.',
		async words => {
			const home = tempHome();
			expect((await statusOf(home, ...words)).profiles).toEqual([
				expect.objectContaining({
					name: 'default',
					current: true,
					state: 'signedOut',
					user: null,
					scope: null,
					accessToken: null,
					refreshToken: {present: false, obtainedAt: null},
				}),
			]);
			expect(readdirSync(home)).toEqual([]);
		},
	);

	test('with --all has every profile, and marks the current one.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const file = path.join(home, 'anaplan-tui', 'settings.json');
		const settings = JSON.parse(readFileSync(file, 'utf8'));
		settings.profiles['second one'] = settings.profiles.default;
		writeFileSync(file, JSON.stringify(settings), {mode: 0o600});
		const {profiles} = await statusOf(home, '--all');
		expect(
			profiles.map(({name, current, state}: Record<string, unknown>) => ({name, current, state})),
		).toEqual([
			{name: 'default', current: true, state: 'signedIn'},
			{name: 'second one', current: false, state: 'signedOut'},
		]);
		const {profiles: one} = await statusOf(home, '--profile', 'second one');
		expect(one).toEqual([profiles[1]]);
	});

	test('for people has no secret and no JSON, and says what to do next.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		await run(['whoami'], {home});
		const {code, stdout, stderr} = await run(['status'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(
			/^Profile: +default \(current\)\nState: +signed in\nUser: +Pat Practice, pat\.practice@example\.com\n/,
		);
		expect(stdout).toMatch(
			/^Access token: +3\d min \d+ s left, until \d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d$/m,
		);
		expect(stdout.endsWith('(private file)\n')).toBe(true);
		expectNoSecrets(storedSecrets(home), stdout);
		expect((await run(['status'])).stdout).toContain('not signed in; sign in: anaplan-tui login');
	});

	test('before the first sign-in says that it is not decided yet how it will be stored.', async () => {
		const auto = {ANAPLAN_TUI_STORAGE: undefined};
		expect((await run(['status'], {env: auto})).stdout).toMatch(
			/^Stored in: +nowhere yet; \S+credentials\.json will be sealed if a keychain answers, else a private file$/m,
		);
		const env = {ANAPLAN_TUI_STORAGE: 'file'};
		expect((await run(['status'], {env})).stdout).toMatch(
			/nowhere yet; \S+ will be a private file$/m,
		);
	});

	test.each([
		['rotatable', 'yes (rotatable), since '],
		['nonRotatable', 'yes (non-rotatable), since '],
	] as const)('knows after a refresh that refresh tokens are %s.', async (rotation, words) => {
		const tenant = await practiceTenant({rotation});
		const home = await signedInHome(tenant);
		const before = (await run(['status'], {home})).stdout;
		expect(before).toMatch(
			/^Refresh token: yes, since .*\n +perhaps until .* \(Anaplan’s default of 12 h\)$/m,
		);
		await run(['refresh'], {home});
		expect((await run(['status'], {home})).stdout).toContain(words);
	});

	/** A home with five profiles, of which the third cannot be read. */
	const fiveProfiles = async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {remembered: tenant.people[0]});
		for (const name of ['settings', 'credentials']) {
			const file = path.join(home, 'anaplan-tui', `${name}.json`);
			const document = JSON.parse(readFileSync(file, 'utf8'));
			const {default: first} = document.profiles;
			const {session: _, ...signedOut} = first;
			const broken = name === 'credentials' ? {clientId: 5} : {...first, region: 'eu1'};
			document.profiles = {...document.profiles, b: first, broken, d: signedOut, e: first};
			writeFileSync(file, JSON.stringify(document), {mode: 0o600});
		}

		return home;
	};

	test('with --all for people has a block for each profile, and one that cannot be read hides no other.', async () => {
		const home = await fiveProfiles();
		const {code, stdout, stderr} = await run(['status', '--all'], {home});
		expect(code).toBe(1);
		const blocks = stdout.trimEnd().split('\n\n');
		expect(blocks.map(block => block.split('\n')[0])).toEqual([
			'Profile:       default (current)',
			'Profile:       b',
			'Profile:       broken',
			'Profile:       d',
			'Profile:       e',
			expect.stringMatching(/^Stored in: +\S+ \(private file\)$/),
		]);
		expect(blocks[0]).toMatch(
			/\nUser: +Pat Practice, .*\nRegion: +us1\nAccess token: .* left.*\nRefresh token: yes/,
		);
		expect(blocks[2]).toMatch(/State: +cannot be read: .*“broken”.*\nUser: .*\nRegion: +eu1$/);
		expect(blocks[3]).toContain('not signed in; sign in: anaplan-tui login --profile d');
		expect(stderr).toContain('“broken”');
		expectNoSecrets(storedSecrets(home), stdout, stderr);
	});

	test('with --all as JSON is one document, with the problem where it belongs.', async () => {
		const home = await fiveProfiles();
		const {code, stdout, stderr} = await run(['status', '--all', '--json'], {home});
		expect({code, stderr}).toEqual({code: 1, stderr: ''});
		const {profiles} = JSON.parse(stdout);
		expect(profiles.map(({state, error}: Record<string, unknown>) => [state, error])).toEqual([
			['signedIn', undefined],
			['signedIn', undefined],
			['signInNeeded', expect.objectContaining({code: 'store_unreadable'})],
			['signedOut', undefined],
			['signedIn', undefined],
		]);
		const alone = await run(['status', '--profile', 'broken'], {home});
		expect(alone).toMatchObject({code: 1, stdout: ''});
	});
});

describe('refresh', () => {
	test('refreshes whatever is left, and says until when, without the token.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const before = storedSession(home);
		const {code, stdout, stderr} = await run(['refresh'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(
			/^Refreshed: the access token is valid until .+ \(3[45] min \d+ s\)\.\n$/,
		);
		expect(storedSession(home).accessToken).not.toBe(before.accessToken);
		expectNoSecrets([...storedSecrets(home), before.accessToken], stdout);
	});

	test('with --json tells the times and no token.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const {code, stdout} = await run(['refresh', '--json'], {home});
		expect(code).toBe(0);
		const document = JSON.parse(stdout);
		expect(document).toEqual({
			profile: 'default',
			scope: 'openid email offline_access',
			expiresAt: storedSession(home).expiresAt,
			expiresIn: expect.any(Number),
		});
		within(document.expiresIn, 2070, 2100);
	});
});

describe('validate', () => {
	test('asks Anaplan, and with --json prints its reply as it came.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const people = await run(['validate'], {home});
		expect(people).toMatchObject({code: 0, stderr: ''});
		expect(people.stdout).toMatch(
			/^The access token is valid at Anaplan\.\nUntil: .+ left\)\nUser: +pat\.practice@example\.com\n$/,
		);
		const {code, stdout} = await run(['validate', '--json'], {home});
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({
			status: 'SUCCESS',
			statusMessage: 'Token validated',
			tokenInfo: {expiresAt: expect.any(Number)},
			userInfo: {userId: 'pat.practice@example.com'},
		});
		expect(tenant.requests.map(({path: asked, scheme}) => `${scheme} ${asked}`)).toEqual(
			Array.from({length: 2}, () => 'AnaplanAuthToken /token/validate'),
		);
		expectNoSecrets(storedSecrets(home), people.stdout, stdout);
	});

	test('of a token that Anaplan no longer takes says so, and refreshes nothing.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		tenant.expireAccessTokens();
		const {code, stdout, stderr} = await run(['validate'], {home});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain('Anaplan does not accept the access token');
		expect(stderr).toContain('Next: Refresh it: anaplan-tui refresh.\n');
		const json = await run(['validate', '--json'], {home});
		expect(json.code).toBe(1);
		expect(JSON.parse(json.stdout).error.code).toBe('token_rejected');
		expect(tenant.counters.refreshes).toBe(0);
	});

	test('of a token that Anaplan no longer takes wants a person where there is no refresh token.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const file = credentialsFile(home);
		const credentials = JSON.parse(readFileSync(file, 'utf8'));
		delete credentials.profiles.default.session.refreshToken;
		writeFileSync(file, JSON.stringify(credentials));
		tenant.expireAccessTokens();
		expect(await run(['validate'], {home})).toMatchObject({code: 4, stdout: ''});
	});

	test('corrects the stored expiry by what Anaplan says.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: 100});
		await run(['validate'], {home});
		within(Date.parse(storedSession(home).expiresAt) - Date.now(), 2_060_000, 2_100_000);
	});
});

describe('whoami', () => {
	test('asks Anaplan, and with --json prints its user object as it came.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const people = await run(['whoami'], {home});
		expect(people).toMatchObject({code: 0, stderr: ''});
		expect(people.stdout).toMatch(
			/^Name: +Pat Practice\nEmail: +pat\.practice@example\.com\nUser ID: +[\da-f]{32}\nTenant ID: +[\da-f]{32}\nLast sign-in: +\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d\n$/,
		);
		const {code, stdout, stderr} = await run(['whoami', '--json'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(Object.keys(JSON.parse(stdout))).toEqual([
			'id',
			'active',
			'email',
			'emailOptIn',
			'firstName',
			'lastName',
			'customerId',
			'lastLoginDate',
		]);
		const {profiles} = JSON.parse((await run(['status', '--json'], {home})).stdout);
		expect(profiles[0].user).toMatchObject({
			name: 'Pat Practice',
			email: 'pat.practice@example.com',
		});
	});

	test('refreshes a token that Anaplan refuses, once, and asks again.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		tenant.expireAccessTokens();
		expect((await run(['whoami'], {home})).code).toBe(0);
		expect(tenant.requests.map(({path: asked}) => asked)).toEqual([
			'/2/0/users/me',
			'/oauth/token',
			'/2/0/users/me',
		]);
	});
});

describe('logout', () => {
	test('ends the token at Anaplan, forgets the tokens here, and keeps the client.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const secrets = storedSecrets(home);
		const {code, stdout, stderr} = await run(['logout'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(/^Signed out: Anaplan has ended the access token.*\n$/);
		expectNoSecrets(secrets, stdout);
		expect(tenant.counters.logouts).toBe(1);
		expect(storedCredentials(home).session).toBeUndefined();
		expect((await run(['logout'], {home})).code).toBe(4);
		const login = await run(['login', '--plain'], {home});
		expect(login.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/auth\/prelogin\?/);
	});

	test('with --local asks nobody, and --json tells which of the two it was.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const {code, stdout} = await run(['logout', '--local', '--json'], {home});
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toEqual({profile: 'default', signedOut: 'locally'});
		expect(storedCredentials(home).session).toBeUndefined();
		expect(tenant.requests).toEqual([]);
	});

	test('that Anaplan does not answer forgets nothing, and names --local.', async () => {
		const tenant = await practiceTenant({scenarios: [{name: 'serverError', endpoint: 'logout'}]});
		const home = await signedInHome(tenant);
		const {code, stdout, stderr} = await run(['logout'], {home});
		expect({code, stdout}).toEqual({code: 75, stdout: ''});
		expect(stderr).toContain('anaplan-tui logout --local');
		expect(storedSession(home)).toBeDefined();
	});

	test('whose reply is lost hands that access token out no more: the next use refreshes.', async () => {
		const tenant = await practiceTenant({
			scenarios: [{name: 'cut', endpoint: 'logout', processed: true, times: 1}],
		});
		const home = await signedInHome(tenant);
		const {accessToken} = storedSession(home);
		expect(await run(['logout'], {home})).toMatchObject({code: 75, stdout: ''});
		const {profiles} = JSON.parse((await run(['status', '--json'], {home})).stdout);
		expect(profiles[0].state).toBe('accessTokenExpired');
		const token = await run(['token'], {home});
		expect(token).toMatchObject({code: 0, stderr: ''});
		expect(token.stdout).not.toContain(accessToken);
		expect(await run(['validate'], {home})).toMatchObject({code: 0});
		expect((await run(['logout'], {home})).code).toBe(0);
		expect(tenant.counters).toMatchObject({refreshes: 1, logouts: 2});
	});

	test.runIf(process.geteuid?.() === 0)(
		'with --local in a store that cannot be changed does not advise itself.',
		async () => {
			const tenant = await practiceTenant();
			const home = await signedInHome(tenant);
			execFileSync('chown', ['-R', '54321', home]);
			chmodSync(path.join(home, 'anaplan-tui'), 0o500);
			for (const words of [['logout'], ['logout', '--local']]) {
				const {code, stdout, stderr} = await run(words, {home, command: asUser('54321')});
				expect({code, stdout}).toEqual({code: 1, stdout: ''});
				expect(stderr).toContain('permission is denied');
				expect(stderr).not.toContain('logout --local');
			}
		},
	);

	test('of an access token that has expired already works too.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: -10});
		tenant.expireAccessTokens();
		expect((await run(['logout'], {home})).code).toBe(0);
		expect(storedCredentials(home).session).toBeUndefined();
	});
});
