import {dayAndTime} from '../moment-words.ts';
import type {KnownRotation} from '../oauth/rotation.ts';
import type {Session} from '../oauth/session.ts';
import {type EpochMs, epochMs, hour} from '../time.ts';

/** The lifetime of a rotatable refresh token that Anaplan sets unless an administrator sets another. */
const defaultLifetimeMs = 12 * hour;

/** Why a session without a refresh token has none. */
export function whyNoRefreshToken({
	scope,
	requestedScope,
}: Pick<Session, 'scope' | 'requestedScope'>): string {
	const has = (scopes: string) => scopes.split(' ').includes('offline_access');
	return has(scope)
		? 'Anaplan sent none'
		: `offline_access was not ${has(requestedScope) ? 'granted' : 'asked for'}`;
}

/**
 * How long the refresh token may last, in words; undefined without one. Nobody says it for certain:
 * the lifetime is a setting of the client, is 12 h by default, and counts from the sign-in.
 * Source: Anaplan help, OAuth clients (refresh token lifetime).
 */
export function refreshTokenEnd(
	session: Session,
	rotation: KnownRotation | undefined,
	now: EpochMs,
): string | undefined {
	const {refreshToken, signedInAt, obtainedAt} = session;
	if (refreshToken === undefined) {
		return undefined;
	}

	if (rotation === 'nonRotatable') {
		return 'may last a year or longer; an administrator decides';
	}

	const end = epochMs((signedInAt ?? refreshToken.obtainedAt) + defaultLifetimeMs);
	if (obtainedAt > end) {
		return 'outlasts Anaplan’s default of 12 h; an administrator decides';
	}

	return now > end
		? `perhaps over since ${dayAndTime(end)} (Anaplan’s default of 12 h)`
		: `perhaps until ${dayAndTime(end)} (Anaplan’s default of 12 h)`;
}
