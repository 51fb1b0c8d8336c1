import {problem} from './problem.ts';
import {type Variables, variable} from './profile.ts';
import {failure, type Result, success} from './result.ts';

const defaultProfile = 'default';

/**
 * The name of the profile that is meant: the option, then ANAPLAN_PROFILE, then the store's current
 * one. The Problem is `usage`, for a name that cannot be one.
 */
export function chosenProfile(
	variables: Variables,
	option: string | undefined,
	current: string | undefined,
): Result<string> {
	const named = option ?? variable(variables, 'ANAPLAN_PROFILE');
	if (named === undefined) {
		return success(current ?? defaultProfile);
	}

	return /^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,63}$/u.test(named)
		? success(named)
		: failure(
				problem('usage', {
					message: 'This is no name for a profile.',
					cause:
						'A name has up to 64 letters, digits and . _ @ - and begins with a letter or digit.',
					hint: 'Choose another name for --profile or ANAPLAN_PROFILE.',
				}),
			);
}
