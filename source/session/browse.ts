import {browse, nobodyBrowses} from '../core/lists/browse-flow.ts';
import type {
	BrowseEffect,
	BrowseEvent,
	BrowseFact,
	BrowseState,
	BrowseWish,
} from '../core/lists/browse-states.ts';
import type {Attempt} from '../core/sign-in/flow.ts';
import {createRunBrowseEffect} from './run-browse-effect.ts';
import type {SignIn} from './sign-in.ts';
import {createStore, type Machine, type Store} from './store.ts';
import type {Workshop} from './workshop.ts';

/** Browsing with one profile's sign-in. */
export type Browse = Store<BrowseState, BrowseWish | BrowseFact> & {
	/** Ends what is under way for nobody any more. */
	leave(): void;
};

const machine: Machine<BrowseState, BrowseEvent, BrowseEffect> = {
	initial: nobodyBrowses,
	transition: browse,
};

/**
 * Lets a signed-in person browse. Nothing is asked of Anaplan before it is wished. What a load
 * learns of the sign-in is told there, and with another sign-in everything begins anew.
 */
export function openBrowse(
	workshop: Workshop,
	signIn: SignIn,
	failed: (error: unknown) => void,
): Browse {
	const current = (): Attempt | undefined => {
		const state = signIn.getState();
		return state.status === 'signedIn' ? state.signIn : undefined;
	};

	const {run, stopAll} = createRunBrowseEffect(workshop, {current, tell: signIn.dispatch}, failed);
	const store = createStore(workshop.ports.clock, machine, run);
	let known = current();
	const stopListening = signIn.subscribe(() => {
		if (current() !== known) {
			known = current();
			store.dispatch({type: 'signInChanged'});
		}
	});
	return {
		...store,
		leave() {
			stopListening();
			stopAll();
		},
	};
}
