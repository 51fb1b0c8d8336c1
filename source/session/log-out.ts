import {logoutRequest, readLogout} from '../core/anaplan/anaplan-api.ts';
import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Http, Ports} from './ports.ts';
import type {Profile, Profiles} from './profiles.ts';

/**
 * Ends the access token at Anaplan, that of a parked sign-in too, then forgets both here; under the lock, so that no other
 * process refreshes in between and leaves live tokens behind. When Anaplan cannot be reached or
 * refuses, nothing is forgotten, and the Problem says why.
 * Source: Anaplan Authentication API, POST /token/logout.
 */
export async function logOut({
	ports: {http, lock, credentials},
	profiles,
}: {
	readonly ports: Pick<Ports, 'http' | 'lock' | 'credentials'>;
	readonly profiles: Profiles;
}): Promise<Result<'atAnaplan'>> {
	return lock.hold(async () => {
		const profile = await profiles.load();
		if (!profile.ok) {
			return profile;
		}

		const {signedIn, parked} = profile.value;
		if (!signedIn && !parked) {
			return failure(problem('not_signed_in'));
		}

		// A token that was ended and is still stored would be handed out as one that works.
		const storable = await credentials.probe();
		if (!storable.ok) {
			return storable;
		}

		for (const one of [signedIn, parked].filter(found => found !== undefined)) {
			const ended = await endAtAnaplan(http, one);
			if (!ended.ok) {
				return ended;
			}
		}

		const forgotten = await profiles.forgetSessionLocked();
		return forgotten.ok ? success('atAnaplan') : failure(endedNotForgotten(forgotten.problem));
	});
}

const endedNotForgotten = (reason: Problem): Problem => ({
	...reason,
	message: `The access token was ended at Anaplan, but is still stored. ${reason.message}`,
	hint: `${reason.hint} Then run: anaplan-tui logout`,
});

/** Ends an access token at Anaplan; one that Anaplan knows no more counts as ended. */
export async function endAtAnaplan(
	http: Http,
	{client, session}: NonNullable<Profile['signedIn']>,
): Promise<Result<unknown>> {
	const reply = await http.send(logoutRequest(client.hosts, session.accessToken));
	return reply.ok ? readLogout(reply.value) : reply;
}
