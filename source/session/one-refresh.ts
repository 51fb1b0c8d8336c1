import {defaultMinTtlMs, sameTokens} from '../core/oauth/session.ts';
import {problem} from '../core/problem.ts';
import {failure, type Result} from '../core/result.ts';
import type {Kept, SessionKeeper} from './session-keeper.ts';

/**
 * A keeper for requests that belong together: whichever of them are answered with 401, and however
 * often, there is one refresh for all. Where that did not help, a refusal stands, for on some
 * services 401 means that a role is missing. New tokens are told once.
 */
export function oneRefresh(
	keeper: SessionKeeper,
	onRefreshed: (kept: Kept) => void = () => undefined,
): SessionKeeper {
	let refresh: Promise<Result<Kept>> | undefined;
	let told: Kept | undefined;
	const tell = (kept: Result<Kept>): Result<Kept> => {
		const isNews = kept.ok && kept.value.by !== 'stored';
		if (isNews && !(told && sameTokens(told.session, kept.value.session))) {
			told = kept.value;
			onRefreshed(kept.value);
		}

		return kept;
	};

	return {
		fresh: async minTtlMs => tell(await keeper.fresh(minTtlMs)),
		async refreshed(observed) {
			if (refresh === undefined) {
				refresh = keeper.refreshed(observed).then(tell);
				return refresh;
			}

			const refreshed = await refresh;
			if (!refreshed.ok) {
				return refreshed;
			}

			// Not what that refresh gave: those tokens may have been replaced since.
			const current = tell(await keeper.fresh(defaultMinTtlMs));
			return current.ok && sameTokens(current.value.session, observed)
				? failure(problem('token_rejected'))
				: current;
		},
	};
}
