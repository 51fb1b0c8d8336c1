import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {asUser} from '../helpers/as-user.ts';
import {heldReply} from '../helpers/held-reply.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {type RunOptions, run, start} from '../helpers/run.ts';
import {practiceTenant, signedInHome, tenantVariables} from '../helpers/signed-in.ts';
import {canMount, mountSmallDisk} from '../helpers/small-disk.ts';
import {credentialsFile, storedSecrets, storedSession} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {until} from './sign-in.ts';

const isRoot = process.geteuid?.() === 0;

/** Signs in by `login --plain` to the end. */
async function logIn(tenant: PracticeTenant, home: string) {
	const login = start(['login', '--plain'], {home, env: tenantVariables(tenant)});
	const [url = ''] = /^http\S+/m.exec(await login.waitFor(/^http\S+\n/m)) ?? [];
	login.end(`${await signInAsPerson(url)}\n`);
	return login.exit();
}

describe('A credentials file that cannot be used', () => {
	const damages: ReadonlyArray<readonly [string, (file: string) => void, string]> = [
		['is cut in the middle', file => truncateSync(file, statSync(file).size / 2), 'no valid JSON'],
		['is empty', file => truncateSync(file, 0), 'it is empty'],
		['is no JSON', file => writeFileSync(file, 'hello'), 'no valid JSON'],
		['is JSON of another kind', file => writeFileSync(file, '[1]'), 'not what anaplan-tui writes'],
		[
			'comes from a newer version',
			file => writeFileSync(file, '{"version":99,"profiles":{}}'),
			'written by a newer anaplan-tui',
		],
		['can be written by others', file => chmodSync(file, 0o666), 'other users can write to it'],
	];

	test.each(damages)(
		'because it %s is named, with the reason; the next login works and keeps it aside.',
		async (_, damage, reason) => {
			const tenant = await practiceTenant();
			const home = await signedInHome(tenant);
			const secrets = storedSecrets(home);
			const file = credentialsFile(home);
			damage(file);
			const damaged = readFileSync(file);
			for (const words of [['token'], ['status'], ['refresh'], ['logout'], ['exec', 'true']]) {
				const {code, stdout, stderr} = await run(words, {home});
				expect({words, code, stdout}).toEqual({words, code: 1, stdout: ''});
				expect(stderr).toContain(`${file} cannot be used: `);
				expect(stderr).toContain(reason);
				expectNoSecrets(secrets, stderr);
			}

			const json = await run(['status', '--json'], {home});
			expect(json.code).toBe(1);
			expect(JSON.parse(json.stdout).error.code).toBe('store_unreadable');
			expect(readFileSync(file).equals(damaged)).toBe(true);

			expect((await logIn(tenant, home)).code).toBe(0);
			expect((await run(['validate'], {home})).code).toBe(0);
			const aside = readdirSync(path.dirname(file)).filter(name =>
				name.startsWith('credentials.unreadable-'),
			);
			expect(aside).toHaveLength(1);
			const kept = path.join(path.dirname(file), aside[0] ?? '');
			expect(readFileSync(kept).equals(damaged)).toBe(true);
			expect(statSync(file).mode & 0o777).toBe(0o600);
			expect(tenant.counters.refreshes).toBe(0);
		},
	);
});

