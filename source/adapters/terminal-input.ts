import {Readable} from 'node:stream';
import {guardPastes, type Schedule} from './paste-guard.ts';

const systemSchedule: Schedule = (callback, ms) => {
	const timer = setTimeout(callback, ms);
	return () => {
		clearTimeout(timer);
	};
};

/**
 * The terminal's input, for Ink. Ink waits for the end mark of a bracketed paste without limit and
 * keeps every key until it comes, Ctrl+C too. Here a paste that has gone silent, or in which Ctrl+C
 * or Escape is pressed, gets its end mark, so that what was pasted arrives and keys work. Raw mode,
 * `ref` and `unref` act on the terminal itself; nothing is restored here.
 */
export function createTerminalInput(
	terminal: NodeJS.ReadStream,
	schedule: Schedule = systemSchedule,
): NodeJS.ReadStream {
	// Ink reads with `readable`, `read()`, and the four methods below; nothing else of a ReadStream.
	return new TerminalInput(terminal, schedule) as unknown as NodeJS.ReadStream;
}

class TerminalInput extends Readable {
	readonly isTTY: boolean;
	readonly #terminal: NodeJS.ReadStream;
	readonly #guard: (chunk: string) => void;
	#isAttached = false;

	constructor(terminal: NodeJS.ReadStream, schedule: Schedule) {
		// One read() for one chunk: where chunks begin and end tells keys from pastes.
		super({objectMode: true});
		this.isTTY = terminal.isTTY;
		this.#terminal = terminal;
		this.#guard = guardPastes(text => {
			if (text !== '') {
				this.push(text);
			}
		}, schedule);
	}

	setRawMode(isRaw: boolean): this {
		this.#terminal.setRawMode(isRaw);
		return this;
	}

	ref(): this {
		this.#terminal.ref();
		return this;
	}

	unref(): this {
		this.#terminal.unref();
		return this;
	}

	override setEncoding(encoding: BufferEncoding): this {
		this.#terminal.setEncoding(encoding);
		return this;
	}

	override _read(): void {
		if (this.#isAttached) {
			return;
		}

		this.#isAttached = true;
		this.#terminal.setEncoding('utf8');
		this.#terminal.on('readable', () => {
			for (let chunk = this.#terminal.read(); chunk !== null; chunk = this.#terminal.read()) {
				this.#guard(String(chunk));
			}
		});
		this.#terminal.once('end', () => this.push(null));
	}
}
