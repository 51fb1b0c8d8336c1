import {dayAndTime} from '../moment-words.ts';
import {rotationWords} from '../oauth/rotation.ts';
import {printable} from '../printable.ts';
import type {SignedIn} from './flow.ts';

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
	const {refreshToken, requestedScope} = session;
	if (refreshToken !== undefined) {
		const when = dayAndTime(refreshToken.obtainedAt);
		return ended
			? `no longer accepted (got it ${when})`
			: `yes${rotationWords(rotation)}, since ${when}`;
	}

	const reason = droppedScopes(state).includes('offline_access')
		? 'offline_access was not granted'
		: requestedScope.split(' ').includes('offline_access')
			? 'Anaplan sent none'
			: 'offline_access was not asked for';
	return `no: ${reason}. Sign in again when the token expires.`;
}

/** Whether the access token is refreshed by itself. */
export const autoRefreshWords = ({autoRefresh}: SignedIn): string =>
	autoRefresh ? 'on, shortly before the token expires' : 'off';
