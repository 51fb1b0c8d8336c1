import {clockWords} from '../core/oauth/clock-offset.ts';
import type {Result} from '../core/result.ts';
import type {Kept, SessionKeeper} from '../session/session-keeper.ts';

/** A keeper that tells, once, when a refresh has shown that this computer's clock is wrong. */
export function tellingOfClock(
	keeper: SessionKeeper,
	tell: (words: string) => void,
): SessionKeeper {
	let isTold = false;
	const watched = (kept: Result<Kept>): Result<Kept> => {
		const aheadMs = kept.ok ? kept.value.clockAheadMs : undefined;
		if (aheadMs !== undefined && !isTold) {
			isTold = true;
			tell(clockWords(aheadMs));
		}

		return kept;
	};

	return {
		fresh: async minTtlMs => watched(await keeper.fresh(minTtlMs)),
		refreshed: async observed => watched(await keeper.refreshed(observed)),
	};
}
