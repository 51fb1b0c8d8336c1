import {dayAndTime} from '../moment-words.ts';
import {rotationWords} from '../oauth/rotation.ts';
import {printable} from '../printable.ts';
import type {SignedIn} from './flow.ts';
import {whyNoRefreshToken} from './refresh-token-words.ts';

const droppedScopes = ({session: {scope, requestedScope}}: SignedIn): readonly string[] => {
	const granted = scope.split(' ');
	return requestedScope.split(' ').filter(name => name !== '' && !granted.includes(name));
};

/** What Anaplan did not grant; undefined when it granted all. */
export function droppedWords(state: SignedIn): string | undefined {
	const dropped = droppedScopes(state);
	return dropped.length === 0
		? undefined
		: `Anaplan granted less than was asked: ${printable(dropped.join(', '), 100)} ${dropped.length === 1 ? 'was' : 'were'} dropped.`;
}

/** Whether there is a refresh token, since when, or why not. */
export function refreshTokenWords(state: SignedIn): string {
	const {session, ended, rotation} = state;
	const {refreshToken} = session;
	if (refreshToken !== undefined) {
		const when = dayAndTime(refreshToken.obtainedAt);
		return ended
			? `no longer accepted (got it ${when})`
			: `yes${rotationWords(rotation)}, since ${when}`;
	}

	return `no: ${whyNoRefreshToken(session)}. Sign in again when the token expires.`;
}

/** Whether the access token is refreshed by itself. */
export const autoRefreshWords = ({autoRefresh}: SignedIn): string =>
	autoRefresh ? 'on, shortly before the token expires' : 'off';
