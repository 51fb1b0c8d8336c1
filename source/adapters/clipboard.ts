import type {ChildProcess} from 'node:child_process';
import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import process from 'node:process';
import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Clipboard} from '../session/ports.ts';
import {hasDisplay, noDisplay} from './display.ts';

type Options = {
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly platform?: NodeJS.Platform;
	/** Hands the text to the clipboard. Replaced in tests. */
	readonly put?: (text: string) => Promise<void>;
	/** The limit for all of it, ms. Default 3 s. */
	readonly limitMs?: number;
};

// Loaded on use: its import fails on systems that it does not know.
const putByDefault = async (text: string): Promise<void> => {
	const {default: clipboardy} = await import('clipboardy');
	await clipboardy.write(text);
};

/**
 * The system's clipboard. Text goes to the helper program's standard input, never into its
 * arguments. Fails with `no_clipboard` and the reason: no display, no helper, or no answer in time.
 */
export function createClipboard({
	env = process.env,
	platform = process.platform,
	put = putByDefault,
	limitMs = 3000,
}: Options = {}): Clipboard {
	return {
		async write(text) {
			if (platform !== 'android' && !hasDisplay(env, platform)) {
				return none(noDisplay);
			}

			const plain = typeof text === 'string' ? text : text.reveal();
			const helpers = watchHelpers();
			try {
				const written = await within(put(plain), limitMs);
				if (written === 'late') {
					helpers.end();
					return none(`the clipboard program did not answer in ${limitMs / 1000} s`);
				}

				return written === 'done' ? success(undefined) : none('no clipboard program works');
			} finally {
				helpers.forget();
			}
		},
	};
}

const none = (reason: string): Result<never> =>
	failure(problem('no_clipboard', {message: `Nothing was copied: ${reason}.`}));

// An error of a helper is told apart by nothing that helps people, and is never passed on: it may quote its input.
async function within(work: Promise<void>, limitMs: number): Promise<'done' | 'failed' | 'late'> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<'late'>(resolve => {
		timer = setTimeout(() => resolve('late'), limitMs);
	});
	const outcome = work.then(
		() => 'done' as const,
		() => 'failed' as const,
	);
	try {
		return await Promise.race([outcome, late]);
	} finally {
		clearTimeout(timer);
	}
}

const helperNames =
	/(?:^|[\\/])(?:xsel|wl-copy|pbcopy|powershell|pwsh|clip|clipboard_\w+)(?:\.exe)?$/i;

/**
 * Sees the helpers that clipboardy starts, which it has no way to stop. One that hangs, as they do
 * on a display that has gone, would keep the process from ending.
 */
function watchHelpers() {
	const started = new Set<ChildProcess>();
	let isOver = false;
	const stop = (helper: ChildProcess) => {
		helper.kill('SIGKILL');
		helper.unref();
	};

	const note = (message: unknown) => {
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
	return {
		end() {
			isOver = true;
			for (const helper of started) {
				stop(helper);
			}
		},
		// After a late end the next helper of the same attempt is still to be caught.
		forget() {
			if (isOver) {
				setTimeout(() => unsubscribe('child_process', note), 1000).unref();
			} else {
				unsubscribe('child_process', note);
			}
		},
	};
}
