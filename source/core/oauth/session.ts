import type {Secret} from '../secret.ts';
import {type EpochMs, epochMs, minute, second} from '../time.ts';

export type RefreshToken = {
	readonly token: Secret;
	readonly obtainedAt: EpochMs;
};

/** The tokens of one sign-in, as kept on disk. */
export type Session = {
	readonly accessToken: Secret;
	/** Scopes that Anaplan granted; often fewer than were asked for. */
	readonly scope: string;
	readonly requestedScope: string;
	/** When the person signed in, however often the tokens were refreshed since; unknown in old stores. */
	readonly signedInAt?: EpochMs;
	readonly obtainedAt: EpochMs;
	readonly expiresAt: EpochMs;
	readonly refreshToken?: RefreshToken;
	/** When Anaplan said that the refresh token is dead; kept so that `status` can tell without a network. */
	readonly endedAt?: EpochMs;
};

/** What an access token response says, with times made absolute. Source: RFC 6749 §5.1. */
export type TokenResponse = {
	readonly accessToken: Secret;
	readonly refreshToken?: Secret;
	/** Undefined when the reply does not say: then all that was asked for is granted (RFC 6749 §5.1). */
	readonly scope: string | undefined;
	readonly expiresAt: EpochMs;
	readonly receivedAt: EpochMs;
	/** See `clockAheadMs`. */
	readonly clockAheadMs?: number | undefined;
};

/** The session that a first token reply makes. */
export function newSession(response: TokenResponse, client: {readonly scope: string}): Session {
	return {
		accessToken: response.accessToken,
		scope: response.scope ?? client.scope,
		requestedScope: client.scope,
		signedInAt: response.receivedAt,
		obtainedAt: response.receivedAt,
		expiresAt: response.expiresAt,
		...(response.refreshToken && {
			refreshToken: {token: response.refreshToken, obtainedAt: response.receivedAt},
		}),
	};
}

/**
 * The session after a refresh. A reply without a refresh token (a non-rotatable client) keeps the
 * old one, RFC 6749 §6.
 */
export function afterRefresh(session: Session, response: TokenResponse): Session {
	const {endedAt: _, ...rest} = session;
	return {
		...rest,
		accessToken: response.accessToken,
		scope: response.scope ?? session.scope,
		obtainedAt: response.receivedAt,
		expiresAt: response.expiresAt,
		...(response.refreshToken && {
			refreshToken: {token: response.refreshToken, obtainedAt: response.receivedAt},
		}),
	};
}

/** The session whose access token works no more, for it was ended before its time. */
export const overFrom = (session: Session, now: EpochMs): Session => ({
	...session,
	expiresAt: epochMs(Math.min(session.expiresAt, now)),
});

/** A token with less than this left is refreshed before it is handed out. */
export const defaultMinTtlMs = 60 * second;

/** What is left of the access token; 0 once it has expired. */
export const timeLeftMs = (session: Session, now: EpochMs): number =>
	Math.max(0, session.expiresAt - now);

// A token from the future means that the clock was set back: then nothing is known of its age.
const clockWasSetBack = (session: Session, now: EpochMs): boolean =>
	session.obtainedAt - now > minute;

/** Whether the access token lasts for `minTtlMs` more. */
export const isFresh = (session: Session, now: EpochMs, minTtlMs: number): boolean =>
	session.expiresAt - now >= minTtlMs && session.expiresAt > now && !clockWasSetBack(session, now);

/** Whether two sessions hold the same access token. One may have been refreshed since: see `isRefreshedSince`. */
export const sameTokens = (a: Session, b: Session): boolean => a.accessToken.equals(b.accessToken);

/** Whether two sessions hold the same refresh token, or neither has one. */
export const sameRefreshToken = (
	{refreshToken: a}: Session,
	{refreshToken: b}: Session,
): boolean => (a === undefined || b === undefined ? a === b : a.token.equals(b.token));

/**
 * Whether a session was refreshed since it was `observed`. A server may answer with the same access
 * token once more; and a refresh token alone, which may come with a refusal, is no refresh.
 */
export const isRefreshedSince = (session: Session, observed: Session): boolean =>
	!sameTokens(session, observed) || session.obtainedAt !== observed.obtainedAt;

/** The share of the access token's lifetime that is left, 0 to 1. */
export const lifetimeLeft = (session: Session, now: EpochMs): number => {
	const lifetime = session.expiresAt - session.obtainedAt;
	return lifetime <= 0 ? 0 : Math.min(1, timeLeftMs(session, now) / lifetime);
};

const pauseBetweenTriesMs = 30 * second;

/**
 * Whether automatic refresh should act now: at 10 % of the lifetime left, and never within 30 s of
 * the last try, so that a failing server is not flooded.
 */
export const isRefreshDue = (
	session: Session,
	now: EpochMs,
	lastTryAt: EpochMs | undefined,
): boolean =>
	session.refreshToken !== undefined &&
	(clockWasSetBack(session, now) ||
		now >= session.expiresAt - (session.expiresAt - session.obtainedAt) / 10) &&
	(lastTryAt === undefined || Math.abs(now - lastTryAt) >= pauseBetweenTriesMs);

/** Anaplan's access tokens live 35 minutes; used only when a reply does not say. */
export const documentedLifetimeMs = 35 * minute;

/**
 * The session with the expiry that Anaplan's validation reported. `serverTime` (the reply's `Date`)
 * turns the server's clock into this computer's. Only what was found valid is told an expiry: one that
 * is over already says nothing.
 */
export function withValidatedExpiry(
	session: Session,
	reported: EpochMs,
	serverTime: EpochMs | undefined,
	receivedAt: EpochMs,
): Session {
	const offset = serverTime === undefined ? 0 : serverTime - receivedAt;
	// The header counts whole seconds; smaller differences are no difference.
	const correction = Math.abs(offset) < 5 * second ? 0 : offset;
	const expiresAt = epochMs(reported - correction);
	return expiresAt > receivedAt ? {...session, expiresAt} : session;
}
