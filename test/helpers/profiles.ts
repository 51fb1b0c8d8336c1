import type {ProfileEntry} from '../../source/core/profile-list.ts';
import {initialProfiles, profilesTransition} from '../../source/core/profiles-flow.ts';
import type {
	ProfilesEffect,
	ProfilesFact,
	ProfilesState,
	ProfilesWish,
} from '../../source/core/profiles-states.ts';
import type {ProfilesFlow} from '../../source/tui/surroundings.ts';
import {noon} from './samples.ts';

/** The list of profiles with the real transitions, whose effects are kept as data. */
export function fakeProfiles(
	start: ProfilesState = initialProfiles({name: 'default', by: 'store'}),
) {
	let state = start;
	const listeners = new Set<() => void>();
	const effects: ProfilesEffect[] = [];
	const dispatch = (event: ProfilesWish | ProfilesFact) => {
		const [next, added] = profilesTransition(state, {...event, at: noon});
		state = next;
		effects.push(...added);
		for (const listener of [...listeners]) {
			listener();
		}
	};

	const flow: ProfilesFlow = {
		getState: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		dispatch,
	};
	return {
		flow,
		dispatch,
		effects,
		state: () => state,
		/** Answers the list that was asked for last. */
		list(entries: readonly ProfileEntry[]) {
			dispatch({type: 'listed', attempt: state.attempt, entries});
		},
	};
}

export type FakeProfiles = ReturnType<typeof fakeProfiles>;

export const entryNamed = (name: string, changes: Partial<ProfileEntry> = {}): ProfileEntry => ({
	name,
	isCurrent: false,
	user: `${name}@example.com`,
	region: 'us1',
	state: 'signedIn',
	hasSignIn: true,
	...changes,
});
