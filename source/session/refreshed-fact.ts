import type {Attempt, Fact} from '../core/sign-in/flow.ts';
import type {Kept} from './session-keeper.ts';

/** What a refresh or another process's tokens bring to the flow. */
export const refreshedFact = (
	signIn: Attempt,
	{by, session, client, user, rotation, clockAheadMs}: Kept,
): Fact => ({
	type: 'sessionRefreshed',
	signIn,
	by: by === 'us' ? 'us' : 'adopted',
	session,
	...(by === 'adopted' && {client, user}),
	...(rotation && {rotation}),
	...(clockAheadMs !== undefined && {clockAheadMs}),
});
