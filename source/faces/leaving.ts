import type {Http, Lock} from '../session/ports.ts';

/** The end of requests that a face began, for when it is left. */
export type Leaving = {
	readonly http: Http;
	/** For changes of the store, such as a logout, that are to come to their end. */
	readonly lock: Lock;
	/** Ends pauses, too. */
	readonly signal: AbortSignal;
	/** Whether a change is under way, or waits for its turn. */
	isChanging(): boolean;
	/** Ends requests; where a change is under way, when that has ended. */
	leave(): void;
	/** Ends requests, whatever is under way. */
	giveUp(): void;
};

/**
 * Gives the ports that a face works with until it is left. A request of a change that is cut short
 * may have done its work at Anaplan, so that nobody can say what has come of it.
 */
export function createLeaving({http, lock}: Pick<Leaving, 'http' | 'lock'>): Leaving {
	const over = new AbortController();
	let isLeft = false;
	let changes = 0;
	const endWhenIdle = () => {
		if (isLeft && changes === 0) {
			over.abort();
		}
	};

	return {
		http: {send: async (request, signal = over.signal) => http.send(request, signal)},
		lock: {
			async hold(work, spared) {
				changes += 1;
				try {
					return await lock.hold(work, spared);
				} finally {
					changes -= 1;
					endWhenIdle();
				}
			},
		},
		signal: over.signal,
		isChanging: () => changes > 0,
		leave() {
			isLeft = true;
			endWhenIdle();
		},
		giveUp: () => over.abort(),
	};
}
