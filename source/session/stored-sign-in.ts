import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Profile, Profiles} from './profiles.ts';

/** The stored sign-in, for work that cannot do without one: `not_signed_in`, or why it cannot be read. */
export async function storedSignIn(
	profiles: Pick<Profiles, 'load'>,
): Promise<Result<NonNullable<Profile['signedIn']>>> {
	const profile = await profiles.load();
	if (!profile.ok) {
		return profile;
	}

	const {signedIn} = profile.value;
	return signedIn ? success(signedIn) : failure(problem('not_signed_in'));
}
