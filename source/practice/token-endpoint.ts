import {type Answer, oauthError} from './answer.ts';
import {exchangeAuthorizationCode} from './authorization-code-grant.ts';
import {type Call, type Parameters, readParameters} from './call.ts';
import {authenticateClient, type GrantType} from './client-authentication.ts';
import {exchangeDeviceCode} from './device-code-grant.ts';
import type {GrantRequest} from './grant-request.ts';
import {exchangeRefreshToken} from './refresh-token-grant.ts';
import type {Tenant} from './tenant.ts';

interface GrantHandler {
	readonly name: GrantType;
	readonly encodings: ReadonlyArray<Parameters['encoding']>;
	readonly required: readonly string[];
	readonly exchange: (tenant: Tenant, request: GrantRequest, now: number) => Answer;
}

const grants: Readonly<Record<string, GrantHandler>> = {
	authorization_code: {
		name: 'authorization_code',
		encodings: ['json', 'form'],
		required: ['code', 'redirect_uri'],
		exchange: exchangeAuthorizationCode,
	},
	refresh_token: {
		name: 'refresh_token',
		encodings: ['json', 'form'],
		required: ['refresh_token'],
		exchange: exchangeRefreshToken,
	},
	'urn:ietf:params:oauth:grant-type:device_code': {
		name: 'device_code',
		encodings: ['json'],
		required: ['device_code'],
		exchange: exchangeDeviceCode,
	},
};

/**
 * POST /oauth/token: all three grants.
 * Source: RFC 6749 §4.1.3, §5, §6; RFC 8628 §3.4. The status codes are Auth0's, which Anaplan's provider resembles;
 * a missing grant_type was seen to be 401.
 */
export function answerTokenRequest(tenant: Tenant, call: Call, now: number): Answer {
	const read = readParameters(call);
	if (!read.ok) return read.answer;
	const {encoding, values} = read.value;
	const grantType = values.get('grant_type');
	if (grantType === undefined)
		return oauthError(401, 'access_denied', 'Unauthorized', 'missing parameter');
	const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
	if (grant === undefined) {
		return oauthError(
			403,
			'unsupported_grant_type',
			`Unsupported grant type: ${grantType}`,
			'unknown grant_type',
		);
	}

	if (!grant.encodings.includes(encoding)) {
		return oauthError(
			400,
			'invalid_request',
			'Content-Type must be application/json',
			'wrong content type',
		);
	}

	const client = authenticateClient(tenant, call, read.value, grant.name);
	if (!client.ok) return client.answer;
	for (const name of grant.required) {
		if (!values.get(name))
			return oauthError(
				400,
				'invalid_request',
				`Missing required parameter: ${name}`,
				'missing parameter',
			);
	}

	return grant.exchange(
		tenant,
		{clientId: client.clientId, parameters: values, twist: call.twist},
		now,
	);
}

/** The grant_type of a token request, for the record; undefined when the body does not say. */
export function readGrantType(call: Call): string | undefined {
	const read = readParameters(call);
	return read.ok ? read.value.values.get('grant_type') : undefined;
}
