import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run, start} from '../helpers/run.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {credentialsFile} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {credentialsIn, folderOf, settingsIn, storedTokens} from './sign-in.ts';

/** A home with sign-ins of these names at the tenant. */
async function homeWith(tenant: PracticeTenant, ...names: readonly string[]): Promise<string> {
	const home = tempHome();
	for (const profile of names) {
		await signedInHome(tenant, {home, profile});
	}

	return home;
}

const profilesOf = async (home: string, ...words: readonly string[]) =>
	JSON.parse((await run(['profiles', '--json', ...words], {home})).stdout).profiles;

const namesOf = async (home: string) =>
	((await profilesOf(home)) as {name: string; current: boolean}[]).map(({name, current}) =>
		current ? `*${name}` : name,
	);

const tokenOf = (home: string, name: string): string =>
	JSON.parse(credentialsIn(home)).profiles[name].session.accessToken;

const logouts = ({requests}: PracticeTenant): number =>
	requests.filter(({path: where}) => where === '/token/logout').length;

describe('profiles list', () => {
	test('prints tab-separated lines where stdout is no terminal, and touches no network.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'default', 'second one');
		await signedInHome(tenant, {home, profile: 'old', leftS: -5});
		const settings = JSON.parse(settingsIn(home));
		settings.profiles.default.user = {id: 'u', email: 'a@example.com', name: 'A'};
		writeFileSync(path.join(folderOf(home), 'settings.json'), JSON.stringify(settings));
		await tenant.close();
		for (const words of [['profiles'], ['profiles', 'list']]) {
			expect(await run(words, {home})).toEqual({
				code: 0,
				signal: undefined,
				stdout:
					'default\tcurrent\ta@example.com\tus1\tsignedIn\n' +
					'second one\t\t\tus1\tsignedIn\n' +
					'old\t\t\tus1\taccessTokenExpired\n',
				stderr: '',
			});
		}
	});

	test('prints a table in a terminal, with the current one marked and wide names in line.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'default', '生産');
		const terminal = openTerminal(['profiles'], {home});
		await terminal.exit();
		expect(terminal.screen()).toBe(
			[
				'   PROFILE  USER  REGION  STATE',
				'*  default        us1     signed in',
				'   生産           us1     signed in',
			].join('\n'),
		);
	});

	test('with --json prints what status does.', async () => {
		const home = await homeWith(await practiceTenant(), 'default', 'b');
		const untimed = (text: string) => text.replaceAll(/"expiresIn":\d+/g, '');
		const {stdout} = await run(['profiles', '--json'], {home});
		const status = await run(['status', '--all', '--json'], {home});
		expect(untimed(stdout)).toBe(untimed(status.stdout));
		expectNoSecrets(storedTokens(home), stdout);
	});

	test('says what to do where nothing is stored, and which profile a variable chooses.', async () => {
		const empty = await run(['profiles']);
		expect(empty).toMatchObject({
			code: 0,
			stdout: '',
			stderr: 'anaplan-tui: No profile is stored yet. Sign in: anaplan-tui login.\n',
		});
		expect(JSON.parse((await run(['profiles', '--json'])).stdout)).toEqual({profiles: []});

		const home = await homeWith(await practiceTenant(), 'b');
		const {stderr} = await run(['profiles'], {home, env: {ANAPLAN_PROFILE: 'c'}});
		expect(stderr).toContain('None of them is the current one.');
		expect(stderr).toContain('ANAPLAN_PROFILE is set to “c”');
	});

	test('hides nothing because of a profile that cannot be read, and says with its exit code that there is one.', async () => {
		const home = await homeWith(await practiceTenant(), 'default', 'b');
		const credentials = JSON.parse(credentialsIn(home));
		credentials.profiles.b = {clientId: 7};
		writeFileSync(credentialsFile(home), JSON.stringify(credentials), {mode: 0o600});
		const {code, stdout, stderr} = await run(['profiles'], {home});
		expect({code, stdout}).toEqual({
			code: 1,
			stdout: 'default\tcurrent\t\tus1\tsignedIn\nb\t\t\t\tunreadable\n',
		});
		expect(stderr).toContain('“b” cannot be read:');
		expect(await profilesOf(home)).toMatchObject([
			{name: 'default', state: 'signedIn'},
			{name: 'b', state: 'signInNeeded', user: null, error: {code: 'store_unreadable'}},
		]);
	});
});

