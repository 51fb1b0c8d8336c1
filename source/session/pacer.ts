import {problem} from '../core/problem.ts';
import {failure} from '../core/result.ts';
import {second} from '../core/time.ts';
import type {Clock, Pacer} from './ports.ts';

const mostAtOnce = 4;
// Fewer than a tenant's 10 a second, and evenly, for Anaplan counts when they come: on a busy computer
// those that started late must not meet those that started in time and be more than it allows together.
const apartMs = second / 8;

/**
 * Makes requests wait for their turn; those that wait are served in the order in which they came.
 * Source: a tenant may send 10 requests a second; Anaplan answers 429 to more.
 */
export function createPacer(clock: Pick<Clock, 'now' | 'sleep'>): Pacer {
	let nextStart = 0;
	let latest = 0;
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

	/** Waits for a start of its own, in the order of asking; whether it was had. */
	const takeStart = async (signal: AbortSignal | undefined): Promise<boolean> => {
		const now = clock.now();
		// A clock that was set back says nothing of when the others start; at worst, all of them now.
		const isSetBack = now < latest;
		latest = now;
		const start = isSetBack ? now + apartMs : Math.max(now, nextStart);
		nextStart = start + apartMs;
		if (start > now) {
			await clock.sleep(start - now, signal);
		}

		// Nobody comes after it: who asks next can have the start that was not used.
		if (signal?.aborted && nextStart === start + apartMs) {
			nextStart = start;
		}

		return !signal?.aborted;
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
