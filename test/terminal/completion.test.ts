import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {run} from '../helpers/run.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {storeProfiles} from './completion.ts';
import {folderOf} from './sign-in.ts';

/** The candidates for a line, its last word being typed, and whether files are candidates too. */
async function candidates(words: readonly string[], home = tempHome()) {
	const {code, stdout, stderr} = await run(['complete', '--', ...words], {home});
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const lines = stdout.trimEnd().split('\n');
	const last = lines.pop();
	expect([':0', ':4']).toContain(last);
	return {words: lines.map(line => line.split('\t')[0]), files: last === ':0'};
}

describe('a completion request', () => {
	test('names every command that the help names, with what it does.', async () => {
		const help = await run(['--help']);
		const named = [...help.stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
		expect(named).toContain('token');
		expect((await candidates([''])).words).toEqual(named);
		const {stdout} = await run(['complete', '--', 'to']);
		expect(stdout).toBe('token\tPrint a valid access token\n:4\n');
	});

	test.each([
		[
			['token', '--'],
			['--profile', '--log', '--json', '--min-ttl', '--help'],
		],
		[['token', '--js'], ['--json']],
		[['--prof'], ['--profile']],
		[['--profile', 'x', 'tok'], ['token']],
		[['--profile=x', 'tok'], ['token']],
		[
			['--log', 'token', 'log'],
			['login', 'logout'],
		],
		[
			['api', '-X', 'P'],
			['POST', 'PUT', 'PATCH'],
		],
		[['api', '--method=D'], ['DELETE']],
		[
			['completion', ''],
			['bash', 'zsh', 'fish', 'powershell'],
		],
		[['token', ''], []],
		[['token', '--min-ttl', ''], []],
		[['nonsense', ''], []],
		[['--nonsense'], []],
	])('completes %j.', async (words, expected) => {
		const found = await candidates(words);
		expect(found.files).toBe(false);
		expect(found.words).toEqual(expected);
	});

	test.each([
		[['api', '/2/0/models', '--input', '']],
		[['token', '--log', 'a']],
		[['exec', '--', 'python3', 'exp']],
		[['exec', 'python3', '']],
	])('leaves %j to the shell, which knows the files.', async words => {
		expect(await candidates(words)).toEqual({words: [], files: true});
	});

	test('names the stored profiles, but none that a shell would take for two words.', async () => {
		const home = tempHome();
		await storeProfiles(home, ['work', 'home', 'two words', 'größe']);
		expect((await candidates(['status', '--profile', ''], home)).words).toEqual([
			'work',
			'home',
			'größe',
		]);
		expect((await candidates(['--profile', 'w'], home)).words).toEqual(['work']);
	});

	test('creates nothing, and neither changes nor complains of a store that cannot be read.', async () => {
		const home = tempHome();
		await candidates(['--profile', ''], home);
		expect(existsSync(folderOf(home))).toBe(false);

		mkdirSync(folderOf(home), {mode: 0o700});
		writeFileSync(path.join(folderOf(home), 'settings.json'), '{broken', {mode: 0o600});
		expect(await candidates(['--profile', ''], home)).toEqual({words: [], files: false});
		expect(readdirSync(folderOf(home))).toEqual(['settings.json']);
	});
});

test.each([
	['bash', /^complete .*anaplan-tui$/m],
	['zsh', /^#compdef anaplan-tui\ncompdef _anaplan-tui anaplan-tui$/m],
	['fish', /^complete -c anaplan-tui /m],
	['powershell', /^ *Register-ArgumentCompleter -CommandName 'anaplan-tui' /m],
])(
	'The script for %s goes to stdout alone, registers itself, and asks the program by its name.',
	async (shell, registration) => {
		const {code, stdout, stderr} = await run(['completion', shell]);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(registration);
		expect(stdout).toMatch(/anaplan-tui complete '?--'?/);
		expect(stdout.endsWith('\n')).toBe(true);
	},
);

test('What was typed ends no quoted word of PowerShell’s, for which a curly quote is one as well.', async () => {
	const {stdout} = await run(['completion', 'powershell']);
	expect(stdout).toContain(String.raw`-replace "['\u2018-\u201B]", '$0$0'`);
});

test('A shell that nobody completes for is wrong usage, and so is a request by hand.', async () => {
	const unknown = await run(['completion', 'tcsh']);
	expect(unknown).toMatchObject({code: 2, stdout: ''});
	expect(unknown.stderr).toContain('bash, zsh, fish, powershell');
	expect(await run(['complete'])).toMatchObject({code: 2, stdout: ''});
});
