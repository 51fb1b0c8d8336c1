import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {SessionSlot} from './profiles.ts';
import type {Profile, StoredSignIn} from './stored-profile.ts';

/**
 * The stored sign-in and what is known of it, for work that cannot do without one: `not_signed_in`, or why it
 * cannot be read.
 */
export async function storedSignIn(
	slot: Pick<SessionSlot, 'load'>,
): Promise<Result<StoredSignIn & Pick<Profile, 'user' | 'rotation'>>> {
	const profile = await slot.load();
	if (!profile.ok) {
		return profile;
	}

	const {signedIn, user, rotation} = profile.value;
	return signedIn ? success({...signedIn, user, rotation}) : failure(problem('not_signed_in'));
}
