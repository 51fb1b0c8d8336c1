import {realpathSync} from 'node:fs';
import path from 'node:path';
import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Secret} from '../core/secret.ts';
import type {Keychain} from '../session/ports.ts';
import {crypto} from './builtins.ts';

/** The key of one store, as the system keychain holds it. Problem: `keychain_unavailable`. */
export type StoreKey = {
	/** False where there is no keychain to ask, as for who reads only what is not sealed. */
	readonly isReachable: boolean;
	/**
	 * The key that opens the store, undefined when the keychain has none. It is asked once and then
	 * remembered, so that new tokens can be stored even if the keychain is locked in the meantime.
	 */
	read(): Promise<Result<Secret | undefined>>;
	/** The key for a store that is to be sealed: always from the keychain, made there if need be. */
	provide(): Promise<Result<Secret>>;
	/** Forgets what is remembered. */
	forget(): void;
	/** Takes the key out of the keychain. One that stays behind opens nothing, so a failure is none. */
	remove(): Promise<void>;
};

/** The key of the store in a folder, which must exist by the time it is asked for. */
export function createStoreKey(folder: string, keychain: Keychain | undefined): StoreKey {
	let remembered: Secret | undefined;
	return {
		isReachable: keychain !== undefined,
		async read() {
			if (remembered || !keychain) {
				return remembered ? success(remembered) : failure(problem('keychain_unavailable'));
			}

			const key = await keychain.read(keyName(folder));
			remembered = key.ok ? key.value : undefined;
			return key;
		},
		async provide() {
			if (!keychain) {
				return failure(problem('keychain_unavailable'));
			}

			const key = await keychain.provide(keyName(folder));
			remembered = key.ok ? key.value : remembered;
			return key;
		},
		forget() {
			remembered = undefined;
		},
		async remove() {
			remembered = undefined;
			await keychain?.remove(keyName(folder));
		},
	};
}

// By its folder, so that two stores neither share a key nor take it from each other.
const keyName = (folder: string): string =>
	`store-${crypto().createHash('sha256').update(realPath(folder)).digest('hex').slice(0, 32)}`;

const realPath = (folder: string): string => {
	try {
		return realpathSync.native(folder);
	} catch {
		// Some network drives refuse the question.
		return path.resolve(folder);
	}
};
