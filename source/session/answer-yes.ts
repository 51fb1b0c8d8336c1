import type {State} from '../core/sign-in/flow.ts';
import type {SignIn} from './sign-in.ts';

/** Whether someone else may take the profile: to be asked, or said in advance. */
export type Answer = 'ask' | 'yes';

/**
 * Lets whoever signs in take the profile, without a question, also where it cannot be found out
 * who that is. Returns how to stop.
 */
export function answerYes(store: SignIn): () => void {
	const look = () => {
		if (isQuestion(store.getState())) {
			store.dispatch({type: 'replaceWished'});
		}
	};

	return store.subscribe(look);
}

const isQuestion = (state: State): boolean =>
	state.status === 'confirmingUser' ||
	(state.status === 'signInFailed' && state.recovery.kind === 'checkUser');
