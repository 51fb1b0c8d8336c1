import {failure, success} from '../core/result.ts';
import type {Credentials} from '../session/ports.ts';
import {changeSound, damagedProfile} from './settings-store.ts';
import {createStoreFile, type StoreOptions} from './store-file.ts';
import {createStoreKey} from './store-key.ts';
import {watchFile} from './store-watch.ts';
import {storedProfile, withCopy, withoutProfile, withProfile} from './stored-document.ts';
import {credentialsRecord, readCredentialsRecord} from './stored-shapes.ts';

/**
 * `credentials.json` in the store's folder: client secrets and tokens, for nobody but its owner;
 * sealed with a key from the keychain, or a private file, as `storage` says and the keychain allows.
 */
export function createCredentialStore(options: StoreOptions): Credentials {
	const {folder, storage = 'auto', keychain} = options;
	const sealing = {choice: storage, storeKey: createStoreKey(folder, keychain)};
	const file = createStoreFile('credentials', options, sealing);
	return {
		storage() {
			const found = file.kind();
			const kind = found ?? (storage === 'keychain' ? 'sealed' : 'file');
			const problem = keychain && kind === 'file' ? file.unsealed() : undefined;
			return {
				kind,
				path: file.path,
				...(found === undefined && {planned: storage}),
				...(problem && {unsealed: problem}),
			};
		},
		async read(profile) {
			const document = await file.read();
			if (!document.ok) {
				return document;
			}

			const record = storedProfile(document.value, profile);
			const credentials = readCredentialsRecord(record);
			return record === undefined || credentials
				? success(credentials)
				: failure(damagedProfile(file.path, profile));
		},
		async write(profile, credentials) {
			return file.change((document, keepCopy) => {
				const before = storedProfile(document, profile);
				if (before !== undefined && !readCredentialsRecord(before)) {
					keepCopy();
				}

				return withProfile(document, profile, credentialsRecord(credentials, before));
			});
		},
		async profiles() {
			const document = await file.read();
			return document.ok ? success(Object.keys(document.value.profiles)) : document;
		},
		remove: async profile =>
			changeSound(file, (document, keepCopy) => {
				const before = storedProfile(document, profile);
				if (before !== undefined && !readCredentialsRecord(before)) {
					keepCopy();
				}

				return withoutProfile(document, profile);
			}),
		rename: async renaming =>
			changeSound(file, document => withoutProfile(withCopy(document, renaming), renaming.from)),
		prepare: file.prepare,
		probe: file.probe,
		watch: changed => watchFile(file.path, changed),
	};
}
