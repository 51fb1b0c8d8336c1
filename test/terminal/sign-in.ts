import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {stripVTControlCharacters} from 'node:util';
import {expect} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {signedInHome, tenantVariables} from '../helpers/signed-in.ts';
import {openTerminal, type TerminalOptions} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';

/** What each screen says whatever the size of the window, so that a test can wait for it. */
export const shown = {
	setup: 'Client ID',
	authorize: 'Copy that whole address',
	plainView: 'Press Enter or Esc to return.',
	callback: 'Waiting for the address',
	accepted: 'code found, state matches',
	exchange: 'sending the code',
	signInFailed: 'code not exchanged',
	profile: 'pat.practice@example.com',
	help: 'leaves from anywhere',
	offeringToForget: 'forget',
	tooSmall: 'anaplan-tui needs 40×12',
} as const;

/** A sentence, wherever the window breaks its lines. */
export const sentence = (text: string): RegExp =>
	new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`));

export const folderOf = (home: string): string => path.join(home, 'anaplan-tui');
export const settingsIn = (home: string): string =>
	readFileSync(path.join(folderOf(home), 'settings.json'), 'utf8');
export const credentialsIn = (home: string): string =>
	readFileSync(path.join(folderOf(home), 'credentials.json'), 'utf8');

/** The tokens that are stored, whatever else the file holds. */
export const storedTokens = (home: string): readonly string[] => tokensIn(credentialsIn(home));

/** Every file below a folder, as paths from there. */
export const filesBelow = (folder: string): readonly string[] =>
	existsSync(folder)
		? readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(name =>
				statSync(path.join(folder, name)).isFile(),
			)
		: [];

/** The URL on the Authorize screen, taken from the link that the terminal would open. */
export function linkOf(terminal: TerminalSession): string {
	const links = terminal.bytes().split('\x1b]8;;').slice(1);
	const url = links.map(link => link.slice(0, link.indexOf('\x07'))).findLast(Boolean);
	if (url === undefined) {
		throw new Error(`There is no link on the screen:\n${terminal.screen()}`);
	}

	return url;
}

/** The screens at Authorize, with the client from variables. */
export async function atAuthorize(
	tenant: PracticeTenant,
	{args = [], ...options}: TerminalOptions & {readonly args?: readonly string[]} = {},
): Promise<TerminalSession> {
	const terminal = openTerminal(args, {
		...options,
		env: {...tenantVariables(tenant), ...options.env},
	});
	await terminal.waitFor(shown.authorize);
	return terminal;
}

export async function atCallback(
	tenant: PracticeTenant,
	options: TerminalOptions = {},
): Promise<{readonly terminal: TerminalSession; readonly address: string}> {
	const terminal = await atAuthorize(tenant, options);
	const address = await signInAsPerson(linkOf(terminal));
	terminal.press('enter');
	await terminal.waitFor(shown.callback);
	return {terminal, address};
}

/** The screens right after the code was handed over; whatever the tenant makes of it comes next. */
export async function atExchange(
	tenant: PracticeTenant,
	options: TerminalOptions = {},
): Promise<{readonly terminal: TerminalSession; readonly address: string}> {
	const {terminal, address} = await atCallback(tenant, options);
	await terminal.paste(address);
	await terminal.waitFor(shown.accepted);
	terminal.press('enter');
	return {terminal, address};
}

export async function atProfile(
	tenant: PracticeTenant,
	{leftS, ...options}: TerminalOptions & {readonly leftS?: number} = {},
): Promise<TerminalSession> {
	const home = await signedInHome(tenant, {
		...(leftS !== undefined && {leftS}),
		...(options.home !== undefined && {home: options.home}),
	});
	const terminal = openTerminal([], {...options, home});
	await terminal.waitFor(shown.profile);
	return terminal;
}

/** A list that is there whole: the key that stops loading it is gone. */
const isLoaded = (title: string) => (screen: string) =>
	new RegExp(`${title} {2}\\d+$`, 'm').test(screen) && !/ x /.test(screen);

/** Every screen that a person can be on, and the way there. */
export const screens: Readonly<
	Record<string, (tenant: PracticeTenant, options?: TerminalOptions) => Promise<TerminalSession>>
> = {
	async setup(_tenant, options) {
		const terminal = openTerminal([], options);
		await terminal.waitFor(shown.setup);
		return terminal;
	},
	authorize: atAuthorize,
	async plainView(tenant, options) {
		const terminal = await atAuthorize(tenant, options);
		terminal.press('p');
		await terminal.waitFor(shown.plainView);
		return terminal;
	},
	async callback(tenant, options) {
		const {terminal} = await atCallback(tenant, options);
		return terminal;
	},
	async exchange(tenant, options) {
		tenant.setScenario({endpoint: 'token', name: 'hang'});
		const {terminal} = await atExchange(tenant, options);
		await terminal.waitFor(shown.exchange);
		return terminal;
	},
	async signInFailed(tenant, options) {
		tenant.setScenario({endpoint: 'token', name: 'serverError'});
		const {terminal} = await atExchange(tenant, options);
		await terminal.waitFor(shown.signInFailed);
		return terminal;
	},
	profile: atProfile,
	async workspaces(tenant, options) {
		const terminal = await atProfile(tenant, options);
		terminal.press('w');
		await terminal.waitFor(isLoaded('Workspaces'));
		return terminal;
	},
	async models(tenant, options) {
		const terminal = await atProfile(tenant, options);
		terminal.press('w');
		await terminal.waitFor(isLoaded('Workspaces'));
		terminal.press('m');
		await terminal.waitFor(isLoaded('All models'));
		return terminal;
	},
	async help(tenant, options) {
		const terminal = await atProfile(tenant, options);
		terminal.press('?');
		await terminal.waitFor(shown.help);
		return terminal;
	},
	async offeringToForget(tenant, options) {
		tenant.setScenario({endpoint: 'logout', name: 'serverError'});
		const terminal = await atProfile(tenant, options);
		terminal.press('l');
		await terminal.waitFor(shown.offeringToForget);
		return terminal;
	},
};

/** The terminal as a program found it: nothing of ours is left switched on. */
export function expectSane(terminal: TerminalSession): void {
	expect(terminal.isAlternateScreen()).toBe(false);
	expect(terminal.cursorVisible()).toBe(true);
	expect(terminal.bracketedPaste()).toBe(false);
}

/**
 * The built program within a shell that notes its process ID, its exit code, and what `stty` says of
 * the terminal before and after it, all in files of the home.
 */
export const withinShell: readonly [string, ...string[]] = [
	'sh',
	'-c',
	`trap : INT; stty -g >before; sh -c 'echo $$ >pid; exec "$0" "$@"' "$0" "$@"; echo $? >code; stty -g >after; echo the shell is back`,
	process.execPath,
	builtProgram,
];

/** Waits for the shell after the program, and gives the program's exit code; 128 and more is a signal. */
export async function leftBehind(terminal: TerminalSession, home: string): Promise<number> {
	await terminal.waitFor('the shell is back');
	await terminal.exit();
	const note = (name: string) => readFileSync(path.join(home, name), 'utf8').trim();
	expect(note('after')).toBe(note('before'));
	expectSane(terminal);
	return Number(note('code'));
}

export const pidWithinShell = (home: string): number =>
	Number(readFileSync(path.join(home, 'pid'), 'utf8'));

/**
 * Nothing secret was drawn, stays in the scrollback or the title, or lies in the file that people
 * read: not the practice tenant's secrets by their marks, and neither codes nor what is stored.
 */
export function expectDiscreet(
	terminal: TerminalSession,
	{
		tenant,
		home,
		addresses = [],
	}: {
		readonly tenant: PracticeTenant;
		readonly home?: string;
		/** Addresses with codes that were pasted. */
		readonly addresses?: readonly string[];
	},
): void {
	const read = (name: string): string => {
		const file = home === undefined ? '' : path.join(folderOf(home), name);
		return existsSync(file) ? readFileSync(file, 'utf8') : '';
	};
	const secrets = [
		tenant.clients.authorizationCode.clientSecret,
		...addresses.map(address => new URL(address).searchParams.get('code') ?? ''),
		...tokensIn(read('credentials.json')),
	];
	const texts = [terminal.bytes(), terminal.scrollback(), terminal.title(), read('settings.json')];
	expectNoSecrets(secrets, ...texts);
	expectNoMarks(...texts);
}

/** The marks that every secret of the practice tenant carries, and how each of its JSON web tokens begins. */
export function expectNoMarks(...texts: readonly string[]): void {
	for (const text of texts) {
		const joined = stripVTControlCharacters(text).replace(/\s+/g, '');
		expect(joined).not.toMatch(/practice-(access|refresh|id|code|secret)-|eyJhbGciOi/);
	}
}

const tokensIn = (credentials: string): readonly string[] =>
	Object.values((JSON.parse(credentials || '{}') as StoredCredentials).profiles ?? {}).flatMap(
		({session}) =>
			[session?.accessToken, session?.refreshToken?.token].filter(token => token !== undefined),
	);

type StoredCredentials = {
	readonly profiles?: Readonly<
		Record<
			string,
			{
				readonly session?: {
					readonly accessToken: string;
					readonly refreshToken?: {readonly token: string};
				};
			}
		>
	>;
};

/** Codes that were sent to the token endpoint, however they were answered. */
export const codesSent = ({requests}: PracticeTenant): number =>
	requests.filter(({grantType}) => grantType === 'authorization_code').length;

/**
 * How long leaving may take where nothing is waited for: less than the five seconds after which a
 * program is ended whatever it waits for, and so less than any reply that is withheld here.
 */
export const atOnce = {deadlineMs: 4000} as const;

/** Waits for something that no screen shows. */
export async function until(isSo: () => boolean, deadlineMs = 30_000): Promise<void> {
	const startedAt = performance.now();
	while (!isSo()) {
		if (performance.now() - startedAt > deadlineMs) {
			throw new Error(`Not within ${deadlineMs} ms: ${isSo}`);
		}

		await sleep(10);
	}
}
