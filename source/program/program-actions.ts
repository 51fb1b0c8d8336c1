import {readFileSync} from 'node:fs';
import {runChild} from '../adapters/child-process.ts';
import {growHeapSlowly} from '../adapters/heap.ts';
import {createKeychain} from '../adapters/keychain.ts';
import {readListenerPort} from '../adapters/listener-port.ts';
import {
	confirm,
	hasTerminal,
	inputBytes,
	inputLines,
	outColumns,
	ownTraits,
	showProgress,
	writeBody,
	writeNote,
	writeOut,
	writeTable,
	writeText,
} from '../adapters/stdio.ts';
import {api as apiCommand} from '../commands/api.ts';
import {tellingOfClock} from '../commands/clock-word.ts';
import {type Desk, fail, type Io} from '../commands/command.ts';
import {doctor as doctorCommand} from '../commands/doctor.ts';
import {exec as execCommand} from '../commands/exec.ts';
import {loginPlain} from '../commands/login-plain.ts';
import {logout as logoutCommand} from '../commands/logout.ts';
import {models as modelsCommand} from '../commands/models.ts';
import {refresh as refreshCommand} from '../commands/refresh.ts';
import {status as statusCommand} from '../commands/status.ts';
import {token as tokenCommand} from '../commands/token.ts';
import {validate as validateCommand} from '../commands/validate.ts';
import {whoami as whoamiCommand} from '../commands/whoami.ts';
import {workspaces as workspacesCommand} from '../commands/workspaces.ts';
import {profileChoice, realPorts, storeFolder, tightenStore, workshopFor} from '../compose.ts';
import type {GrantType} from '../core/oauth/client.ts';
import {problem} from '../core/problem.ts';
import type {Intent} from '../core/sign-in/flow.ts';
import {second} from '../core/time.ts';
import {openLines} from '../faces/open-lines.ts';
import {openScreens} from '../faces/open-screens.ts';
import type {Answer} from '../session/answer-yes.ts';
import type {RequestLog} from '../session/ports.ts';
import {finishRenaming} from '../session/rename-profile.ts';
import {withSignIn} from '../session/sign-in.ts';
import {takeVariables} from '../variables.ts';
import type {Shell} from './completion-script.ts';
import {withLog} from './program-log.ts';

export type SharedOptions = {
	readonly profile?: string;
	readonly log?: string;
	readonly json?: boolean;
};

export const variables = takeVariables();

const io: Io = {
	out: writeText,
	table: writeTable,
	note: writeNote,
	progress: showProgress,
	outColumns,
	lines: inputLines,
	confirm,
	bytes: inputBytes,
	body: writeBody,
};

/** Data stays as it is, whatever the terminal can show. */
const dataIo: Io = {...io, out: writeOut};

const ports = (log: RequestLog | undefined) =>
	realPorts(
		variables,
		() => {
			writeNote('anaplan-tui: finishing the refresh first, so that the sign-in is not lost …');
		},
		log,
	);

/** Lays out what a command works with, and does the work. */
export async function withDesk(
	options: SharedOptions,
	work: (desk: Desk) => Promise<number>,
	face: 'command' | 'screens' = 'command',
): Promise<number> {
	const {profile, json = false} = options;
	return withLog(options, io, async log => {
		for (const notice of tightenStore(variables)) {
			io.note(`anaplan-tui: ${notice}`);
		}

		const desk = {io: json ? dataIo : io, json};
		const opened = ports(log);
		if (!opened.ok) {
			return fail(desk, opened.problem);
		}

		// One that cannot be finished now is finished by a later start; both names are there till then.
		await finishRenaming(opened.value);
		const choice = await profileChoice(opened.value, variables, profile);
		if (!choice.ok) {
			return fail(desk, choice.problem);
		}

		const workshop = workshopFor(opened.value, choice.value.name, variables);
		const keeper =
			face === 'screens'
				? workshop.keeper
				: tellingOfClock(workshop.keeper, words => io.note(`anaplan-tui: ${words}`));
		return work({...workshop, keeper, ...desk, choice: choice.value});
	});
}

export async function screens(
	options: SharedOptions,
	intent: Intent,
	version: string,
	{grant, answer}: {readonly grant?: GrantType | undefined; readonly answer?: Answer} = {},
): Promise<number> {
	if (!hasTerminal()) {
		writeNote(
			'anaplan-tui: The screens need a terminal; use anaplan-tui login --plain, or see anaplan-tui --help.',
		);
		return problem('not_interactive').exitCode;
	}

	const port = readListenerPort(variables);
	if (!port.ok) {
		return fail({io, json: false}, port.problem);
	}

	return withDesk(
		options,
		async desk => {
			const others = {
				variables,
				workshopFor: (name: string) => workshopFor(desk.ports, name, variables),
			};
			return ownTraits().face === 'lines'
				? openLines(desk, {intent, grant, answer, others})
				: openScreens(desk, {intent, version, grant, answer, others});
		},
		'screens',
	);
}

