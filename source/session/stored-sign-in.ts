import type {User} from '../core/anaplan-api.ts';
import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {SessionSlot} from './profiles.ts';
import type {StoredSignIn} from './stored-profile.ts';

/**
 * The stored sign-in and its user, for work that cannot do without one: `not_signed_in`, or why it
 * cannot be read.
 */
export async function storedSignIn(
	slot: Pick<SessionSlot, 'load'>,
): Promise<Result<StoredSignIn & {readonly user: User | undefined}>> {
	const profile = await slot.load();
	if (!profile.ok) {
		return profile;
	}

	const {signedIn, user} = profile.value;
	return signedIn ? success({...signedIn, user}) : failure(problem('not_signed_in'));
}
