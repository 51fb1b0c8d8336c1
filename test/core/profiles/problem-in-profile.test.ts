import {describe, expect, test} from 'vitest';
import {problem} from '../../../source/core/problem.ts';
import {problemInProfile} from '../../../source/core/profiles/problem-in-profile.ts';
import {unknownProfile} from '../../../source/core/profiles/profile-name.ts';

const typo = {name: 'typo', by: 'option'} as const;

describe('the next step', () => {
	test('is as ever where the store chose the profile', () => {
		const ended = problem('sign_in_ended');
		expect(problemInProfile(ended, {name: 'prod', by: 'store'}, ['prod'])).toBe(ended);
	});

	test.each(['option', 'variable'] as const)('names the profile that was chosen by %s', by => {
		expect(problemInProfile(problem('sign_in_ended'), {name: 'prod', by}, ['prod']).hint).toBe(
			'Sign in again: anaplan-tui login --profile prod. The client settings are kept.',
		);
		expect(problemInProfile(problem('token_rejected'), {name: 'prod', by}, ['prod']).hint).toBe(
			'Refresh it: anaplan-tui refresh --profile prod. If that fails, sign in again: anaplan-tui login --profile prod.',
		);
	});

	test('quotes a name that a shell would take apart, and shows nothing that hides', () => {
		const hintFor = (name: string) =>
			problemInProfile(problem('sign_in_ended'), {name, by: 'option'}, [name]).hint;
		expect(hintFor('Two words')).toContain('login --profile "Two words".');
		expect(hintFor('v1.2')).toContain('login --profile "v1.2".');
		expect(hintFor('a\u001B[31mb')).not.toContain('\u001B');
	});

	test('does not touch words that name a profile already', () => {
		for (const told of [problem('other_user'), unknownProfile('other', ['prod'])]) {
			expect(problemInProfile(told, typo, ['typo']).hint).toBe(told.hint);
		}
	});
});

describe('not signed in', () => {
	test('with a name that is not stored says so, and which names are', () => {
		expect(problemInProfile(problem('not_signed_in'), typo, ['Prod', 'test'])).toMatchObject({
			code: 'not_signed_in',
			exitCode: 4,
			message: 'You are not signed in: there is no profile “typo”.',
			cause: 'It is mistyped, was renamed or removed, or nobody has signed in with this name yet.',
			hint: 'The profiles are: Prod, test. To make this one: anaplan-tui login --profile typo.',
		});
	});

	test.each([
		['one that is stored', ['typo']],
		['the first of all', []],
	])('with %s has the usual words', (_, names) => {
		expect(problemInProfile(problem('not_signed_in'), typo, names)).toEqual({
			...problem('not_signed_in'),
			hint: 'Sign in: anaplan-tui login --profile typo.',
		});
	});
});
