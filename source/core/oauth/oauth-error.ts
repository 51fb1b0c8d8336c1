import * as v from 'valibot';
import type {HttpReply} from '../anaplan/http.ts';
import {refusedReply, waitFor} from '../anaplan/reply.ts';
import {printable} from '../printable.ts';
import {type Problem, type ProblemCode, problem} from '../problem.ts';
import type {GrantType} from './client.ts';

const errorReply = v.object({
	error: v.pipe(v.string(), v.minLength(1)),
	error_description: v.optional(v.unknown()),
});

/**
 * The error that an OAuth reply names, whatever its status, in words for a client of this grant;
 * undefined when it names none.
 * Shape: {error, error_description?}. Source: RFC 6749 §5.2.
 */
export function readOAuthError(
	reply: HttpReply,
	grant: GrantType,
): {readonly error: string; readonly problem: Problem} | undefined {
	if (reply.body.kind !== 'json') {
		return undefined;
	}

	const read = v.safeParse(errorReply, reply.body.value);
	return read.success
		? {
				error: read.output.error,
				problem: oauthProblem(read.output, reply, grant),
			}
		: undefined;
}

// The errors that RFC 6749 §5.2 and Anaplan's document name, with the words we have for them.
const oauthErrors: ReadonlyMap<string, ProblemCode> = new Map([
	['access_denied', 'access_denied'],
	// Of a refresh token as well as of a code.
	['expired_token', 'invalid_grant'],
	['invalid_client', 'invalid_client'],
	['invalid_grant', 'invalid_grant'],
	['invalid_request', 'invalid_request'],
	['invalid_scope', 'invalid_scope'],
	['server_error', 'server_error'],
	['temporarily_unavailable', 'server_error'],
	['too_many_requests', 'rate_limited'],
	['unauthorized_client', 'unauthorized_client'],
	['unsupported_grant_type', 'unsupported_grant_type'],
]);

/** The Problem that an OAuth error stands for, whichever way it came; undefined for one without words of ours. */
export const codeOfError = (error: string): ProblemCode | undefined => oauthErrors.get(error);

const compareClient =
	'Compare the client ID with Administration › Security › OAuth Clients in Anaplan, and see that its type is Device grant.';

const notForDevices = {
	cause: 'The client ID is wrong, the client is disabled, or its type is not Device grant.',
	hint: compareClient,
};

// A client of the device grant has no secret, no redirect URI and no authorization code.
const deviceWords: Partial<
	Record<ProblemCode, Partial<Pick<Problem, 'message' | 'cause' | 'hint'>>>
> = {
	unauthorized_client: notForDevices,
	unsupported_grant_type: notForDevices,
	invalid_client: {
		message: 'Anaplan does not know this OAuth client.',
		cause: 'The client ID was copied wrongly, or its type is not Device grant.',
		hint: compareClient,
	},
	invalid_request: {
		cause: 'The client ID or the scope is not what Anaplan expects.',
		hint: 'Check the client ID and the scope.',
	},
	invalid_grant: {
		message: 'Anaplan did not accept the device code.',
		cause:
			'The code is used up or withdrawn; the reply with the tokens may have been lost on the way.',
		hint: 'Start again to get a new code.',
	},
};

function oauthProblem(
	{error, error_description}: v.InferOutput<typeof errorReply>,
	reply: HttpReply,
	grant: GrantType,
): Problem {
	const said = typeof error_description === 'string' ? printable(error_description, 200) : '';
	const quoted = said === '' ? printable(error, 60) : `${printable(error, 60)}: ${said}`;
	// A wrong client secret is `access_denied` too, with 401; a person's Deny comes with 403.
	const code =
		error === 'access_denied' && reply.status === 401 ? 'invalid_client' : codeOfError(error);
	if (code !== undefined) {
		const known = problem(code, grant === 'device_code' ? deviceWords[code] : {});
		return {
			...known,
			// How long to wait stands in a header, whatever the body says.
			...(code === 'rate_limited' && waitFor(reply)),
			message: `${known.message} It said: ${quoted}`,
		};
	}

	return {...refusedReply(reply), message: `Anaplan refused the request. It said: ${quoted}`};
}
