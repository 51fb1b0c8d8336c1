import {constants} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {type IPty, spawn} from '@lydell/node-pty';
import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import {keepOpen} from './kept-open.ts';
import {keySequence} from './terminal-keys.ts';
import {describe, shows, type Wanted} from './wanted.ts';

export interface Exit {
	readonly exitCode: number;
	readonly signal: NodeJS.Signals | undefined;
}

export interface TerminalSize {
	readonly columns: number;
	readonly rows: number;
}

export interface PasteOptions {
	/** Without the brackets, as a terminal does that cannot bracket. */
	readonly unbracketed?: boolean;
	/** With the opening bracket only, as when the connection drops the rest. */
	readonly withoutEnd?: boolean;
	/** Cut into reads of so many bytes, as a slow connection delivers it. */
	readonly pieces?: number;
}

const pollMs = 10;
/**
 * A program that has drawn goes on to take the keyboard; output that rests for so many looks says it
 * did. Time would not: when this process was busy, what there is to read comes only now.
 */
const quietLooks = 2;
/** For a screen that never rests. */
const settledLooks = 20;

/** A program in a pseudo-terminal, with an emulated terminal that shows what a person would see. */
export class TerminalSession {
	readonly #pty: IPty;
	readonly #terminal: headless.Terminal;
	readonly #exited: Promise<Exit>;
	#exit: Exit | undefined;
	#bytes = '';
	#cursorVisible = true;
	#title = '';
	readonly #clipboard: string[] = [];

