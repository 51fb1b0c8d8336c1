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
	const has =
		session.expiresAt > at ? 'is from the future by the clock of this computer' : 'has expired';
	if (reason?.code === 'sign_in_ended') {
		return {...reason, message: `The access token ${has}, and the sign-in has ended.`};
	}

	if (session.refreshToken === undefined) {
		return problem('no_refresh_token', {
			message: `The access token ${has}, and there is no refresh token.`,
		});
	}

	const message = `The access token ${has} and was not refreshed.`;
	return reason
		? {...reason, message}
		: problem('token_rejected', {message, hint: 'Refresh it to see who is signed in.'});
}
