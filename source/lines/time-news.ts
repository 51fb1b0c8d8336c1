import type {State} from '../core/sign-in/flow.ts';
import {canRefresh} from '../core/sign-in/possible.ts';
import {type EpochMs, minute} from '../core/time.ts';

const marks = [
	[5 * minute, 'is valid for 5 more minutes.'],
	[minute, 'is valid for 1 more minute.'],
	[0, 'has expired.'],
] as const;

/**
 * What is to be said of the time that is left, as it passes from `before` to `now`: at 5 minutes, at 1 and at
 * the end, and only of what nothing refreshes.
 */
export function timeNews(state: State, before: EpochMs, now: EpochMs): readonly string[] {
	const limit = limitOf(state);
	if (limit === undefined) {
		return [];
	}

	const passed = marks.filter(
		([left]) => limit.expiresAt - before > left && limit.expiresAt - now <= left,
	);
	return passed.slice(-1).map(([, words]) => `${limit.what} ${words}`);
}

function limitOf(state: State): {readonly what: string; readonly expiresAt: EpochMs} | undefined {
	if (state.status === 'awaitingDevice') {
		return {what: 'The code', expiresAt: state.authorization.expiresAt};
	}

	if (state.status !== 'signedIn') {
		return undefined;
	}

	return state.autoRefresh && canRefresh(state)
		? undefined
		: {what: 'The access token', expiresAt: state.session.expiresAt};
}
