import {AsyncLocalStorage} from 'node:async_hooks';
import type {ChildProcess} from 'node:child_process';
import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import process from 'node:process';
import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {Secret} from '../core/secret.ts';
import type {Clipboard} from '../session/ports.ts';
import {hasDisplay, noDisplay} from './display.ts';

type Options = {
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly platform?: NodeJS.Platform;
	/** Hands the text to the clipboard. Replaced in tests. */
	readonly put?: (text: string) => Promise<void>;
	/** Gives the text of the clipboard. Replaced in tests. */
	readonly take?: () => Promise<string>;
	/** The limit for all of it, ms. Default 3 s. */
	readonly limitMs?: number;
};

// Loaded on use: its import fails on systems that it does not know.
const putByDefault = async (text: string): Promise<void> => {
	const {default: clipboardy} = await import('clipboardy');
	await clipboardy.write(text);
};

const takeByDefault = async (): Promise<string> => {
	const {default: clipboardy} = await import('clipboardy');
	return clipboardy.read();
};

/**
 * The system's clipboard. Text goes to the helper program's standard input, never into its
 * arguments. Fails with `no_clipboard` and the reason: no display, no helper, or no answer in time.
 */
export function createClipboard({
	env = process.env,
	platform = process.platform,
	put = putByDefault,
	take = takeByDefault,
	limitMs = 3000,
}: Options = {}): Clipboard {
	/** Has a helper program do something, and does not let it hang. */
	const attempt = async <Value>(work: () => Promise<Value>): Promise<Result<Value>> => {
		if (platform !== 'android' && !hasDisplay(env, platform)) {
			return none(noDisplay);
		}

		const helpers = watchHelpers();
		try {
			const outcome = await within(helpers.watched(work), limitMs);
			if (outcome.kind === 'late') {
				helpers.end();
				return none(`the clipboard program did not answer in ${limitMs / 1000} s`);
			}

			return outcome.kind === 'done' ? success(outcome.value) : none('no clipboard program works');
		} finally {
			helpers.forget();
		}
	};

	return {
		write: async text => attempt(async () => put(typeof text === 'string' ? text : text.reveal())),
		async read() {
			const text = await attempt(take);
			return text.ok ? success(new Secret('callback address', text.value)) : text;
		},
	};
}

const none = (reason: string): Result<never> =>
	failure(problem('no_clipboard', {message: `The clipboard cannot be reached: ${reason}.`}));

// An error of a helper is told apart by nothing that helps people, and is never passed on: it may quote its input.
async function within<Value>(work: Promise<Value>, limitMs: number): Promise<Outcome<Value>> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<Outcome<Value>>(resolve => {
		timer = setTimeout(() => resolve({kind: 'late'}), limitMs);
	});
	const outcome = work.then(
		(value): Outcome<Value> => ({kind: 'done', value}),
		(): Outcome<Value> => ({kind: 'failed'}),
	);
	try {
		return await Promise.race([outcome, late]);
	} finally {
		clearTimeout(timer);
	}
}

type Outcome<Value> =
	| {readonly kind: 'done'; readonly value: Value}
	| {readonly kind: 'failed'}
	| {readonly kind: 'late'};

const helperNames =
	/(?:^|[\\/])(?:xsel|wl-copy|wl-paste|pbcopy|pbpaste|powershell|pwsh|clip|clipboard_\w+)(?:\.exe)?$/i;

/**
 * Sees the helpers that clipboardy starts, which it has no way to stop. One that hangs, as they do
 * on a display that has gone, would keep the process from ending. What others start meanwhile is
 * none of them, though it may have the same name: Windows opens its browser by PowerShell too.
 */
function watchHelpers() {
	const attempt = new AsyncLocalStorage<true>();
	const started = new Set<ChildProcess>();
	let isOver = false;
	const stop = (helper: ChildProcess) => {
		helper.kill('SIGKILL');
		helper.unref();
	};

	const note = (message: unknown) => {
		if (!attempt.getStore()) {
			return;
		}

		const helper = (message as {readonly process: ChildProcess}).process;
		// The channel speaks before the program is started, so its name is read later.
		setImmediate(() => {
			if (helperNames.test(helper.spawnfile ?? '')) {
				started.add(helper);
				if (isOver) {
					stop(helper);
				}
			}
		});
	};

	subscribe('child_process', note);
	const leaveAlone = () => {
		unsubscribe('child_process', note);
		attempt.disable();
	};

	return {
		watched: async <Value>(work: () => Promise<Value>): Promise<Value> => attempt.run(true, work),
		end() {
			isOver = true;
			for (const helper of started) {
				stop(helper);
			}
		},
		// After a late end the next helper of the same attempt is still to be caught.
		forget() {
			if (isOver) {
				setTimeout(leaveAlone, 1000).unref();
			} else {
				leaveAlone();
			}
		},
	};
}
