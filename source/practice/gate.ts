import {type Answer, empty, oauthError, plainHtml} from './answer.ts';
import type {Call} from './call.ts';

const secretNames = [
	'access_token',
	'refresh_token',
	'id_token',
	'client_secret',
	'code_verifier',
	'device_code',
	'password',
];

/** What stands before the tenant: the firewall, and the rule that no secret travels in an address. */
export function refuseAtGate(call: Call): Answer | undefined {
	const userAgent = call.headers['user-agent'];
	if (!userAgent) return plainHtml(403, 'Access denied', ['no User-Agent']);
	// A tool that named Anaplan in its User-Agent was seen to be blocked; which other names are is not known.
	if (/anaplan|got/i.test(userAgent))
		return plainHtml(403, 'Access denied', ['User-Agent refused by the firewall']);
	if (secretNames.some(name => call.query.has(name))) {
		return oauthError(
			400,
			'invalid_request',
			'A secret must not be part of an address',
			'secret in the query',
		);
	}

	return undefined;
}

/** The answer to a path that exists, asked with a method that does not. */
export function methodNotAllowed(allowed: readonly string[]): Answer {
	return {...empty(405, {allow: allowed.join(', ')}), violations: ['method not allowed']};
}
