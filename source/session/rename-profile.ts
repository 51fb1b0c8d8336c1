import {
	findProfile,
	profileTaken,
	readProfileName,
	unknownProfile,
} from '../core/profiles/profile-name.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Renaming} from './ports.ts';
import {profileNames, type Stores} from './profile-list.ts';

/**
 * Gives a profile another name, in both files, and says which it had and has. Problems: `usage` for
 * a name that is unknown, no name or taken, and those of the store. Killed at any moment it leaves
 * a profile that works under one of the two names, and the next start finishes it.
 */
export async function renameProfile(
	stores: Stores,
	from: string,
	to: string,
): Promise<Result<Renaming>> {
	return stores.lock.hold(async () => {
		const finished = await finishRenamingLocked(stores);
		const names = finished.ok ? await profileNames(stores) : finished;
		if (!names.ok) {
			return names;
		}

		const renaming = checkedRenaming(names.value, from, to);
		if (!renaming.ok || renaming.value.from === renaming.value.to) {
			return renaming;
		}

		const done = await carryOut(stores, renaming.value);
		return done.ok ? renaming : done;
	});
}

/** Finishes a renaming whose process was ended; does nothing, and takes no lock, where there is none. */
export async function finishRenaming(stores: Stores): Promise<Result<void>> {
	const pending = await stores.settings.renaming();
	return pending.ok && pending.value
		? stores.lock.hold(async () => finishRenamingLocked(stores))
		: success(undefined);
}

/** As `finishRenaming`, for a caller that holds the lock. */
export async function finishRenamingLocked(stores: Stores): Promise<Result<void>> {
	const pending = await stores.settings.renaming();
	if (!pending.ok || pending.value === undefined) {
		return pending.ok ? success(undefined) : pending;
	}

	return carryOut(stores, pending.value);
}

/**
 * Three writes. Settings are there wherever credentials are, before and after each, so that a token
 * is never used with another region's hosts: first they are copied, then the credentials move, then
 * the old ones go. Begun again after an interruption it goes on where that was.
 */
async function carryOut(
	{settings, credentials}: Pick<Stores, 'settings' | 'credentials'>,
	renaming: Renaming,
): Promise<Result<void>> {
	const names = await credentials.profiles();
	if (!names.ok) {
		return names;
	}

	const hasOld = names.value.includes(renaming.from);
	const hasNew = names.value.includes(renaming.to);
	if (hasOld && hasNew) {
		// Someone has signed in under the other name since the interruption: these are two by now.
		return settings.finishRenaming('kept');
	}

	const begun = hasNew ? success(undefined) : await settings.beginRenaming(renaming);
	const moved = begun.ok && hasOld ? await credentials.rename(renaming) : begun;
	return moved.ok ? settings.finishRenaming('removed') : moved;
}

function checkedRenaming(names: readonly string[], from: string, to: string): Result<Renaming> {
	const known = findProfile(names, from);
	if (known === undefined) {
		return failure(unknownProfile(from, names));
	}

	const read = readProfileName(to);
	if (!read.ok) {
		return read;
	}

	const others = names.filter(name => name !== known);
	const taken = findProfile(others, read.value);
	return taken === undefined
		? success({from: known, to: read.value})
		: failure(profileTaken(taken));
}