describe('A store that cannot be written', () => {
	/** Nothing was asked of Anaplan, no URL shown, and the path and reason are named. */
	async function expectNoLogin(
		reason: string,
		options: RunOptions & {home: string},
		place: string,
	) {
		const tenant = await practiceTenant();
		const {code, stdout, stderr} = await run(['login', '--plain'], {
			...options,
			env: {...tenantVariables(tenant), ...options.env},
		});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain(place);
		expect(stderr).toContain(reason);
		expect(stderr).toContain('ANAPLAN_TUI_HOME');
	}

	test('because a file is in the way of its folder prints no URL.', async () => {
		const home = tempHome();
		writeFileSync(path.join(home, 'file'), '');
		const folder = path.join(home, 'file', 'below');
		await expectNoLogin(
			'a part of the path is a file',
			{home, env: {ANAPLAN_TUI_HOME: folder}},
			folder,
		);
		const itself = path.join(home, 'file');
		await expectNoLogin(
			'a part of the path is a file',
			{home, env: {ANAPLAN_TUI_HOME: itself}},
			itself,
		);
	});

	test.runIf(isRoot)('because this user has no home prints no URL.', async () => {
		const home = tempHome();
		chmodSync(home, 0o755);
		// A user without an entry in the password file.
		const {code, stdout, stderr} = await run(['login', '--plain'], {
			home,
			command: asUser('54321'),
			env: {
				HOME: undefined,
				ANAPLAN_TUI_HOME: undefined,
				ANAPLAN_CLIENT_ID: 'id',
				ANAPLAN_CLIENT_SECRET: 'secret-1',
			},
		});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain('this user has no home folder');
		expect(stderr).toContain('ANAPLAN_TUI_HOME');
	});

	test.runIf(isRoot)(
		'because its folder is read-only prints no URL, and a refresh is not begun.',
		async () => {
			const tenant = await practiceTenant();
			const home = await signedInHome(tenant, {leftS: -10});
			execFileSync('chown', ['-R', '54321', home]);
			const folder = path.join(home, 'anaplan-tui');
			chmodSync(folder, 0o500);
			const options = {home, command: asUser('54321')};
			await expectNoLogin('permission is denied', options, folder);
			const before = storedSession(home);
			const {code, stdout, stderr} = await run(['token'], options);
			expect({code, stdout}).toEqual({code: 1, stdout: ''});
			expect(stderr).toContain(
				`${path.join(folder, 'credentials.lock')} cannot be written: permission is denied.`,
			);
			expect(storedSession(home)).toEqual(before);
			expect(tenant.requests).toEqual([]);
			expect((await run(['status', '--json'], options)).code).toBe(0);
		},
	);

	test.runIf(canMount())(
		'because the disk is full prints no URL; a refresh keeps what was there whole.',
		async () => {
			const tenant = await practiceTenant();
			const home = tempHome();
			const disk = path.join(home, 'anaplan-tui');
			mkdirSync(disk);
			mountSmallDisk(disk, '64k');
			await signedInHome(tenant, {leftS: -10, home});
			const file = credentialsFile(home);
			const before = readFileSync(file);
			try {
				writeFileSync(path.join(disk, 'filler'), Buffer.alloc(1024 * 1024));
			} catch {}

			await expectNoLogin('the disk is full', {home}, disk);
			const {code, stdout, stderr} = await run(['token'], {home});
			expect({code, stdout}).toEqual({code: 1, stdout: ''});
			expect(stderr).toContain('the disk is full');
			expect(readFileSync(file).equals(before)).toBe(true);
		},
	);

	test.runIf(canMount())(
		'because the disk fills up while a refresh is under way has room for its reply all the same.',
		async () => {
			const {scenario, letGo} = heldReply('token');
			const tenant = await practiceTenant({scenarios: [scenario]});
			const home = tempHome();
			const disk = path.join(home, 'anaplan-tui');
			mkdirSync(disk);
			mountSmallDisk(disk, '64k');
			await signedInHome(tenant, {leftS: -10, home});
			const refreshing = run(['token'], {home});
			await until(() => tenant.counters.tokenRequests.refresh_token === 1);
			try {
				writeFileSync(path.join(disk, 'filler'), Buffer.alloc(1024 * 1024));
			} catch {}

			letGo();
			expect(await refreshing).toMatchObject({code: 0, stderr: ''});
			rmSync(path.join(disk, 'filler'));
			expect(await run(['refresh'], {home})).toMatchObject({code: 0});
			expect(tenant.violations).toEqual([]);
			expect(readdirSync(disk).filter(name => name.includes('.tmp-'))).toEqual([]);
		},
	);
});

describe('A clock that is wrong', () => {
	const hour = 3_600_000;
	test.each([
		[-61 * 60_000, '61 min ahead of'],
		[61 * 60_000, '61 min behind'],
	])(
		'by %d ms is told once on stderr, and the expiry is right by our clock.',
		async (clockOffsetMs, words) => {
			const tenant = await practiceTenant({clockOffsetMs});
			const home = await signedInHome(tenant, {leftS: -10});
			const {code, stdout, stderr} = await run(['token', '--json'], {home});
			expect({code, stderr}).toEqual({
				code: 0,
				stderr: `anaplan-tui: This computer’s clock is ${words} Anaplan’s.\n`,
			});
			expect(Math.abs(JSON.parse(stdout).expiresIn - 2095)).toBeLessThan(60);
			expect(
				Math.abs(Date.parse(storedSession(home).expiresAt) - Date.now() - 2_095_000),
			).toBeLessThan(60_000);
			expect(await run(['token'], {home})).toMatchObject({code: 0, stderr: ''});
			expect(tenant.counters.refreshes).toBe(1);

			await run(['validate'], {home});
			expect(
				Math.abs(Date.parse(storedSession(home).expiresAt) - Date.now() - 2_095_000),
			).toBeLessThan(60_000);
		},
	);

	test('by less than two minutes is no news.', async () => {
		const tenant = await practiceTenant({clockOffsetMs: 100_000});
		const home = await signedInHome(tenant);
		expect(await run(['refresh'], {home})).toMatchObject({code: 0, stderr: ''});
	});

	test('at Anaplan only does not reach what is signed in here: no refresh comes early or late.', async () => {
		const tenant = await practiceTenant({clockOffsetMs: hour});
		const home = tempHome();
		expect((await logIn(tenant, home)).code).toBe(0);
		expect((await run(['token'], {home})).code).toBe(0);
		expect((await run(['whoami'], {home})).code).toBe(0);
		expect(tenant.counters.refreshes).toBe(0);
	});
});
