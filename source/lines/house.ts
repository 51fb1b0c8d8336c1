import type {ProfilesState, ProfilesWish} from '../core/profiles/profiles-states.ts';
import type {Place} from '../core/sign-in/way-out.ts';
import type {EpochMs} from '../core/time.ts';
import {addressLines} from '../session/address-lines.ts';
import type {Browse} from '../session/browse.ts';
import type {Talk} from '../session/ports.ts';
import type {SignIn} from '../session/sign-in.ts';
import {reached, type Store} from '../session/store.ts';

/** What the lines work with, in whichever profile. */
export type Hall = {
	readonly talk: Talk;
	/** Against the practice tenant. */
	readonly practice: boolean;
	readonly hasDisplay: boolean;
	readonly places: readonly Place[];
	readonly now: () => EpochMs;
	readonly everySecond: (tick: () => void) => () => void;
};

/** What the lines say and do for one profile. */
export type Room = {
	readonly profile: string;
	/** Where its tokens are kept, in words. */
	readonly storedIn: string;
	readonly signIn: SignIn;
	readonly browse: Browse;
};

/** The room that the lines are in; another one after a change of profile. */
export type Rooms = {
	current(): Room;
	subscribe(listener: () => void): () => void;
	readonly profiles: ProfilesFlow;
};

/** The list of profiles, as the lines see it. */
export type ProfilesFlow = Store<ProfilesState, ProfilesWish>;

/** What the lines work with, in one profile. */
export type House = Hall &
	Pick<Room, 'profile' | 'signIn' | 'browse'> & {
		readonly profiles: ProfilesFlow;
		readonly storedIn: () => string;
		readonly takeAddress: ReturnType<typeof addressLines>;
	};

export const houseIn = (room: Room, hall: Hall, profiles: ProfilesFlow): House => ({
	...hall,
	profiles,
	profile: room.profile,
	signIn: room.signIn,
	browse: room.browse,
	// A sign-in may make the file another one.
	storedIn: () => room.storedIn,
	takeAddress: addressLines(room.signIn),
});

/** Dispatches a wish whose outcome is told by the state, and waits for that. */
export async function wished<State, Wish>(
	flow: Pick<Store<State, Wish>, 'getState' | 'subscribe' | 'dispatch'>,
	wish: Wish,
): Promise<void> {
	const before = flow.getState();
	flow.dispatch(wish);
	const asked = flow.getState();
	await (asked === before ? reached<State>(flow, state => state !== before) : Promise.resolve());
}
