import type {Problem} from '../core/problem.ts';
import type {Session} from '../core/session.ts';
import type {EpochMs} from '../core/time.ts';
import type {Profile} from '../session/profiles.ts';

/** A profile as it is shown; with a problem, it is what could still be read of it. */
export type ShownProfile = {
	readonly name: string;
	readonly current: boolean;
	readonly profile: Profile;
	readonly problem?: Problem;
};

export type Standing = 'signedIn' | 'accessTokenExpired' | 'signInNeeded' | 'signedOut';

/** What a stored session is good for, judged without a network. */
export function standing(session: Session | undefined, now: EpochMs): Standing {
	if (session === undefined) {
		return 'signedOut';
	}

	if (session.expiresAt > now) {
		return 'signedIn';
	}

	return session.refreshToken && session.endedAt === undefined
		? 'accessTokenExpired'
		: 'signInNeeded';
}
