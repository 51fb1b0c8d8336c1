/** The step of a flow that changes nothing but the state, or not even that. */
export const stay = <State>(state: State): readonly [State, readonly never[]] => [state, []];
