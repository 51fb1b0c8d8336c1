import {jsonText} from '../core/printable.ts';
import type {ExitCode, Problem} from '../core/problem.ts';
import {ofProfile, type ProfileChoice} from '../core/profiles/profile-name.ts';
import type {Result} from '../core/result.ts';
import {second} from '../core/time.ts';
import type {Workshop} from '../session/run-effect.ts';

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

/** Tells a problem, to people on stderr or with `--json` as data on stdout, and gives its exit code. */
export async function fail(
	{
		io,
		json,
		choice,
	}: {
		readonly io: Pick<Io, 'out' | 'note'>;
		readonly json: boolean;
		readonly choice?: ProfileChoice;
	},
	found: Problem,
): Promise<ExitCode> {
	const problem = choice ? ofProfile(found, choice) : found;
	if (json) {
		const {code, message, hint} = problem;
		await io.out(jsonLine({error: {code, message, hint}}));
	} else {
		io.note(`anaplan-tui: ${problem.message}`);
		io.note(`  Likely cause: ${problem.cause}`);
		io.note(`  Next: ${problem.hint}`);
	}

	return problem.exitCode;
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

	await desk.io.out(desk.json ? jsonLine(show.json(result.value)) : `${show.text(result.value)}\n`);
	return 0;
}
