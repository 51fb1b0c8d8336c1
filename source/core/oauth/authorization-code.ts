import type {HttpRequest} from '../anaplan/http.ts';
import type {Secret} from '../secret.ts';
import type {CodeClient} from './client.ts';

/** What a browser is sent to, and what its way back must bring. */
export type AuthorizationRequest = {
	readonly url: string;
	/** The `state` parameter: at least 128 random bits, compared letter by letter. */
	readonly oauthState: string;
	readonly redirectUri: string;
};

/** The page on which the user chooses how to sign in (password or single sign-on). */
const preloginPath = '/auth/prelogin';
/** The same request answered with a redirect; people may copy its address. */
const authorizePath = '/auth/authorize';

/**
 * The authorization request of the code grant. Without PKCE, which Anaplan is not known to accept:
 * `state` alone ties the reply to this attempt, so it is never left out.
 * Source: RFC 6749 §4.1.1, Anaplan OAuth 2.0 service.
 */
export function authorizationRequest(client: CodeClient, oauthState: string): AuthorizationRequest {
	const query = Object.entries({
		response_type: 'code',
		client_id: client.clientId,
		redirect_uri: client.redirectUri,
		scope: client.scope,
		state: oauthState,
	})
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
	return {
		url: `${client.hosts.oauth}${preloginPath}?${query}`,
		oauthState,
		redirectUri: client.redirectUri,
	};
}

/** Where the listener on this computer takes what a bookmarklet sends. */
export const loopbackCallbackPath = '/callback';

/**
 * A bookmark whose address is a line of JavaScript: run on the page that the sign-in ended on, it
 * takes code and state to the listener on this computer. It reads nothing else of the page.
 */
export const bookmarklet = (port: number): string =>
	`javascript:location.href='http://127.0.0.1:${port}${loopbackCallbackPath}'+location.search`;

/** Whether an address is the authorization request itself, not yet followed to its end. */
export const isAuthorizationUrl = (url: URL): boolean =>
	url.searchParams.has('response_type') ||
	url.pathname === preloginPath ||
	url.pathname === authorizePath;

/**
 * The access token request: JSON, with the redirect URI exactly as registered.
 * Source: RFC 6749 §4.1.3, Anaplan OAuth 2.0 service, POST /oauth/token.
 */
export function codeExchangeRequest(client: CodeClient, code: Secret): HttpRequest {
	return {
		method: 'POST',
		url: `${client.hosts.oauth}/oauth/token`,
		json: {
			grant_type: 'authorization_code',
			code,
			client_id: client.clientId,
			client_secret: client.clientSecret,
			redirect_uri: client.redirectUri,
		},
	};
}
