import type {ClientRequest} from 'node:http';
import type {Socket} from 'node:net';
import type {Request as GotRequest, Response as GotResponse} from 'got';
import type {HttpBody, HttpReply, HttpRequest} from '../core/http.ts';
import {problem} from '../core/problem.ts';
import {isLoopback} from '../core/region.ts';
import {failure, type Result, success} from '../core/result.ts';
import {type EpochMs, epochMs, second} from '../core/time.ts';
import type {Http} from '../session/ports.ts';
import {jsonBody, readBody} from './http-body.ts';
import {transportProblem} from './http-trouble.ts';

type Options = {
	readonly now: () => EpochMs;
	/** Anaplan's firewall blocks user agents that it does not know. */
	readonly userAgent?: string;
	/** The limit for each step until the connection stands: name, connection, TLS. Default 10 s. */
	readonly connectMs?: number;
	/** The limit for the whole of a request that names none. Default 30 s. */
	readonly requestMs?: number;
};

const defaultMaxBytes = 1024 * 1024;

/**
 * Talks to Anaplan over https, or over http with this computer only. One request, one connection,
 * nothing repeated, no redirect followed. Adds `Accept: application/json` and a neutral user agent.
 * See `Http` for the Problems; `usage` for a URL that is neither, `cancelled` when aborted.
 */
export function createAnaplanHttp({
	now,
	userAgent = 'Mozilla/5.0',
	connectMs = 10 * second,
	requestMs = 30 * second,
}: Options): Http {
	return {
		async send(request, signal) {
			const url = allowedUrl(request.url);
			if (!url) {
				return failure(
					problem('usage', {message: 'Only https addresses are used, and http on this computer.'}),
				);
			}

			if (signal?.aborted) {
				return failure(problem('cancelled', {reached: 'no'}));
			}

			const limits = {connectMs, requestMs: request.timeoutMs ?? requestMs};
			const library = await load();
			const stream = start(library, url, request, {userAgent, connectMs});
			return receive(stream, {url, request, limits, now, ...(signal && {signal})});
		},
	};
}

// Loaded on use: most runs find a token that is still good and need no network.
async function load() {
	const [{default: got}, http, https] = await Promise.all([
		import('got'),
		import('node:http'),
		import('node:https'),
	]);
	return {got, http, https};
}

function allowedUrl(text: string): URL | undefined {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isAllowed =
		url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)));
	return isAllowed && url.username === '' && url.password === '' ? url : undefined;
}

function start(
	{got, http, https}: Awaited<ReturnType<typeof load>>,
	url: URL,
	{method, accessToken, json, body}: HttpRequest,
	{userAgent, connectMs}: {readonly userAgent: string; readonly connectMs: number},
): GotRequest {
	const bytes = json ? jsonBody(json) : body?.bytes;
	const stream = got.stream(url, {
		method: method as 'GET',
		headers: {
			accept: 'application/json',
			'user-agent': userAgent,
			...(accessToken && {authorization: `AnaplanAuthToken ${accessToken.reveal()}`}),
			...(bytes && {'content-type': json ? 'application/json' : body?.contentType}),
		},
		...(bytes && {body: bytes}),
		throwHttpErrors: false,
		followRedirect: false,
		retry: {limit: 0},
		timeout: {lookup: connectMs, connect: connectMs, secureConnect: connectMs},
		// A connection that is kept for later would keep the process from ending.
		agent: {
			http: new http.Agent({keepAlive: false}),
			https: new https.Agent({keepAlive: false}),
		},
	});
	// got waits for the body of a POST to be written to the stream; this one has none.
	if (!bytes && method !== 'GET' && method !== 'HEAD') {
		stream.end();
	}

	return stream;
}

type Exchange = {
	readonly url: URL;
	readonly request: HttpRequest;
	readonly limits: {readonly connectMs: number; readonly requestMs: number};
	readonly now: () => EpochMs;
	readonly signal?: AbortSignal;
};

