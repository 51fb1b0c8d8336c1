import type {Attempt, Fact} from '../core/flow.ts';
import type {Kept} from './session-keeper.ts';

/** What the sign-in flow hears of new tokens, whoever caused the refresh. */
export const refreshedFact = (signIn: Attempt, {by, session, clockAheadMs}: Kept): Fact => ({
	type: 'sessionRefreshed',
	signIn,
	by: by === 'us' ? 'us' : 'adopted',
	session,
	...(clockAheadMs !== undefined && {clockAheadMs}),
});
