import {writeSync} from 'node:fs';
import process from 'node:process';
import {plainAscii} from '../core/plain-ascii.ts';
import {visible} from '../core/printable.ts';
import {fitText} from '../core/text-width.ts';
import {reasonOf} from './store-trouble.ts';
import {terminalTraits} from './terminal-traits.ts';

/** Whether a person sits before it, who can be shown something and asked. */
export const hasTerminal = (): boolean =>
	process.stdin.isTTY === true && process.stdout.isTTY === true;

/** What this terminal can show; of use only where there is one. */
export const ownTraits = () => terminalTraits(process.env, process.platform, process.stdout);

const readerIsGone = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/** Standard output takes no data, and not because its reader has gone. The message is safe to print. */
class UnwritableOutput extends Error {}

/**
 * Does work that writes to stdout. A stdout that takes no data ends it with 1 and the reason on
 * stderr; a reader that has gone does not.
 */
export async function withOutput(work: () => Promise<number>): Promise<number> {
	tolerateClosedPipes();
	try {
		return await work();
	} catch (error) {
		if (error instanceof UnwritableOutput) {
			writeNote(`anaplan-tui: ${error.message}`);
			return 1;
		}

		throw error;
	}
}

/**
 * Lets a reader that goes away (`| head -1`) end the output quietly instead of as an error: data
 * for nobody is thrown away, and the command goes on to its end.
 */
function tolerateClosedPipes(): void {
	for (const stream of [process.stdout, process.stderr]) {
		// Whoever writes is told of the error too; without a listener it would end the program.
		stream.on('error', () => undefined);
	}
}

/**
 * Writes to stdout and waits until it is out, so that ending afterwards loses nothing. Throws
 * UnwritableOutput, so that data that went nowhere is no success.
 */
export async function writeOut(data: string | Uint8Array): Promise<void> {
	try {
		await new Promise<void>((resolve, reject) => {
			process.stdout.write(data, error => {
				if (error) {
					reject(error);
				} else {
					resolve();
				}
			});
		});
	} catch (error) {
		if (!readerIsGone.has((error as NodeJS.ErrnoException).code ?? '')) {
			throw new UnwritableOutput(`Standard output cannot be written: ${reasonOf(error)}.`);
		}
	}
}

/**
 * Writes to stdout what it takes at once, and returns the rest, all of it after an error. Spares what
 * `process.stdout` loads: a tenth of the time of a command that only prints a line.
 */
export function writeAtOnce(text: string): Uint8Array {
	const bytes = Buffer.from(text);
	try {
		return bytes.subarray(writeSync(1, bytes));
	} catch {
		return bytes;
	}
}

/** Writes data as it came, but not to a terminal: there the controls in it are made visible. */
export const writeBody = async (data: string | Uint8Array): Promise<void> =>
	writeOut(
		process.stdout.isTTY === true
			? visible(typeof data === 'string' ? data : new TextDecoder().decode(data))
			: data,
	);

/** Writes words for people: on a terminal that shows ASCII only, in ASCII. Elsewhere the same as `writeOut`. */
export const writeText = async (text: string | Uint8Array): Promise<void> =>
	writeOut(process.stdout.isTTY === true && typeof text === 'string' ? legible(text) : text);

/** As `writeText`, for lines in columns: each stays in its place. */
export const writeTable = async (text: string): Promise<void> =>
	writeOut(process.stdout.isTTY === true ? legible(text, 'sameWidth') : text);

/** Text as the locale of this terminal has it; where there is no terminal, of whoever reads it later. */
const legible = (text: string, how: 'sameWidth' | 'anyWidth' = 'anyWidth'): string =>
	ownTraits().characters === 'unicode' ? text : plainAscii(text, how);

/** Writes to stderr. Where that fails, there is nobody left to tell. */
export function writeError(text: string, how?: 'sameWidth'): void {
	try {
		process.stderr.write(/[^\0-\x7F]/.test(text) ? legible(text, how) : text);
	} catch {}
}

/** Writes a whole line to stderr, in place of the passing one. */
export function writeNote(line: string): void {
	showProgress('');
	writeError(`${line}\n`);
}

let passingLine = '';

/** Shows a passing line on stderr, cut to one row. Where stderr is no terminal, nobody waits for it. */
export function showProgress(line: string): void {
	if (line !== passingLine && process.stderr.isTTY === true && ownTraits().face === 'screens') {
		const {columns = 80} = process.stderr;
		passingLine = line;
		writeError(`\r\u001B[K${fitText(line, columns - 1)}`, 'sameWidth');
	}
}

/** The width of the terminal that stdout is; undefined where it is none. */
export const outColumns = (): number | undefined =>
	process.stdout.isTTY === true ? (process.stdout.columns ?? 80) : undefined;
