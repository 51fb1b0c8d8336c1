import {
	initialProfiles,
	type ProfilesFact,
	type ProfilesState,
	type ProfilesWish,
	profilesTransition,
	type RoomIntent,
} from '../core/profiles/profiles-flow.ts';
import type {Desk} from '../session/desk.ts';
import {createRunProfilesEffect} from '../session/run-profiles-effect.ts';
import {createStore, reached, type Store} from '../session/store.ts';
import {watchFiles} from '../session/watch-store.ts';
import {createLeaving} from './leaving.ts';
import {type Beginning, isHurried, openRoom, type ScreenRoom} from './screen-room.ts';

/** The room that the screens are in, and the list of profiles, from which another one is entered. */
export type ScreenRooms = {
	current(): ScreenRoom;
	subscribe(listener: () => void): () => void;
	readonly profiles: Store<ProfilesState, ProfilesWish | ProfilesFact>;
	/** Whether a refresh is under way in any room, also in one that was left. */
	isRefreshing(): boolean;
	/** Whether a token is being ended, or a profile changed, in any room or from the list. */
	isChanging(): boolean;
	leave(): void;
	/** Waits no longer for what `leave` has left to come to its end. */
	giveUp(): void;
};

/** Opens the first room, in the profile of the desk, and lets the list of profiles change it. */
export function openRooms(
	desk: Desk,
	beginning: Beginning,
	failed: (error: unknown) => void,
): ScreenRooms {
	const {ports, choice, variables, workshopOf} = desk;
	const leaving = createLeaving(ports);
	const {http, lock} = leaving;
	const listeners = new Set<() => void>();
	let present = openRoom(desk, beginning, failed);
	/** The room that was left last, in which a refresh may just begin, and others with one under way. */
	let left: readonly ScreenRoom[] = [];
	let stopFollowing = () => {};
	const enter = (room: ScreenRoom) => {
		stopFollowing();
		present = room;
		stopFollowing = room.signIn.subscribe(() => {
			if (room.signIn.getState().status === 'signedIn') {
				profiles.dispatch({type: 'roomSignedIn', name: room.profile});
			}
		});
		for (const listener of [...listeners]) {
			listener();
		}
	};

	const enterRoom = async (name: string, intent: RoomIntent) => {
		if (name === present.profile && intent !== 'anew') {
			return;
		}

		const room = openRoom(
			workshopOf(name),
			{intent: intent === 'review' ? 'review' : 'resume'},
			failed,
		);
		await reached(room.signIn, ({status}) => status !== 'starting');
		const before = present;
		enter(room);
		before.leave();
		left = [...left.filter(isBusy), before];
	};

	const profiles = createStore(
		ports.clock,
		{initial: initialProfiles(choice), transition: profilesTransition},
		createRunProfilesEffect({ports: {...ports, http, lock}, variables, enterRoom}, failed),
	);
	const stopWatching = watchFiles(ports, () => profiles.dispatch({type: 'storeChanged'}));
	const giveUp = () => {
		for (const one of [leaving, present, ...left]) {
			one.giveUp();
		}
	};

	enter(present);
	return {
		current: () => present,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		profiles,
		isRefreshing: () => [present, ...left].some(room => room.isRefreshing()),
		isChanging: () => [leaving, present, ...left].some(one => one.isChanging()),
		leave() {
			stopWatching();
			present.leave();
			if (isHurried(present.signIn)) {
				giveUp();
			} else {
				leaving.leave();
			}
		},
		giveUp,
	};
}

const isBusy = (room: ScreenRoom): boolean => room.isRefreshing() || room.isChanging();
