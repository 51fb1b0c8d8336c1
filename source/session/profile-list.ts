import type {Problem} from '../core/problem.ts';
import type {ProfileEntry} from '../core/profiles/profile-list.ts';
import {findProfile, unknownProfile} from '../core/profiles/profile-name.ts';
import {failure, type Result, success} from '../core/result.ts';
import {standing} from '../core/sign-in/standing.ts';
import type {EpochMs} from '../core/time.ts';
import type {Credentials, Lock, Settings} from './ports.ts';
import {createProfiles, type Profile} from './profiles.ts';

export type Stores = {
	readonly settings: Settings;
	readonly credentials: Credentials;
	readonly lock: Lock;
};

/** One of the stored profiles; with a problem, it is what could still be read of it. */
export type ListedProfile = {
	readonly name: string;
	readonly isCurrent: boolean;
	readonly profile: Profile;
	readonly problem?: Problem;
};

/**
 * The names of all profiles in the order in which they were made, those last of which there is
 * nothing but credentials. Fails when one of the two files cannot be read.
 */
export async function profileNames({
	settings,
	credentials,
}: Omit<Stores, 'lock'>): Promise<Result<readonly string[]>> {
	const set = await settings.profiles();
	const kept = await credentials.profiles();
	if (!set.ok || !kept.ok) {
		return set.ok ? kept : set;
	}

	return success([...new Set([...set.value, ...kept.value])]);
}

/**
 * Every profile as it is stored, whatever the variables say; touches no network and takes no lock.
 * Fails only when `settings.json` cannot be read; with credentials that cannot be, none of the
 * profiles can.
 */
export async function listProfiles(stores: Stores): Promise<Result<readonly ListedProfile[]>> {
	const current = await stores.settings.currentProfile();
	const set = await stores.settings.profiles();
	if (!current.ok || !set.ok) {
		return current.ok ? (set as Result<never>) : current;
	}

	const names = await profileNames(stores);
	const readable: Stores = names.ok
		? stores
		: // A keychain that does not answer is not asked again for each.
			{...stores, credentials: {...stores.credentials, read: async () => names}};
	const listed: ListedProfile[] = [];
	for (const name of names.ok ? names.value : set.value) {
		const profiles = createProfiles(readable, name, {});
		const loaded = await profiles.load();
		listed.push({
			name,
			isCurrent: name === current.value,
			...(loaded.ok
				? {profile: loaded.value}
				: {profile: await profiles.salvage(), problem: loaded.problem}),
		});
	}

	return success(listed);
}

/** Makes a stored profile the current one, and gives its name; the Problem is `usage` when there is none. */
export async function makeCurrent(stores: Stores, wanted: string): Promise<Result<string>> {
	const {settings, lock} = stores;
	return lock.hold(async () => {
		const names = await settings.profiles();
		if (!names.ok) {
			return names;
		}

		const name = findProfile(names.value, wanted);
		if (name === undefined) {
			return failure(unknownProfile(wanted, names.value));
		}

		const set = await settings.setCurrent(name);
		return set.ok ? success(name) : set;
	});
}

/** A profile as lists show it. */
export function entryOf(
	{name, isCurrent, profile, problem}: ListedProfile,
	now: EpochMs,
): ProfileEntry {
	const {signedIn, parked, user, region} = profile;
	return {
		name,
		isCurrent,
		...(user && {user: user.email || user.name}),
		hasSignIn: signedIn !== undefined || parked !== undefined,
		...(problem
			? {state: 'unreadable', problem}
			: {region, state: standing(signedIn?.session, now)}),
	};
}
