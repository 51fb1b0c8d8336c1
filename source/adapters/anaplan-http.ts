import type {Agents, Request as GotRequest} from 'got';
import {isProtected} from '../core/anaplan/region.ts';
import {problem} from '../core/problem.ts';
import type {WebProxy} from '../core/proxy.ts';
import {failure, type Result, success} from '../core/result.ts';
import {type EpochMs, second} from '../core/time.ts';
import type {Http} from '../session/ports.ts';
import {systemCertificates} from './certificates.ts';
import {jsonBody} from './http-body.ts';
import {type Exchange, receive} from './http-exchange.ts';

type Options = {
	readonly now: () => EpochMs;
	/** The proxy for a URL; the Problem is that of the request. Default: none for any. */
	readonly proxyFor?: (url: URL) => Result<WebProxy | undefined>;
	/** The value of NODE_EXTRA_CA_CERTS as it is shown, for the advice on a certificate. */
	readonly extraCertificatesFile?: string | undefined;
	/** All that Node and the system trust, as PEM; undefined where that cannot be told. */
	readonly systemCertificates?: () => Promise<readonly string[] | undefined>;
	/** Anaplan's firewall blocks user agents that it does not know. */
	readonly userAgent?: string;
	/** The limit for each step until the connection stands: name, connection, proxy, TLS. Default 10 s. */
	readonly connectMs?: number;
	/** The limit for the whole of a request that names none. Default 30 s. */
	readonly requestMs?: number;
};

/**
 * Talks to Anaplan over https (TLS 1.2 or newer), or over http with this computer only. One request,
 * one connection, nothing sent twice, no redirect followed. Adds `Accept: application/json` and a
 * neutral user agent. See `Http` for the Problems; `usage` for a URL that is neither or a proxy that
 * is none, `proxy_refused`, `cancelled` when aborted.
 */
export function createAnaplanHttp({
	now,
	proxyFor = () => success(undefined),
	extraCertificatesFile: extraFile,
	systemCertificates: askSystem = systemCertificates,
	userAgent = 'Mozilla/5.0',
	connectMs = 10 * second,
	requestMs = 30 * second,
}: Options): Http {
	/** What the system trusts; asked for when it matters first, for it takes a tenth of a second. */
	let trusted: readonly string[] | undefined;
	return {
		async send(request, signal) {
			const url = allowedUrl(request.url);
			if (!url) {
				return failure(
					problem('usage', {message: 'Only https addresses are used, and http on this computer.'}),
				);
			}

			const proxy = proxyFor(url);
			if (!proxy.ok) {
				return proxy;
			}

			const attempt = async () => {
				if (signal?.aborted) {
					const cancelled = problem('cancelled', {reached: 'no'});
					return failure({problem: cancelled, isUnknownIssuer: false});
				}

				const ended = new AbortController();
				const body = request.json ? jsonBody(request.json) : request.body?.bytes;
				const exchange: Exchange = {
					url,
					request,
					sentBytes: body?.length ?? 0,
					limits: {connectMs, requestMs: request.timeoutMs ?? requestMs},
					now,
					signal,
					proxy: proxy.value,
					trust: {withSystem: trusted !== undefined, extraFile},
				};
				try {
					const [{default: got}, agent] = await Promise.all([
						import('got'),
						agentsFor(exchange, ended.signal, trusted),
					]);
					return await receive(
						start(got, exchange, {body, agent, userAgent, ca: trusted}),
						exchange,
					);
				} finally {
					ended.abort();
				}
			};

			let reply = await attempt();
			if (!reply.ok && reply.problem.isUnknownIssuer && trusted === undefined) {
				// Nothing was sent, so a second try is none for the server.
				trusted = await askSystem();
				reply = trusted === undefined ? reply : await attempt();
			}

			return reply.ok ? reply : failure(reply.problem.problem);
		},
	};
}

function allowedUrl(text: string): URL | undefined {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	return url && isProtected(url) && url.username === '' && url.password === '' ? url : undefined;
}

// Loaded on use, as got is: most runs find a token that is still good and need no network.
async function agentsFor(
	{proxy}: Exchange,
	ended: AbortSignal,
	ca: readonly string[] | undefined,
): Promise<Agents> {
	if (proxy) {
		const {proxyAgents} = await import('./proxy-agent.ts');
		return proxyAgents(proxy, ended, ca);
	}

	const [http, https] = await Promise.all([import('node:http'), import('node:https')]);
	// A connection that is kept for later would keep the process from ending.
	return {
		http: new http.Agent({keepAlive: false}),
		https: new https.Agent({keepAlive: false}),
	};
}

function start(
	got: typeof import('got').default,
	{url, request: {method, accessToken, json, body: ready}, limits: {connectMs}}: Exchange,
	{
		body,
		agent,
		userAgent,
		ca,
	}: {
		readonly body: Uint8Array | undefined;
		readonly agent: Agents;
		readonly userAgent: string;
		readonly ca: readonly string[] | undefined;
	},
): GotRequest {
	const stream = got.stream(url, {
		method: method as 'GET',
		headers: {
			accept: 'application/json',
			'user-agent': userAgent,
			...(accessToken && {authorization: `AnaplanAuthToken ${accessToken.reveal()}`}),
			...(body && {'content-type': json ? 'application/json' : ready?.contentType}),
		},
		...(body && {body}),
		throwHttpErrors: false,
		followRedirect: false,
		// Node's own limit is 16 kB; a reply with a new refresh token is not to be lost for cookies.
		maxHeaderSize: 256 * 1024,
		retry: {limit: 0},
		timeout: {lookup: connectMs, connect: connectMs, secureConnect: connectMs},
		agent,
		// Said here, so that neither NODE_TLS_REJECT_UNAUTHORIZED nor an option of Node's lowers it.
		https: {
			rejectUnauthorized: true,
			minVersion: 'TLSv1.2',
			...(ca && {certificateAuthority: [...ca]}),
		},
	});
	// got waits for the body of a POST to be written to the stream; this one has none.
	if (!body && method !== 'GET' && method !== 'HEAD') {
		stream.end();
	}

	return stream;
}
