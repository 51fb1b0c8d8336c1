import {type Answer, oauthError} from './answer.ts';
import type {Call, Parameters} from './call.ts';
import type {Tenant} from './tenant.ts';

export type GrantType = 'authorization_code' | 'refresh_token' | 'device_code';

export type ClientRead =
	| {readonly ok: true; readonly clientId: string}
	| {readonly ok: false; readonly answer: Answer};

/**
 * Finds out which client sent a token request, and whether it may use this grant type.
 * A client id comes in the body or, with a form, in HTTP Basic.
 * An unknown client and a client of the other kind get the same 403 `unauthorized_client`; a wrong secret gets 401
 * `access_denied`, as Auth0 answers it, which is not the `access_denied` of a person who pressed Deny.
 */
export function authenticateClient(
	tenant: Tenant,
	call: Call,
	parameters: Parameters,
	grantType: GrantType,
): ClientRead {
	const {authorizationCode, device} = tenant.settings.clients;
	const sent = readCredentials(call, parameters);
	if (!sent.ok) return sent;
	const {clientId, clientSecret} = sent;
	if (clientId === undefined) {
		return refuse(oauthError(401, 'access_denied', 'Unauthorized', 'missing parameter'));
	}

	if (clientId === device.clientId) {
		if (grantType === 'authorization_code')
			return refuse(unauthorizedClient('grant not allowed for this client'));
		if (clientSecret !== undefined) {
			return refuse(
				oauthError(401, 'access_denied', 'Unauthorized', 'client_secret from a device client'),
			);
		}

		return {ok: true, clientId};
	}

	if (clientId !== authorizationCode.clientId) return refuse(unauthorizedClient('unknown client'));
	if (grantType === 'device_code')
		return refuse(unauthorizedClient('grant not allowed for this client'));
	if (clientSecret === undefined) {
		return refuse(oauthError(401, 'access_denied', 'Unauthorized', 'no client_secret'));
	}

	if (clientSecret !== authorizationCode.clientSecret) {
		return refuse(oauthError(401, 'access_denied', 'Unauthorized', 'wrong client_secret'));
	}

	return {ok: true, clientId};
}

/** The answer to a client that does not exist or was registered for the other kind of grant. */
export function unauthorizedClient(
	rule: 'unknown client' | 'grant not allowed for this client',
): Answer {
	return oauthError(403, 'unauthorized_client', 'Unauthorized or unknown client', rule);
}

type Credentials =
	| {
			readonly ok: true;
			readonly clientId: string | undefined;
			readonly clientSecret: string | undefined;
	  }
	| {readonly ok: false; readonly answer: Answer};

function readCredentials(call: Call, {encoding, values}: Parameters): Credentials {
	const inBody = {clientId: values.get('client_id'), clientSecret: values.get('client_secret')};
	const header = call.headers.authorization;
	if (header === undefined) return {ok: true, ...inBody};
	if (encoding === 'json') {
		// Nobody has seen Anaplan take this combination, so a client that relies on it is refused.
		const rule = 'Authorization header on a JSON token request';
		return refuse(oauthError(400, 'invalid_request', 'Send the client in the body', rule));
	}

	const basic = /^Basic ([\w+/]+={0,2})$/i.exec(header)?.[1];
	const [id, secret, ...rest] = Buffer.from(basic ?? '', 'base64')
		.toString('utf8')
		.split(':');
	if (!id || secret === undefined || rest.length > 0) {
		return refuse(oauthError(401, 'access_denied', 'Unauthorized', 'bad Authorization header'));
	}

	return {ok: true, clientId: decodeFormValue(id), clientSecret: decodeFormValue(secret)};
}

/** RFC 6749 §2.3.1 wants both halves of HTTP Basic encoded like a form. */
function decodeFormValue(text: string): string {
	return new URLSearchParams(`value=${text}`).get('value') ?? '';
}

function refuse(answer: Answer): {readonly ok: false; readonly answer: Answer} {
	return {ok: false, answer};
}
