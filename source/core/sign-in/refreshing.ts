import {isRefreshDue, type Session} from '../oauth/session.ts';
import {type Problem, problem} from '../problem.ts';
import {stay} from '../step.ts';
import type {EpochMs} from '../time.ts';
import {begin, isIdle} from './activity.ts';
import type {SignedIn, Step} from './flow.ts';

/** Refreshes by itself, when it is time to. */
export function refreshIfDue(state: SignedIn, at: EpochMs): Step {
	return isIdle(state) &&
		state.autoRefresh &&
		state.ended === undefined &&
		isRefreshDue(state.session, at, state.lastRefreshTryAt)
		? refresh(state, at)
		: stay(state);
}

/** Refreshes now, due or not; `observed` lets the keeper see that another process was faster. */
export function refresh(state: SignedIn, at: EpochMs): Step {
	const next = {...begin(state, 'refreshing'), lastRefreshTryAt: at};
	return [
		next,
		[{type: 'refresh', attempt: next.attempt, signIn: state.signIn, observed: state.session}],
	];
}

/** That the sign-in has ended, as it is known from the store. */
export const endingOf = ({endedAt}: Session): {readonly ended?: Problem} =>
	endedAt === undefined ? {} : {ended: problem('sign_in_ended')};
