import {setTimeout as pause} from 'node:timers/promises';
import {epochMs, second} from '../core/time.ts';
import type {Clock} from '../session/ports.ts';

// Node turns a longer delay into one millisecond.
const longestDelayMs = 2 ** 31 - 1;

/** The system's clock. A `sleep` keeps the process alive, `everySecond` does not. */
export function createClock(): Clock {
	return {
		now: () => epochMs(Date.now()),
		async sleep(ms) {
			await pause(Math.min(Math.max(0, ms), longestDelayMs));
		},
		everySecond(tick) {
			const timer = setInterval(tick, second);
			timer.unref();
			return () => clearInterval(timer);
		},
	};
}
