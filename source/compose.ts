import process from 'node:process';
import {createAnaplanHttp} from './adapters/anaplan-http.ts';
import {createBrowser} from './adapters/browser.ts';
import {createClipboard} from './adapters/clipboard.ts';
import {createClock} from './adapters/clock.ts';
import {createCredentialStore} from './adapters/credential-store.ts';
import {createMemoryStore} from './adapters/memory-store.ts';
import {createProcessLock} from './adapters/process-lock.ts';
import {createRandomness} from './adapters/randomness.ts';
import {createSettingsStore} from './adapters/settings-store.ts';
import {createSignalShield} from './adapters/signal-shield.ts';
import {defaultFolder} from './adapters/store-folder.ts';
import {problem} from './core/problem.ts';
import {type Variables, variable} from './core/profile.ts';
import {failure, type Result, success} from './core/result.ts';
import type {Http, Ports} from './session/ports.ts';
import {createProfiles} from './session/profiles.ts';
import type {Workshop} from './session/run-effect.ts';
import {createSessionKeeper} from './session/session-keeper.ts';

/** The real adapters behind the ports, with the store in the folder that the variables choose. */
export function realPorts(variables: Variables, onHeld: () => void): Ports {
	const clock = createClock();
	const folder = defaultFolder(variables, process.platform);
	const lock = createProcessLock({folder});
	const {stillHeld} = lock;
	return {
		http: createAnaplanHttp({now: clock.now}),
		settings: createSettingsStore({folder, stillHeld}),
		credentials: createCredentialStore({folder, stillHeld}),
		lock,
		clock,
		browser: createBrowser(),
		clipboard: createClipboard(),
		randomness: createRandomness(),
		signalShield: createSignalShield({onHeld}),
	};
}

/** Ports for the practice tenant: as real as can be, but for a store that lives in memory only. */
export function practicePorts(wrapHttp: (http: Http) => Http): Ports {
	const clock = createClock();
	return {
		...createMemoryStore(),
		http: wrapHttp(createAnaplanHttp({now: clock.now})),
		clock,
		browser: createBrowser(),
		clipboard: createClipboard(),
		randomness: createRandomness(),
		signalShield: createSignalShield({onHeld: () => undefined}),
	};
}

/** The profile that is meant: the option, then the variable, then the store's current one. */
export async function profileName(
	ports: Pick<Ports, 'settings'>,
	variables: Variables,
	option: string | undefined,
): Promise<Result<string>> {
	const named = option ?? variable(variables, 'ANAPLAN_PROFILE');
	if (named === undefined) {
		const current = await ports.settings.currentProfile();
		// A store that cannot be read has no say here; whoever reads the profile tells of it.
		return success(current.ok ? current.value : 'default');
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

/** Everything that screens and commands work with, for one profile. */
export function workshopFor(ports: Ports, name: string, variables: Variables): Workshop {
	const profiles = createProfiles(ports, name, variables);
	return {ports, profiles, keeper: createSessionKeeper({...ports, profiles})};
}
