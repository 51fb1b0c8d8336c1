import type {EpochMs} from '../core/time.ts';
import type {Clock} from './ports.ts';

/** A flow: where it begins, and what each event makes of it. Pure; effects are work for the outside. */
export type Machine<State, Event, Effect> = {
	readonly initial: State;
	readonly transition: (
		state: State,
		event: Event & {readonly at: EpochMs},
	) => readonly [State, readonly Effect[]];
};

/** A running flow: its state, and the way to change it. */
export type Store<State, Event> = {
	getState(): State;
	/** Calls back after each change of the state; returns how to stop. */
	subscribe(listener: () => void): () => void;
	dispatch(event: Event): void;
};

/**
 * Holds the state, stamps events with the time, and hands the effects of each transition to
 * `runEffect`. Events that come while one is being handled wait for their turn.
 */
export function createStore<State, Event extends object, Effect>(
	clock: Pick<Clock, 'now'>,
	{initial, transition}: Machine<State, Event, Effect>,
	runEffect: (effect: Effect, dispatch: (event: Event) => void) => void,
): Store<State, Event> {
	let state = initial;
	const listeners = new Set<() => void>();
	const waiting: Array<Event & {readonly at: EpochMs}> = [];
	let isHandling = false;

	const handle = (event: Event & {readonly at: EpochMs}) => {
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

	const dispatch = (event: Event) => {
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

/** Waits for a state of a flow; gives the first one that fits, the present one included. */
export async function reached<State, Wanted extends State = State>(
	store: Pick<Store<State, never>, 'getState' | 'subscribe'>,
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

/** A signal that is aborted once a flow is somewhere else; `stop` ends the watching. */
export function leaving<State>(
	flow: Pick<Store<State, never>, 'getState' | 'subscribe'>,
	isHere: (state: State) => boolean,
): {readonly signal: AbortSignal; readonly stop: () => void} {
	const left = new AbortController();
	const look = () => {
		if (!isHere(flow.getState())) {
			left.abort();
		}
	};

	const stop = flow.subscribe(look);
	look();
	return {signal: left.signal, stop};
}
