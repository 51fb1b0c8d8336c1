import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {Scenario} from '../../source/practice/scenario.ts';
import {apiServer} from '../helpers/api-server.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {type SeenProcess, watchProcesses} from '../helpers/processes.ts';
import {type Result, run, start} from '../helpers/run.ts';
import {writeShellProgram} from '../helpers/shell-program.ts';
import {
	hostVariables,
	practiceTenant,
	signedInHome,
	tenantVariables,
} from '../helpers/signed-in.ts';
import {credentialsFile, storedSecrets} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {expectNoMarks, filesBelow, linkOf, shown} from './sign-in.ts';

/** Everything is switched on that could print a secret. */
const talkative = {NODE_DEBUG: '*', DEBUG: '*'};

/** Programs that we start, put in the way of the real ones; each notes that it ran, and ends once it was seen. */
function helpersIn(home: string): {
	readonly PATH: string;
	readonly DISPLAY: string;
	readonly BROWSER: string;
} {
	const folder = path.join(home, 'bin');
	mkdirSync(folder, {recursive: true});
	for (const name of ['xdg-open', 'xsel', 'browser']) {
		writeShellProgram(
			path.join(folder, name),
			[
				'cat >/dev/null </dev/null',
				`echo ${name} >>"${home}/helpers"`,
				`until [ -e "${folder}/$$.seen" ]; do sleep 0.02; done`,
			].join('\n'),
		);
	}

	return {
		PATH: `${folder}:${process.env['PATH']}`,
		DISPLAY: ':9',
		BROWSER: path.join(folder, 'browser'),
	};
}

/** Lets a program of `helpersIn` end. */
function release(home: string, {pid, words}: SeenProcess): void {
	const folder = path.join(home, 'bin');
	if (words.includes(folder)) {
		writeFileSync(path.join(folder, `${pid}.seen`), '');
	}
}

/** Our own processes, and those that they started. */
function sorted(processes: readonly SeenProcess[]) {
	const ours = processes.filter(({words}) => words.includes(builtProgram));
	const ids = new Set(ours.map(({pid}) => pid));
	const helpers = processes.filter(({pid, parent}) => !ids.has(pid) && ids.has(parent));
	return {ours, helpers};
}

/** Files of the store but for the one that is there to hold secrets, and everything else that was written. */
const writtenIn = (home: string): readonly string[] =>
	filesBelow(home)
		.filter(name => path.basename(name) !== 'credentials.json')
		.map(name => readFileSync(path.join(home, name), 'latin1'));

// Every process that is started is looked at, where Linux shows them.
const isLinux = process.platform === 'linux';

test.runIf(isLinux)(
	'One sign-in through the screens, with refresh, validation and logout, shows no secret anywhere.',
	async () => {
		const tenant = await practiceTenant();
		const {clientSecret} = tenant.clients.authorizationCode;
		const home = tempHome();
		const log = path.join(home, 'requests.log');
		const watch = watchProcesses(seen => release(home, seen));
		onTestFinished(() => void watch.stop());
		const terminal = openTerminal(['--log', log], {
			home,
			env: {...tenantVariables(tenant), ...talkative, ...helpersIn(home)},
		});
		await terminal.waitFor(shown.authorize);
		terminal.press('o');
		await terminal.waitFor('The browser was asked');
		terminal.press('c');
		await terminal.waitFor(/copied/i);
		const secrets = [clientSecret];
		const address = await signInAsPerson(linkOf(terminal));
		secrets.push(address, new URL(address).searchParams.get('code') ?? '');
		terminal.press('enter');
		await terminal.waitFor(shown.callback);
		await terminal.paste(address);
		await terminal.waitFor(shown.accepted);
		terminal.press('enter');
		await terminal.waitFor('Pat Practice');
		secrets.push(...storedSecrets(home));
		terminal.press('c');
		await terminal.waitFor(/access token .*copied|copied .*access token/i);
		terminal.press('r');
		await terminal.waitFor('Refreshed.');
		secrets.push(...storedSecrets(home));
		terminal.press('v');
		await terminal.waitFor('Valid at Anaplan.');
		terminal.press('l');
		await terminal.waitFor('Signed out');
		terminal.press('ctrl+c');
		await terminal.exit();

		const {ours, helpers} = sorted(watch.stop());
		expect(ours.length).toBeGreaterThan(0);
		expect(readFileSync(path.join(home, 'helpers'), 'utf8')).toMatch(/xsel/);
		expect(helpers.map(({words}) => words).join('\n')).toMatch(/xsel/);
		const texts = [
			terminal.bytes(),
			terminal.scrollback(),
			terminal.title(),
			...ours.map(({words}) => words),
			...helpers.flatMap(({words, environment}) => [words, environment]),
			...writtenIn(home),
		];
		expectNoSecrets(
			secrets.filter(secret => secret.length > 8),
			...texts,
		);
		expectNoMarks(...texts);
		expect(readFileSync(log, 'utf8').split('\n').length).toBeGreaterThan(4);
	},
);

