import type {ClientRequest} from 'node:http';
import type {Socket} from 'node:net';
import type {TLSSocket} from 'node:tls';
import type {Request as GotRequest, Response as GotResponse} from 'got';
import type {HttpReply, HttpRequest} from '../core/anaplan/http.ts';
import {type Problem, problem, type Reached} from '../core/problem.ts';
import type {WebProxy} from '../core/proxy.ts';
import {failure, type Result, success} from '../core/result.ts';
import {type EpochMs, second} from '../core/time.ts';
import {isUnknownIssuer, type Trust} from './certificate-trouble.ts';
import {type Issuers, whenCertificatesCame} from './certificates.ts';
import {readReply} from './http-reply.ts';
import {codeOf, transportProblem, type Way} from './http-trouble.ts';
import type {ProxyRefusal} from './proxy-trouble.ts';

export type Exchange = {
	readonly url: URL;
	readonly request: HttpRequest;
	readonly sentBytes: number;
	readonly limits: {readonly connectMs: number; readonly requestMs: number};
	readonly now: () => EpochMs;
	readonly signal: AbortSignal | undefined;
	readonly proxy: WebProxy | undefined;
	readonly trust: Trust;
};

/** Why there is no reply, and whether a longer list of trusted authorities could change that. */
export type Failed = {readonly problem: Problem; readonly isUnknownIssuer: boolean};

/** What has been seen of an exchange so far. */
type Seen = {
	reached: Reached;
	late: string | undefined;
	issuers: Issuers | undefined;
	way: Way;
	response: GotResponse | undefined;
};

const defaultMaxBytes = 1024 * 1024;

/** Reads the reply to a request that is under way, within its limits of time and size. */
export async function receive(
	stream: GotRequest,
	exchange: Exchange,
): Promise<Result<HttpReply, Failed>> {
	const {url, request, limits, signal, proxy, trust} = exchange;
	const {maxBytes = defaultMaxBytes} = request;
	const seen: Seen = {
		reached: 'no',
		late: undefined,
		issuers: undefined,
		way: proxy ? {kind: 'toProxy', proxy} : {kind: 'straight'},
		response: undefined,
	};
	const refuse = (status: number, headers: NodeJS.Dict<string | string[]>) => {
		if (proxy) {
			seen.way = {kind: 'refusedByProxy', proxy, refusal: refusalOf(status, headers)};
		}
	};
	const throughProxy = () => {
		seen.way = proxy ? {kind: 'throughProxy', proxy} : seen.way;
		clearTimeout(proxyLimit);
	};

	// Errors that come after the outcome is known must find a listener, or they end the program.
	stream.on('error', () => {});
	stream.on('request', (clientRequest: ClientRequest) => {
		whenConnected(clientRequest, url.protocol, {
			throughProxy,
			refused: refuse,
			certificatesCame(issuers) {
				seen.issuers = issuers;
			},
			connected() {
				seen.reached = 'perhaps';
				throughProxy();
			},
		});
	});
	stream.on('response', (response: GotResponse) => {
		seen.response = response;
	});

	const cancel = () => stream.destroy();
	const giveUp = (ms: number, what: string) =>
		setTimeout(() => {
			seen.late = `${ms / second} s ${what}`;
			stream.destroy();
		}, ms);
	signal?.addEventListener('abort', cancel, {once: true});
	const limit = giveUp(limits.requestMs, 'for the whole request');
	// The library sees nothing of the connection before the proxy has opened the way.
	const proxyLimit = proxy && giveUp(limits.connectMs, 'to open the way');

	const failed = (error: unknown): Failed => {
		const late = seen.late ?? connectLimit(error, limits.connectMs);
		return {
			problem: transportProblem(error, {...seen, host: url.host, late, trust}),
			isUnknownIssuer: seen.reached === 'no' && isUnknownIssuer(codeOf(error)),
		};
	};

	try {
		const bytes = await collect(stream, maxBytes);
		if (bytes === 'tooLong') {
			return failure({problem: tooLong(url.host, maxBytes), isUnknownIssuer: false});
		}

		const {response, way} = seen;
		if (response?.statusCode === 407 && way.kind === 'throughProxy' && url.protocol === 'http:') {
			refuse(407, response.headers);
		}

		return response && seen.way.kind !== 'refusedByProxy'
			? success(readReply(response, bytes, exchange))
			: failure(failed(undefined));
	} catch (error) {
		return failure(
			signal?.aborted
				? {problem: problem('cancelled', {reached: seen.reached}), isUnknownIssuer: false}
				: failed(error),
		);
	} finally {
		clearTimeout(limit);
		clearTimeout(proxyLimit);
		signal?.removeEventListener('abort', cancel);
		stream.destroy();
	}
}

const tooLong = (host: string, maxBytes: number): Problem =>
	problem('unexpected_reply', {
		message: `${host} sent more than ${Math.round(maxBytes / 1024)} kB, more than Anaplan would.`,
	});

function refusalOf(status: number, headers: NodeJS.Dict<string | string[]>): ProxyRefusal {
	const offers = headers['proxy-authenticate'];
	return {status, offers: offers === undefined ? [] : [offers].flat()};
}

type Milestones = {
	throughProxy(): void;
	/** The server has shown its certificates, which are not judged yet. */
	certificatesCame(issuers: Issuers | undefined): void;
	/** Nothing stands between the request and the server any more. */
	connected(): void;
	refused(status: number, headers: NodeJS.Dict<string | string[]>): void;
};

function whenConnected(
	clientRequest: ClientRequest,
	protocol: string,
	{throughProxy, certificatesCame, connected, refused}: Milestones,
): void {
	// What the agent for tunnels tells of the answer to CONNECT.
	let isRefused = false;
	clientRequest.once('proxyConnect', ({statusCode = 200, headers = {}}) => {
		isRefused = statusCode !== 200;
		if (isRefused) {
			refused(statusCode, headers);
		} else {
			throughProxy();
		}
	});

	const follow = (socket: Socket) => {
		if (isRefused) {
			return;
		}

		if (protocol === 'https:') {
			whenCertificatesCame(socket as TLSSocket, certificatesCame);
			socket.once('secureConnect', connected);
		} else if (socket.pending) {
			// Not `connecting`: that is false, too, where the system has refused at once.
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