async function receive(stream: GotRequest, exchange: Exchange): Promise<Result<HttpReply>> {
	const {url, request, limits, now, signal} = exchange;
	const {maxBytes = defaultMaxBytes} = request;
	let reached: 'no' | 'perhaps' = 'no';
	let late: string | undefined;
	let response: GotResponse | undefined;

	// Errors that come after the outcome is known must find a listener, or they end the program.
	stream.on('error', () => {});
	stream.on('request', (clientRequest: ClientRequest) => {
		whenConnected(clientRequest, url.protocol, () => {
			reached = 'perhaps';
		});
	});
	stream.on('response', (first: GotResponse) => {
		response = first;
	});

	const cancel = () => stream.destroy();
	signal?.addEventListener('abort', cancel, {once: true});
	const limit = setTimeout(() => {
		late = `${limits.requestMs / second} s for the whole request`;
		stream.destroy();
	}, limits.requestMs);

	try {
		const bytes = await collect(stream, maxBytes);
		if (bytes === 'tooLong') {
			return failure(
				problem('unexpected_reply', {
					message: `${url.host} sent more than ${Math.round(maxBytes / 1024)} kB, more than Anaplan would.`,
				}),
			);
		}

		return response
			? success(replyOf(response, url.host, bodyOf(bytes, request), now()))
			: failure(transportProblem(undefined, {host: url.host, reached, late}));
	} catch (error) {
		const ownLimit = late ?? connectLimit(error, limits.connectMs);
		return failure(
			signal?.aborted
				? problem('cancelled', {reached})
				: transportProblem(error, {host: url.host, reached, late: ownLimit}),
		);
	} finally {
		clearTimeout(limit);
		signal?.removeEventListener('abort', cancel);
		stream.destroy();
	}
}

/** Calls back when nothing stands between the request and the server any more. */
function whenConnected(
	clientRequest: ClientRequest,
	protocol: string,
	connected: () => void,
): void {
	const follow = (socket: Socket) => {
		if (protocol === 'https:') {
			socket.once('secureConnect', connected);
		} else if (socket.connecting) {
			socket.once('connect', connected);
		} else {
			connected();
		}
	};
	if (clientRequest.socket) {
		follow(clientRequest.socket);
	} else {
		clientRequest.once('socket', follow);
	}
}

/** Reads a body whole, counting what it unpacks to. */
async function collect(stream: GotRequest, maxBytes: number): Promise<Uint8Array | 'tooLong'> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of stream) {
		length += (chunk as Uint8Array).length;
		if (length > maxBytes) {
			return 'tooLong';
		}

		chunks.push(chunk as Uint8Array);
	}

	return Buffer.concat(chunks);
}

function bodyOf(bytes: Uint8Array, {read}: HttpRequest): HttpBody {
	if (bytes.length === 0) {
		return {kind: 'empty'};
	}

	return read === 'bytes' ? {kind: 'bytes', bytes} : readBody(bytes);
}

function replyOf(
	response: GotResponse,
	host: string,
	body: HttpBody,
	receivedAt: EpochMs,
): HttpReply {
	const {'content-type': contentType, 'retry-after': retryAfter, date} = response.headers;
	const serverTime = Date.parse(date ?? '');
	return {
		status: response.statusCode,
		host,
		contentType,
		retryAfter,
		serverTime: Number.isNaN(serverTime) ? undefined : epochMs(serverTime),
		receivedAt,
		body,
	};
}

const steps: Readonly<Record<string, string>> = {
	lookup: 'to resolve its name',
	connect: 'to connect',
	secureConnect: 'to make the connection secure',
};

// The library's time-outs name the step; the system's own has a code only.
function connectLimit(error: unknown, connectMs: number): string | undefined {
	const {code, event} = (error ?? {}) as {readonly code?: unknown; readonly event?: unknown};
	if (code !== 'ETIMEDOUT') {
		return undefined;
	}

	const step = typeof event === 'string' ? steps[event] : undefined;
	return step === undefined ? 'the system gave up' : `${connectMs / second} s ${step}`;
}
