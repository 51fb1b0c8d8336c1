import {readFileSync} from 'node:fs';
import process from 'node:process';
import tls from 'node:tls';
import type {Facts} from '../core/diagnosis.ts';
import {printable} from '../core/printable.ts';
import {type Variables, variable} from '../core/profiles/profile.ts';
import {proxyFor} from '../core/proxy.ts';
import type {Credentials, Keychain, Settings} from '../session/ports.ts';
import {hasDisplay} from './display.ts';
import {readListenerPort} from './listener-port.ts';
import {placesOf} from './places.ts';
import {tightenRights} from './store-rights.ts';

/**
 * Looks at this computer for `doctor`, without a network: the store, the keychain, proxies,
 * certificates, display and terminal. Changes nothing that matters; holds no secret.
 */
export async function examine({
	variables,
	folder,
	profile,
	settings,
	credentials,
	keychain,
}: {
	readonly variables: Variables;
	readonly folder: string;
	readonly profile: string;
	readonly settings: Settings;
	readonly credentials: Credentials;
	readonly keychain: Keychain;
}): Promise<Facts> {
	const wantedStorage = variable(variables, 'ANAPLAN_TUI_STORAGE') ?? 'auto';
	const readSettings = await settings.read(profile);
	const readCredentials = await credentials.read(profile);
	const probed = await credentials.probe();
	const {kind: storageKind} = credentials.storage();
	const isAsked = wantedStorage !== 'file' || storageKind === 'sealed';
	const answered = isAsked ? await keychain.probe() : undefined;
	const port = readListenerPort(variables);
	return {
		nodeVersion: process.version,
		platform: `${process.platform} ${process.arch}`,
		folder: printable(folder, 500),
		store: {
			settings: readSettings.ok ? undefined : readSettings.problem,
			credentials: readCredentials.ok ? undefined : readCredentials.problem,
			writing: probed.ok ? undefined : probed.problem,
		},
		looseModes: tightenRights(folder),
		storageKind,
		wantedStorage,
		keychain: answered?.ok === false ? answered.problem : undefined,
		...proxiesOf(variables),
		extraCertificates: extraCertificates(variable(variables, 'NODE_EXTRA_CA_CERTS')),
		systemCertificates: 'getCACertificates' in tls,
		hasDisplay: hasDisplay(variables, process.platform),
		places: placesOf(variables),
		terminal: {
			isTerminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
			columns: process.stdout.columns ?? 0,
			rows: process.stdout.rows ?? 0,
			type: printable(variable(variables, 'TERM') ?? 'unknown', 60),
		},
		portTrouble: port.ok ? undefined : port.problem,
		variables: Object.keys(variables)
			.filter(name => /^ANAPLAN_|^(CLIENT|SECRET)$/.test(name) && variable(variables, name))
			.sort(),
	};
}

/** The proxies by name, without user and password, and what is wrong with one. */
function proxiesOf(variables: Variables): Pick<Facts, 'proxies' | 'proxyTrouble'> {
	const proxies: Array<readonly [string, string]> = [];
	let proxyTrouble: Facts['proxyTrouble'];
	for (const address of ['https://anaplan.com/', 'http://anaplan.com/']) {
		const proxy = proxyFor(new URL(address), variables);
		if (!proxy.ok) {
			proxyTrouble = proxy.problem;
		} else if (proxy.value && !proxies.some(([source]) => source === proxy.value?.source)) {
			proxies.push([proxy.value.source, printable(proxy.value.name, 200)]);
		}
	}

	const exceptions = variable(variables, 'no_proxy', 'NO_PROXY');
	return {
		proxies:
			exceptions === undefined ? proxies : [...proxies, ['NO_PROXY', printable(exceptions, 200)]],
		proxyTrouble,
	};
}

function extraCertificates(file: string | undefined): Facts['extraCertificates'] {
	if (file === undefined) {
		return undefined;
	}

	const path = printable(file, 500);
	try {
		const isPem = readFileSync(file, 'utf8').includes('-----BEGIN CERTIFICATE-----');
		return {path, state: isPem ? 'readable' : 'notPem'};
	} catch {
		return {path, state: 'unreadable'};
	}
}
