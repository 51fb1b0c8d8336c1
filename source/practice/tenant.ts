import type {Twist} from './call.ts';
import {type Content, createContent} from './content.ts';
import {mintAccessToken, mintIdToken, mintRefreshToken, mintTokenId} from './mint.ts';
import {type Counters, createCounters} from './records.ts';
import type {PracticeUser, Settings} from './settings.ts';

/** What a person once allowed a client to do. All tokens of a grant are one family. */
export interface Grant {
	readonly clientId: string;
	readonly user: PracticeUser;
	readonly scope: readonly string[];
	readonly signedInAt: number;
	refreshRevoked: boolean;
}

export interface AccessToken {
	readonly value: string;
	readonly tokenId: string;
	readonly grant: Grant;
	expiresAt: number;
	loggedOut: boolean;
}

export interface RefreshToken {
	readonly grant: Grant;
	used: boolean;
}

export interface AuthorizationCode {
	readonly clientId: string;
	readonly redirectUri: string;
	readonly scope: readonly string[];
	readonly user: PracticeUser;
	readonly expiresAt: number;
	/** Set by the exchange; a code with a grant is used up. */
	grant?: Grant;
}

export interface DeviceAuthorization {
	readonly clientId: string;
	readonly userCode: string;
	readonly scope: readonly string[];
	readonly expiresAt: number;
	intervalMs: number;
	lastPollAt?: number;
	status: 'pending' | 'allowed' | 'denied' | 'ended';
	/** Who decided. */
	user?: PracticeUser;
}

/** A sign-in that is under way in somebody's browser; `user` is set once they have said who they are. */
export type SignIn = {user?: PracticeUser} & (
	| {
			readonly kind: 'code';
			readonly clientId: string;
			readonly redirectUri: string;
			readonly scope: readonly string[];
			readonly state: string | undefined;
	  }
	| {readonly kind: 'device'; readonly device: DeviceAuthorization}
);

/** Everything the tenant knows. It has no clock: whoever calls says what time it is. */
export interface Tenant {
	readonly settings: Settings;
	readonly content: Content;
	readonly counters: Counters;
	readonly signIns: Map<string, SignIn>;
	readonly codes: Map<string, AuthorizationCode>;
	readonly devices: Map<string, DeviceAuthorization>;
	readonly accessTokens: Map<string, AccessToken>;
	readonly refreshTokens: Map<string, RefreshToken>;
}

/** The body of a successful token reply, with the names of RFC 6749 §5.1. */
export interface TokenReply {
	readonly access_token: string;
	readonly refresh_token?: string;
	readonly id_token?: string;
	readonly scope: string;
	readonly expires_in: number;
	readonly token_type: 'Bearer';
}

/** A tenant in which nobody has signed in yet. */
export function createTenant(settings: Settings): Tenant {
	return {
		settings,
		content: createContent(settings.content, settings.origin, settings),
		counters: createCounters(),
		signIns: new Map(),
		codes: new Map(),
		devices: new Map(),
		accessTokens: new Map(),
		refreshTokens: new Map(),
	};
}

/** What is granted of a requested scope: the intersection, in the order in which it was asked for. */
export function grantScope(tenant: Tenant, requested: string | undefined): readonly string[] {
	const asked = new Set((requested ?? 'openid').split(/\s+/).filter(Boolean));
	return [...asked].filter(scope => tenant.settings.grantedScopes.includes(scope));
}

/** Writes down a sign-in that has just succeeded. */
function openGrant(asked: AskedGrant, scope: readonly string[], now: number): Grant {
	const {clientId, user} = asked;
	return {clientId, user, scope, signedInAt: now, refreshRevoked: false};
}

interface AskedGrant {
	readonly clientId: string;
	readonly scope: readonly string[];
	readonly user: PracticeUser;
}

/** The person with this email address, if anybody here has it. */
export function findUser({settings}: Tenant, email: string): PracticeUser | undefined {
	const wanted = email.toLowerCase();
	return [settings.user, ...settings.others].find(user => user.email.toLowerCase() === wanted);
}

/**
 * Issues an access token for a grant, and a refresh token where `refresh` says so and the scope allows it.
 * The id_token comes only with `openid`, the refresh_token only with `offline_access`.
 */
export function issueTokens(
	tenant: Tenant,
	grant: Grant,
	now: number,
	options: {refresh: boolean},
): TokenReply {
	const {settings} = tenant;
	const {user} = grant;
	const expiresAt = now + settings.accessTokenLifetimeMs;
	const times = {iat: Math.floor(now / 1000), exp: Math.floor(expiresAt / 1000)};
	const value = mintAccessToken({
		iss: settings.origin,
		sub: user.id,
		azp: grant.clientId,
		scope: grant.scope.join(' '),
		...times,
	});
	tenant.accessTokens.set(value, {
		value,
		tokenId: mintTokenId(),
		grant,
		expiresAt,
		loggedOut: false,
	});
	const reply: TokenReply = {
		access_token: value,
		scope: grant.scope.join(' '),
		expires_in: Math.floor(settings.accessTokenLifetimeMs / 1000),
		token_type: 'Bearer',
		...(grant.scope.includes('openid') && {
			id_token: mintIdToken({
				iss: settings.origin,
				sub: user.id,
				aud: grant.clientId,
				email: user.email,
				...times,
			}),
		}),
	};
	if (!options.refresh || !grant.scope.includes('offline_access')) return reply;
	const refreshToken = mintRefreshToken();
	tenant.refreshTokens.set(refreshToken, {grant, used: false});
	return {...reply, refresh_token: refreshToken};
}

/** Signs a grant in and issues its first tokens, as every grant type does at its end. */
export function completeSignIn(
	tenant: Tenant,
	asked: AskedGrant,
	now: number,
	twist: Twist = {},
): {grant: Grant; reply: TokenReply} {
	const grant = openGrant(asked, twist.scope ?? asked.scope, now);
	tenant.counters.signIns++;
	return {grant, reply: issueTokens(tenant, grant, now, {refresh: !twist.withoutRefreshToken})};
}

/** The access token with this value, if it would open a door at this moment. */
export function findLiveAccessToken(
	tenant: Tenant,
	value: string,
	now: number,
): AccessToken | undefined {
	const token = tenant.accessTokens.get(value);
	return token && !token.loggedOut && now < token.expiresAt ? token : undefined;
}

/** Ends every token of a grant: RFC 6749 §4.1.2 asks for that when a code comes back a second time. */
export function revokeGrant(tenant: Tenant, grant: Grant): void {
	grant.refreshRevoked = true;
	for (const token of tenant.accessTokens.values()) {
		if (token.grant === grant) token.loggedOut = true;
	}
}

/** Ends all refresh tokens, as an administrator can. */
export function revokeAllRefreshTokens(tenant: Tenant): void {
	for (const {grant} of tenant.refreshTokens.values()) grant.refreshRevoked = true;
}

/** Lets every access token run out now. */
export function expireAllAccessTokens(tenant: Tenant, now: number): void {
	for (const token of tenant.accessTokens.values())
		token.expiresAt = Math.min(token.expiresAt, now);
}
