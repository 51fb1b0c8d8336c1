import {readFileSync} from 'node:fs';
import process from 'node:process';
import type {Interface} from 'node:readline';
import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {saysYes} from '../core/says-yes.ts';
import {readline, stream} from './builtins.ts';
import {beforeDeath} from './ending-signals.ts';
import {ownJob} from './own-job.ts';
import {showProgress, writeError} from './stdio.ts';
import {reasonOf, shown} from './store-trouble.ts';

/** Stdin is there once for the whole process, and so are the lines that came along and were not asked for. */
const linesAhead: string[] = [];

/** No address is longer; a device that never ends a line ends the input. Bytes. */
const longestLine = 1024 * 1024;

function* waitingLines(enough: AbortSignal): Generator<string> {
	for (let line = next(enough); line !== undefined; line = next(enough)) {
		yield line;
	}
}

const next = (enough: AbortSignal): string | undefined =>
	enough.aborted ? undefined : linesAhead.shift();

/**
 * The lines of stdin. In a terminal they are read in raw mode, because the line discipline cuts
 * lines at 4,095 characters (1,024 on macOS), and without an echo, because an address holds a code
 * that would stay in the scrollback. Ctrl+C and Ctrl+D end the input; a signal ends the process as
 * ever, but not before raw mode is off, which Node does for some signals only. Once `enough` is
 * aborted nothing more is read. Lines that came along and were not asked for wait for the next
 * caller. After Ctrl+Z, or a stop from outside, `askAgain` is called in a terminal when it goes on.
 */
export async function* inputLines(
	enough: AbortSignal,
	askAgain: () => void,
): AsyncGenerator<string> {
	yield* waitingLines(enough);
	if (enough.aborted || process.stdin.readableEnded) {
		return;
	}

	// An earlier caller may have let go of it, and then nothing would keep the process alive.
	process.stdin.ref?.();
	const silent = new (stream().Writable)({write: (_chunk, _encoding, done) => done()});
	const reader = readline().createInterface(
		process.stdin.isTTY
			? {input: process.stdin, output: silent, terminal: true, historySize: 0}
			: {input: process.stdin, terminal: false, crlfDelay: Number.POSITIVE_INFINITY},
	);
	let isClosed = false;
	let wake = () => {};
	reader.on('line', line => {
		linesAhead.push(line);
		wake();
	});
	reader.once('close', () => {
		isClosed = true;
		wake();
	});
	const close = () => reader.close();
	let length = 0;
	const measure = (chunk: Buffer | string) => {
		length = chunk.includes('\n') ? 0 : length + chunk.length;
		if (length > longestLine) {
			close();
		}
	};

	process.stdin.on('data', measure);
	reader.on('SIGINT', close);
	enough.addEventListener('abort', close, {once: true});
	const stopListening = beforeDeath(close);
	if (process.stdin.isTTY) {
		heedJob(reader, askAgain);
	}

	try {
		while (!isClosed) {
			await new Promise<void>(resolve => {
				wake = resolve;
			});
			yield* waitingLines(enough);
		}
	} finally {
		stopListening();
		process.stdin.off('data', measure);
		enough.removeEventListener('abort', close);
		reader.close();
		process.stdin.unref?.();
	}
}

/**
 * Gives the terminal to the shell with Ctrl+Z, and takes it back when this process goes on, whoever had
 * stopped it: by itself readline would read nothing any more. Ends with the reader.
 */
function heedJob(reader: Interface, askAgain: () => void): void {
	const job = ownJob();
	let isGiven = false;
	let isOver = false;
	const takeBack = () => {
		isGiven = false;
		// The shell has had the terminal meanwhile, which Node would not notice.
		process.stdin.setRawMode(false);
		process.stdin.setRawMode(true);
		// Nobody has seen what was begun.
		reader.write(null, {ctrl: true, name: 'u'});
		askAgain();
	};

	reader.on('SIGTSTP', async () => {
		isGiven = true;
		process.stdin.setRawMode(false);
		await job?.suspend();
		// Where no shell could stop it, it was not told to go on either.
		if (isGiven && !isOver) {
			takeBack();
		}
	});
	const stopListening = job?.onContinued(takeBack);
	reader.once('close', () => {
		isOver = true;
		stopListening?.();
	});
}

export const isInputTerminal = (): boolean => process.stdin.isTTY === true;

/**
 * Asks a question on stderr and reads a line as the terminal has it edited, so that Ctrl+C ends the
 * program as everywhere. The end of the input is a no.
 */
export async function confirm(question: string): Promise<'yes' | 'no' | 'noTerminal'> {
	if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
		return 'noTerminal';
	}

	const ask = () => writeError(question);
	showProgress('');
	const stopListening = ownJob()?.onContinued(ask);
	ask();
	const reader = readline().createInterface({input: process.stdin, terminal: false});
	try {
		for await (const line of reader) {
			return saysYes(line) ? 'yes' : 'no';
		}

		// Ctrl+D leaves the cursor behind the question.
		writeError('\n');
		return 'no';
	} finally {
		stopListening?.();
		reader.close();
		process.stdin.unref?.();
	}
}

/** The whole of a file, or of stdin where that is called `-`. The Problem is `usage`, with the reason. */
export async function inputBytes(file: string): Promise<Result<Uint8Array>> {
	try {
		return success(file === '-' ? await stdinBytes() : readFileSync(file));
	} catch (error) {
		const message = `The file ${shown(file)} cannot be read: ${reasonOf(error)}.`;
		return failure(problem('usage', {message}));
	}
}

async function stdinBytes(): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of process.stdin) {
		chunks.push(chunk as Uint8Array);
	}

	return Buffer.concat(chunks);
}
