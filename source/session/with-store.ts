import {createRunEffect, type Workshop} from './run-effect.ts';
import {createStore, type Store} from './store.ts';

/** Runs a sign-in flow for the length of some work; a defect in an effect ends the work too. */
export async function withStore<Outcome>(
	workshop: Workshop,
	work: (store: Store) => Promise<Outcome>,
): Promise<Outcome> {
	return new Promise((resolve, reject) => {
		const store = createStore(workshop.ports.clock, createRunEffect(workshop, reject));
		work(store).then(resolve, reject);
	});
}
