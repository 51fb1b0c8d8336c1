import type {Variables} from '../core/profiles/profile.ts';
import type {ProfileChoice} from '../core/profiles/profile-name.ts';
import type {Result} from '../core/result.ts';
import type {Workshop} from './workshop.ts';

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
	/** Whether a person types what `lines` gives. */
	isInputTerminal(): boolean;
	/** Lines of stdin, until its end or until `enough` says so; `askAgain` when a shell has had the terminal meanwhile. */
	lines(enough: AbortSignal, askAgain: () => void): AsyncIterable<string>;
	/** Asks a person, on stderr; anything but a yes is a no. */
	confirm(question: string): Promise<'yes' | 'no' | 'noTerminal'>;
	/** The whole of a file, or of stdin where that is called `-`; `usage` where it cannot be read. */
	bytes(file: string): Promise<Result<Uint8Array>>;
};

/** What every command works with, and every face. */
export type Desk = Workshop & {
	readonly io: Io;
	/** Which profile this is, and who has chosen it. */
	readonly choice: ProfileChoice;
	/** Whether data and failures are printed as JSON. */
	readonly json: boolean;
	/** The environment variables as they were given. */
	readonly variables: Variables;
	/** The same workshop for another profile. */
	readonly workshopOf: (name: string) => Workshop;
};
