import {defaultProfile} from '../core/profiles/profile-name.ts';
import {success} from '../core/result.ts';
import type {
	Credentials,
	Lock,
	ProfileCredentials,
	ProfileSettings,
	Renaming,
	Settings,
} from '../session/ports.ts';

const nowhere = 'memory';

/** A store that lives and dies with the process, for the practice tenant. */
export function createMemoryStore(): {
	readonly settings: Settings;
	readonly credentials: Credentials;
	readonly lock: Lock;
} {
	const settings = new Map<string, ProfileSettings>();
	const credentials = new Map<string, ProfileCredentials>();
	const watchers = new Set<() => void>();
	let current = defaultProfile;
	let renaming: Renaming | undefined;
	let queue: Promise<unknown> = Promise.resolve();

	const credentialsChanged = () => {
		for (const changed of [...watchers]) {
			changed();
		}
	};

	return {
		settings: {
			path: nowhere,
			currentProfile: async () => success(current),
			profiles: async () => success([...settings.keys()]),
			read: async profile => success(settings.get(profile)),
			async write(profile, value) {
				settings.set(profile, value);
				return success(undefined);
			},
			async setCurrent(profile) {
				current = profile;
				return success(undefined);
			},
			async remove(profile, next) {
				settings.delete(profile);
				current = next;
				return success(undefined);
			},
			renaming: async () => success(renaming),
			async beginRenaming(wanted) {
				renaming = wanted;
				copy(settings, wanted);
				return success(undefined);
			},
			async finishRenaming(old) {
				if (renaming && old === 'removed') {
					settings.delete(renaming.from);
					current = current === renaming.from ? renaming.to : current;
				}

				renaming = undefined;
				return success(undefined);
			},
			// Nobody else changes them.
			watch: () => () => undefined,
		},
		credentials: {
			storage: () => ({kind: 'memory', path: nowhere}),
			read: async profile => success(credentials.get(profile)),
			async write(profile, value) {
				credentials.set(profile, value);
				credentialsChanged();
				return success(undefined);
			},
			profiles: async () => success([...credentials.keys()]),
			async remove(profile) {
				credentials.delete(profile);
				credentialsChanged();
				return success(undefined);
			},
			async rename(wanted) {
				copy(credentials, wanted);
				credentials.delete(wanted.from);
				credentialsChanged();
				return success(undefined);
			},
			prepare: async () => success(undefined),
			withRoom: async work => work(),
			probe: async () => success(undefined),
			watch(changed) {
				watchers.add(changed);
				return () => watchers.delete(changed);
			},
		},
		lock: {
			async hold(work) {
				const turn = queue.then(work);
				queue = turn.catch(() => undefined);
				return turn;
			},
		},
	};
}

function copy<Value>(profiles: Map<string, Value>, {from, to}: Renaming): void {
	const value = profiles.get(from);
	if (value !== undefined) {
		profiles.set(to, value);
	}
}