describe('profiles use', () => {
	test('makes a profile the one that is used when none is named.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'default', 'Prod');
		expect(await run(['profiles', 'use', 'prod'], {home})).toMatchObject({
			code: 0,
			stdout: 'The current profile is “Prod”.\n',
			stderr: '',
		});
		expect((await run(['token'], {home})).stdout).toBe(`${tokenOf(home, 'Prod')}\n`);
		expect(await namesOf(home)).toEqual(['default', '*Prod']);
		expect(await run(['profiles', 'use', 'default', '--json'], {home})).toMatchObject({
			code: 0,
			stdout: '{"current":"default"}\n',
		});
	});

	test('of one that is not there is wrong usage, and names those that are.', async () => {
		const home = await homeWith(await practiceTenant(), 'default', 'b');
		const {code, stdout, stderr} = await run(['profiles', 'use', 'x'], {home});
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain('There is no profile “x”.');
		expect(stderr).toContain('The profiles are: default, b.');
		expect(stderr).toContain('anaplan-tui login --profile NAME');
		const json = await run(['profiles', 'use', 'x', '--json'], {home});
		expect(JSON.parse(json.stdout)).toMatchObject({error: {code: 'usage'}});
		expect(await namesOf(home)).toEqual(['*default', 'b']);
	});

	test('says that ANAPLAN_PROFILE still wins.', async () => {
		const home = await homeWith(await practiceTenant(), 'default', 'b');
		const env = {ANAPLAN_PROFILE: 'default'};
		const {code, stderr} = await run(['profiles', 'use', 'b'], {home, env});
		expect({code, stderr}).toEqual({
			code: 0,
			stderr:
				'anaplan-tui: ANAPLAN_PROFILE is set to “default”, and wins over the current profile.\n',
		});
		expect((await run(['token'], {home, env})).stdout.trim()).toBe(tokenOf(home, 'default'));
		const {stdout} = await run(['status'], {home, env});
		expect(stdout).toContain('default (chosen by ANAPLAN_PROFILE)');
	});
});

describe('profiles rename', () => {
	test('takes everything along, and the old name is free.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'default', 'b');
		const token = tokenOf(home, 'default');
		expect(await run(['profiles', 'rename', 'default', 'prod eu3'], {home})).toMatchObject({
			code: 0,
			stdout: 'The profile “default” is called “prod eu3” now.\n',
		});
		expect(await namesOf(home)).toEqual(['*prod eu3', 'b']);
		expect((await run(['token'], {home})).stdout.trim()).toBe(token);
		expect(settingsIn(home)).not.toContain('renaming');
	});

	test.each([
		['x', 'y', 'There is no profile “x”.'],
		['b', 'a/b', 'it has the character / in it'],
		['b', 'DEFAULT', 'There is already a profile “default”.'],
		['b', '', 'it is empty'],
	])('from %j to %j is wrong usage, and changes nothing.', async (from, to, why) => {
		const home = await homeWith(await practiceTenant(), 'default', 'b');
		const before = settingsIn(home) + credentialsIn(home);
		const {code, stdout, stderr} = await run(['profiles', 'rename', from, to], {home});
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain(why);
		expect(settingsIn(home) + credentialsIn(home)).toBe(before);
	});
});

