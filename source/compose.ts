import process from 'node:process';
import {createAnaplanHttp} from './adapters/anaplan-http.ts';
import {createBrowser} from './adapters/browser.ts';
import {createCallbackListener} from './adapters/callback-listener.ts';
import {createClipboard} from './adapters/clipboard.ts';
import {createClock} from './adapters/clock.ts';
import {createCredentialStore} from './adapters/credential-store.ts';
import {createKeychain} from './adapters/keychain.ts';
import {createMemoryStore} from './adapters/memory-store.ts';
import {createProcessLock} from './adapters/process-lock.ts';
import {createRandomness} from './adapters/randomness.ts';
import {createSettingsStore} from './adapters/settings-store.ts';
import {createSignalShield} from './adapters/signal-shield.ts';
import {defaultFolder} from './adapters/store-folder.ts';
import {readStorageChoice} from './adapters/store-kind.ts';
import {tightenRights} from './adapters/store-rights.ts';
import {createTerminalClipboard} from './adapters/terminal-clipboard.ts';
import {createUrlFile} from './adapters/url-file.ts';
import {printable} from './core/printable.ts';
import {type Variables, variable} from './core/profiles/profile.ts';
import {chosenProfile, type ProfileChoice} from './core/profiles/profile-name.ts';
import {proxyFor} from './core/proxy.ts';
import {type Result, success} from './core/result.ts';
import {createPacer} from './session/pacer.ts';
import type {Clock, Http, Ports, RequestLog} from './session/ports.ts';
import {createProfiles} from './session/profiles.ts';
import {logged} from './session/request-log.ts';
import {createSessionKeeper} from './session/session-keeper.ts';
import type {Workshop} from './session/workshop.ts';

/**
 * The real adapters behind the ports, with the store in the folder that the variables choose. The
 * Problem is `usage`, for a variable that is wrong.
 */
export function realPorts(
	variables: Variables,
	onHeld: () => void,
	log: RequestLog | undefined,
): Result<Ports> {
	const storage = readStorageChoice(variables);
	if (!storage.ok) {
		return storage;
	}

	const clock = createClock();
	const folder = storeFolder(variables);
	const stillHeld = async () => lock.stillHeld();
	const credentials = createCredentialStore({
		folder,
		stillHeld,
		storage: storage.value,
		keychain: createKeychain(),
	});
	const lock = createProcessLock({folder, recover: credentials.recover});
	const extraFile = variable(variables, 'NODE_EXTRA_CA_CERTS');
	const http = createAnaplanHttp({
		now: clock.now,
		proxyFor: url => proxyFor(url, variables),
		extraCertificatesFile: extraFile && printable(extraFile),
	});
	return success({
		http: withRequestLog(http, clock, log),
		pacer: createPacer(clock),
		settings: createSettingsStore({folder, stillHeld}),
		credentials,
		lock,
		clock,
		...theComputer(),
		signalShield: createSignalShield({onHeld}),
	});
}

export const storeFolder = (variables: Variables): string =>
	defaultFolder(variables, process.platform);

/** Takes from others the rights that they have to the store; returns what was wrong, in sentences. */
export const tightenStore = (variables: Variables): readonly string[] =>
	tightenRights(storeFolder(variables));

/**
 * Ports for the practice tenant: as real as can be, but for a store that lives in memory only, and
 * without a proxy, since the tenant is on this computer.
 */
export function practicePorts(wrapHttp: (http: Http) => Http, log: RequestLog | undefined): Ports {
	const clock = createClock();
	return {
		...createMemoryStore(),
		http: wrapHttp(withRequestLog(createAnaplanHttp({now: clock.now}), clock, log)),
		pacer: createPacer(clock),
		clock,
		...theComputer(),
		signalShield: createSignalShield({onHeld: () => undefined}),
	};
}

/** What is the same whoever is signed in to: the ways to browser and clipboards, and back. */
const theComputer = () => ({
	browser: createBrowser(),
	clipboard: createClipboard(),
	terminalClipboard: createTerminalClipboard(),
	urlFile: createUrlFile(),
	callbackListener: createCallbackListener(),
	randomness: createRandomness(),
});

const withRequestLog = (http: Http, {now}: Clock, log: RequestLog | undefined): Http =>
	log ? logged(http, log, {now, pid: process.pid}) : http;

/** The profile that is meant: the option, then the variable, then the store's current one. */
export async function profileChoice(
	{settings}: Pick<Ports, 'settings'>,
	variables: Variables,
	option: string | undefined,
): Promise<Result<ProfileChoice>> {
	const current = await settings.currentProfile();
	const names = await settings.profiles();
	// A store that cannot be read has no say here; whoever reads the profile tells of it.
	const stored = current.ok && names.ok ? {current: current.value, names: names.value} : undefined;
	return chosenProfile(variables, option, stored);
}

/** Everything that screens and commands work with, for one profile. */
export function workshopFor(ports: Ports, name: string, variables: Variables): Workshop {
	const profiles = createProfiles(ports, name, variables);
	return {
		ports,
		profiles,
		keeper: createSessionKeeper({...ports, profiles}),
		parkedKeeper: createSessionKeeper({...ports, profiles: profiles.parked}),
	};
}
