import {busyWords} from '../core/anaplan/busy-words.ts';
import type {Io} from '../session/desk.ts';
import type {SignIn} from '../session/sign-in.ts';

/** Tells on stderr that Anaplan is busy, once for each wait; returns how to stop. */
export function tellWaits(io: Io, store: SignIn): () => void {
	let said: number | undefined;
	return store.subscribe(() => {
		const state = store.getState();
		const waitMs =
			state.status === 'exchanging' && 'waitMs' in state.step ? state.step.waitMs : undefined;
		if (waitMs !== undefined && waitMs !== said) {
			io.note(`anaplan-tui: ${busyWords(waitMs)}`);
		}

		said = waitMs;
	});
}