describe('profiles remove', () => {
	test('ends the token at Anaplan and forgets everything of the profile, and of no other.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'default', 'b', 'c');
		const tokens = storedTokens(home);
		const {code, stdout, stderr} = await run(['profiles', 'remove', 'b', '--yes'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(/^Removed “b”\. Signed out: Anaplan has ended the access token/);
		expect(logouts(tenant)).toBe(1);
		expect(await namesOf(home)).toEqual(['*default', 'c']);
		expect(storedTokens(home)).toEqual([...tokens.slice(0, 2), ...tokens.slice(4)]);
		expect(settingsIn(home)).not.toContain('"b"');
		expectNoSecrets(tokens, stdout, stderr);
		expect(tenant.violations).toEqual([]);
	});

	test('of the current one says which is current then.', async () => {
		const home = await homeWith(await practiceTenant(), 'default', 'b');
		const {stdout} = await run(['profiles', 'remove', 'default', '--yes'], {home});
		expect(stdout).toContain('The current profile is “b” now.');
		const last = await run(['profiles', 'remove', 'b', '-y', '--json'], {home});
		expect(JSON.parse(last.stdout)).toEqual({
			profile: 'b',
			removed: true,
			signIn: 'endedAtAnaplan',
			current: 'default',
		});
		expect(await namesOf(home)).toEqual([]);
		expect((await run(['token'], {home})).code).toBe(4);
	});

	test('without a terminal needs to be told yes.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'default', 'b');
		const {code, stdout, stderr} = await run(['profiles', 'remove', 'b'], {home, input: 'y\n'});
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain('Give it with --yes.');
		expect(await namesOf(home)).toEqual(['*default', 'b']);
		expect(logouts(tenant)).toBe(0);
	});

	test('asks in a terminal, and takes anything but a yes for a no.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'default', 'b');
		const question = 'Remove “b” (us1)? This ends its sign-in at Anaplan. [y/N]';
		for (const answer of ['n', '', 'no', 'x']) {
			const asked = openTerminal(['profiles', 'remove', 'b'], {home});
			await asked.waitFor(question);
			asked.type(answer);
			asked.press('enter');
			expect((await asked.exit()).exitCode).toBe(130);
			expect(asked.screen()).toContain('Nothing was removed.');
		}

		const left = openTerminal(['profiles', 'remove', 'b'], {home});
		await left.waitFor(question);
		left.press('ctrl+c');
		expect(await left.exit()).toMatchObject({signal: 'SIGINT'});
		expect(await namesOf(home)).toEqual(['*default', 'b']);

		const told = openTerminal(['profiles', 'remove', 'b'], {home});
		await told.waitFor(question);
		told.type('Yes');
		told.press('enter');
		expect((await told.exit()).exitCode).toBe(0);
		expect(told.screen()).toContain('Removed “b”.');
		expect(logouts(tenant)).toBe(1);
		expect(await namesOf(home)).toEqual(['*default']);
	});

	test('removes nothing when Anaplan cannot be reached, and --local only here.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'default', 'second one');
		const tokens = storedTokens(home);
		await tenant.close();
		const {code, stdout, stderr} = await run(['profiles', 'remove', 'second one', '--yes'], {home});
		expect({code, stdout}).toEqual({code: 75, stdout: ''});
		expect(stderr).toContain('anaplan-tui profiles remove "second one" --local.');
		expect(storedTokens(home)).toEqual(tokens);

		const local = await run(['profiles', 'remove', 'second one', '--local', '--yes'], {home});
		expect(local).toMatchObject({code: 0, stderr: ''});
		expect(local.stdout).toContain('Signed out on this computer only');
		expect(await namesOf(home)).toEqual(['*default']);
	});

	test('of one that is not there is wrong usage, whether or not it asks.', async () => {
		const home = await homeWith(await practiceTenant(), 'default');
		for (const words of [['x'], ['x', '--yes'], ['x', '--yes', '--local']]) {
			const {code, stderr} = await run(['profiles', 'remove', ...words], {home});
			expect(code).toBe(2);
			expect(stderr).toContain('There is no profile “x”.');
		}
	});

	test('takes a damaged profile away too, and keeps a copy.', async () => {
		const home = await homeWith(await practiceTenant(), 'default', 'b');
		const credentials = JSON.parse(credentialsIn(home));
		credentials.profiles.b.session.accessToken = 7;
		writeFileSync(credentialsFile(home), JSON.stringify(credentials), {mode: 0o600});
		const {code, stdout} = await run(['profiles', 'remove', 'b', '--yes'], {home});
		expect(code).toBe(0);
		expect(stdout).toContain('could not be read, so nothing was ended at Anaplan');
		expect(await namesOf(home)).toEqual(['*default']);
		expect(readdirSync(folderOf(home)).filter(name => name.includes('unreadable'))).toHaveLength(1);
	});
});

test.each([
	[['profiles', 'bogus'], 'Allowed choices are list, use, rename, remove.'],
	[['profiles', 'use'], "missing required argument 'name'"],
	[['profiles', 'use', 'a', 'b'], 'too many arguments'],
	[['profiles', 'rename', 'a'], "missing required argument 'new'"],
	[['profiles', 'remove'], "missing required argument 'name'"],
	[['profiles', '--profile', 'a/b'], 'it has the character / in it'],
])('%j is wrong usage.', async (words, why) => {
	const {code, stdout, stderr} = await run(words);
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
	expect(stderr).toContain(why);
});

