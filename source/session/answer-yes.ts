import type {State} from '../core/flow.ts';
import type {Store} from './store.ts';

/**
 * Lets whoever signs in take the profile, without a question, also where it cannot be found out
 * who that is. Returns how to stop.
 */
export function answerYes(store: Store): () => void {
	const look = () => {
		if (isQuestion(store.getState())) {
			store.dispatch({type: 'replaceWished'});
		}
	};

	return store.subscribe(look);
}

const isQuestion = (state: State): boolean =>
	state.status === 'confirmingUser' ||
	(state.status === 'exchangeFailed' && state.recovery.kind === 'checkUser');
