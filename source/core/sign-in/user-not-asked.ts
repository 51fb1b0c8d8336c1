import type {Session} from '../oauth/session.ts';
import {type Problem, problem} from '../problem.ts';
import type {EpochMs} from '../time.ts';
import type {SignedIn, UserState} from './flow.ts';

/**
 * Whom a face shows where there is no token to ask Anaplan with: whoever is remembered, else why
 * nobody is known, so that nobody waits for an answer that does not come.
 */
export function userNotAsked(
	{user, session, ended}: SignedIn,
	at: EpochMs,
	reason?: Problem,
): UserState {
	return user.kind === 'unknown'
		? {kind: 'unavailable', problem: whyNotAsked(session, at, reason ?? ended)}
		: user;
}

function whyNotAsked(session: Session, at: EpochMs, reason: Problem | undefined): Problem {
	const token =
		session.expiresAt > at
			? 'The access token is from the future by the clock of this computer'
			: 'The access token has expired';
	if (reason?.code === 'sign_in_ended') {
		return {...reason, message: `${token}, and the sign-in has ended.`};
	}

	if (session.refreshToken === undefined) {
		const message = `${token}, and there is no refresh token.`;
		return problem('no_refresh_token', {message});
	}

	const message = `${token} and was not refreshed.`;
	return reason
		? {...reason, message}
		: problem('token_rejected', {message, hint: 'Refresh it to see who is signed in.'});
}