test('A sign-in as someone else shows no secret while it is asked about, nor after a no.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant, {remembered: tenant.people[0]});
	const log = path.join(home, 'requests.log');
	const env = {...tenantVariables(tenant), ...talkative};
	const login = start(['--log', log, 'login', '--plain'], {home, env});
	const [url = ''] = /^http\S+(?=\n)/m.exec(await login.waitFor(/^http\S+\n/m)) ?? [];
	const address = await signInAsPerson(url, {email: 'robin.rehearsal@example.com'});
	login.write(`${address}\n`);
	await login.waitFor('[y/N]', {on: 'stderr'});
	const {profiles} = JSON.parse(readFileSync(credentialsFile(home), 'utf8'));
	const {client, session} = profiles.default.parked;
	login.end('n\n');
	const {code, stdout, stderr} = await login.exit();
	expect(code).toBe(1);
	const secrets = [
		...storedSecrets(home),
		client.clientSecret,
		session.accessToken,
		session.refreshToken.token,
		new URL(address).searchParams.get('code') ?? '',
	];
	const texts = [stdout, stderr, ...writtenIn(home)];
	expectNoSecrets(secrets, ...texts);
	expectNoMarks(...texts);
	expect(readFileSync(log, 'utf8')).toContain('/token/logout');
	// Nothing of it stays in the one file that is there for secrets.
	expect(readFileSync(credentialsFile(home), 'utf8')).not.toContain(session.refreshToken.token);
});

type Run = {
	readonly words: readonly string[];
	readonly input?: string;
	/** What its stdout is there for: the access token, or what the server sent. */
	readonly prints?: 'token' | 'body';
};

/** Every command, in an order in which each finds what it needs. */
const commands: readonly Run[] = [
	{words: ['status']},
	{words: ['status', '--all', '--json']},
	{words: ['whoami']},
	{words: ['whoami', '--json']},
	{words: ['validate']},
	{words: ['validate', '--json']},
	{words: ['refresh']},
	{words: ['refresh', '--json']},
	{words: ['token'], prints: 'token'},
	{words: ['token', '--json', '--min-ttl', '99999'], prints: 'token'},
	{words: ['api', 'users/me'], prints: 'body'},
	{words: ['api', 'workspaces', '--paginate']},
	{words: ['api', 'users/me', '-X', 'POST', '--input', '-'], input: '{"a":1}', prints: 'body'},
	{words: ['exec', '--', 'sleep', '1']},
	{words: ['demo', '--plain']},
	{
		words: ['login', '--plain'],
		input: 'https://www.anaplan.com/?code=sentinel-of-a-code&state=wrong\n',
	},
	{words: ['--help']},
	{words: ['nonsense']},
	{words: ['logout']},
	{words: ['logout', '--local']},
];

function expectDiscreetRun(
	{words}: Run,
	secrets: readonly string[],
	...texts: readonly string[]
): void {
	try {
		expectNoSecrets(secrets, ...texts);
		expectNoMarks(...texts);
	} catch (error) {
		throw new Error(`${words.join(' ')}: ${(error as Error).message}`);
	}
}

