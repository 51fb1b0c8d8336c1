import {Console} from 'node:console';
import {Writable} from 'node:stream';
import headless from '@xterm/headless';
import chalk from 'chalk';
import {onTestFinished} from 'vitest';
import {createTerminalInput} from '../../source/adapters/terminal-input.ts';
import {createTerminalOutput} from '../../source/adapters/terminal-output.ts';
import type {TerminalTraits} from '../../source/adapters/terminal-traits.ts';
import type {Fact, State, Wish} from '../../source/core/sign-in/flow.ts';
import {initialState, transition} from '../../source/core/sign-in/sign-in-flow.ts';
import {type EpochMs, epochMs, second} from '../../source/core/time.ts';
import {type Room, runScreens, type Surroundings} from '../../source/tui/run-screens.tsx';
import {fakeBrowse} from './browse.ts';
import {fakeStore} from './fake-store.ts';
import {type FakeProfiles, fakeProfiles} from './profiles.ts';
import {noon} from './samples.ts';
import {TerminalKeyboard} from './terminal-keyboard.ts';
import {keySequence} from './terminal-keys.ts';

// Ink takes the console over with its own class, which vitest's console does not have.
Object.assign(console, {Console});

// As source/faces/open-screens.ts has it: attributes always, colours taken out where they are unwanted.
chalk.level = 1;

/** A sign-in of the real transitions whose effects are kept as data, with a clock of its own. */
export function fakeFlow(start: State = initialState) {
	let now = noon;
	const ticks = new Set<() => void>();
	const wishes: Array<Wish | Fact> = [];
	const store = fakeStore(start, (state: State, event: Wish | Fact) => {
		wishes.push(event);
		return transition(state, {...event, at: now});
	});
	return {
		...store,
		wishes,
		now: (): EpochMs => now,
		everySecond(tick: () => void) {
			ticks.add(tick);
			return () => ticks.delete(tick);
		},
		/** Lets time pass at once, with one tick at its end. */
		pass(ms: number = second) {
			now = epochMs(now + ms);
			for (const tick of [...ticks]) {
				tick();
			}
		},
	};
}

export type FakeFlow = ReturnType<typeof fakeFlow>;

type Options = {
	readonly columns?: number;
	readonly rows?: number;
	readonly surroundings?: Partial<Surroundings>;
	readonly room?: Partial<Room>;
	readonly profiles?: FakeProfiles;
	readonly traits?: Partial<TerminalTraits>;
};

/** A cell of the screen that looks like more than text. */
export type MarkedCell = {
	readonly text: string;
	/** A number of the palette, or undefined for the terminal's own colour. */
	readonly color: number | undefined;
	readonly background: number | undefined;
	readonly isFaint: boolean;
};

/** Opens the screens of a flow in a terminal in memory. They are left with the test. */
export async function openScreens(fake: FakeFlow, options: Options = {}): Promise<ScreenSession> {
	const session = new ScreenSession(fake, options);
	onTestFinished(() => session.close());
	await session.until('the first frame', text => text.trim() !== '');
	return session;
}

/** How long a screen may take; a busy machine is slow. */
const deadlineMs = 15_000;

export class ScreenSession {
	/** Whether the terminal was asked to be raw, as of the last request. */
	isRaw = false;
	isCursorVisible = true;
	/** Everything that was written, with all control sequences. */
	written = '';
	/** Every screen that was seen. */
	readonly frames: string[] = [];
	readonly exited: Promise<number>;
	readonly #terminal: headless.Terminal;
	readonly #stdin: TerminalKeyboard;
	readonly #stdout: Writable & {columns: number; rows: number};
	readonly #fake: FakeFlow;
	#failure: unknown;

