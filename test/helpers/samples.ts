import type {HttpBody, HttpReply} from '../../source/core/anaplan/http.ts';
import type {AuthorizationRequest} from '../../source/core/oauth/authorization-code.ts';
import {type ClientDraft, type CodeClient, readClient} from '../../source/core/oauth/client.ts';
import type {Session, TokenResponse} from '../../source/core/oauth/session.ts';
import {Secret, type SecretKind} from '../../source/core/secret.ts';
import {type EpochMs, epochMs, minute} from '../../source/core/time.ts';

/** When the tests take place. */
export const noon = epochMs(Date.parse('2026-11-24T12:00:00Z'));
export const after = (ms: number, from: EpochMs = noon): EpochMs => epochMs(from + ms);

/** In every secret of the samples, so that a leak can be found by looking for it. */
export const sentinel = 'sentinel-8f3a';
export const secret = (kind: SecretKind, name: string): Secret =>
	new Secret(kind, `${sentinel}-${name}`);
export const callbackText = (text: string): Secret => new Secret('callback address', text);

/** 43 letters, like 256 bits in base64url. */
export const oauthState = 'Xq3vR8sT1uW5yZ7aB9cD2eF4gH6jK0lM-nP_oQrStUv';
export const authorizationRequest: AuthorizationRequest = {
	url: `https://us1a.app.anaplan.com/auth/prelogin?state=${oauthState}`,
	oauthState,
	redirectUri: 'https://www.anaplan.com',
};

export const draft = {
	grant: 'authorization_code' as const,
	clientId: 'client-1',
	clientSecret: secret('client secret', 'client-secret'),
	region: 'us1',
	redirectUri: 'https://www.anaplan.com',
	scope: 'openid email offline_access',
	hosts: {},
};

export const client: CodeClient = clientWith({});
export function clientWith(changes: Partial<ClientDraft>): CodeClient {
	const read = readClient({...draft, ...changes});
	if (!read.ok || read.value.grant !== 'authorization_code') {
		throw new Error(JSON.stringify(read));
	}

	return read.value;
}

/** A session of 35 minutes, begun at noon, whose tokens are called after `name`. */
export const sessionNamed = (name: string, changes: Partial<Session> = {}): Session => ({
	accessToken: secret('access token', `access-${name}`),
	scope: 'openid email offline_access',
	requestedScope: 'openid email offline_access',
	obtainedAt: noon,
	expiresAt: after(35 * minute),
	refreshToken: {token: secret('refresh token', `refresh-${name}`), obtainedAt: noon},
	...changes,
});

export const withoutRefreshToken = (session: Session): Session => {
	const {refreshToken: _, ...rest} = session;
	return rest;
};

export const responseNamed = (name: string, at: EpochMs = noon): TokenResponse => ({
	accessToken: secret('access token', `access-${name}`),
	refreshToken: secret('refresh token', `refresh-${name}`),
	scope: undefined,
	expiresAt: after(35 * minute, at),
	receivedAt: at,
});

export const reply = (
	status: number,
	body: HttpBody,
	changes: Partial<HttpReply> = {},
): HttpReply => ({
	status,
	host: 'us1a.app.anaplan.com',
	contentType: body.kind === 'json' ? 'application/json' : undefined,
	retryAfter: undefined,
	serverTime: undefined,
	receivedAt: noon,
	requestId: undefined,
	sentBytes: 0,
	receivedBytes: 0,
	body,
	...changes,
});

const json = (value: unknown): HttpBody => ({
	kind: 'json',
	value,
	text: new Secret('reply body', JSON.stringify(value) ?? ''),
});
export const jsonReply = (status: number, value: unknown, changes: Partial<HttpReply> = {}) =>
	reply(status, json(value), changes);

const html: HttpBody = {
	kind: 'text',
	text: new Secret('reply body', '<!DOCTYPE html><html><body>No</body></html>'),
};
export const htmlReply = (status: number) => reply(status, html, {contentType: 'text/html'});
export const emptyReply = (status: number) => reply(status, {kind: 'empty'});

/** A token reply as the HTTP adapter hands it over: the tokens wrapped. */
export const tokenReply = (
	name: string,
	changes: Record<string, unknown> = {},
	at: EpochMs = noon,
) =>
	jsonReply(
		200,
		{
			access_token: secret('access token', `access-${name}`),
			refresh_token: secret('refresh token', `refresh-${name}`),
			id_token: secret('ID token', `id-${name}`),
			scope: 'openid email offline_access',
			expires_in: 2100,
			token_type: 'Bearer',
			...changes,
		},
		{receivedAt: at},
	);

export const userReply = (email = 'a.user@example.com') =>
	jsonReply(200, {user: {id: 'user-1', email, firstName: 'A', lastName: 'User'}});
