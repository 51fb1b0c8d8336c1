import type {Attempt, SignedIn} from './flow.ts';

/** Nothing is under way. */
export const isIdle = ({activity}: SignedIn): boolean => activity.kind === 'idle';

/** The state with a new attempt at something under way. */
export function begin(state: SignedIn, kind: 'refreshing' | 'validating' | 'loggingOut'): SignedIn {
	const attempt = state.attempt + 1;
	return {...state, attempt, activity: {kind, attempt}};
}

/** Whether what an attempt brings is still waited for. */
export const isCurrent = ({activity}: SignedIn, attempt: Attempt): boolean =>
	'attempt' in activity && activity.attempt === attempt;

/** The state with nothing under way any more. */
export const idle = (state: SignedIn): SignedIn => ({...state, activity: {kind: 'idle'}});