	constructor(
		fake: FakeFlow,
		{
			columns = 80,
			rows = 24,
			surroundings = {},
			room: changes = {},
			profiles = fakeProfiles(),
			traits = {},
		}: Options,
	) {
		this.#fake = fake;
		// As a terminal driver does it: Ink writes bare line feeds.
		this.#terminal = new headless.Terminal({
			cols: columns,
			rows,
			convertEol: true,
			allowProposedApi: true,
		});
		this.#listen();
		this.#stdin = new TerminalKeyboard(isRaw => {
			this.isRaw = isRaw;
		});
		const write = (chunk: Buffer, _encoding: string, done: () => void) => {
			this.written += String(chunk);
			this.#terminal.write(chunk, () => {
				this.frames.push(this.text());
				done();
			});
		};

		this.#stdout = Object.assign(new Writable({write}), {isTTY: true, columns, rows});
		const room: Room = {
			profile: 'default',
			storedIn: 'private file /home/a/.config/anaplan-tui/credentials.json',
			signIn: fake.flow,
			browse: fakeBrowse().flow,
			...changes,
		};
		this.exited = runScreens({
			rooms: {current: () => room, subscribe: () => () => undefined, profiles: profiles.flow},
			surroundings: {
				practice: false,
				version: '0.0.0',
				hasDisplay: true,
				places: [],
				characters: traits.characters ?? 'unicode',
				now: fake.now,
				everySecond: fake.everySecond,
				...surroundings,
			},
			stdin: createTerminalInput(this.#stdin as unknown as NodeJS.ReadStream),
			stdout: createTerminalOutput(this.#stdout as unknown as NodeJS.WriteStream, {
				color: 'wanted',
				characters: 'unicode',
				...traits,
			}),
			stderr: this.#stdout as unknown as NodeJS.WriteStream,
		});
		// Tests look at it when they want to; a rejection that nobody awaits must not end the run.
		this.exited.catch((error: unknown) => {
			this.#failure = error;
		});
	}

	/** What is seen now. */
	text(): string {
		return this.lines().join('\n');
	}

	lines(): readonly string[] {
		const {active} = this.#terminal.buffer;
		return Array.from(
			{length: this.#terminal.rows},
			(_, y) =>
				active
					.getLine(active.viewportY + y)
					?.translateToString(true, 0, this.#terminal.cols)
					.trimEnd() ?? '',
		);
	}

	/** Every character that is coloured or faint. */
	marked(): readonly MarkedCell[] {
		const {active} = this.#terminal.buffer;
		const cells: MarkedCell[] = [];
		for (let y = 0; y < this.#terminal.rows; y++) {
			const line = active.getLine(active.viewportY + y);
			for (let x = 0; x < this.#terminal.cols; x++) {
				const cell = line?.getCell(x);
				const isFaint = cell !== undefined && cell.isDim() !== 0;
				if (cell && (isFaint || !cell.isFgDefault() || !cell.isBgDefault())) {
					cells.push({
						text: cell.getChars(),
						color: cell.isFgDefault() ? undefined : cell.getFgColor(),
						background: cell.isBgDefault() ? undefined : cell.getBgColor(),
						isFaint,
					});
				}
			}
		}

		return cells;
	}

	/** Whether a line went over the edge, so that the terminal had to continue it below. */
	hasOverflow(): boolean {
		const {active} = this.#terminal.buffer;
		return Array.from({length: active.length}, (_, y) => active.getLine(y)?.isWrapped).includes(
			true,
		);
	}

	/** The row with the keys: the last one that is drawn. */
	footer(): string {
		return (
			this.lines()
				.filter(line => line !== '')
				.at(-1)
				?.trim() ?? ''
		);
	}

	/** Where the terminal's cursor stands; undefined while it is hidden. */
	cursor(): {readonly row: number; readonly column: number} | undefined {
		const {cursorX: column, cursorY: row} = this.#terminal.buffer.active;
		return this.isCursorVisible ? {row, column} : undefined;
	}

	isAlternate(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	/** Sends text or raw bytes, in one chunk. */
	async type(text: string): Promise<void> {
		this.#stdin.push(text);
		await turn();
	}

	async press(...keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			const before = this.frames.length;
			await this.type(keySequence(key));
			if (key === 'esc') {
				// Ink waits for the rest of a sequence before it takes Escape for a key.
				await this.#poll(() => this.frames.length > before, 100);
			}
		}
	}

	/** Pastes as terminals do, in pieces of `size`. */
	async paste(text: string, size = 5000): Promise<void> {
		const marked = `\u001B[200~${text}\u001B[201~`;
		for (let at = 0; at < marked.length; at += size) {
			await this.type(marked.slice(at, at + size));
		}
	}

	resize(columns: number, rows: number): void {
		Object.assign(this.#stdout, {columns, rows});
		this.#terminal.resize(columns, rows);
		this.#stdout.emit('resize');
	}

	/** Waits for a text or a condition; fails with the screen. */
	async until(
		what: string | RegExp,
		fits: (text: string) => boolean = text =>
			typeof what === 'string' ? text.includes(what) : what.test(text),
	): Promise<string> {
		if (!(await this.#poll(() => fits(this.text()), deadlineMs))) {
			throw new Error(`The screen did not show ${String(what)}:\n${this.text()}`, {
				cause: this.#failure,
			});
		}

		return this.text();
	}

	/** Waits for a condition outside of the screen. */
	async untilTrue(condition: () => boolean): Promise<void> {
		if (!(await this.#poll(condition, deadlineMs))) {
			throw new Error(`${String(condition)} did not become true:\n${this.text()}`);
		}
	}

	async close(): Promise<void> {
		this.#fake.dispatch({type: 'quitWished', exitCode: 0});
		await this.exited.catch(() => {});
		this.#terminal.dispose();
	}

	async #poll(condition: () => boolean, withinMs: number): Promise<boolean> {
		const end = performance.now() + withinMs;
		while (!condition()) {
			if (performance.now() > end || this.#failure !== undefined) {
				return false;
			}

			await turn();
		}

		return true;
	}

	#listen(): void {
		const cursor = (isVisible: boolean) => (parameters: ReadonlyArray<number | number[]>) => {
			if (parameters.includes(25)) {
				this.isCursorVisible = isVisible;
			}

			return false;
		};
		this.#terminal.parser.registerCsiHandler({prefix: '?', final: 'h'}, cursor(true));
		this.#terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, cursor(false));
	}
}

const turn = async (): Promise<void> =>
	new Promise(resolve => {
		setTimeout(resolve, 2);
	});
