import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {endAllAtAnaplan, storeAllAsOver} from './end-at-anaplan.ts';
import type {Ports} from './ports.ts';
import type {Profiles} from './profiles.ts';

/**
 * Ends the access token at Anaplan, that of a parked sign-in too, then forgets both here; under the lock, so that no other
 * process refreshes in between and leaves live tokens behind. When Anaplan cannot be reached or
 * refuses, nothing is forgotten, and the Problem says why; an access token that may be ended all the
 * same is not handed out any more.
 * Source: Anaplan Authentication API, POST /token/logout.
 */
export async function logOut({
	ports,
	profiles,
}: {
	readonly ports: Pick<Ports, 'http' | 'lock' | 'credentials' | 'clock'>;
	readonly profiles: Profiles;
}): Promise<Result<'atAnaplan'>> {
	return ports.lock.hold(async () => {
		const profile = await profiles.load();
		if (!profile.ok) {
			return profile;
		}

		const {signedIn, parked} = profile.value;
		if (!signedIn && !parked) {
			return failure(problem('not_signed_in'));
		}

		// A token that was ended and is still stored would be handed out as one that works.
		const storable = await ports.credentials.probe();
		if (!storable.ok) {
			return storable;
		}

		const ended = await endAllAtAnaplan(ports, profiles, profile.value);
		if (!ended.ok) {
			return ended;
		}

		const forgotten = await profiles.forgetSessionLocked();
		if (!forgotten.ok) {
			await storeAllAsOver(ports, profiles, profile.value);
			return failure(endedNotForgotten(forgotten.problem));
		}

		return success('atAnaplan');
	});
}

const endedNotForgotten = (reason: Problem): Problem => ({
	...reason,
	message: `The access token was ended at Anaplan, but is still stored. ${reason.message}`,
	hint: `${reason.hint} Then run: anaplan-tui logout`,
});