test('A profile is one however its name is written, so that no second one comes of it.', async () => {
	const home = await homeWith(await practiceTenant(), 'Zoë');
	const token = tokenOf(home, 'Zoë');
	for (const name of ['Zoë', 'zoë', 'ZOE\u0308', 'Zoe\u0308']) {
		expect((await run(['token', '--profile', name], {home})).stdout.trim()).toBe(token);
		expect((await run(['token'], {home, env: {ANAPLAN_PROFILE: name}})).stdout.trim()).toBe(token);
	}
});

test('Kills in the middle of renaming and removing leave profiles that work, or none.', async () => {
	const tenant = await practiceTenant();
	const home = await homeWith(tenant, 'default', 'one');
	const token = tokenOf(home, 'one');
	const other = tokenOf(home, 'default');
	let renamed = 0;
	/** How long a renaming takes that nobody kills, on this computer and as busy as it is now. */
	let tookMs = 250;
	let name = 'one';
	for (let round = 0; round < 40; round += 1) {
		if (round % 5 === 0) {
			const whole = `whole ${round}`;
			const startedAt = performance.now();
			expect((await run(['profiles', 'rename', name, whole], {home})).code).toBe(0);
			tookMs = performance.now() - startedAt;
			name = whole;
		}

		const to = `name ${round}`;
		const running = start(['profiles', 'rename', name, to], {home});
		// The moment is what the test varies; nothing is waited for here.
		await sleep(Math.random() * tookMs * 1.3);
		running.kill('SIGKILL');
		await running.exit();
		const names = (await namesOf(home)).filter(one => one !== '*default');
		expect(names).toHaveLength(1);
		renamed += names[0] === to ? 1 : 0;
		name = names[0] ?? name;
		expect([to, name]).toContain(name);
		expect((await run(['token', '--profile', name], {home})).stdout.trim()).toBe(token);
	}

	expect(renamed).toBeGreaterThan(0);
	for (let round = 0; round < 12; round += 1) {
		await signedInHome(tenant, {home, profile: 'gone'});
		const running = start(['profiles', 'remove', 'gone', '--yes'], {home});
		await sleep(Math.random() * tookMs * 1.3);
		running.kill('SIGKILL');
		await running.exit();
		const again = await run(['profiles', 'remove', 'gone', '--yes'], {home});
		expect([0, 2]).toContain(again.code);
		expect(await namesOf(home)).toEqual(['*default', name]);
	}

	expect(tokenOf(home, 'default')).toBe(other);
	expect(readFileSync(path.join(folderOf(home), 'settings.json'), 'utf8')).not.toContain(
		'renaming',
	);
});

describe('a profile that nobody is signed in with', () => {
	test('is named in the next step, beside those that are stored.', async () => {
		const tenant = await practiceTenant();
		const home = await homeWith(tenant, 'Prod', 'test');
		for (const words of [['whoami'], ['token'], ['exec', '--', 'true']]) {
			const [command, ...rest] = words as [string, ...string[]];
			const {code, stdout, stderr} = await run([command, '--profile', 'typo', ...rest], {home});
			expect({code, stdout}).toEqual({code: 4, stdout: ''});
			expect(stderr).toContain('You are not signed in: there is no profile “typo”.');
			expect(stderr).toContain('The profiles are: Prod, test.');
			expect(stderr).toContain('anaplan-tui login --profile typo.');
		}

		const env = {ANAPLAN_PROFILE: 'typo'};
		const status = await run(['status'], {home, env});
		expect(status).toMatchObject({code: 0, stdout: expect.stringContaining('not signed in')});
		expect(status.stderr).toContain('There is no profile “typo”. The profiles are: Prod, test.');
		expect(await run(['status', '--json'], {home, env})).toMatchObject({code: 0, stderr: ''});

		const asData = await run(['validate', '--json'], {home, env});
		expect(asData).toMatchObject({code: 4, stderr: ''});
		expect(JSON.parse(asData.stdout).error).toMatchObject({
			code: 'not_signed_in',
			hint: expect.stringContaining('login --profile typo'),
		});
	});
});
