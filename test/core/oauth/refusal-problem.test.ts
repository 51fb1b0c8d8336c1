import {expect, test} from 'vitest';
import {readCallback} from '../../../source/core/oauth/callback.ts';
import {refusalProblem} from '../../../source/core/oauth/refusal-problem.ts';
import {callbackText, oauthState, authorizationRequest as request} from '../../helpers/samples.ts';

const problemOf = (parameters: string) => {
	const verdict = readCallback(callbackText(`https://www.anaplan.com/?${parameters}`), request);
	return verdict.verdict === 'refused' ? refusalProblem(verdict) : undefined;
};

test.each([
	['error=access_denied&error_description=No+%1B%5B2J', 'access_denied', 1],
	['error=unauthorized_client', 'unauthorized_client', 1],
	['error=temporarily_unavailable', 'server_error', 75],
	['error=interaction_required', 'access_denied', 1],
])(
	'Anaplan’s answer %s is the problem %s with exit code %i, in its words.',
	(answer, code, exit) => {
		const problem = problemOf(`${answer}&state=${oauthState}`);
		expect(problem).toMatchObject({code, exitCode: exit});
		expect(problem?.message).toContain(/error=(\w+)/.exec(answer)?.[1]);
		expect(problem?.message).not.toMatch(/\p{Cc}/u);
	},
);

test.each(['code=abc', 'code=abc&state=older', 'error=access_denied&state=older'])(
	'An address that is not ours (%s) is refused, with the reason and exit code 1.',
	parameters => {
		expect(problemOf(parameters)).toMatchObject({code: 'address_refused', exitCode: 1});
	},
);
