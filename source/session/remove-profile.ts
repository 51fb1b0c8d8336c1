import type {Variables} from '../core/profiles/profile.ts';
import {currentAfterRemoval} from '../core/profiles/profile-list.ts';
import {findProfile, unknownProfile} from '../core/profiles/profile-name.ts';
import type {EndOfSignIn} from '../core/profiles/profile-removal.ts';
import {failure, type Result, success} from '../core/result.ts';
import {endAllAtAnaplan, storeAllAsOver} from './end-at-anaplan.ts';
import type {Clock, Http} from './ports.ts';
import {profileNames, type Stores} from './profile-list.ts';
import {createProfiles, type Profile, type Profiles} from './profiles.ts';
import {finishRenamingLocked} from './rename-profile.ts';

export type Removed = {
	readonly name: string;
	/** The current profile from now on. */
	readonly current: string;
	/** Whether that was the one that is gone. */
	readonly wasCurrent: boolean;
	readonly signIn: EndOfSignIn;
	readonly hadRefreshToken: boolean;
};

type Asking = {readonly http: Http; readonly clock: Pick<Clock, 'now'>};

/**
 * Ends a profile's access token at Anaplan, then removes the profile from both files; `locally` only
 * removes it. When Anaplan cannot be reached or refuses, nothing is removed, and the Problem says
 * why. A profile that cannot be read is removed too, and the files with it are kept as copies.
 * Killed between the two files it leaves a profile that is signed out, for the next removal.
 */
export async function removeProfile(
	stores: Stores & Asking,
	variables: Variables,
	wanted: string,
	how: 'atAnaplan' | 'locally',
): Promise<Result<Removed>> {
	const {settings, credentials, lock} = stores;
	return lock.hold(async () => {
		const finished = await finishRenamingLocked(stores);
		const names = finished.ok ? await profileNames(stores) : finished;
		const before = await settings.currentProfile();
		if (!names.ok || !before.ok) {
			return names.ok ? (before as Result<never>) : names;
		}

		const name = findProfile(names.value, wanted);
		if (name === undefined) {
			return failure(unknownProfile(wanted, names.value));
		}

		const profiles = createProfiles(stores, name, variables);
		const profile = await profiles.load();
		const ended = await endSignIn(stores, profiles, profile, how);
		if (!ended.ok) {
			return ended;
		}

		// Both files can be read by now, so that neither is lost over the change.
		const current = currentAfterRemoval(names.value, name, before.value);
		const forgotten = await credentials.remove(name);
		if (!forgotten.ok && ended.value.signIn === 'endedAtAnaplan' && profile.ok) {
			await storeAllAsOver(stores, profiles, profile.value);
		}

		const removed = forgotten.ok ? await settings.remove(name, current) : forgotten;
		return removed.ok
			? success({name, current, wasCurrent: current !== before.value, ...ended.value})
			: removed;
	});
}

async function endSignIn(
	asking: Asking,
	profiles: Profiles,
	profile: Result<Profile>,
	how: 'atAnaplan' | 'locally',
): Promise<Result<Pick<Removed, 'signIn' | 'hadRefreshToken'>>> {
	if (!profile.ok) {
		// What is stored is damaged: no token of it can be had. A variable that is wrong can be mended.
		return how === 'locally' || profile.problem.code === 'store_unreadable'
			? success({signIn: 'unknown', hadRefreshToken: false})
			: profile;
	}

	const {signedIn, parked} = profile.value;
	const signIns = [signedIn, parked].filter(found => found !== undefined);
	const hadRefreshToken = signIns.some(({session}) => session.refreshToken !== undefined);
	if (signIns.length === 0 || how === 'locally') {
		return success({signIn: signIns.length === 0 ? 'none' : 'forgottenHere', hadRefreshToken});
	}

	const ended = await endAllAtAnaplan(asking, profiles, profile.value);
	return ended.ok ? success({signIn: 'endedAtAnaplan', hadRefreshToken}) : ended;
}
