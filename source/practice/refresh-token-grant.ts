import {type Answer, json, oauthError} from './answer.ts';
import type {GrantRequest} from './grant-request.ts';
import type {Rule} from './records.ts';
import {type Grant, issueTokens, type Tenant} from './tenant.ts';

/**
 * Turns a refresh token into a new access token.
 * Rotatable: the reply holds the next refresh token, and the one that was sent never works again. Sending it again ends
 * the whole family, since the tenant cannot tell a thief from a client that lost an answer (RFC 9700 §4.14.2).
 * Non-rotatable: the reply has no refresh_token key at all.
 * The lifetime counts from the sign-in and is not extended by rotation.
 */
export function exchangeRefreshToken(tenant: Tenant, request: GrantRequest, now: number): Answer {
	const token = tenant.refreshTokens.get(request.parameters.get('refresh_token') ?? '');
	if (token === undefined) return unknownRefreshToken();
	const {grant} = token;
	if (grant.clientId !== request.clientId)
		return unknownRefreshToken('refresh token of another client');
	if (token.used) {
		grant.refreshRevoked = true;
		return unknownRefreshToken('refresh token reused');
	}

	if (grant.refreshRevoked || now >= grant.signedInAt + tenant.settings.refreshTokenLifetimeMs) {
		return unknownRefreshToken();
	}

	const rotates = tenant.settings.rotation === 'rotatable' && !request.twist.withoutRefreshToken;
	token.used = rotates;
	tenant.counters.refreshes++;
	const {scope} = request.twist;
	if (scope === undefined) return json(200, issueTokens(tenant, grant, now, {refresh: rotates}));
	return json(200, issueNarrower(tenant, grant, scope, now, rotates));
}

/** A refresh may say less than was granted; the grant itself stays what it was. */
function issueNarrower(
	tenant: Tenant,
	grant: Grant,
	scope: readonly string[],
	now: number,
	refresh: boolean,
): unknown {
	return {...issueTokens(tenant, grant, now, {refresh}), scope: scope.join(' ')};
}

/** The end of a sign-in is a 403, which reads like a matter of permissions and is none. */
function unknownRefreshToken(...violations: Rule[]): Answer {
	return oauthError(403, 'invalid_grant', 'Unknown or invalid refresh token.', ...violations);
}
