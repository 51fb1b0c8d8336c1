import {once} from 'node:events';
import {type IncomingHttpHeaders, request} from 'node:http';
import {onTestFinished} from 'vitest';
import {type PracticeTenant, startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {PracticeTenantOptions} from '../../source/practice/settings.ts';

export interface Reply {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
}

interface Content {
	readonly json?: unknown;
	readonly form?: Record<string, string> | string;
	readonly headers?: Record<string, string>;
	readonly raw?: string;
	readonly userAgent?: string | null;
}

/** A tenant that ends with the test. */
export async function startTenant(options: PracticeTenantOptions = {}): Promise<PracticeTenant> {
	const tenant = await startPracticeTenant(options);
	onTestFinished(() => tenant.close());
	return tenant;
}

/** One request on a connection of its own; rejects when the connection breaks, also in the middle of the answer. */
export async function send(
	tenant: PracticeTenant,
	line: `${string} /${string}`,
	content: Content = {},
): Promise<Reply> {
	const [method = 'GET', path = '/'] = line.split(' ');
	const headers: Record<string, string> = {...content.headers};
	if (content.userAgent !== null) headers['user-agent'] = content.userAgent ?? 'Mozilla/5.0';
	let body = content.raw ?? '';
	if (content.json !== undefined) {
		headers['content-type'] ??= 'application/json';
		body = JSON.stringify(content.json);
	}

	if (content.form !== undefined) {
		headers['content-type'] ??= 'application/x-www-form-urlencoded';
		body = new URLSearchParams(content.form).toString();
	}

	const outgoing = request(tenant.origin + path, {method, headers, agent: false});
	const answered = once(outgoing, 'response');
	outgoing.end(body);
	const [response] = await answered;
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk);
	return {
		status: response.statusCode,
		headers: response.headers,
		text: Buffer.concat(chunks).toString('utf8'),
	};
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came, and says what it expects
export function read(reply: Reply): any {
	return JSON.parse(reply.text);
}

export function rulesOf(tenant: PracticeTenant): string[] {
	return tenant.violations.map(({rule}) => rule);
}

export function authorizationUrl(
	tenant: PracticeTenant,
	changes: Record<string, string | undefined> = {},
): string {
	const {clientId, redirectUri} = tenant.clients.authorizationCode;
	const query = new URLSearchParams();
	const parameters = {
		response_type: 'code',
		client_id: clientId,
		redirect_uri: redirectUri,
		scope: 'openid profile email offline_access',
		state: 'st-4711',
		...changes,
	};
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== undefined) query.set(name, value);
	}

	return `${tenant.origin}/auth/prelogin?${query.toString()}`;
}

export function codeIn(landing: string): string {
	return new URL(landing).searchParams.get('code') ?? '';
}

export function codeGrant(tenant: PracticeTenant, code: string): Record<string, string> {
	const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;
	return {
		grant_type: 'authorization_code',
		code,
		client_id: clientId,
		client_secret: clientSecret,
		redirect_uri: redirectUri,
	};
}

export function refreshGrant(
	tenant: PracticeTenant,
	refreshToken: string | undefined,
): Record<string, string> {
	const {clientId, clientSecret} = tenant.clients.authorizationCode;
	return {
		grant_type: 'refresh_token',
		refresh_token: refreshToken ?? '',
		client_id: clientId,
		client_secret: clientSecret,
	};
}

export function poll(tenant: PracticeTenant, deviceCode: string): Promise<Reply> {
	return send(tenant, 'POST /oauth/token', {
		json: {
			grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
			device_code: deviceCode,
			client_id: tenant.clients.device.clientId,
		},
	});
}

export function token(tenant: PracticeTenant, json: unknown): Promise<Reply> {
	return send(tenant, 'POST /oauth/token', {json});
}

export function withToken(accessToken: string, scheme = 'AnaplanAuthToken'): Content {
	return {headers: {authorization: `${scheme} ${accessToken}`}};
}
