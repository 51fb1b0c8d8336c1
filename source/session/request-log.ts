import type {HttpReply, HttpRequest} from '../core/anaplan/http.ts';
import {jsonText, printable} from '../core/printable.ts';
import type {Result} from '../core/result.ts';
import {type EpochMs, isoTime} from '../core/time.ts';
import type {Http, RequestLog} from './ports.ts';

/**
 * An Http that writes one line of JSON for each request when it has ended. A line is made of these
 * fields alone: no query, no body, no header but the server's ID for the request.
 */
export function logged(
	http: Http,
	log: RequestLog,
	{now, pid}: {readonly now: () => EpochMs; readonly pid: number},
): Http {
	return {
		async send(request, signal) {
			const startedAt = now();
			const reply = await http.send(request, signal);
			const durationMs = Math.max(0, now() - startedAt);
			log.write(
				jsonText({
					time: isoTime(startedAt),
					pid,
					...requestFields(request),
					...replyFields(reply),
					durationMs,
				}),
			);
			return reply;
		},
	};
}

function requestFields({method, url}: HttpRequest) {
	const {host, pathname} = URL.canParse(url) ? new URL(url) : {host: '', pathname: ''};
	return {method: printable(method, 20), host: printable(host), path: printable(pathname, 500)};
}

function replyFields(reply: Result<HttpReply>) {
	if (!reply.ok) {
		const {code, reached} = reply.problem;
		return {problem: code, ...(reached && {reached})};
	}

	const {status, sentBytes, receivedBytes, requestId} = reply.value;
	return {status, sentBytes, receivedBytes, ...(requestId !== undefined && {requestId})};
}
