import type {Attempt, State} from '../core/sign-in/flow.ts';
import {asksRotation, bookmarkletPort, canRefresh} from '../core/sign-in/possible.ts';
import {placeIn} from './browse.ts';
import type {House} from './house.ts';

/** Where one is, with all that decides what can be chosen there: a question is over when this changes. */
export type Question =
	| {readonly kind: 'profiles'}
	| {readonly kind: 'setup'; readonly attempt: Attempt}
	| {readonly kind: 'authorizing'; readonly hasBookmarklet: boolean}
	| {readonly kind: 'browsing'; readonly signIn: Attempt}
	| {readonly kind: 'offeringToForget'}
	| {readonly kind: 'signedIn'; readonly canRefresh: boolean; readonly asksRotation: boolean}
	| {readonly kind: Exclude<State['status'], 'setup' | 'authorizing' | 'signedIn'>};

/** What is asked in a state, or what is waited for there. */
export function questionIn(state: State, house: House): Question {
	if (isListing(house) && state.status !== 'closed') {
		return {kind: 'profiles'};
	}

	switch (state.status) {
		case 'setup':
			return {kind: 'setup', attempt: state.attempt};
		case 'authorizing':
			return {
				kind: 'authorizing',
				hasBookmarklet: bookmarkletPort(state.capture) !== undefined,
			};
		case 'signedIn':
			if (isBrowsing(house)) {
				return {kind: 'browsing', signIn: state.signIn};
			}

			return state.activity.kind === 'offeringToForget'
				? {kind: 'offeringToForget'}
				: {kind: 'signedIn', canRefresh: canRefresh(state), asksRotation: asksRotation(state)};
		default:
			return {kind: state.status};
	}
}

/** Whether two questions are one, so that what was said for the first holds for the second. */
export const isSameQuestion = (one: Question, other: Question): boolean => {
	const others = new Map<string, unknown>(Object.entries(other));
	return Object.entries(one).every(([name, value]) => others.get(name) === value);
};

export const isListing = ({profiles}: House): boolean => profiles.getState().status === 'open';
export const isBrowsing = ({browse}: House): boolean => placeIn(browse.getState()) !== undefined;
