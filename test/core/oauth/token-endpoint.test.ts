import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {HttpReply} from '../../../source/core/anaplan/http.ts';
import {
	codeExchangeRequest,
	authorizationRequest as requestFor,
} from '../../../source/core/oauth/authorization-code.ts';
import {readTokenReply, refreshRequest} from '../../../source/core/oauth/token-endpoint.ts';
import {Secret} from '../../../source/core/secret.ts';
import {minute, second} from '../../../source/core/time.ts';
import {
	after,
	client,
	clientWith,
	emptyReply,
	htmlReply,
	jsonReply,
	noon,
	reply,
	secret,
	sentinel,
	tokenReply,
} from '../../helpers/samples.ts';

const responseOf = (changes: Record<string, unknown>) => {
	const read = readTokenReply(tokenReply('1', changes), 'authorization_code');
	return read.ok ? read.value : read.problem;
};

const problemOf = (from: HttpReply) => {
	const read = readTokenReply(from, 'authorization_code');
	return read.ok ? read.value : read.problem;
};

describe('the requests', () => {
	test('of a code exchange carry the redirect URI exactly as registered (RFC 6749 §4.1.3)', () => {
		const slash = clientWith({redirectUri: 'https://Www.anaplan.com'});
		const {method, url, json} = codeExchangeRequest(slash, secret('authorization code', 'code'));
		expect({method, url}).toEqual({
			method: 'POST',
			url: 'https://us1a.app.anaplan.com/oauth/token',
		});
		expect(json).toMatchObject({
			grant_type: 'authorization_code',
			client_id: 'client-1',
			redirect_uri: 'https://Www.anaplan.com',
		});
		expect(json?.['code']).toBeInstanceOf(Secret);
		expect(json?.['client_secret']).toBeInstanceOf(Secret);
	});

	test('of a refresh carry the client and its secret (RFC 6749 §6), and print none', () => {
		const request = refreshRequest(client, secret('refresh token', 'r'));
		expect(Object.keys(request.json ?? {})).toEqual([
			'grant_type',
			'client_id',
			'client_secret',
			'refresh_token',
		]);
		expect(inspect(request, {depth: null}) + JSON.stringify(request)).not.toContain(sentinel);
	});

	test('of an authorization name the state, and encode what they carry (RFC 6749 §4.1.1)', () => {
		const {url} = requestFor(clientWith({redirectUri: 'https://x.example/cb?a=1&b=2'}), 'state+/=');
		expect(url).toMatch(/^https:\/\/us1a\.app\.anaplan\.com\/auth\/prelogin\?/);
		expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
			response_type: 'code',
			client_id: 'client-1',
			redirect_uri: 'https://x.example/cb?a=1&b=2',
			scope: 'openid email offline_access',
			state: 'state+/=',
		});
		expect(url).not.toContain(sentinel);
	});
});

