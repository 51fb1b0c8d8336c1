import type {IncomingHttpHeaders} from 'node:http';
import type {HttpReply, HttpRequest} from '../core/anaplan/http.ts';
import {Secret} from '../core/secret.ts';
import {type EpochMs, epochMs} from '../core/time.ts';
import {readBody} from './http-body.ts';

type Received = {readonly statusCode: number; readonly headers: IncomingHttpHeaders};

/** A reply in core's terms. What the server repeats of the request's secrets becomes their labels. */
export function readReply(
	{statusCode, headers}: Received,
	bytes: Uint8Array,
	{
		url,
		request,
		sentBytes,
		now,
	}: {
		readonly url: URL;
		readonly request: HttpRequest;
		readonly sentBytes: number;
		readonly now: () => EpochMs;
	},
): HttpReply {
	const {'content-type': contentType, 'retry-after': retryAfter, date} = headers;
	const serverTime = Date.parse(date ?? '');
	const hide = hiding(secretsOf(request));
	return {
		status: statusCode,
		host: url.host,
		contentType: contentType && hide(contentType),
		retryAfter,
		serverTime: Number.isNaN(serverTime) ? undefined : epochMs(serverTime),
		receivedAt: now(),
		requestId: requestIdOf(headers, hide),
		sentBytes,
		receivedBytes: bytes.length,
		body:
			bytes.length === 0
				? {kind: 'empty'}
				: request.read === 'bytes' && statusCode < 300
					? {kind: 'bytes', bytes}
					: readBody(bytes, hide),
	};
}

const secretsOf = ({accessToken, json = {}}: HttpRequest): readonly Secret[] =>
	[accessToken, ...Object.values(json)].filter(value => value instanceof Secret);

/** Shorter ones are no secrets, and would be found by chance. */
const shortestSecret = 8;

/** Of a secret, a piece as long as this is hidden too: a server may quote a part of what it was sent. */
const pieces = /[\w.~+/=-]{16,}/g;

const hiding = (secrets: readonly Secret[]) => {
	const known = secrets.filter(({length}) => length >= shortestSecret);
	return (text: string): string =>
		known
			.reduce((hidden, secret) => hidden.replaceAll(secret.reveal(), String(secret)), text)
			.replace(pieces, piece => {
				const owner = known.find(secret => secret.reveal().includes(piece));
				return owner === undefined ? piece : String(owner);
			});
};

// Anaplan's own names for it, then that of the network in front of it.
const requestIdHeaders = ['x-request-id', 'x-correlation-id', 'cf-ray'] as const;

/** An ID as servers make them; anything else could be any text, and is left out. */
function requestIdOf(
	headers: IncomingHttpHeaders,
	hide: (text: string) => string,
): string | undefined {
	return requestIdHeaders
		.map(name => headers[name])
		.find(
			(id): id is string => typeof id === 'string' && /^[\w.:-]{1,64}$/.test(id) && hide(id) === id,
		);
}
