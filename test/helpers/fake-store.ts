/** A flow with its real transitions, whose effects are kept as data. */
export function fakeStore<State, Event, Effect>(
	start: State,
	transition: (state: State, event: Event) => readonly [State, readonly Effect[]],
) {
	let state = start;
	const listeners = new Set<() => void>();
	const effects: Effect[] = [];
	/** Puts another state in place, as no event would. */
	const replace = (next: State) => {
		state = next;
		for (const listener of [...listeners]) {
			listener();
		}
	};

	const dispatch = (event: Event) => {
		const [next, added] = transition(state, event);
		effects.push(...added);
		replace(next);
	};

	const getState = () => state;
	const flow = {
		getState,
		subscribe(listener: () => void) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		dispatch,
	};
	return {flow, dispatch, effects, replace, state: getState};
}