/** Runs every command in a home, and searches all that it printed, wrote and started. */
async function runAll(
	tenant: PracticeTenant,
	home: string,
	{
		env,
		before = () => undefined,
		passedOn = ['token'],
	}: {
		env: Record<string, string | undefined>;
		before?: () => void;
		/** What may be on the stdout of a command that is there for it. */
		passedOn?: ReadonlyArray<Run['prints']>;
	},
) {
	const log = path.join(home, 'requests.log');
	const code = 'sentinel-of-a-code';
	const secrets = new Set([...storedSecrets(home), code]);
	const watch = watchProcesses(seen => release(home, seen));
	onTestFinished(() => void watch.stop());
	const results: Array<readonly [Run, Result]> = [];
	for (const command of commands) {
		before();
		results.push([
			command,
			await run(['--log', log, ...command.words], {
				home,
				env: {...env, ...talkative},
				input: command.input ?? '',
			}),
		]);
		for (const secret of existsSync(path.join(home, 'anaplan-tui')) ? storedSecrets(home) : []) {
			secrets.add(secret);
		}
	}

	const {ours, helpers} = sorted(watch.stop());
	const ofExec = helpers.filter(({words}) => words === 'sleep 1');
	const others = helpers.filter(helper => !ofExec.includes(helper));
	for (const [command, result] of results) {
		const isPassedOn = command.prints !== undefined && passedOn.includes(command.prints);
		const texts = isPassedOn ? [result.stderr] : [result.stdout, result.stderr];
		expectDiscreetRun(command, [...secrets], ...texts);
	}

	const texts = [
		...ours.map(({words}) => words),
		...helpers.map(({words}) => words),
		...others.map(({environment}) => environment),
		...writtenIn(home),
	];
	expect(ours.length).toBeGreaterThanOrEqual(commands.length / 2);
	expectNoSecrets([...secrets], ...texts);
	expectNoMarks(...texts);
	expect(tenant.violations.map(({rule}) => rule)).not.toContain('secret in the query');
	return {results, ofExec, log: existsSync(log) ? readFileSync(log, 'utf8') : ''};
}

describe.runIf(isLinux)('every command', () => {
	test('with everything in order shows no secret but the token that it is asked for', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const {results, ofExec, log} = await runAll(tenant, home, {
			env: {...hostVariables(tenant), ...helpersIn(home)},
		});
		const codes = Object.fromEntries(results.map(([{words}, {code}]) => [words.join(' '), code]));
		expect(codes).toMatchObject({whoami: 0, token: 0, 'exec -- sleep 1': 0, logout: 0});
		// The one place where it belongs, and the proof that the search sees environments.
		expect(ofExec.map(({environment}) => environment).join('\n')).toMatch(
			/ANAPLAN_ACCESS_TOKEN=\S/,
		);
		expect(log.split('\n').length).toBeGreaterThan(10);
	});

	const scenarios: readonly Scenario[] = [
		{endpoint: 'all', name: 'serverError', as: 'html'},
		{endpoint: 'all', name: 'htmlForbidden'},
		{endpoint: 'all', name: 'unauthorized'},
		{endpoint: 'all', name: 'cut', processed: true},
		{endpoint: 'all', name: 'truncated'},
		{endpoint: 'all', name: 'wrongTypes'},
		{endpoint: 'all', name: 'empty'},
		{endpoint: 'all', name: 'rateLimited', as: 'nothing'},
	];

	test.each(scenarios)('that meets $name shows no secret', async scenario => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: 30});
		await runAll(tenant, home, {
			env: {...hostVariables(tenant), ...helpersIn(home)},
			before: () => tenant.setScenario(scenario),
		});
	});

	test('whose server repeats every secret that it was sent shows none of them', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: 30});
		const echo = await apiServer(({headers, body}, count) => {
			const said = `${headers.authorization ?? ''} ${body}`;
			const texts = [...said.matchAll(/practice-[\w.-]+|eyJ[\w.-]+/g)].map(([text]) => text);
			const quoted = texts.join(' and ');
			return {
				status: [400, 401, 403, 429, 500][count % 5] ?? 400,
				headers: {
					'content-type': 'application/json',
					'x-request-id': texts[0]?.slice(0, 64) ?? 'none',
					'x-correlation-id': texts[0] ?? 'none',
				},
				body: JSON.stringify(
					count % 2 === 0
						? {error: quoted || 'x', error_description: `Unknown: ${quoted}`}
						: {status: `FAILURE ${quoted}`, statusMessage: quoted},
				),
			};
		});
		const env = {
			ANAPLAN_OAUTH_URL: echo.origin,
			ANAPLAN_AUTH_URL: echo.origin,
			ANAPLAN_API_URL: echo.origin,
		};
		await runAll(tenant, home, {env, passedOn: ['token', 'body']});
		expect(echo.requests.length).toBeGreaterThan(5);
	});
});
