import {Readable} from 'node:stream';

/** Starts a timer; the function it returns stops it. */
type Schedule = (callback: () => void, ms: number) => () => void;

const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';
const esc = '\u001B';
const controlC = '\u0003';

/** A terminal sends a paste without such pauses; after one, its end mark is taken for lost. */
const longestSilenceMs = 400;
/** What follows an Escape that begins a sequence comes at once; see the same pause in Ink. */
const escapePauseMs = 30;
/** No address or key is longer; a larger paste is cut. UTF-16 units. */
const longestPaste = 1024 * 1024;
/** More at once than anybody types: the rest of a paste that stalled. */
const pastedAtOnce = 32;

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

/**
 * Passes input on, with an end mark for every paste. `open` is within the marks; `late` is after a
 * paste that was ended here, when its own end mark may still come.
 */
function guardPastes(pass: (text: string) => void, schedule: Schedule): (chunk: string) => void {
	let mode: 'keys' | 'open' | 'late' = 'keys';
	let pasted = 0;
	// The beginning of what may become a mark, cut off by the end of a chunk.
	let begun = '';
	let stopTimer = () => {};

	const end = (next: 'keys' | 'late', after = '') => {
		stopTimer();
		mode = next;
		begun = '';
		pass(pasteEnd + after);
	};

	const wait = (ms: number, callback: () => void) => {
		stopTimer();
		stopTimer = schedule(callback, ms);
	};

	const begin = (content: string, passed = 0) => {
		mode = 'open';
		pasted = 0;
		begun = '';
		pass(pasteStart.slice(passed));
		continuePaste(content);
	};

	const continuePaste = (chunk: string) => {
		const text = begun + chunk;
		const endsAt = text.indexOf(pasteEnd);
		const startsAt = text.indexOf(pasteStart);
		if (startsAt !== -1 && (endsAt === -1 || startsAt < endsAt)) {
			// A paste within a paste: the end of the first was lost.
			passPasted(text.slice(0, startsAt));
			end('keys');
			begin(text.slice(startsAt + pasteStart.length));
			return;
		}

		if (endsAt !== -1) {
			passPasted(text.slice(0, endsAt));
			end('keys');
			receiveKeys(text.slice(endsAt + pasteEnd.length));
			return;
		}

		// A key pressed now may come in one chunk with the end of the paste.
		if (text.endsWith(controlC)) {
			passPasted(text.slice(0, -controlC.length));
			end('late', controlC);
			return;
		}

		begun = beginningOfMark(text);
		passPasted(text.slice(0, text.length - begun.length));
		const pressed = begun === esc ? esc : '';
		wait(chunk === esc ? escapePauseMs : longestSilenceMs, () => end('late', pressed));
	};

	const passPasted = (text: string) => {
		pass(text.slice(0, Math.max(0, longestPaste - pasted)));
		pasted += text.length;
	};

	const receiveKeys = (chunk: string) => {
		const text = begun + chunk;
		const startsAt = text.indexOf(pasteStart);
		const endsAt = text.indexOf(pasteEnd);
		if (endsAt !== -1 && (startsAt === -1 || endsAt < startsAt)) {
			const before = text.slice(begun.length, endsAt);
			const after = text.slice(endsAt + pasteEnd.length);
			const isRest = mode === 'late' && before.length > 1;
			// Of a mark whose beginning was passed on, Ink must see the end, or it takes Escape for a key.
			const cut = endsAt < begun.length ? pasteEnd.slice(begun.length) : '';
			pass(isRest ? pasteStart + before + pasteEnd : before + cut);
			mode = 'keys';
			begun = '';
			receiveKeys(after);
		} else if (startsAt !== -1) {
			pass(text.slice(begun.length, Math.max(begun.length, startsAt)));
			begin(text.slice(startsAt + pasteStart.length), Math.max(0, begun.length - startsAt));
		} else if (mode === 'late' && chunk.length >= pastedAtOnce && !chunk.startsWith(esc)) {
			begin(chunk);
		} else {
			// Passed on at once, as Escape may be a key; Ink puts cut sequences together itself.
			begun = beginningOfMark(text);
			pass(chunk);
		}
	};

	return chunk => {
		if (mode === 'open') {
			continuePaste(chunk);
		} else {
			receiveKeys(chunk);
		}
	};
}

/** The end of the text that may be the beginning of a mark; empty when there is none. */
function beginningOfMark(text: string): string {
	const at = text.lastIndexOf(esc);
	const tail = at === -1 ? '' : text.slice(at);
	return tail !== '' && (pasteStart.startsWith(tail) || pasteEnd.startsWith(tail)) ? tail : '';
}
