import type {Problem} from '../core/problem.ts';
import type {Variables} from '../core/profiles/profile.ts';
import {shownName} from '../core/profiles/profile-name.ts';
import {removedWords} from '../core/profiles/profile-removal.ts';
import type {ProfilesEffect, ProfilesFact, RoomIntent} from '../core/profiles/profiles-flow.ts';
import type {Clock, Http} from './ports.ts';
import {entryOf, listProfiles, makeCurrent, type Stores} from './profile-list.ts';
import {removeProfile} from './remove-profile.ts';
import {renameProfile} from './rename-profile.ts';

/** What the list of profiles works with. */
export type ProfilesWorkshop = {
	readonly ports: Stores & {readonly http: Http; readonly clock: Pick<Clock, 'now'>};
	readonly variables: Variables;
	/** Brings the screens into the room of a profile, unless they are in it and it is not to begin anew; resolves when there is something to see. */
	readonly enterRoom: (name: string, intent: RoomIntent) => Promise<void>;
};

type Dispatch = (fact: ProfilesFact) => void;

/** Carries out the effects of the list of profiles, and tells the facts; a defect is passed to `failed`. */
export function createRunProfilesEffect(
	workshop: ProfilesWorkshop,
	failed: (error: unknown) => void,
) {
	return (effect: ProfilesEffect, dispatch: Dispatch): void => {
		run(effect, workshop, dispatch).catch(failed);
	};
}

async function run(
	effect: ProfilesEffect,
	{ports, variables, enterRoom}: ProfilesWorkshop,
	dispatch: Dispatch,
): Promise<void> {
	switch (effect.type) {
		case 'list': {
			const {attempt} = effect;
			const listed = await listProfiles(ports);
			const now = ports.clock.now();
			dispatch(
				listed.ok
					? {type: 'listed', attempt, entries: listed.value.map(one => entryOf(one, now))}
					: {type: 'notListed', attempt, problem: listed.problem},
			);
			return;
		}

		case 'enterRoom': {
			const {attempt, name, intent} = effect;
			const made = effect.makeCurrent ? await makeCurrent(ports, name) : undefined;
			await enterRoom(name, intent);
			dispatch({
				type: 'roomEntered',
				attempt,
				name,
				...(made?.ok === false && {problem: notCurrent(name, made.problem)}),
			});
			return;
		}

		// One that cannot be kept is no news in the middle of something else; the list shows it.
		case 'makeCurrent': {
			await makeCurrent(ports, effect.name);
			return;
		}

		case 'rename': {
			const {attempt, from, to} = effect;
			const renamed = await renameProfile(ports, from, to);
			dispatch(
				renamed.ok
					? {type: 'renamed', attempt, ...renamed.value}
					: {type: 'notDone', attempt, problem: renamed.problem},
			);
			return;
		}

		case 'remove': {
			const {attempt, name, how} = effect;
			const removed = await removeProfile(ports, variables, name, how);
			if (!removed.ok) {
				dispatch({type: 'notDone', attempt, problem: removed.problem});
				return;
			}

			const {current} = removed.value;
			const words = removedWords(removed.value);
			dispatch({type: 'removed', attempt, name: removed.value.name, current, words});
		}
	}
}

const notCurrent = (name: string, problem: Problem): Problem => ({
	...problem,
	message: `“${shownName(name)}” is open here, but it could not be made the current profile. ${problem.message}`,
});
