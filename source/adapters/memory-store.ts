import {success} from '../core/result.ts';
import type {
	Credentials,
	Lock,
	ProfileCredentials,
	ProfileSettings,
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
	let queue: Promise<unknown> = Promise.resolve();

	return {
		settings: {
			path: nowhere,
			currentProfile: async () => success('default'),
			profiles: async () => success([...settings.keys()]),
			read: async profile => success(settings.get(profile)),
			async write(profile, value) {
				settings.set(profile, value);
				return success(undefined);
			},
		},
		credentials: {
			storage: () => ({kind: 'memory', path: nowhere}),
			read: async profile => success(credentials.get(profile)),
			async write(profile, value) {
				credentials.set(profile, value);
				for (const changed of [...watchers]) {
					changed();
				}

				return success(undefined);
			},
			prepare: async () => success(undefined),
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
