import {problem} from '../core/problem.ts';
import {failure} from '../core/result.ts';
import {type EpochMs, second} from '../core/time.ts';
import type {Clock, Pacer} from './ports.ts';

const mostAtOnce = 4;
// Eight in a second at most, in small groups: a computer that is busy sends late what started early,
// and two groups that come together must still be fewer than Anaplan allows.
const mostStarts = 4;
const windowMs = second / 2;

/**
 * Makes requests wait for their turn; those that wait are served in the order in which they came.
 * Source: a tenant may send 10 requests a second; Anaplan answers 429 to more.
 */
export function createPacer(clock: Pick<Clock, 'now' | 'sleep'>): Pacer {
	const starts: EpochMs[] = [];
	const waiting: (() => void)[] = [];
	let underWay = 0;

	/** Whether a place was had; false when the signal came first. */
	const enter = async (signal: AbortSignal | undefined): Promise<boolean> => {
		if (underWay < mostAtOnce) {
			underWay++;
			return true;
		}

		return new Promise(resolve => {
			const takePlace = () => {
				signal?.removeEventListener('abort', giveUp);
				resolve(true);
			};
			const giveUp = () => {
				waiting.splice(waiting.indexOf(takePlace), 1);
				resolve(false);
			};
			waiting.push(takePlace);
			signal?.addEventListener('abort', giveUp, {once: true});
		});
	};

	// Whoever leaves hands its place on, so that nobody overtakes.
	const leave = (): void => {
		const next = waiting.shift();
		if (next) {
			next();
		} else {
			underWay--;
		}
	};

	/** Whether a start was had; it is taken in the same moment in which it is found to be free. */
	const takeStart = async (signal: AbortSignal | undefined): Promise<boolean> => {
		while (!signal?.aborted) {
			const now = clock.now();
			const waitMs = waitFor(starts, now);
			if (waitMs === 0) {
				starts.push(now);
				starts.splice(0, Math.max(0, starts.length - mostStarts));
				return true;
			}

			await clock.sleep(waitMs, signal);
		}

		return false;
	};

	return {
		async send(http, request, signal) {
			const cancelled = () => failure(problem('cancelled', {reached: 'no'}));
			if (signal?.aborted || !(await enter(signal))) {
				return cancelled();
			}

			try {
				return (await takeStart(signal)) ? await http.send(request, signal) : cancelled();
			} finally {
				leave();
			}
		},
	};
}

function waitFor(starts: EpochMs[], now: EpochMs): number {
	const oldest = starts.length < mostStarts ? undefined : starts[0];
	if (oldest === undefined) {
		return 0;
	}

	// A clock that was set back says nothing of when the others started; at worst, just now.
	if (starts.some(start => start > now)) {
		starts.fill(now);
		return windowMs;
	}

	return Math.max(0, oldest + windowMs - now);
}
