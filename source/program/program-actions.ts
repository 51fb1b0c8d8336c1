import {runChild} from '../adapters/child-process.ts';
import {growHeapSlowly} from '../adapters/heap.ts';
import {createKeychain} from '../adapters/keychain.ts';
import {readListenerPort} from '../adapters/listener-port.ts';
import {hasTerminal, ownTraits, writeNote, writeOut} from '../adapters/stdio.ts';
import {type ApiFlags, api as apiCommand} from '../commands/api.ts';
import {fail} from '../commands/command.ts';
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
import {storeFolder} from '../compose.ts';
import type {GrantType} from '../core/oauth/client.ts';
import {problem} from '../core/problem.ts';
import type {Intent} from '../core/sign-in/flow.ts';
import {second} from '../core/time.ts';
import {openLines} from '../faces/open-lines.ts';
import {openScreens} from '../faces/open-screens.ts';
import type {Answer} from '../session/answer-yes.ts';
import {withSignIn} from '../session/sign-in.ts';
import type {Shell} from './completion-script.ts';
import {withLog} from './program-log.ts';
import {io, type SharedOptions, withDesk} from './with-desk.ts';

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

	return withDesk(
		options,
		async desk => {
			const port = readListenerPort(desk.variables);
			if (!port.ok) {
				return fail(desk, port.problem);
			}

			return ownTraits().face === 'lines'
				? openLines(desk, {intent, grant, answer})
				: openScreens(desk, {intent, version, grant, answer});
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

	return withDesk(options, async desk => {
		const port = readListenerPort(desk.variables);
		return port.ok || options.device
			? withSignIn(desk, async store => loginPlain(desk, store, grant, answer))
			: fail(desk, port.problem);
	});
}

export const token = async (options: SharedOptions & {minTtl: number}): Promise<number> =>
	withDesk(options, async desk => tokenCommand(desk, options.minTtl * second));

export const status = async (options: SharedOptions & {all?: boolean}): Promise<number> =>
	withDesk(options, async desk => statusCommand(desk, options.all ? 'all' : 'current'));

export const refresh = async (options: SharedOptions): Promise<number> =>
	withDesk(options, refreshCommand);

export const validate = async (options: SharedOptions): Promise<number> =>
	withDesk(options, validateCommand);

export const whoami = async (options: SharedOptions): Promise<number> =>
	withDesk(options, whoamiCommand);

export const logout = async (options: SharedOptions & {local?: boolean}): Promise<number> =>
	withDesk(options, async desk => logoutCommand(desk, options.local ? 'locally' : 'atAnaplan'));

export const api = async (options: SharedOptions & ApiFlags, path: string): Promise<number> =>
	withDesk(options, async desk => apiCommand(desk, path, options));

export const exec = async (
	options: SharedOptions,
	words: readonly [string, ...string[]],
): Promise<number> => withDesk(options, async desk => execCommand(desk, words, runChild));

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
		const {ports, profiles, variables} = desk;
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
	const {playDemo} = await import('./play-demo.ts');
	const plain = options.plain === true || !hasTerminal();
	return withLog(options, io, async log => playDemo({version, plain, log}));
}

export async function completion(_options: SharedOptions, shell: Shell): Promise<number> {
	const {completionScript} = await import('./completion-script.ts');
	await writeOut(completionScript(shell));
	return 0;
}
