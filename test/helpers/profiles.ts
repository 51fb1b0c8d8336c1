import type {ProfileEntry} from '../../source/core/profiles/profile-list.ts';
import {initialProfiles, profilesTransition} from '../../source/core/profiles/profiles-flow.ts';
import type {
	ProfilesFact,
	ProfilesState,
	ProfilesWish,
} from '../../source/core/profiles/profiles-states.ts';
import {fakeStore} from './fake-store.ts';
import {noon} from './samples.ts';

/** The list of profiles with the real transitions, whose effects are kept as data. */
export function fakeProfiles(
	start: ProfilesState = initialProfiles({name: 'default', by: 'store'}),
) {
	const store = fakeStore(start, (state: ProfilesState, event: ProfilesWish | ProfilesFact) =>
		profilesTransition(state, {...event, at: noon}),
	);
	return {
		...store,
		/** Answers the list that was asked for last. */
		list(entries: readonly ProfileEntry[]) {
			store.dispatch({type: 'listed', attempt: store.state().attempt, entries});
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
