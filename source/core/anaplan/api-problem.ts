import {type Problem, problem} from '../problem.ts';
import type {HttpReply} from './http.ts';
import {isHtml, refusedReply, unexpectedReply} from './reply.ts';
import {innerStatus, lacksRole, namesFailure, serverWords} from './server-words.ts';

/** The Problem for a refusal of the authentication or integration API, with Anaplan's own words where it has some. */
export function apiProblem(reply: HttpReply): Problem {
	const words = serverWords(reply);
	const said = words === '' ? '' : ` It said: ${words}`;
	const status = innerStatus(reply) ?? reply.status;
	const answered = answeredWords(reply);
	const isJsonOrEmpty = reply.body.kind !== 'text';
	if (lacksRole(reply)) {
		return problem('forbidden', {
			message: `Anaplan says that this user may not do that (${answered}).${said}`,
			cause: 'Your user lacks the role for it; nothing is wrong with the access token.',
			hint: 'Ask an administrator of the tenant for the role.',
		});
	}

	// The authentication API answers 400 to a header that it cannot read.
	const isAboutToken = (status === 400 || status < 300) && namesFailure(reply);
	if (isJsonOrEmpty && (status === 401 || isAboutToken)) {
		return problem('token_rejected', {
			message: `Anaplan does not accept the access token (${answered}).${said}`,
		});
	}

	if (status === 404 && isHtml(reply)) {
		return problem('not_found', {
			message: `Anaplan does not have what was asked for (${answered}, an HTML page).`,
			cause:
				'The path, the ID or the region is wrong: a web server answered before any service of Anaplan’s.',
		});
	}

	if (isJsonOrEmpty && status >= 400 && status < 500 && ![407, 408, 429].includes(status)) {
		return refusal(status, answered, said === '' ? ' It gave no reason.' : said);
	}

	const refused = refusedReply({...reply, status});
	return {...refused, message: `${refused.message}${said}`};
}

/** The Problem for a reply that is not what was expected, where it may be a refusal with a success status. */
export const unexpectedOrRefused = (reply: HttpReply, field?: string): Problem =>
	innerStatus(reply) !== undefined || namesFailure(reply)
		? apiProblem(reply)
		: unexpectedReply(reply, field);

function answeredWords(reply: HttpReply): string {
	const inner = innerStatus(reply);
	const answered = `${reply.host} answered ${reply.status}`;
	return inner === undefined ? answered : `${answered}, and in it ${inner}`;
}

function refusal(status: number, answered: string, said: string): Problem {
	switch (status) {
		case 403:
			return problem('forbidden', {
				message: `Anaplan says that this user may not do that (${answered}).${said}`,
			});
		case 404:
			return problem('not_found', {
				message: `Anaplan does not have what was asked for (${answered}).${said}`,
				cause: 'The path or the ID is wrong, or this user may not see it.',
			});
		case 409:
			return problem('unexpected_reply', {
				message: `Anaplan refused the request (${answered}).${said}`,
				cause: 'The model is busy with something else.',
				hint: 'Try again when that is done.',
			});
		case 452:
			return problem('forbidden', {
				message: `Anaplan says that this tenant is not entitled to that (${answered}).${said}`,
				cause: 'This part of Anaplan does not belong to what the tenant has subscribed to.',
			});
		default:
			return problem('unexpected_reply', {
				message: `Anaplan refused the request (${answered}).${said}`,
				cause: 'The path or the content is not what Anaplan expects, or this user may not see it.',
				hint: 'Compare the path and the content with Anaplan’s API documentation.',
				retry: 'no',
			});
	}
}
