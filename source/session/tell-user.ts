import {readUser, userRequest} from '../core/anaplan-api.ts';
import type {Attempt, Effect, Fact} from '../core/flow.ts';
import {sendAuthenticated} from './authenticated.ts';
import type {Dispatch, Workshop} from './run-effect.ts';
import type {Kept} from './session-keeper.ts';

/** Fetches the user; a refresh that this takes is told before the user is. */
export async function tellUser(
	{signIn, client, session}: Extract<Effect, {type: 'fetchUser'}>,
	{ports, keeper}: Workshop,
	dispatch: Dispatch,
): Promise<void> {
	const sent = await sendAuthenticated(
		{http: ports.http, keeper},
		(current, {accessToken}) => userRequest(current.hosts, accessToken),
		{client, session, by: 'stored'},
	);
	if (sent.ok && sent.value.kept.by !== 'stored') {
		dispatch(refreshedFact(signIn, sent.value.kept));
	}

	const user = sent.ok ? readUser(sent.value.reply) : sent;
	dispatch(
		user.ok
			? {type: 'userReceived', signIn, user: user.value}
			: {type: 'userUnavailable', signIn, problem: user.problem},
	);
}

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
