import {describe, expect, test} from 'vitest';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {Scenario} from '../../source/practice/scenario.ts';
import type {PracticeTenantOptions} from '../../source/practice/settings.ts';
import {apiServer} from '../helpers/api-server.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {eventually} from '../helpers/eventually.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run, start} from '../helpers/run.ts';
import {hostVariables, practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {storedSecrets} from '../helpers/stored.ts';
import {openTerminal} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {leftBehind, withinShell} from './sign-in.ts';
import {wireTo} from './wire.ts';

/** A home that is signed in to a tenant with five pages of ten models. */
async function signedIn(options: PracticeTenantOptions = {}) {
	const tenant = await practiceTenant({modelCount: 50, largestPage: 10, ...options});
	return {tenant, home: await signedInHome(tenant)};
}

const lines = (text: string) => text.trimEnd().split('\n');
const pagesAsked = ({requests}: PracticeTenant) =>
	requests.filter(({path}) => path.endsWith('/models')).length;

describe('without a terminal', () => {
	test('workspaces are lines of ID, name, active, bytes used and bytes allowed, by name.', async () => {
		const {tenant, home} = await signedIn({workspaceCount: 11});
		const {code, stdout, stderr} = await run(['workspaces'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(lines(stdout)).toHaveLength(11);
		expect(lines(stdout)[1]).toBe(
			'8888888888888888888888888a8b0001\tPractice workspace 2\ttrue\t1000000\t1073741824',
		);
		expect(lines(stdout)[10]).toContain('\tPractice workspace 11\t');
		expect(tenant.violations).toEqual([]);
	});

	test('models have nine fields each, empty where Anaplan says nothing, whatever is in their names.', async () => {
		const {tenant, home} = await signedIn({content: 'large', largestPage: 5000});
		const {code, stdout} = await run(['models'], {home});
		expect(code).toBe(0);
		const rows = lines(stdout).map(line => line.split('\t'));
		expect(rows).toHaveLength(20_000);
		expect(new Set(rows.map(fields => fields.length))).toEqual(new Set([9]));
		expect(new Set(rows.map(([id]) => id)).size).toBe(20_000);
		const dates = rows.map(([, , , , , , changed]) => changed).filter(Boolean);
		expect(dates.every(date => new Date(date!).toISOString() === date)).toBe(true);
		expect(stdout).not.toMatch(/[^\P{C}\n\t]/u);
		expect(tenant.traffic.mostAtOnce).toBeLessThanOrEqual(4);
		expect(tenant.violations).toEqual([]);
	});

	test('the models of one workspace are its own.', async () => {
		const {tenant, home} = await signedIn();
		const id = '8888888888888888888888888a8b0001';
		const {code, stdout} = await run(['models', '--workspace', id], {home});
		expect(code).toBe(0);
		expect(lines(stdout)).toHaveLength(17);
		expect(lines(stdout).every(line => line.split('\t')[3] === id)).toBe(true);
		expect(tenant.requests.map(({path}) => path)).toEqual([
			`/2/0/workspaces/${id}/models`,
			`/2/0/workspaces/${id}/models`,
		]);
	});

	test('an empty list says so on stderr and ends with 0.', async () => {
		const {home} = await signedIn({workspaceCount: 0, modelCount: 0});
		for (const command of ['workspaces', 'models']) {
			expect(await run([command], {home})).toMatchObject({
				code: 0,
				stdout: '',
				stderr: `anaplan-tui: There are no ${command} that this user can see.\n`,
			});
			expect(await run([command, '--json'], {home})).toMatchObject({
				code: 0,
				stdout: `{"${command}":[]}\n`,
				stderr: '',
			});
		}
	});

	test('a reader that goes away ends the command quietly.', async () => {
		const {home} = await signedIn({content: 'large', largestPage: 5000});
		const {code, stdout, stderr} = await run([process.execPath, builtProgram, 'models'], {
			home,
			command: ['/bin/bash', '-c', 'set -o pipefail; "$@" | head -c 5', 'bash'],
		});
		expect({code, stdout, stderr}).toEqual({code: 0, stdout: '00000', stderr: ''});
	});
});

describe('--json', () => {
	test('gives workspaces with what is missing as null.', async () => {
		const rows = [
			{id: 'B', name: 'Two', active: false, currentSize: 5, sizeAllowance: '10'},
			{id: 'A', name: 'One'},
			{name: 'Nameless'},
			null,
		];
		const {tenant, home} = await signedIn();
		const api = await apiServer(() => ({body: JSON.stringify({workspaces: rows})}));
		const {code, stdout} = await run(['workspaces', '--json'], {
			home,
			env: {...hostVariables(tenant), ANAPLAN_API_URL: api.origin},
		});
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toEqual({
			workspaces: [
				{id: '', name: 'Nameless', active: null, currentSize: null, sizeAllowance: null},
				{id: 'A', name: 'One', active: null, currentSize: null, sizeAllowance: null},
				{id: 'B', name: 'Two', active: false, currentSize: 5, sizeAllowance: 10},
			],
		});
		expect(api.requests[0]?.url).toBe('/2/0/workspaces?tenantDetails=true&limit=2000&offset=0');
	});

	test('gives models with times as ISO 8601, and names as they came, escaped where they could act on a terminal.', async () => {
		const {tenant, home} = await signedIn();
		const name = `\u001B[2J\u202E👨‍👩‍👧 ${'x'.repeat(300)}`;
		const models = [
			{
				id: 'M',
				name,
				activeState: 'HIBERNATING',
				currentWorkspaceId: 'W',
				currentWorkspaceName: 'Tab\there',
				memoryUsage: 7,
				lastModified: '2020-11-26T00:29:01.000+0000',
				isoCreationDate: 'once',
				modelUrl: 'javascript:alert(1)',
			},
		];
		const api = await apiServer(() => ({body: JSON.stringify({models})}));
		const {stdout} = await run(['models', '--json'], {
			home,
			env: {...hostVariables(tenant), ANAPLAN_API_URL: api.origin},
		});
		expect(stdout).not.toMatch(/[^\P{C}\n]/u);
		expect(JSON.parse(stdout)).toEqual({
			models: [
				{
					id: 'M',
					name,
					activeState: 'HIBERNATING',
					workspaceId: 'W',
					workspaceName: 'Tab\there',
					memoryUsage: 7,
					lastModified: '2020-11-26T00:29:01.000Z',
					createdAt: null,
					modelUrl: null,
				},
			],
		});
	});
});

/** Waits for the end of a command that succeeds; gives the lines that it left. */
async function printed(terminal: TerminalSession): Promise<readonly string[]> {
	expect((await terminal.exit()).exitCode).toBe(0);
	const afterProgress = terminal.bytes().split('\u001B[K').at(-1) ?? '';
	return lines(afterProgress).map(line => line.trimEnd());
}

describe('in a terminal', () => {
	test('workspaces are a table with sizes for people, straight whatever the names.', async () => {
		const {home} = await signedIn({content: 'demo'});
		const terminal = openTerminal(['workspaces'], {home, columns: 100, rows: 40});
		const [title, ...rows] = await printed(terminal);
		expect(rows).toHaveLength(12);
		expect(title).toMatch(/^ID {35}SIZE {6}OF {2}STATE {5}NAME$/);
		expect(rows[0]).toBe(
			'8888888888888888888888888a8b0000  10.6 GB   80 GB  active    Corporate Finance',
		);
		const column = title!.indexOf('NAME');
		for (const row of rows) {
			expect(row.slice(0, column)).toMatch(/^[\da-f]{32} [ \d.]+ GB [ \d.]+ GB {2}(in)?active +$/);
			expect(row.slice(column)).toMatch(/^\S/);
		}
	});

	test.each([
		[150, /^ID +STATE +SIZE +CHANGED +NAME +WORKSPACE$/],
		[80, /^ID +STATE +SIZE +NAME$/],
		[40, /^ID +NAME$/],
	])('models fit into %d columns; what does not fit is left out.', async (columns, titles) => {
		const {home} = await signedIn({content: 'demo'});
		const terminal = openTerminal(['models'], {home, columns, rows: 60});
		const [title, ...rows] = await printed(terminal);
		expect(title).toMatch(titles);
		expect(rows).toHaveLength(48);
		if (columns > 40) {
			expect(lines(terminal.screen())).toHaveLength(49);
		}
	});

	test.each([
		['demo', 49, ['models']],
		['large', 68, ['models', '--workspace', '8888888888888888888888888a8b0007']],
	] as const)(
		'names in the %s tenant, wide, combining or right to left, keep every column straight.',
		async (content, count, words) => {
			const {home} = await signedIn({content, largestPage: 5000});
			const terminal = openTerminal(words, {home, columns: 150, rows: 120});
			expect(await printed(terminal)).toHaveLength(count);
			expect(lines(terminal.screen())).toHaveLength(count);
			const buffer = terminal.buffer();
			const cells = (y: number) =>
				Array.from({length: 150}, (_, x) => buffer.getLine(y)?.getCell(x)?.getChars() ?? '');
			const workspaceAt = cells(0).lastIndexOf('W');
			for (let y = 1; y < count; y++) {
				expect(cells(y).slice(workspaceAt - 2, workspaceAt)).toEqual([' ', ' ']);
				expect(cells(y)[workspaceAt]).toMatch(/\S/);
			}
		},
	);

	test('the progress is shown while pages come, and is gone at the end.', async () => {
		const {tenant, home} = await signedIn({
			scenarios: [{name: 'slow', delayMs: 2000, endpoint: 'models'}],
		});
		const terminal = openTerminal(['models'], {home, columns: 150, rows: 60});
		await terminal.waitFor('Fetching models: 10 of 50 …');
		expect(await printed(terminal)).toHaveLength(51);
		expect(lines(terminal.screen())).toHaveLength(51);
		expect(terminal.screen()).not.toContain('Fetching');
		expect(tenant.traffic.mostAtOnce).toBe(4);
	});

	test('Ctrl+C in the middle ends it with 130, without a table, and nothing is asked any more.', async () => {
		const {tenant, home} = await signedIn({
			scenarios: [{name: 'hang', endpoint: 'models', page: 3}],
		});
		const terminal = openTerminal(['models'], {home, command: withinShell});
		await terminal.waitFor(/Fetching models: \d+ of 50/);
		terminal.press('ctrl+c');
		expect(await leftBehind(terminal, home)).toBe(130);
		expect(terminal.screen()).not.toContain('NAME');
		expect(pagesAsked(tenant)).toBeLessThanOrEqual(5);
	});
});

describe('a fault in page 3 of 5', () => {
	const inPage3 = (fault: object, times = 1) =>
		signedIn({scenarios: [{endpoint: 'models', page: 3, times, ...fault} as Scenario]});

	test('401 refreshes once, and all rows come.', async () => {
		const {tenant, home} = await inPage3({name: 'unauthorized'});
		const {code, stdout, stderr} = await run(['models'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(lines(stdout)).toHaveLength(50);
		expect(tenant.counters.refreshes).toBe(1);
		expect(pagesAsked(tenant)).toBe(6);
		expect((await run(['validate'], {home})).code).toBe(0);
		expect(tenant.violations).toEqual([]);
	});

	test.each([
		['401 for ever', {name: 'unauthorized'}, 4, 'does not accept the access token'],
		['403', {name: 'forbidden'}, 1, 'Anaplan says that this user may not do that'],
		['403 of a firewall', {name: 'htmlForbidden'}, 1, 'A firewall answered instead of Anaplan'],
		['404', {name: 'notFound'}, 1, 'Anaplan does not have what was asked for'],
		['429 without an end', {name: 'rateLimited', retryAfterS: 300}, 75, 'Wait 5 min 0 s'],
		['500', {name: 'serverError', status: 500}, 75, 'Anaplan has an error of its own'],
		['a cut connection', {name: 'cut'}, 75, 'The connection'],
		['half a page', {name: 'truncated'}, 75, 'The connection'],
		['a page without rows in the middle', {name: 'shortPage', rows: 0}, 1, 'The list broke off'],
		['a sign-in page', {name: 'html'}, 1, 'with an HTML page'],
	] as const)(
		'%s ends it with words of its own and prints no half list.',
		async (_, fault, code, words) => {
			const {tenant, home} = await inPage3(fault, 99);
			const result = await run(['models'], {home});
			expect(result).toMatchObject({code, stdout: ''});
			expect(result.stderr).toContain(words);
			expect(tenant.counters.refreshes).toBe(fault.name === 'unauthorized' ? 1 : 0);
			expectNoSecrets(storedSecrets(home), result.stderr);
			const asData = await run(['models', '--json'], {home});
			expect(asData.code).toBe(code);
			expect(JSON.parse(asData.stdout).error).toMatchObject({message: expect.any(String)});
		},
	);

	test('429 with Retry-After is waited for.', async () => {
		const {tenant, home} = await inPage3({name: 'rateLimited', retryAfterS: 1});
		const {code, stdout, stderr} = await run(['models'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(lines(stdout)).toHaveLength(50);
		expect(pagesAsked(tenant)).toBe(6);
	});

	test('a network that is pulled ends it with 75.', async () => {
		const {tenant, home} = await inPage3({name: 'hang'});
		const wire = await wireTo(tenant);
		const running = start(['models'], {home, env: wire.env});
		running.end();
		await eventually(() => pagesAsked(tenant)).toBe(5);
		await wire.cut();
		const {code, stdout, stderr} = await running.exit();
		expect({code, stdout}).toEqual({code: 75, stdout: ''});
		expect(stderr).toContain('anaplan-tui: The connection');
	});
});

test('Tokens that end after page 1 are refreshed once for the four pages that meet it together.', async () => {
	const {tenant, home} = await signedIn({
		scenarios: [{name: 'slow', delayMs: 400, endpoint: 'models', page: 1}],
	});
	const running = start(['models', '--json'], {home});
	running.end();
	await eventually(() => pagesAsked(tenant)).toBe(1);
	tenant.expireAccessTokens();
	const {code, stdout} = await running.exit();
	expect(code).toBe(0);
	expect(JSON.parse(stdout).models).toHaveLength(50);
	expect(tenant.counters.refreshes).toBe(1);
	expect(pagesAsked(tenant)).toBe(9);
	expect(tenant.violations).toEqual([]);
});

describe('--workspace', () => {
	test('with an ID that nobody can see says so and where the IDs are, with 1.', async () => {
		const {home} = await signedIn();
		const {code, stdout, stderr} = await run(['models', '--workspace', '8a81'], {home});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain('Anaplan shows no such workspace to this user.');
		expect(stderr).toContain('anaplan-tui workspaces');
		const {stdout: data} = await run(['models', '--workspace', '8a81', '--json'], {home});
		expect(JSON.parse(data).error.code).toBe('not_found');
	});

	test.each(['Corporate Finance', '..', 'a/b', ''])(
		'with %j, which is no ID, is wrong usage and asks nothing.',
		async id => {
			const {tenant, home} = await signedIn();
			const {code, stdout, stderr} = await run(['models', '--workspace', id], {home});
			expect({code, stdout}).toEqual({code: 2, stdout: ''});
			expect(stderr).toContain('--workspace takes the ID of a workspace');
			expect(tenant.requests).toEqual([]);
		},
	);
});

test('A server that sends the token back as a name does not get it printed.', async () => {
	const {tenant, home} = await signedIn();
	const api = await apiServer(({headers}) => {
		const token = String(headers.authorization).replace('AnaplanAuthToken ', '');
		return {body: JSON.stringify({workspaces: [{id: 'W', name: token, active: true}]})};
	});
	const env = {...hostVariables(tenant), ANAPLAN_API_URL: api.origin};
	for (const words of [['workspaces'], ['workspaces', '--json']]) {
		const {code, stdout, stderr} = await run(words, {home, env});
		expect(code).toBe(0);
		expect(stdout).toContain('[access token]');
		expectNoSecrets(storedSecrets(home), stdout, stderr);
	}
});

test('Who is not signed in is told so, with 4.', async () => {
	for (const command of ['workspaces', 'models']) {
		const {code, stdout, stderr} = await run([command]);
		expect({code, stdout}).toEqual({code: 4, stdout: ''});
		expect(stderr).toContain('anaplan-tui login');
	}
});
