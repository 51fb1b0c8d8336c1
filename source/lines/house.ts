import type {State} from '../core/flow.ts';
import type {EpochMs} from '../core/time.ts';
import type {Place} from '../core/way-out.ts';
import type {addressLines} from '../session/address-lines.ts';
import type {Browse} from '../session/browse.ts';
import type {Talk} from '../session/ports.ts';
import type {SignIn} from '../session/sign-in.ts';
import {reached, type Store} from '../session/store.ts';

/** What the lines work with, for one profile. */
export type House = {
	readonly talk: Talk;
	readonly signIn: SignIn;
	readonly browse: Browse;
	readonly profile: string;
	/** Where its tokens are kept, in words. */
	readonly storedIn: () => string;
	/** Against the practice tenant. */
	readonly practice: boolean;
	readonly hasDisplay: boolean;
	readonly places: readonly Place[];
	readonly now: () => EpochMs;
	readonly everySecond: (tick: () => void) => () => void;
	readonly takeAddress: ReturnType<typeof addressLines>;
};

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

/** A signal that is aborted once the flow is somewhere else; `stop` ends the watching. */
export function leaving(
	signIn: SignIn,
	isHere: (state: State) => boolean,
): {readonly signal: AbortSignal; readonly stop: () => void} {
	const left = new AbortController();
	const look = () => {
		if (!isHere(signIn.getState())) {
			left.abort();
		}
	};

	const stop = signIn.subscribe(look);
	look();
	return {signal: left.signal, stop};
}
