import {busyWords} from '../core/anaplan/busy-words.ts';
import {jsonText} from '../core/printable.ts';
import {type ExitCode, type Problem, problem} from '../core/problem.ts';
import {problemInProfile} from '../core/profiles/problem-in-profile.ts';
import type {ProfileChoice} from '../core/profiles/profile-name.ts';
import type {Result} from '../core/result.ts';
import {second} from '../core/time.ts';
import {patiently} from '../session/patiently.ts';
import type {Http} from '../session/ports.ts';
import type {Workshop} from '../session/workshop.ts';

/** Standard streams as commands use them: data to `out`, everything else to `note`. */
export type Io = {
	/** Writes data to stdout. Does nothing once the reader has gone. */
	out(data: string | Uint8Array): Promise<void>;
	/** As `out`, for lines in columns: where a terminal shows ASCII only, every column stays in its place. */
	table(text: string): Promise<void>;
	/** Writes what a server sent, byte for byte; only in a terminal, what would act on it is made visible. */
	body(data: string | Uint8Array): Promise<void>;
	/** Writes a line for people to stderr. */
	note(line: string): void;
	/** Shows a passing line on stderr in place of the last one, in a terminal only; '' takes it away. */
	progress(line: string): void;
	/** How wide the terminal is that stdout goes to; undefined where it goes elsewhere. */
	outColumns(): number | undefined;
	/** Lines of stdin, until its end or until `enough` says so. */
	lines(enough: AbortSignal): AsyncIterable<string>;
	/** Asks a person, on stderr; anything but a yes is a no. */
	confirm(question: string): Promise<'yes' | 'no' | 'noTerminal'>;
	/** The whole of stdin. */
	bytes(): Promise<Uint8Array>;
};

/** What every command works with. */
export type Desk = Workshop & {
	readonly io: Io;
	/** Which profile this is, and who has chosen it. */
	readonly choice: ProfileChoice;
	/** Whether data and failures are printed as JSON. */
	readonly json: boolean;
};

/** Data as `--json` prints it: one document on a line of its own. */
export const jsonLine = (value: unknown): string => `${jsonText(value)}\n`;

export const wholeSeconds = (ms: number): number => Math.max(0, Math.floor(ms / second));

/** What of a desk it takes to tell a problem; there may be no profile yet. */
type Counter = {readonly io: Pick<Io, 'out' | 'note'>; readonly json: boolean} & Partial<
	Pick<Desk, 'choice' | 'ports'>
>;

/** Tells a problem, to people on stderr or with `--json` as data on stdout, and gives its exit code. */
export async function fail(desk: Counter, told: Problem): Promise<ExitCode> {
	const {io, json} = desk;
	const {code, message, cause, hint} = await inWordsOf(desk, told);
	if (json) {
		await io.out(jsonLine({error: {code, message, hint}}));
	} else {
		io.note(`anaplan-tui: ${message}`);
		io.note(`  Likely cause: ${cause}`);
		io.note(`  Next: ${hint}`);
	}

	return told.exitCode;
}

async function inWordsOf({choice, ports}: Counter, told: Problem): Promise<Problem> {
	if (!choice || !ports) {
		return told;
	}

	const names = await ports.settings.profiles();
	return problemInProfile(told, choice, names.ok ? names.value : []);
}

/** Ends a command: shows the value of a success, or tells the problem. */
export async function finish<Value>(
	desk: Desk,
	result: Result<Value>,
	show: {readonly json: (value: Value) => unknown; readonly text: (value: Value) => string},
): Promise<ExitCode> {
	if (!result.ok) {
		return fail(desk, result.problem);
	}

	if (desk.json) {
		return finishWithReply(desk, show.json(result.value));
	}

	await desk.io.out(`${show.text(result.value)}\n`);
	return 0;
}

/** Ends a command with what a server sent as JSON; that may be nested more deeply than can be written. */
export async function finishWithReply(desk: Desk, value: unknown): Promise<ExitCode> {
	let line: string;
	try {
		line = jsonLine(value);
	} catch {
		const message = 'The reply is nested too deeply to be printed, more than Anaplan would.';
		return fail(desk, problem('unexpected_reply', {message}));
	}

	await desk.io.out(line);
	return 0;
}

/** The network as commands use it for questions: where Anaplan is busy it waits, and tells of it. */
export const patient = ({ports, io}: Pick<Desk, 'ports' | 'io'>, http: Http = ports.http): Http =>
	patiently(http, ports.clock, waitMs => io.note(`anaplan-tui: ${busyWords(waitMs)}`));
