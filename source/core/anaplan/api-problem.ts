import {type Problem, problem} from '../problem.ts';
import type {HttpReply} from './http.ts';
import {refusedReply} from './reply.ts';
import {lacksRole, namesFailure, serverWords} from './server-words.ts';

/** The Problem for a refusal of the authentication or integration API, with Anaplan's own words where it has some. */
export function apiProblem(reply: HttpReply): Problem {
	const words = serverWords(reply);
	const said = words === '' ? '' : ` It said: ${words}`;
	const {status, host} = reply;
	const isJsonOrEmpty = reply.body.kind !== 'text';
	if (lacksRole(reply)) {
		return problem('forbidden', {
			message: `Anaplan says that this user may not do that (${host} answered ${status}).${said}`,
			cause: 'Your user lacks the role for it; nothing is wrong with the access token.',
			hint: 'Ask an administrator of the tenant for the role.',
		});
	}

	// The authentication API answers 400 to a header that it cannot read.
	const isAboutToken = (status === 400 || status < 300) && namesFailure(reply);
	if (isJsonOrEmpty && (status === 401 || isAboutToken)) {
		return problem('token_rejected', {
			message: `Anaplan does not accept the access token (${host} answered ${status}).${said}`,
		});
	}

	if (isJsonOrEmpty && status === 403) {
		return problem('forbidden', {
			message: `Anaplan says that this user may not do that (${host} answered 403).${said}`,
		});
	}

	if (words !== '' && status >= 400 && status < 500 && status !== 429) {
		return problem('unexpected_reply', {
			message: `Anaplan refused the request (${host} answered ${status}).${said}`,
			cause: 'The path or the content is not what Anaplan expects, or this user may not see it.',
			hint: 'Compare the path and the content with Anaplan’s API documentation.',
			retry: 'no',
		});
	}

	const refusal = refusedReply(reply);
	return {...refusal, message: `${refusal.message}${said}`};
}
