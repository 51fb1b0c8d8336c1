import {setTimeout as pause} from 'node:timers/promises';
import {epochMs, second} from '../core/time.ts';
import type {Clock} from '../session/ports.ts';

// Node turns a longer delay into one millisecond.
const longestDelayMs = 2 ** 31 - 1;

/** The system's clock. A `sleep` keeps the process alive, `everySecond` does not. */
export function createClock(): Clock {
	return {
		now: () => epochMs(Date.now()),
		async sleep(ms, signal) {
			const delayMs = Math.min(Math.max(0, ms), longestDelayMs);
			// An aborted pause rejects, and nothing else makes it do so.
			await pause(delayMs, undefined, signal && {signal}).catch(() => undefined);
		},
		everySecond(tick) {
			const timer = setInterval(tick, second);
			timer.unref();
			return () => clearInterval(timer);
		},
	};
}
