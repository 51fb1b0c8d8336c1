import {chmodSync, chownSync, mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {run, start} from '../helpers/run.ts';
import {practiceTenant, signedInHome, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {credentialsIn, folderOf} from './sign-in.ts';

const isRoot = process.geteuid?.() === 0;
const modeOf = (place: string) => (statSync(place).mode & 0o777).toString(8);

describe('ANAPLAN_TUI_STORAGE', () => {
	test.each([['status'], ['token', '--json'], ['login', '--plain']])(
		'with another value is wrong usage (%s %s).',
		async (...words) => {
			const env = {ANAPLAN_TUI_STORAGE: 'plain'};
			const {code, stdout, stderr} = await run(words.filter(Boolean), {env});
			expect(code).toBe(2);
			expect(stdout + stderr).toContain('ANAPLAN_TUI_STORAGE');
		},
	);

	test('`auto` without a keychain makes a private file, and says where and why.', async () => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const env = {
			...tenantVariables(tenant),
			ANAPLAN_TUI_STORAGE: 'auto',
			DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus',
		};
		const running = start(['login', '--plain'], {home, env});
		const url = await running.waitFor(/^http\S+\n$/);
		running.write(`${await signInAsPerson(url.trim())}\n`);
		const {code, stderr} = await running.exit();
		expect(code).toBe(0);
		expect(stderr).toContain(`private file, ${path.join(folderOf(home), 'credentials.json')}.`);
		expect(stderr).toContain('The system keychain does not answer: there is no D-Bus session');
		expect(credentialsIn(home)).toContain('practice-refresh-');
		expect(await run(['token'], {home, env})).toMatchObject({code: 0, stderr: ''});
	});
});

describe.runIf(process.platform !== 'win32')('rights that others have to the store', () => {
	test('are taken away at the next start, whatever it is for, and told once on stderr.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const folder = folderOf(home);
		const file = path.join(folder, 'credentials.json');
		chmodSync(folder, 0o755);
		chmodSync(file, 0o644);
		const first = await run(['token'], {home});
		expect(first.code).toBe(0);
		expect(first.stderr).toBe(
			[
				`anaplan-tui: ${folder} was open to other users (mode 0755); it is yours alone now (0700).\n`,
				`anaplan-tui: ${file} was open to other users (mode 0644); it is yours alone now (0600).\n`,
			].join(''),
		);
		expect([modeOf(folder), modeOf(file)]).toEqual(['700', '600']);
		expect(await run(['token'], {home})).toMatchObject({code: 0, stderr: ''});
	});

	test('to write have the file refused, and it stays as it is.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const file = path.join(folderOf(home), 'credentials.json');
		chmodSync(file, 0o666);
		const {code, stdout, stderr} = await run(['token'], {home});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain('other users can write to it');
		expect(modeOf(file)).toBe('666');
	});

	test.runIf(isRoot)(
		'because it is theirs have the store refused, and nothing is put there.',
		async () => {
			const tenant = await practiceTenant();
			const home = tempHome();
			const folder = folderOf(home);
			mkdirSync(folder);
			writeFileSync(path.join(folder, 'notes.txt'), '');
			chownSync(folder, 12_345, 12_345);
			for (const words of [['token'], ['login', '--plain']]) {
				const {code, stdout, stderr} = await run(words, {home, env: tenantVariables(tenant)});
				expect({code, stdout}).toEqual({code: 1, stdout: ''});
				expect(stderr).toContain('belongs to another user');
			}

			expect(readdirSync(folder)).toEqual(['notes.txt']);
			expect(tenant.requests).toEqual([]);
		},
	);
});
