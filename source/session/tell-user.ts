import {readUser, userRequest} from '../core/anaplan/anaplan-api.ts';
import type {Effect, Fact} from '../core/sign-in/flow.ts';
import {sendAuthenticated} from './authenticated.ts';
import {refreshedFact} from './refreshed-fact.ts';
import type {Dispatch, Workshop} from './workshop.ts';

/** Fetches the user; a refresh that this takes is told before, in a fact of its own. */
export async function tellUser(
	{signIn, client, session}: Extract<Effect, {type: 'fetchUser'}>,
	{ports, keeper}: Workshop,
	dispatch: Dispatch,
): Promise<Fact> {
	const sent = await sendAuthenticated(
		{http: ports.http, keeper},
		(current, {accessToken}) => userRequest(current.hosts, accessToken),
		{client, session, by: 'stored'},
	);
	if (sent.ok && sent.value.kept.by !== 'stored') {
		dispatch(refreshedFact(signIn, sent.value.kept));
	}

	const user = sent.ok ? readUser(sent.value.reply) : sent;
	return user.ok
		? {type: 'userReceived', signIn, user: user.value}
		: {type: 'userUnavailable', signIn, problem: user.problem};
}
