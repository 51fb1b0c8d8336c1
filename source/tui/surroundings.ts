import {createContext, useContext} from 'react';
import type {BrowseState, BrowseWish} from '../core/lists/browse-states.ts';
import type {ProfilesState, ProfilesWish} from '../core/profiles/profiles-states.ts';
import type {State, Wish} from '../core/sign-in/flow.ts';
import type {Place} from '../core/sign-in/way-out.ts';
import type {EpochMs} from '../core/time.ts';

/** The running sign-in, as the screens see it. */
export type Flow = {
	getState(): State;
	subscribe(listener: () => void): () => void;
	dispatch(wish: Wish): void;
};

/** Browsing through what the signed-in person can reach, as the screens see it. */
export type BrowseFlow = {
	getState(): BrowseState;
	subscribe(listener: () => void): () => void;
	dispatch(wish: BrowseWish): void;
};

/** What the screens show and do for one profile. */
export type Room = {
	/** The name of the profile. */
	readonly profile: string;
	/** Where its tokens are kept, in words. */
	readonly storedIn: string;
	readonly signIn: Flow;
	readonly browse: BrowseFlow;
};

/** The room that the screens are in; another one after a change of profile. */
export type Rooms = {
	current(): Room;
	subscribe(listener: () => void): () => void;
	readonly profiles: ProfilesFlow;
};

/** The list of profiles over the screens, as they see it. */
export type ProfilesFlow = {
	getState(): ProfilesState;
	subscribe(listener: () => void): () => void;
	dispatch(wish: ProfilesWish): void;
};

export const ProfilesContext = createContext<ProfilesFlow | undefined>(undefined);

export function useProfiles(): ProfilesFlow {
	const profiles = useContext(ProfilesContext);
	if (profiles === undefined) {
		throw new Error('A screen is drawn outside of the rooms.');
	}

	return profiles;
}

export const RoomContext = createContext<Room | undefined>(undefined);

export function useRoom(): Room {
	const room = useContext(RoomContext);
	if (room === undefined) {
		throw new Error('A screen is drawn outside of a room.');
	}

	return room;
}

/** What the screens know of the world around them. */
export type Surroundings = {
	/** Against the practice tenant: the header says so on every screen. */
	readonly practice: boolean;
	readonly version: string;
	/** Whether this computer can open a browser window. */
	readonly hasDisplay: boolean;
	readonly places: readonly Place[];
	/** What the terminal can show. The QR code has no ASCII; all else is translated on its way out. */
	readonly characters: 'unicode' | 'ascii';
	/** The program as a job of the shell; undefined where shells have none. */
	readonly job?:
		| {suspend(): Promise<void>; onContinued(listener: () => void): () => void}
		| undefined;
	readonly now: () => EpochMs;
	/** Calls back about once a second; returns how to stop. */
	readonly everySecond: (tick: () => void) => () => void;
};

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
	const surroundings = useContext(SurroundingsContext);
	if (surroundings === undefined) {
		throw new Error('A screen is drawn outside of runScreens.');
	}

	return surroundings;
}

/** The one thing that a screen can do: say what the person wants. */
export type Dispatch = Flow['dispatch'];