export async function login(
	options: SharedOptions & {plain?: boolean; device?: boolean; yes?: boolean},
	version: string,
): Promise<number> {
	const grant = options.device ? 'device_code' : undefined;
	const answer = options.yes ? 'yes' : 'ask';
	if (!options.plain && hasTerminal()) {
		return screens(options, 'signIn', version, {grant, answer});
	}

	const port = readListenerPort(variables);
	if (!port.ok && !options.device) {
		return fail({io, json: false}, port.problem);
	}

	return withDesk(options, async desk =>
		withSignIn(desk, async store => loginPlain(desk, store, grant, answer)),
	);
}

export const token = async (options: SharedOptions & {minTtl: number}): Promise<number> =>
	withDesk(options, async desk => {
		return tokenCommand(desk, options.minTtl * second);
	});

export const status = async (options: SharedOptions & {all?: boolean}): Promise<number> =>
	withDesk(options, async desk => {
		const profilesOf = (name: string) => workshopFor(desk.ports, name, variables).profiles;
		return statusCommand(desk, options.all ? 'all' : 'current', profilesOf);
	});

export const refresh = async (options: SharedOptions): Promise<number> =>
	withDesk(options, async desk => {
		return refreshCommand(desk);
	});

export const validate = async (options: SharedOptions): Promise<number> =>
	withDesk(options, async desk => {
		return validateCommand(desk);
	});

export const whoami = async (options: SharedOptions): Promise<number> =>
	withDesk(options, async desk => {
		return whoamiCommand(desk);
	});

export const logout = async (options: SharedOptions & {local?: boolean}): Promise<number> =>
	withDesk(options, async desk => {
		return logoutCommand(desk, options.local ? 'locally' : 'atAnaplan');
	});

export type ApiFlags = {
	readonly method?: string;
	readonly input?: string;
	readonly paginate?: boolean;
};

export const api = async (options: SharedOptions & ApiFlags, path: string): Promise<number> =>
	withDesk(options, async desk => {
		const {input: file, paginate = false} = options;
		const method = options.method ?? (file === undefined ? 'GET' : 'POST');
		if (paginate && method !== 'GET') {
			return fail(desk, problem('usage', {message: '--paginate goes with GET only.'}));
		}

		if (file !== undefined && (method === 'GET' || method === 'HEAD')) {
			return fail(
				desk,
				problem('usage', {message: `${method} has no body, so --input is wrong here.`}),
			);
		}

		let input: Uint8Array | undefined;
		try {
			input =
				file === undefined ? undefined : await (file === '-' ? inputBytes() : readFileSync(file));
		} catch (error) {
			const {code = 'unreadable'} = error as NodeJS.ErrnoException;
			return fail(
				desk,
				problem('usage', {
					message: `The file ${file} cannot be read (${code}).`,
					hint: 'Check the path given to --input.',
				}),
			);
		}

		return apiCommand(desk, {path, method, input, paginate});
	});

export const exec = async (
	options: SharedOptions,
	words: readonly [string, ...string[]],
): Promise<number> =>
	withDesk(options, async desk => {
		return execCommand(desk, words, async (file, commandArguments, extra) =>
			runChild(file, commandArguments, {...variables, ...extra}),
		);
	});

export const workspaces = async (options: SharedOptions): Promise<number> =>
	withDesk(options, async desk => {
		growHeapSlowly();
		return workspacesCommand(desk);
	});

export const models = async (options: SharedOptions & {workspace?: string}): Promise<number> =>
	withDesk(options, async desk => {
		growHeapSlowly();
		return modelsCommand(desk, options.workspace);
	});

export const doctor = async (options: SharedOptions & {online?: boolean}): Promise<number> =>
	withDesk(options, async desk => {
		const {examine} = await import('../adapters/examination.ts');
		const {ports, profiles} = desk;
		return doctorCommand(
			desk,
			async () =>
				examine({
					variables,
					folder: storeFolder(variables),
					profile: profiles.name,
					settings: ports.settings,
					credentials: ports.credentials,
					keychain: createKeychain(),
				}),
			options.online ?? false,
		);
	});

export async function demo(
	options: SharedOptions & {plain?: boolean},
	version: string,
): Promise<number> {
	const {playDemo} = await import('../faces/play-demo.ts');
	const plain = options.plain === true || !hasTerminal();
	return withLog(options, io, async log => playDemo({io, version, plain, log}));
}

export async function completion(_options: SharedOptions, shell: Shell): Promise<number> {
	const {completionScript} = await import('./completion-script.ts');
	await writeOut(completionScript(shell));
	return 0;
}
