import type {ChildProcess} from 'node:child_process';
import process from 'node:process';
import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Browser} from '../session/ports.ts';
import {hasDisplay, noDisplay} from './display.ts';

type Options = {
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly platform?: NodeJS.Platform;
	/** Starts the program for links. Replaced in tests. */
	readonly launch?: (url: string) => Promise<ChildProcess>;
	/** How long a launcher has to fail in; one that still runs then has found a browser, ms. */
	readonly limitMs?: number;
};

const launchByDefault = async (url: string): Promise<ChildProcess> => {
	const {default: open} = await import('open');
	return open(url);
};

/**
 * The default browser. Opens http and https addresses only, detached and silent. Fails with
 * `no_browser` and the reason when there is no display, no program for links, or it gives up.
 */
export function createBrowser({
	env = process.env,
	platform = process.platform,
	launch = launchByDefault,
	limitMs = 1500,
}: Options = {}): Browser {
	return {
		async open(url) {
			if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
				return none('This is no web address.');
			}

			if (!hasDisplay(env, platform)) {
				return none(`Here ${noDisplay}.`);
			}

			try {
				return await outcome(await launch(url), limitMs);
			} catch (error) {
				const code = (error as NodeJS.ErrnoException | undefined)?.code;
				return none(
					code === 'ENOENT'
						? 'The program that opens links is not installed.'
						: `The program that opens links cannot be started (${code ?? 'unknown reason'}).`,
				);
			}
		},
	};
}

const none = (message: string): Result<never> =>
	failure(problem('no_browser', {message: `No browser could be opened. ${message}`}));

/** Watches a launcher for a moment: xdg-open ends with a code when it finds no browser. */
async function outcome(launcher: ChildProcess, limitMs: number): Promise<Result<void>> {
	return new Promise(resolve => {
		const timer = setTimeout(() => resolve(success(undefined)), limitMs);
		const ended = (code: number | null) => {
			clearTimeout(timer);
			resolve(
				code === 0
					? success(undefined)
					: none(`The program that opens links gave up${code === null ? '' : ` (code ${code})`}.`),
			);
		};

		// This stays for good: an error without a listener would end the program.
		launcher.on('error', () => ended(null));
		launcher.unref();
		if (launcher.exitCode === null && launcher.signalCode === null) {
			launcher.once('exit', ended);
		} else {
			ended(launcher.exitCode);
		}
	});
}