describe('a token reply', () => {
	test('as Anaplan sends it gives the tokens with absolute times (RFC 6749 §5.1)', () => {
		const response = responseOf({});
		expect(response).toMatchObject({
			scope: 'openid email offline_access',
			receivedAt: noon,
			expiresAt: after(35 * minute),
		});
		expect('accessToken' in response && response.accessToken.reveal()).toBe(`${sentinel}-access-1`);
		expect('refreshToken' in response && response.refreshToken?.reveal()).toBe(
			`${sentinel}-refresh-1`,
		);
	});

	test.each([
		['missing', undefined, 35 * minute],
		['one second', 1, second],
		['a fraction', 0.5 + 1, 1500],
		['quoted', '2100', 35 * minute],
		['a year', 31_536_000, 31_536_000 * second],
	])('whose expires_in is %s is read', (_, expires_in, lifetime) => {
		expect(responseOf({expires_in})).toMatchObject({expiresAt: after(lifetime)});
	});

	test.each([
		0,
		-5,
		Number.NaN,
		Number.POSITIVE_INFINITY,
		1e15,
		'',
		'-1',
		'1e3',
		'soon',
		'9'.repeat(400),
		null,
		true,
		[],
		{},
	])('whose expires_in is %j loses no token: it is taken for the usual 35 minutes', expires_in => {
		const response = responseOf({expires_in});
		expect(response).toMatchObject({expiresAt: after(35 * minute)});
		expect(response).toHaveProperty('refreshToken');
	});

	test.each([null, '', 5, [], ['openid', 'email'], {}])('may have the scope %j', scope => {
		const response = responseOf({scope});
		expect(response).toMatchObject({scope: undefined});
		expect(response).toHaveProperty('refreshToken');
	});

	test.each([undefined, null, '', 'bearer', 'BEARER', 'Bearer'])(
		'may have the token_type %j (RFC 6749 §5.1: any case)',
		token_type => {
			expect(responseOf({token_type})).toHaveProperty('accessToken');
		},
	);

	test.each(['mac', 'Bearer ', 7, {}])('must not have the token_type %j', token_type => {
		expect(responseOf({token_type})).toMatchObject({
			code: 'unexpected_reply',
			message: expect.stringContaining('“token_type”'),
		});
	});

	test.each([undefined, null, new Secret('refresh token', ''), '', 5, {}])(
		'without a refresh token (%s), as for a non-rotatable client, has none to offer',
		refresh_token => {
			const response = responseOf({refresh_token});
			expect(response).toHaveProperty('accessToken');
			expect(response).not.toHaveProperty('refreshToken');
		},
	);

	test.each([
		undefined,
		null,
		new Secret('access token', ''),
		new Secret('access token', 'a\x1b]52;c;eA==\x07'),
		new Secret('access token', 'a\nb'),
		new Secret('access token', 'é'),
		'not wrapped',
		5,
		{},
		[],
	])('without an access token (%s) is refused', access_token => {
		expect(responseOf({access_token})).toMatchObject({
			code: 'unexpected_reply',
			message: expect.stringContaining('“access_token”'),
		});
	});

	test('with a narrower scope than asked is no error', () => {
		expect(responseOf({scope: 'openid'})).toMatchObject({scope: 'openid'});
	});

	test.each([undefined, null, ''])('with the scope %j says nothing of it', scope => {
		expect(responseOf({scope})).toMatchObject({scope: undefined});
	});

	test('with a hostile scope is made safe to draw', () => {
		expect(responseOf({scope: 'openid\u001B[2J \u202Eemail'})).toMatchObject({
			scope: 'openid [2J email',
		});
	});

	test('ignores fields that it does not know', () => {
		expect(
			responseOf({anaplan_token: 'x', __proto__: {a: 1}, constructor: 1, id_token: null}),
		).toHaveProperty('accessToken');
	});

	test.each([null, [], 'text', 5, {}, {tokens: {}}])('of another shape (%j) is refused', value => {
		expect(problemOf(jsonReply(200, value))).toMatchObject({code: 'unexpected_reply', exitCode: 1});
	});

	test('never shows a token when printed', () => {
		const read = readTokenReply(tokenReply('1'), 'authorization_code');
		expect(inspect(read, {depth: null}) + JSON.stringify(read)).not.toContain(sentinel);
	});
});

