import type {Desk} from '../commands/command.ts';
import type {Variables} from '../core/profiles/profile.ts';
import {
	initialProfiles,
	type ProfilesFact,
	type ProfilesState,
	type ProfilesWish,
	profilesTransition,
} from '../core/profiles/profiles-flow.ts';
import {createRunProfilesEffect} from '../session/run-profiles-effect.ts';
import {createStore, reached, type Store} from '../session/store.ts';
import type {Workshop} from '../session/workshop.ts';
import {type Beginning, openRoom, type ScreenRoom} from './screen-room.ts';

/** How the screens come to the profiles other than their first. */
export type OtherProfiles = {
	readonly variables: Variables;
	readonly workshopFor: (name: string) => Workshop;
};

/** The room that the screens are in, and the list of profiles, from which another one is entered. */
export type ScreenRooms = {
	current(): ScreenRoom;
	subscribe(listener: () => void): () => void;
	readonly profiles: Store<ProfilesState, ProfilesWish | ProfilesFact>;
	/** Whether a refresh is under way in any room, also in one that was left. */
	isRefreshing(): boolean;
	leave(): void;
};

/** Opens the first room, in the profile of the desk, and lets the list of profiles change it. */
export function openRooms(
	desk: Desk,
	beginning: Beginning,
	{variables, workshopFor}: OtherProfiles,
	failed: (error: unknown) => void,
): ScreenRooms {
	const {ports, choice} = desk;
	const listeners = new Set<() => void>();
	const rooms: ScreenRoom[] = [];
	let present = openRoom(desk, beginning, failed);
	const enter = (room: ScreenRoom) => {
		present = room;
		rooms.push(room);
		room.signIn.subscribe(() => {
			if (room.signIn.getState().status === 'signedIn') {
				profiles.dispatch({type: 'roomSignedIn', name: room.profile});
			}
		});
		for (const listener of [...listeners]) {
			listener();
		}
	};

	const enterRoom = async (name: string, intent: 'resume' | 'review') => {
		if (name === present.profile) {
			return;
		}

		const room = openRoom(workshopFor(name), {intent}, failed);
		await reached(room.signIn, ({status}) => status !== 'starting');
		const left = present;
		enter(room);
		left.leave();
	};

	const profiles = createStore(
		ports.clock,
		{initial: initialProfiles(choice), transition: profilesTransition},
		createRunProfilesEffect({ports, variables, enterRoom}, failed),
	);
	const stopWatching = ports.credentials.watch(() => profiles.dispatch({type: 'storeChanged'}));
	enter(present);
	return {
		current: () => present,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		profiles,
		isRefreshing: () => rooms.some(room => room.isRefreshing()),
		leave() {
			stopWatching();
			present.leave();
		},
	};
}
