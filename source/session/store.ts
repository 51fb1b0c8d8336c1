import type {Effect, Event, Fact, State, Wish} from '../core/flow.ts';
import {initialState, transition} from '../core/sign-in-flow.ts';
import type {Clock} from './ports.ts';

/** The running sign-in: its state, and the way to change it. */
export type Store = {
	getState(): State;
	/** Calls back after each change of the state; returns how to stop. */
	subscribe(listener: () => void): () => void;
	dispatch(event: Wish | Fact): void;
};

/**
 * Holds the state, stamps events with the time, and hands the effects of each transition to
 * `runEffect`. Events that come while one is being handled wait for their turn.
 */
export function createStore(
	clock: Pick<Clock, 'now'>,
	runEffect: (effect: Effect, dispatch: Store['dispatch']) => void,
): Store {
	let state: State = initialState;
	const listeners = new Set<() => void>();
	const waiting: Event[] = [];
	let isHandling = false;

	const handle = (event: Event) => {
		const [next, effects] = transition(state, event);
		if (next !== state) {
			state = next;
			for (const listener of [...listeners]) {
				listener();
			}
		}

		for (const effect of effects) {
			runEffect(effect, dispatch);
		}
	};

	const dispatch: Store['dispatch'] = event => {
		waiting.push({...event, at: clock.now()});
		if (isHandling) {
			return;
		}

		isHandling = true;
		try {
			for (let next = waiting.shift(); next; next = waiting.shift()) {
				handle(next);
			}
		} finally {
			isHandling = false;
		}
	};

	return {
		getState: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		dispatch,
	};
}

/** Waits for a state of the flow; gives the first one that fits, the present one included. */
export async function reached<Wanted extends State = State>(
	store: Pick<Store, 'getState' | 'subscribe'>,
	fits: ((state: State) => state is Wanted) | ((state: State) => boolean),
): Promise<Wanted> {
	return new Promise(resolve => {
		const look = () => {
			const state = store.getState();
			if (fits(state)) {
				stop();
				resolve(state as Wanted);
			}
		};

		const stop = store.subscribe(look);
		look();
	});
}
