import {type Problem, problem} from '../problem.ts';
import type {Refusal} from './callback.ts';
import {codeOfError} from './oauth-error.ts';

/**
 * The Problem of a sign-in that ends with an address that was refused: what Anaplan said no to by its
 * error, or `address_refused` with what is wrong with the address.
 * Source: RFC 6749 §4.1.2.1.
 */
export function refusalProblem({error, message, hint}: Refusal): Problem {
	if (error === undefined) {
		return problem('address_refused', {
			message: `The address that was given last was not taken. ${message}`,
			hint,
		});
	}

	const code = codeOfError(error);
	return code === undefined
		? problem('access_denied', {
				message,
				cause: 'Anaplan ended the sign-in before there was a code.',
				hint,
			})
		: problem(code, {message});
}
