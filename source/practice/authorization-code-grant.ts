import {type Answer, json, oauthError} from './answer.ts';
import type {GrantRequest} from './grant-request.ts';
import type {Rule} from './records.ts';
import {completeSignIn, revokeGrant, type Tenant} from './tenant.ts';

/**
 * Turns an authorization code into tokens.
 * The code works once and for a minute; a second use ends what the first one issued (RFC 6749 §4.1.2).
 * The redirect_uri must be the registered string, not the address at which the browser landed: that one has a slash more.
 */
export function exchangeAuthorizationCode(
	tenant: Tenant,
	request: GrantRequest,
	now: number,
): Answer {
	const code = tenant.codes.get(request.parameters.get('code') ?? '');
	if (code === undefined || code.clientId !== request.clientId) {
		return invalidGrant('Invalid authorization code', 'unknown authorization code');
	}

	if (code.grant !== undefined) {
		revokeGrant(tenant, code.grant);
		return invalidGrant('Invalid authorization code', 'authorization code reused');
	}

	if (now >= code.expiresAt)
		return invalidGrant('Authorization code has expired', 'authorization code expired');
	if (request.parameters.get('redirect_uri') !== code.redirectUri) {
		return invalidGrant('The redirect URI is wrong', 'wrong redirect_uri');
	}

	const {grant, reply} = completeSignIn(tenant, code, now, request.twist);
	code.grant = grant;
	return json(200, reply);
}

function invalidGrant(description: string, rule: Rule): Answer {
	return oauthError(403, 'invalid_grant', description, rule);
}
