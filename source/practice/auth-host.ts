import {type Answer, empty, json} from './answer.ts';
import type {Call} from './call.ts';
import {mintTokenId} from './mint.ts';
import {type AccessToken, findLiveAccessToken, type Tenant} from './tenant.ts';

type TokenRead =
	| {readonly ok: true; readonly token: AccessToken}
	| {readonly ok: false; readonly answer: Answer};

/** GET /token/validate. Source: Anaplan authentication service. */
export function answerValidate(tenant: Tenant, call: Call, now: number): Answer {
	const read = readAnaplanAuthToken(tenant, call, now, 400);
	if (!read.ok) return read.answer;
	const {user} = read.token.grant;
	return success(tenant, 'Token validated', {
		tokenInfo: {tokenId: read.token.tokenId, expiresAt: read.token.expiresAt},
		userInfo: {userGuid: user.id, userId: user.email, customerGuid: user.customerId},
	});
}

/** POST /token/refresh: the same token, its time starting anew. This is Anaplan's own session refresh, not OAuth's. */
export function answerSessionRefresh(tenant: Tenant, call: Call, now: number): Answer {
	const read = readAnaplanAuthToken(tenant, call, now, 400);
	if (!read.ok) return read.answer;
	const {token} = read;
	token.expiresAt = now + tenant.settings.accessTokenLifetimeMs;
	return success(tenant, 'Token refreshed', {
		tokenInfo: {
			expiresAt: token.expiresAt,
			tokenId: token.tokenId,
			tokenValue: token.value,
			refreshTokenId: mintTokenId(),
		},
	});
}

/** POST /token/logout: the access token is dead at once. The refresh token is not touched: no document says it is. */
export function answerLogout(tenant: Tenant, call: Call, now: number): Answer {
	const read = readAnaplanAuthToken(tenant, call, now, 401);
	if (!read.ok) return read.answer;
	read.token.loggedOut = true;
	tenant.counters.logouts++;
	return empty(204);
}

/** This host knows one scheme. `Bearer` is a malformed header to it, with a status that differs by endpoint. */
function readAnaplanAuthToken(
	tenant: Tenant,
	call: Call,
	now: number,
	badHeaderStatus: 400 | 401,
): TokenRead {
	const value = /^AnaplanAuthToken (\S+)$/.exec(call.headers.authorization ?? '')?.[1];
	if (value === undefined) {
		const body = {
			status: 'FAILURE_BAD_HEADER',
			statusMessage: 'Invalid header. Verify the header.',
		};
		return {ok: false, answer: json(badHeaderStatus, body, ['bad Authorization header'])};
	}

	const token = findLiveAccessToken(tenant, value, now);
	if (token !== undefined) return {ok: true, token};
	const body = {
		status: 'FAILURE_BAD_CREDENTIAL',
		statusMessage: 'The token is invalid or has expired.',
	};
	return {ok: false, answer: json(401, body)};
}

function success(tenant: Tenant, statusMessage: string, details: object): Answer {
	const meta = {validationUrl: `${tenant.settings.origin}/token/validate`};
	return json(200, {meta, status: 'SUCCESS', statusMessage, ...details});
}
