import process from 'node:process';
import {createInterface} from 'node:readline';
import {Writable} from 'node:stream';

/** Whether screens can be drawn and keys read. */
export const hasTerminal = (): boolean =>
	process.stdin.isTTY === true && process.stdout.isTTY === true && process.env['TERM'] !== 'dumb';

let isReaderGone = false;

/**
 * Lets a reader that goes away (`| head -1`) end the output quietly instead of as an error: data
 * for nobody is thrown away, and the command goes on to its end.
 */
export function tolerateClosedPipes(): void {
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code !== 'EPIPE' && error.code !== 'EIO' && error.code !== 'ERR_STREAM_DESTROYED') {
				throw error;
			}

			isReaderGone = true;
		});
	}
}

/** Writes to stdout and waits until it is out, so that ending afterwards loses nothing. */
export async function writeOut(data: string | Uint8Array): Promise<void> {
	if (isReaderGone) {
		return;
	}

	await new Promise<void>(resolve => {
		process.stdout.write(data, () => {
			resolve();
		});
	});
}

export function writeNote(line: string): void {
	process.stderr.write(`${line}\n`);
}

/**
 * The lines of stdin. In a terminal they are read in raw mode, because the line discipline cuts
 * lines at 4,095 characters (1,024 on macOS), and without an echo, because an address holds a code
 * that would stay in the scrollback. Ctrl+C and Ctrl+D end the input.
 */
export async function* inputLines(): AsyncGenerator<string> {
	const silent = new Writable({write: (_chunk, _encoding, done) => done()});
	const reader = createInterface(
		process.stdin.isTTY
			? {input: process.stdin, output: silent, terminal: true, historySize: 0}
			: {input: process.stdin, terminal: false, crlfDelay: Number.POSITIVE_INFINITY},
	);
	reader.on('SIGINT', () => {
		reader.close();
	});
	try {
		yield* reader;
	} finally {
		reader.close();
		process.stdin.unref?.();
	}
}

export async function inputBytes(): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of process.stdin) {
		chunks.push(chunk as Uint8Array);
	}

	return Buffer.concat(chunks);
}
