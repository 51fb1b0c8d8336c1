import type {Session} from '../oauth/session.ts';
import type {EpochMs} from '../time.ts';

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