describe('an error reply', () => {
	test.each([
		['access_denied', 'access_denied', 1],
		['invalid_client', 'invalid_client', 1],
		['invalid_grant', 'invalid_grant', 1],
		['expired_token', 'invalid_grant', 1],
		['invalid_request', 'invalid_request', 1],
		['invalid_scope', 'invalid_scope', 1],
		['unauthorized_client', 'unauthorized_client', 1],
		['unsupported_grant_type', 'unsupported_grant_type', 1],
		['server_error', 'server_error', 75],
		['temporarily_unavailable', 'server_error', 75],
		['too_many_requests', 'rate_limited', 75],
	])(
		'%s is decided by its error field at every status (RFC 6749 §5.2)',
		(error, code, exitCode) => {
			const statuses = [200, 400, 401, 403, 429, 500].filter(
				status => error !== 'access_denied' || status !== 401,
			);
			for (const status of statuses) {
				expect(problemOf(jsonReply(status, {error}))).toMatchObject({
					code,
					exitCode,
					message: expect.stringContaining(`It said: ${error}`),
				});
			}
		},
	);

	test('access_denied with 401 is about the client secret, with 403 about a person who chose Deny', () => {
		const denied = {error: 'access_denied', error_description: 'Unauthorized'};
		const message = expect.stringContaining('It said: access_denied: Unauthorized');
		expect(problemOf(jsonReply(401, denied))).toMatchObject({code: 'invalid_client', message});
		expect(problemOf(jsonReply(403, denied))).toMatchObject({code: 'access_denied', message});
	});

	test('that also holds tokens is an error', () => {
		expect(responseOf({error: 'invalid_grant'})).toMatchObject({code: 'invalid_grant'});
	});

	test('quotes error_description, cut and without its control and bidirectional characters', () => {
		const error_description = `Unknown\u001B]52;c;YQ==\u0007 or \u202Einvalid\n${'x'.repeat(9000)}`;
		const problem = problemOf(jsonReply(403, {error: 'invalid_grant', error_description}));
		const message = 'message' in problem ? problem.message : '';
		expect(message).toContain('invalid_grant: Unknown ]52;c;YQ== or invalid xxx');
		expect(message).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
		expect(message.length).toBeLessThan(400);
	});

	test.each([5, null, {}, [], true])(
		'whose error_description is %j is read without it',
		error_description => {
			expect(problemOf(jsonReply(400, {error: 'invalid_grant', error_description}))).toMatchObject({
				code: 'invalid_grant',
			});
		},
	);

	test.each(['brand_new', 'constructor', '__proto__', 'Invalid_Grant'])(
		'of the unknown kind %s is quoted and judged by its status',
		error => {
			expect(problemOf(jsonReply(503, {error}))).toMatchObject({
				code: 'server_error',
				message: expect.stringContaining(error),
			});
			expect(problemOf(jsonReply(400, {error}))).toMatchObject({
				code: 'unexpected_reply',
				message: expect.stringContaining(error),
			});
		},
	);

	test.each([5, null, '', {}, []])('whose error is %j is judged by its status', error => {
		expect(problemOf(jsonReply(400, {error}))).toMatchObject({code: 'unexpected_reply'});
		expect(problemOf(jsonReply(500, {error}))).toMatchObject({code: 'server_error'});
	});

	test('without JSON is judged by its status and kind', () => {
		expect(problemOf(htmlReply(200))).toMatchObject({
			code: 'unexpected_reply',
			message: expect.stringContaining('HTML'),
		});
		expect(problemOf(htmlReply(403))).toMatchObject({code: 'blocked'});
		expect(problemOf(emptyReply(403))).toMatchObject({code: 'unexpected_reply'});
		expect(problemOf(emptyReply(407))).toMatchObject({
			code: 'blocked',
			message: expect.stringContaining('proxy'),
		});
		expect(problemOf(emptyReply(408))).toMatchObject({code: 'timed_out', exitCode: 75});
		expect(problemOf(htmlReply(502))).toMatchObject({code: 'server_error', exitCode: 75});
		expect(problemOf({...htmlReply(503), retryAfter: '90'})).toMatchObject({
			code: 'server_error',
			hint: 'Wait 1 min 30 s and try again.',
		});
		expect(problemOf(emptyReply(302))).toMatchObject({
			code: 'unexpected_reply',
			message: expect.stringContaining('not followed'),
		});
	});

	test.each([200, 400, 401, 403])(
		'in the words of another service (%d) is told in them',
		status => {
			const body = {status: 'FAILURE_BAD_CREDENTIAL', statusMessage: 'Tenant\u001B is locked'};
			expect(problemOf(jsonReply(status, body))).toMatchObject({
				code: 'unexpected_reply',
				exitCode: 1,
				message: expect.stringContaining('It said: FAILURE_BAD_CREDENTIAL Tenant is locked'),
				cause: expect.not.stringContaining('Another server'),
			});
		},
	);

	test('429 says how long to wait, by Retry-After (RFC 9110 §10.2.3)', () => {
		const limited = (retryAfter: string | undefined) =>
			problemOf(reply(429, {kind: 'empty'}, {retryAfter}));
		expect(limited('90')).toMatchObject({
			code: 'rate_limited',
			retryAfterMs: 90_000,
			hint: 'Wait 1 min 30 s and try again.',
		});
		expect(limited('Tue, 24 Nov 2026 12:00:10 GMT')).toMatchObject({retryAfterMs: 10_000});
		expect(limited('0')).toMatchObject({retryAfterMs: 0, hint: 'Try again.'});
		expect(limited(undefined)).not.toHaveProperty('retryAfterMs');
		expect(limited('9'.repeat(400))).toMatchObject({retryAfterMs: 86_400_000});
	});
});
