import {printable} from '../printable.ts';
import {type Problem, problem} from '../problem.ts';
import {durationWords, readRetryAfter, second} from '../time.ts';
import type {HttpReply} from './http.ts';
import {namesFailure, serverWords} from './server-words.ts';

/** Whether a page for people came, which no service of Anaplan's sends. */
export const isHtml = ({contentType, body}: HttpReply): boolean =>
	/html/i.test(contentType ?? '') ||
	(body.kind === 'text' && /^\s*<(!doctype|html)/i.test(body.text.reveal().slice(0, 200)));

const bodyWords = (reply: HttpReply): string => {
	if (isHtml(reply)) {
		return 'an HTML page';
	}

	switch (reply.body.kind) {
		case 'empty':
			return 'nothing';
		case 'text':
			return reply.contentType === undefined
				? 'something that is not JSON'
				: `something that is not whole JSON (${printable(reply.contentType, 60)})`;
		case 'bytes':
		case 'json':
			return 'JSON of another shape';
	}
};

/** The Problem `unexpected_reply`: what came from where, and which field was wrong when that is known. */
export const unexpectedReply = (reply: HttpReply, field?: string): Problem =>
	problem('unexpected_reply', {
		message:
			field === undefined
				? `${reply.host} answered ${reply.status} with ${bodyWords(reply)}.`
				: `${reply.host} answered ${reply.status}, but “${printable(field, 60)}” is missing or not what Anaplan sends.`,
	});

/** How long the server asks to wait, as part of a Problem; nothing when it does not say. */
export function waitFor({retryAfter, serverTime, receivedAt}: HttpReply) {
	const retryAfterMs = readRetryAfter(retryAfter, serverTime ?? receivedAt);
	return retryAfterMs === undefined
		? {}
		: {
				retryAfterMs,
				hint:
					retryAfterMs < second
						? 'Try again.'
						: `Wait ${durationWords(retryAfterMs)} and try again.`,
			};
}

/** The Problem for a refusal that names no OAuth error: judged by its status and the kind and the words of its body. */
export function refusedReply(reply: HttpReply): Problem {
	const {status, host} = reply;
	const where = `${host} answered ${status}`;
	if (status === 429) {
		return problem('rate_limited', {
			message: `Anaplan asks to slow down (${where}).`,
			...waitFor(reply),
		});
	}

	if (status === 408) {
		return problem('timed_out', {message: `The request took too long for Anaplan (${where}).`});
	}

	if (status >= 500) {
		return problem('server_error', {
			message: `Anaplan has an error of its own (${where}).`,
			...waitFor(reply),
		});
	}

	if (status === 407) {
		return problem('blocked', {message: `A proxy wants a user name and password (${where}).`});
	}

	if (status === 403 && isHtml(reply)) {
		return problem('blocked', {
			message: `A firewall answered instead of Anaplan (${where}, an HTML page).`,
		});
	}

	if (status >= 300 && status < 400) {
		return problem('unexpected_reply', {
			message: `${where}: it wants to send us to another address, which is not followed.`,
		});
	}

	const words = serverWords(reply);
	return words === ''
		? unexpectedReply(reply)
		: problem('unexpected_reply', {
				message: `Anaplan refused the request (${where}). It said: ${words}`,
				cause: 'The client or another value of the request is not what Anaplan expects.',
				hint: 'Check the client and the region, then try again.',
			});
}

/** The Problem for a reply of the OAuth service that cannot be read: it may be a refusal in the words of another service. */
export const unreadableReply = (reply: HttpReply, field?: string): Problem =>
	reply.status >= 400 || namesFailure(reply) ? refusedReply(reply) : unexpectedReply(reply, field);
