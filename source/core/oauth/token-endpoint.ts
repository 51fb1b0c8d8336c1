import * as v from 'valibot';
import type {HttpReply, HttpRequest} from '../anaplan/http.ts';
import {refusedReply, unreadableReply} from '../anaplan/reply.ts';
import {printable} from '../printable.ts';
import {failure, type Result, success} from '../result.ts';
import {Secret} from '../secret.ts';
import {epochMs, second} from '../time.ts';
import type {Client, GrantType} from './client.ts';
import {clockAheadMs} from './clock-offset.ts';
import {readOAuthError} from './oauth-error.ts';
import {documentedLifetimeMs, type TokenResponse} from './session.ts';
import {wireSeconds} from './wire-seconds.ts';

/**
 * The refresh request; a client of the device grant has no secret to send. Source: RFC 6749 §6, Anaplan OAuth 2.0 service, POST /oauth/token.
 */
export function refreshRequest(client: Client, refreshToken: Secret): HttpRequest {
	return {
		method: 'POST',
		url: `${client.hosts.oauth}/oauth/token`,
		json: {
			grant_type: 'refresh_token',
			client_id: client.clientId,
			...(client.grant === 'authorization_code' && {client_secret: client.clientSecret}),
			refresh_token: refreshToken,
		},
	};
}

const isGiven = ({length}: Secret): boolean => length > 0;

// RFC 6749 appendix A.12. Anything else cannot be sent, and would act on the terminal where
// a token is printed.
const isVisibleAscii = (token: Secret): boolean => /^[ -~]*$/.test(token.reveal());

const tokenReply = v.object({
	access_token: v.pipe(v.instance(Secret), v.check(isGiven), v.check(isVisibleAscii)),
	token_type: v.nullish(v.pipe(v.string(), v.regex(/^(bearer)?$/i))),
	// A reply that is refused takes the refresh token in it along, and the old one may be used up: what
	// is only said about the tokens is no reason.
	expires_in: v.fallback(v.optional(wireSeconds(1, 10 * 365 * 24 * 3600)), undefined),
	refresh_token: v.fallback(v.optional(v.instance(Secret)), undefined),
	scope: v.fallback(v.optional(v.string()), undefined),
});

/**
 * Reads a reply of the token endpoint to a client of this grant, deciding by the body and not by the
 * status.
 * Shape: {access_token, token_type?, expires_in? (s), refresh_token?, scope?}; other fields are
 * ignored, and so are the last three where they are not what they should be.
 * Returns a TokenResponse with absolute times, or a Problem: one of RFC 6749 §5.2 by its `error`,
 * `rate_limited`, `server_error`, `blocked`, or `unexpected_reply` naming the field.
 * Source: RFC 6749 §5, Anaplan OAuth 2.0 service, POST /oauth/token.
 */
export function readTokenReply(reply: HttpReply, grant: GrantType): Result<TokenResponse> {
	if (reply.body.kind !== 'json') {
		return failure(refusedReply(reply));
	}

	const error = readOAuthError(reply, grant);
	if (error) {
		return failure(error.problem);
	}

	const tokens = v.safeParse(tokenReply, reply.body.value);
	if (!tokens.success) {
		const field = v.getDotPath(tokens.issues[0]) ?? undefined;
		return failure(unreadableReply(reply, field));
	}

	const {access_token, expires_in, refresh_token, scope} = tokens.output;
	const lifetimeMs = expires_in === undefined ? documentedLifetimeMs : expires_in * second;
	return success({
		accessToken: access_token,
		// An empty one is none: it must not replace the one that we have.
		...(refresh_token && isGiven(refresh_token) && {refreshToken: refresh_token}),
		scope: scope ? printable(scope, 1000) : undefined,
		expiresAt: epochMs(reply.receivedAt + lifetimeMs),
		receivedAt: reply.receivedAt,
		clockAheadMs: clockAheadMs(reply),
	});
}

const rotated = v.object({refresh_token: v.pipe(v.instance(Secret), v.check(isGiven))});

/**
 * The refresh token in a success that is of no other use: the one that was sent may be used up.
 * Source: RFC 6749 §6, a new refresh token replaces the old one.
 */
export function rotatedTokenIn({status, body}: HttpReply): Secret | undefined {
	if (status < 200 || status >= 300 || body.kind !== 'json') {
		return undefined;
	}

	const found = v.safeParse(rotated, body.value);
	return found.success ? found.output.refresh_token : undefined;
}
