import path from 'node:path';
import process from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Lock} from '../session/ports.ts';
import {createLockPlace, type Holder, type LockPlace, pidOf, standingOf} from './lock-place.ts';
import {homeless, reasonOf, unwritable} from './store-trouble.ts';

type Options = {
	/** The store's folder; the lock is `credentials.lock` in it. */
	readonly folder: string;
	/** The longest wait for the lock. Default 30 s. */
	readonly waitMs?: number;
	/** A holder on another computer that gives no sign of life for this long has lost the lock. Default 10 s. */
	readonly staleMs?: number;
	/** How often a holder gives a sign of life. Default 2 s. */
	readonly beatMs?: number;
	/** Done first by every holder, before its work reads anything. */
	readonly recover?: () => Promise<void>;
};

export type ProcessLock = Lock & {
	/**
	 * Asked by the store before each change. Success while the lock is ours, or nobody here holds
	 * it. A holder that was suspended, as by a laptop's sleep, may find that a process on another
	 * computer has taken over: then the lock is taken again, and the answer is `store_busy` this once, so that
	 * the caller reads what the other has written before it tries again.
	 */
	stillHeld(): Promise<Result<void>>;
};

/**
 * The lock of the store, for all processes on all computers that share its folder, and for all
 * calls in this process. `hold` resolves with the work's result; with `store_busy` after 30 s of
 * waiting; with `store_unwritable` when the folder cannot be used. On the same computer the lock of a
 * dead process is taken over at once, and never that of a living one, which may have been stopped
 * between sending a refresh token and storing the next; elsewhere after 10 s without a sign of life.
 */
export function createProcessLock(options: Options): ProcessLock {
	const {folder, waitMs = 30_000, staleMs = 10_000, beatMs = 2000, recover} = options;
	const place = createLockPlace(path.join(folder, 'credentials.lock'));
	let turns: Promise<unknown> = Promise.resolve();
	let held: string | undefined;

	const acquire = async <Value>(
		wait: Stopwatch,
		spared: Spared<Value>,
	): Promise<Result<Acquired<Value>>> => {
		if (folder === '') {
			return failure(homeless());
		}

		const id = place.newId();
		try {
			const outcome = await takeInTime({place, id, wait, staleMs, spared});
			switch (outcome.kind) {
				case 'late':
					return failure(problem('store_busy', busyWords(outcome.holder, staleMs)));
				case 'spared':
					return success(outcome);
				case 'taken':
					held = id;
					place.sweep();
					return success(outcome);
			}
		} catch (error) {
			return failure(unwritable(place.path, reasonOf(error)));
		}
	};

	const workAndRelease = async <Value>(work: () => Promise<Result<Value>>) => {
		const beating = setInterval(() => held !== undefined && place.beat(held), beatMs).unref();
		const release = () => held !== undefined && place.remove(held);
		process.once('exit', release);
		try {
			await recover?.();
			return await work();
		} finally {
			clearInterval(beating);
			process.off('exit', release);
			release();
			held = undefined;
		}
	};

	return {
		async hold(work, spared = async () => undefined) {
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
				const acquired = await acquire(wait, spared);
				if (!acquired.ok) {
					return acquired;
				}

				return acquired.value.kind === 'spared'
					? acquired.value.result
					: await workAndRelease(work);
			} finally {
				leave();
			}
		},
		async stillHeld() {
			if (held === undefined || place.isHeldBy(held)) {
				return success(undefined);
			}

			const again = await acquire(createStopwatch(waitMs), async () => undefined);
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

type Spared<Value> = () => Promise<Result<Value> | undefined>;

type Acquired<Value> =
	| {readonly kind: 'taken'}
	| {readonly kind: 'spared'; readonly result: Result<Value>};

/** Takes the lock, waiting while others have it, for as long as that is neither too late nor needless. */
async function takeInTime<Value>({
	place,
	id,
	wait,
	staleMs,
	spared,
}: {
	readonly place: LockPlace;
	readonly id: string;
	readonly wait: Stopwatch;
	readonly staleMs: number;
	readonly spared: Spared<Value>;
}): Promise<Acquired<Value> | {readonly kind: 'late'; readonly holder: Watched | undefined}> {
	let watched: Watched | undefined;
	let waitsFor: string | undefined;
	let stepMs = 0;
	let isTaken = false;
	try {
		while (!place.take(id)) {
			watched = watchOn(watched, place.holder(), stepMs);
			if (watched && isDead(watched, staleMs) && place.remove(watched.id)) {
				watched = undefined;
				continue;
			}

			if (wait.isOver()) {
				return {kind: 'late', holder: watched};
			}

			if (watched && watched.id !== waitsFor) {
				const result = waitsFor === undefined ? undefined : await spared();
				waitsFor = watched.id;
				if (result) {
					return {kind: 'spared', result};
				}
			}

			// Uneven pauses keep many waiting processes from asking all at the same time.
			await pause(20 + Math.random() * 40);
			stepMs = wait.step();
		}

		isTaken = true;
		return {kind: 'taken'};
	} finally {
		if (!isTaken) {
			place.withdraw(id);
		}
	}
}

type Watched = Holder & {readonly silentMs: number};

/** So long nobody leaves a program stopped whose number only may be that of the holder. */
const longestStopMs = 10 * 60_000;

function isDead({id, beatAt, silentMs}: Watched, staleMs: number): boolean {
	switch (standingOf(id)) {
		case 'gone':
			return true;
		case 'alive':
			return false;
		case 'unsure':
			// A computer that wakes up finds every sign of life old: the next one is waited for.
			return silentMs >= staleMs && Date.now() - beatAt > longestStopMs;
		case 'elsewhere':
			return silentMs >= staleMs;
	}
}

function busyWords(
	holder: Watched | undefined,
	staleMs: number,
): Partial<Pick<Problem, 'message' | 'cause' | 'hint'>> {
	return holder && standingOf(holder.id) === 'alive' && holder.silentMs >= staleMs
		? {
				message: `Another anaplan-tui, process ${pidOf(holder.id)}, holds the store and gives no sign of life.`,
				cause: 'It was stopped, as Ctrl+Z does, while it changed the sign-in.',
				hint: 'Let it go on (fg in its terminal), or end it; then try again.',
			}
		: {};
}

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
