import {logoutRequest, readUser, userRequest} from '../core/anaplan/anaplan-api.ts';
import type {Result} from '../core/result.ts';
import type {Effect, Fact} from '../core/sign-in/flow.ts';
import {sendAuthenticated} from './authenticated.ts';
import type {StoredSignIn} from './stored-profile.ts';
import type {Workshop} from './workshop.ts';

/** Asks Anaplan whose a parked sign-in is; a refresh that this takes stays with the parked sign-in. */
export async function checkedUser(
	{attempt, client, session}: Extract<Effect, {type: 'checkUser' | 'giveUpSignIn'}>,
	{ports: {http}, profiles, parkedKeeper}: Workshop,
): Promise<Fact> {
	const sent = await sendAuthenticated(
		{http, keeper: parkedKeeper},
		(current, {accessToken}) => userRequest(current.hosts, accessToken),
		{client, session, by: 'stored'},
	);
	const user = sent.ok ? readUser(sent.value.reply) : sent;
	if (sent.ok && user.ok) {
		return {type: 'userChecked', attempt, session: sent.value.kept.session, user: user.value};
	}

	// It may have been refreshed all the same, before the question got lost.
	const now = await profiles.parked.load();
	const parked = (now.ok && now.value.signedIn?.session) || session;
	const {problem} = user as Extract<typeof user, {ok: false}>;
	return {type: 'userNotChecked', attempt, session: parked, problem};
}

/**
 * Ends the access token of a parked sign-in at Anaplan, as far as that can be reached, and removes
 * it from the store; only what cannot be removed is a Problem.
 * Source: Anaplan Authentication API, POST /token/logout.
 */
export async function giveUpSignIn(
	{ports: {http}, profiles}: Pick<Workshop, 'ports' | 'profiles'>,
	{client, session}: StoredSignIn,
): Promise<Result<void>> {
	await http.send(logoutRequest(client.hosts, session.accessToken));
	return profiles.dropParked(session);
}
