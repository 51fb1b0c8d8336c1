import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {setTimeout as sleep} from 'node:timers/promises';
import {onTestFinished} from 'vitest';
import {builtProgram, childEnvironment, type Environment} from './child-environment.ts';
import {tempHome} from './temp-home.ts';

export interface RunOptions {
	/** Added to the clean environment; `undefined` takes a variable away. */
	readonly env?: Environment;
	/** The folder of the program's store and its working folder; by default a new one. */
	readonly home?: string;
	/** What runs; by default node with the built program. */
	readonly command?: readonly [string, ...string[]];
}

export interface Result {
	readonly code: number | undefined;
	readonly signal: NodeJS.Signals | undefined;
	readonly stdout: string;
	readonly stderr: string;
}

interface Deadline {
	readonly deadlineMs?: number;
}

/** A program without a terminal, with pipes on all three streams. */
export class Running {
	readonly #child: ChildProcessWithoutNullStreams;
	readonly #ended: Promise<Result>;
	#result: Result | undefined;
	#stdout = '';
	#stderr = '';

	constructor(command: string, args: readonly string[], env: Record<string, string>, cwd: string) {
		this.#child = spawn(command, args, {env, cwd, stdio: 'pipe'});
		this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
			this.#stdout += text;
		});
		this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
			this.#stderr += text;
		});
		// A program may end without reading what it was given.
		this.#child.stdin.on('error', () => undefined);
		this.#ended = new Promise((resolve, reject) => {
			this.#child.once('error', reject);
			this.#child.once('close', (code, signal) => {
				this.#result = {
					code: code ?? undefined,
					signal: signal ?? undefined,
					stdout: this.#stdout,
					stderr: this.#stderr,
				};
				resolve(this.#result);
			});
		});
	}

	get pid(): number {
		return this.#child.pid ?? -1;
	}

	get stdout(): string {
		return this.#stdout;
	}

	get stderr(): string {
		return this.#stderr;
	}

	/** How much of what was written the program has not even left in the pipe: 0 when it reads. */
	get unread(): number {
		return this.#child.stdin.writableLength;
	}

	write(text: string): void {
		this.#child.stdin.write(text);
	}

	end(text = ''): void {
		this.#child.stdin.end(text);
	}

	kill(signal: NodeJS.Signals): void {
		this.#child.kill(signal);
	}

	/** Waits for a text or pattern on a stream; rejects with all output after `deadlineMs` (30 s). */
	async waitFor(
		wanted: string | RegExp,
		{deadlineMs = 30_000, on = 'stdout'}: Deadline & {readonly on?: 'stdout' | 'stderr'} = {},
	): Promise<string> {
		const startedAt = performance.now();
		for (;;) {
			const ended = this.#result !== undefined;
			const text = on === 'stdout' ? this.#stdout : this.#stderr;
			if (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) {
				return text;
			}

			if (ended || performance.now() - startedAt > deadlineMs) {
				const what = `${wanted} on ${on}`;
				throw this.#failure(
					ended
						? `ended without printing ${what}`
						: `did not print ${what} within ${deadlineMs} ms`,
				);
			}

			await sleep(10);
		}
	}

	/** How the program ended, with its output; rejects with the output after `deadlineMs` (60 s). */
	async exit({deadlineMs = 60_000}: Deadline = {}): Promise<Result> {
		const late = new AbortController();
		const deadline = sleep(deadlineMs, undefined, {signal: late.signal}).catch(() => undefined);
		const result = await Promise.race([this.#ended, deadline]);
		late.abort();
		if (result === undefined) {
			throw this.#failure(`did not end within ${deadlineMs} ms`);
		}

		return result;
	}

	async close(): Promise<void> {
		if (this.#result === undefined) {
			this.kill('SIGKILL');
			await this.#ended.catch(() => undefined);
		}
	}

	#failure(what: string): Error {
		const state = this.#result === undefined ? 'still running' : `code ${this.#result.code}`;
		return new Error(
			`The program ${what} (${state}).\nstdout:\n${this.#stdout}\nstderr:\n${this.#stderr}`,
		);
	}
}

/** Starts the built program with pipes; its input stays open until `end`. */
export function start(args: readonly string[], options: RunOptions = {}): Running {
	const home = options.home ?? tempHome();
	const [file, ...before] = options.command ?? [process.execPath, builtProgram];
	const running = new Running(
		file,
		[...before, ...args],
		childEnvironment(home, options.env),
		home,
	);
	onTestFinished(() => running.close());
	return running;
}

/** Runs the built program to its end, with `input` (default: nothing) on its stdin. */
export async function run(
	args: readonly string[],
	{input, deadlineMs, ...options}: RunOptions & Deadline & {readonly input?: string} = {},
): Promise<Result> {
	const running = start(args, options);
	running.end(input);
	return running.exit(deadlineMs === undefined ? {} : {deadlineMs});
}
