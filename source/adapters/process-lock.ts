import path from 'node:path';
import process from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Lock} from '../session/ports.ts';
import {createLockPlace, type Holder, isGone, type LockPlace} from './lock-place.ts';
import {homeless, reasonOf, unwritable} from './store-trouble.ts';

type Options = {
	/** The store's folder; the lock is `credentials.lock` in it. */
	readonly folder: string;
	/** The longest wait for the lock. Default 30 s. */
	readonly waitMs?: number;
	/** A holder that gives no sign of life for this long has lost the lock. Default 10 s. */
	readonly staleMs?: number;
	/** How often a holder gives a sign of life. Default 2 s. */
	readonly beatMs?: number;
};

export type ProcessLock = Lock & {
	/**
	 * Asked by the store before each change. Success while the lock is ours, or nobody here holds
	 * it. A holder that was suspended, as by a laptop's sleep, may find that another process has
	 * taken over: then the lock is taken again, and the answer is `store_busy` this once, so that
	 * the caller reads what the other has written before it tries again.
	 */
	stillHeld(): Promise<Result<void>>;
};

/**
 * The lock of the store, for all processes on all computers that share its folder, and for all
 * calls in this process. `hold` resolves with the work's result; with `store_busy` after 30 s of
 * waiting; with `store_unwritable` when the folder cannot be used. The lock of a dead process is
 * taken over at once on the same computer, elsewhere after 10 s without a sign of life.
 */
export function createProcessLock(options: Options): ProcessLock {
	const {folder, waitMs = 30_000, staleMs = 10_000, beatMs = 2000} = options;
	const place = createLockPlace(path.join(folder, 'credentials.lock'));
	let turns: Promise<unknown> = Promise.resolve();
	let held: string | undefined;

	const acquire = async (wait: Stopwatch): Promise<Result<void>> => {
		if (folder === '') {
			return failure(homeless());
		}

		const id = place.newId();
		try {
			const isTaken = await takeInTime(place, id, wait, staleMs);
			if (!isTaken) {
				return failure(problem('store_busy'));
			}

			held = id;
			place.sweep();
			return success(undefined);
		} catch (error) {
			return failure(unwritable(place.path, reasonOf(error)));
		}
	};

	const workAndRelease = async <Value>(work: () => Promise<Result<Value>>) => {
		const beating = setInterval(() => held !== undefined && place.beat(held), beatMs).unref();
		const release = () => held !== undefined && place.remove(held);
		process.once('exit', release);
		try {
			return await work();
		} finally {
			clearInterval(beating);
			process.off('exit', release);
			release();
			held = undefined;
		}
	};

	return {
		async hold(work) {
			const wait = createStopwatch(waitMs);
			const before = turns;
			let leave = () => {};
			turns = new Promise<void>(resolve => {
				leave = resolve;
			});

			if (!(await endsWithin(before, waitMs))) {
				// Those behind still wait for the one before.
				void before.then(leave);
				return failure(problem('store_busy'));
			}

			try {
				wait.step(waitMs);
				const taken = await acquire(wait);
				return taken.ok ? await workAndRelease(work) : taken;
			} finally {
				leave();
			}
		},
		async stillHeld() {
			if (held === undefined || place.isHeldBy(held)) {
				return success(undefined);
			}

			const again = await acquire(createStopwatch(waitMs));
			return again.ok
				? failure(
						problem('store_busy', {
							message: 'Another anaplan-tui used the store while this one was suspended.',
						}),
					)
				: again;
		},
	};
}

/** Takes the lock, waiting while others have it. False when the time is over. */
async function takeInTime(
	place: LockPlace,
	id: string,
	wait: Stopwatch,
	staleMs: number,
): Promise<boolean> {
	let watched: Watched | undefined;
	let stepMs = 0;
	try {
		while (!place.take(id)) {
			watched = watchOn(watched, place.holder(), stepMs);
			const isDead = watched && (isGone(watched.id) || watched.silentMs >= staleMs);
			if (isDead && place.remove(watched?.id ?? '')) {
				watched = undefined;
				continue;
			}

			if (wait.isOver()) {
				place.withdraw(id);
				return false;
			}

			// Uneven pauses keep many waiting processes from asking all at the same time.
			await pause(20 + Math.random() * 40);
			stepMs = wait.step();
		}

		return true;
	} catch (error) {
		place.withdraw(id);
		throw error;
	}
}

type Watched = Holder & {readonly silentMs: number};

/**
 * Counts how long a holder has given no sign of life, by watching it. Comparing its time with our
 * clock would go wrong where clocks differ or were changed.
 */
const watchOn = (
	watched: Watched | undefined,
	holder: Holder | undefined,
	stepMs: number,
): Watched | undefined => {
	const isSilent = watched?.id === holder?.id && watched?.beatAt === holder?.beatAt;
	return holder && {...holder, silentMs: isSilent ? (watched?.silentMs ?? 0) + stepMs : 0};
};

type Stopwatch = ReturnType<typeof createStopwatch>;

/** Counts waiting time in steps. A step during which this process was suspended counts a second. */
function createStopwatch(limitMs: number) {
	let last = performance.now();
	let waitedMs = 0;
	return {
		step(longestMs = 1000): number {
			const now = performance.now();
			const stepMs = Math.min(now - last, longestMs);
			last = now;
			waitedMs += stepMs;
			return stepMs;
		},
		isOver: () => waitedMs >= limitMs,
	};
}

async function endsWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<false>(resolve => {
		timer = setTimeout(resolve, ms, false);
	});
	try {
		return await Promise.race([promise.then(() => true), late]);
	} finally {
		clearTimeout(timer);
	}
}