	constructor(
		command: string,
		args: readonly string[],
		{columns, rows}: TerminalSize,
		env: Record<string, string>,
		cwd: string,
	) {
		this.#terminal = new headless.Terminal({
			cols: columns,
			rows,
			scrollback: 10_000,
			allowProposedApi: true,
		});
		// As terminals measure today; by itself this one gives an emoji a single column.
		this.#terminal.loadAddon(new unicode11.Unicode11Addon());
		this.#terminal.unicode.activeVersion = '11';
		this.#listen();
		this.#pty = spawn(command, [...args], {
			name: env['TERM'] ?? 'xterm-256color',
			cols: columns,
			rows,
			cwd,
			env: {TERM: 'xterm-256color', COLORTERM: 'truecolor', ...env},
		});
		// A terminal answers what a program asks about it.
		this.#terminal.onData(answer => this.#write(answer));
		const {ofProgram, letGo} = keepOpen(this.#pty);
		this.#pty.onData(read => {
			const data = ofProgram(read);
			this.#bytes += data;
			this.#terminal.write(data);
		});
		this.#exited = new Promise(resolve => {
			this.#pty.onExit(({exitCode, signal}) => {
				letGo();
				this.#terminal.write('', () => {
					this.#exit = {exitCode, signal: signalName(signal)};
					resolve(this.#exit);
				});
			});
		});
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/**
	 * Waits until the screen shows what is wanted and has come to rest, and returns it. Rejects with
	 * the whole screen when `deadlineMs` (default 30 s) passes first, or the program ends without.
	 */
	async waitFor(wanted: Wanted, {deadlineMs = 30_000} = {}): Promise<string> {
		const startedAt = performance.now();
		let size = -1;
		let [quiet, shown] = [0, 0];
		for (;;) {
			const ended = this.#exit !== undefined;
			const screen = this.screen();
			quiet = this.#bytes.length === size ? quiet + 1 : 0;
			size = this.#bytes.length;
			shown = shows(screen, wanted) ? shown + 1 : 0;
			const rests = ended || (this.#listens() && quiet >= quietLooks) || shown > settledLooks;
			if (shown > 0 && rests) {
				return screen;
			}

			if (shown === 0 && (ended || performance.now() - startedAt > deadlineMs)) {
				const what = describe(wanted);
				throw this.#failure(
					ended ? `ended without showing ${what}` : `did not show ${what} within ${deadlineMs} ms`,
				);
			}

			await sleep(pollMs);
		}
	}

	/** The cells of the screen with their colours, for pictures. */
	buffer(): headless.IBuffer {
		return this.#terminal.buffer.active;
	}

	/** Where the cursor stands; undefined while it is hidden. */
	cursor(): {readonly row: number; readonly column: number} | undefined {
		const {cursorX: column, cursorY: row} = this.#terminal.buffer.active;
		const isShown = this.#bytes.lastIndexOf('\x1b[?25h') >= this.#bytes.lastIndexOf('\x1b[?25l');
		return isShown ? {row, column} : undefined;
	}

	/** The visible rows, without the blanks at their ends and the empty rows at the bottom. */
	screen(): string {
		const {baseY} = this.#terminal.buffer.active;
		return this.#rows(this.#terminal.buffer.active, baseY, baseY + this.#terminal.rows);
	}

	/** What stays in the person's terminal after the program: the normal screen and all above it. */
	scrollback(): string {
		const {normal} = this.#terminal.buffer;
		return this.#rows(normal, 0, normal.length);
	}

	/** Everything the program has written, control sequences and all. */
	bytes(): string {
		return this.#bytes;
	}

	/** Sends text as one chunk, as a quick typist or a slow connection does. */
	type(text: string): void {
		this.#write(text);
	}

	press(...keys: readonly string[]): void {
		for (const key of keys) {
			this.#write(keySequence(key, this.#terminal.modes.applicationCursorKeysMode));
		}
	}

	/** Pastes as this terminal would: in brackets when the program asked for them. */
	async paste(text: string, options: PasteOptions = {}): Promise<void> {
		const bracketed = this.bracketedPaste() && !options.unbracketed;
		// A terminal sends a carriage return for each line end of what is pasted.
		const typed = text.replace(/\r?\n/g, '\r');
		const sent = bracketed ? `\x1b[200~${typed}${options.withoutEnd ? '' : '\x1b[201~'}` : typed;
		if (options.pieces === undefined) {
			this.#write(sent);
			return;
		}

		const bytes = Buffer.from(sent);
		for (let start = 0; start < bytes.length; start += options.pieces) {
			// A piece may end within a character, which only bytes can; the types know text alone.
			this.#pty.write(bytes.subarray(start, start + options.pieces) as unknown as string);
			await sleep(2);
		}
	}

	resize(columns: number, rows: number): void {
		this.#terminal.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	kill(signal: NodeJS.Signals): void {
		process.kill(this.#pty.pid, signal);
	}

	/** How the program ended. Rejects with the screen when it has not within `deadlineMs` (30 s). */
	async exit({deadlineMs = 30_000} = {}): Promise<Exit> {
		const late = new AbortController();
		const deadline = sleep(deadlineMs, undefined, {signal: late.signal}).catch(() => undefined);
		const exit = await Promise.race([this.#exited, deadline]);
		late.abort();
		if (exit === undefined) {
			throw this.#failure(`did not end within ${deadlineMs} ms`);
		}

		return exit;
	}

	isAlternateScreen(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	cursorVisible(): boolean {
		return this.#cursorVisible;
	}

	bracketedPaste(): boolean {
		return this.#terminal.modes.bracketedPasteMode;
	}

	title(): string {
		return this.#title;
	}

	/** The texts that the program put on the clipboard through the terminal (OSC 52). */
	clipboard(): readonly string[] {
		return this.#clipboard;
	}

	/** Ends the program if it still runs. */
	async close(): Promise<void> {
		if (this.#exit === undefined) {
			try {
				this.kill('SIGKILL');
			} catch {
				// It ended in this very moment.
			}

			await this.#exited;
		}

		this.#terminal.dispose();
	}

	/** Screens ask for pastes when they take the keyboard; before, the terminal itself would show what is typed. */
	#listens(): boolean {
		return !this.isAlternateScreen() || this.bracketedPaste();
	}

	#listen(): void {
		const cursor = (visible: boolean) => (parameters: ReadonlyArray<number | number[]>) => {
			if (parameters.includes(25)) {
				this.#cursorVisible = visible;
			}

			return false;
		};
		const {parser} = this.#terminal;
		parser.registerCsiHandler({prefix: '?', final: 'h'}, cursor(true));
		parser.registerCsiHandler({prefix: '?', final: 'l'}, cursor(false));
		parser.registerOscHandler(52, data => {
			const text = data.slice(data.indexOf(';') + 1);
			this.#clipboard.push(Buffer.from(text, 'base64').toString());
			return true;
		});
		this.#terminal.onTitleChange(title => {
			this.#title = title;
		});
	}

	#write(text: string): void {
		if (this.#exit === undefined) {
			this.#pty.write(text);
		}
	}

	#rows(buffer: headless.IBuffer, start: number, end: number): string {
		const rows: string[] = [];
		for (let y = start; y < end; y++) {
			// Up to the width: cells beyond it are left over from before a resize.
			rows.push(buffer.getLine(y)?.translateToString(true, 0, this.#terminal.cols) ?? '');
		}

		return rows.join('\n').trimEnd();
	}

	#failure(what: string): Error {
		const {cols, rows} = this.#terminal;
		const state =
			this.#exit === undefined
				? 'It is still running.'
				: `It ended with ${this.#exit.signal ?? this.#exit.exitCode}.`;
		const frame = this.screen()
			.split('\n')
			.map(row => `│${row}`)
			.join('\n');
		return new Error(`The program ${what}. ${state} Its screen (${cols}×${rows}):\n${frame}`);
	}
}

function signalName(number: number | undefined): NodeJS.Signals | undefined {
	const names = Object.keys(constants.signals) as NodeJS.Signals[];
	return names.find(name => number !== 0 && constants.signals[name] === number);
}
