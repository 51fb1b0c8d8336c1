/**
 * A place where a command line of the documents can be run as it stands: a signed-in store, the
 * built program on the PATH, and a curl that takes the practice tenant for api.anaplan.com.
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {approveDevice, type PersonOptions, signInAsPerson} from '../../source/practice/person.ts';
import {type PracticeTenant, startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {PracticeTenantOptions} from '../../source/practice/settings.ts';
import {builtProgram, childEnvironment} from '../helpers/child-environment.ts';
import {type Result, Running} from '../helpers/run.ts';
import {shellWord, writeShellProgram} from '../helpers/shell-program.ts';
import {codeBlocks} from './markdown.ts';

export type Stage = {
	readonly tenant: PracticeTenant;
	/** The working folder of what runs. */
	readonly folder: string;
	readonly environment: Record<string, string>;
	readonly close: () => Promise<void>;
};

/** When it is on the stage: always. */
const stageTime = Date.parse('2026-11-24T09:00:00Z');

/** To be loaded before the program, with `node --import`. */
const frozenClock = `${pathToFileURL(path.join(import.meta.dirname, 'frozen-clock.js')).href}?at=${stageTime}`;

/** A stage with a practice tenant; unless it is `empty`, the practice person is signed in. */
export async function openStage(
	store: 'signedIn' | 'empty' = 'signedIn',
	options: PracticeTenantOptions = {},
): Promise<Stage> {
	const tenant = await startPracticeTenant({
		clock: () => stageTime,
		deviceIntervalS: 0,
		content: 'demo',
		...options,
	});
	const folder = mkdtempSync(path.join(tmpdir(), 'tui-'));
	const programs = path.join(folder, 'bin');
	mkdirSync(programs);
	mkdirSync(path.join(folder, '.config/fish/completions'), {recursive: true});
	writeShellProgram(
		path.join(programs, 'anaplan-tui'),
		`exec ${[process.execPath, '--import', frozenClock, builtProgram].map(shellWord).join(' ')} "$@"`,
	);
	writeShellProgram(path.join(programs, 'curl'), curlTo(tenant.origin));
	// Not what pyenv or the like puts in its place, which looks into the home folder.
	writeShellProgram(path.join(programs, 'python3'), `exec ${shellWord(python)} "$@"`);
	// An empty clipboard.
	writeShellProgram(path.join(programs, 'xsel'), 'exit 0');
	writeFileSync(path.join(folder, 'export.py'), exportScript());
	const stage: Stage = {
		tenant,
		folder,
		environment: childEnvironment(folder, {
			PATH: `${programs}${path.delimiter}${process.env['PATH']}`,
			// The default place of the store, so that the pages show it.
			ANAPLAN_TUI_HOME: undefined,
			TZ: 'UTC',
			// So that browser and clipboard are there wherever this runs.
			DISPLAY: ':0',
		}),
		async close() {
			await tenant.close();
			rmSync(folder, {recursive: true, force: true, maxRetries: 5});
		},
	};
	if (store === 'signedIn') {
		await signIn(stage);
	}

	return stage;
}

/** The variables that lead a new sign-in to the practice tenant. */
export const clientVariables = ({tenant}: Stage): Record<string, string> => ({
	...hostVariables(tenant.origin),
	ANAPLAN_CLIENT_ID: tenant.clients.authorizationCode.clientId,
	ANAPLAN_CLIENT_SECRET: tenant.clients.authorizationCode.clientSecret,
	ANAPLAN_REDIRECT_URI: tenant.clients.authorizationCode.redirectUri,
});

const hostVariables = (origin: string): Record<string, string> => ({
	ANAPLAN_OAUTH_URL: origin,
	ANAPLAN_AUTH_URL: origin,
	ANAPLAN_API_URL: origin,
});

/** Signs the practice person in, or whom `person` names, as a profile. */
export async function signIn(
	stage: Stage,
	profile = 'default',
	more: Record<string, string> = {},
	person: PersonOptions = {},
): Promise<void> {
	const line = `anaplan-tui login --plain --profile ${profile}`;
	const running = onStage(stage, line, {...clientVariables(stage), ...more});
	await actAsPerson(running, person);
	const {code, stderr} = await running.exit();
	if (code !== 0) {
		throw new Error(`The sign-in failed:\n${stderr}`);
	}
}

/** Starts shell lines on the stage; the first that fails ends them. */
const onStage = (
	{environment, folder}: Stage,
	lines: string,
	more: Record<string, string> = {},
): Running => new Running('sh', ['-euc', lines], {...environment, ...more}, folder);

/** Runs shell lines to their end, with the practice person at the browser. */
export async function runOnStage(
	stage: Stage,
	lines: string,
	more: Record<string, string> = {},
): Promise<Result> {
	const running = onStage(stage, lines, more);
	await actAsPerson(running);
	return running.exit();
}

/** Does at the browser what a sign-in asks for, if it asks, and types nothing else. */
async function actAsPerson(running: Running, person: PersonOptions = {}): Promise<void> {
	const said = await running.waitFor(addressPattern).catch(() => '');
	const address = addressPattern.exec(said)?.groups?.['address'] ?? '';
	if (address.includes('user_code=')) {
		await approveDevice(address);
	} else if (address !== '') {
		running.write(`${await signInAsPerson(address, person)}\n`);
	}

	running.end();
}

const addressPattern = /^(?<address>http\S+(\/auth\/prelogin\?|user_code=)\S+)\n/m;

/** The script that README shows. */
const exportScript = (): string => {
	const script = codeBlocks('README.md').find(({words}) => words[1] === 'export.py');
	return script?.text ?? '';
};

const printedBy = (...[program, ...words]: [string, ...string[]]): string =>
	spawnSync(program, words, {encoding: 'utf8'}).stdout?.trim() ?? '';

const python = printedBy('python3', '-c', 'import sys; print(sys.executable)');
const curl = printedBy('sh', '-c', 'command -v curl');

const curlTo = (origin: string): string => `for word; do
	shift
	case $word in https://api.anaplan.com/*) word=${origin}/\${word#https://api.anaplan.com/} ;; esac
	set -- "$@" "$word"
done
exec ${shellWord(curl)} "$@"`;
