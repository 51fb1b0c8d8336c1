import type {Credentials} from '../session/ports.ts';
import {changeSound, profileRecords} from './profile-records.ts';
import {createStoreFile, type StoreOptions} from './store-file.ts';
import {createStoreKey} from './store-key.ts';
import {watchFile} from './store-watch.ts';
import {withCopy, withoutProfile, withProfile} from './stored-document.ts';
import {credentialsRecord, readCredentialsRecord} from './stored-shapes.ts';

export type CredentialStore = Credentials & {
	/** Completes the `write` of a process that was killed in it. Under the lock, before anything is read. */
	recover(): Promise<void>;
};

/**
 * `credentials.json` in the store's folder: client secrets and tokens, for nobody but its owner;
 * sealed with a key from the keychain, or a private file, as `storage` says and the keychain allows.
 */
export function createCredentialStore(options: StoreOptions): CredentialStore {
	const {folder, storage = 'auto', keychain} = options;
	const sealing = {choice: storage, storeKey: createStoreKey(folder, keychain)};
	const file = createStoreFile('credentials', options, sealing);
	const records = profileRecords(file, readCredentialsRecord);
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
		read: records.read,
		write: async (profile, credentials) =>
			file.change((document, keepCopy) => {
				const before = records.replaced(document, profile, keepCopy);
				return withProfile(document, profile, credentialsRecord(credentials, before));
			}),
		profiles: records.names,
		remove: async profile =>
			changeSound(file, (document, keepCopy) => {
				records.replaced(document, profile, keepCopy);
				return withoutProfile(document, profile);
			}),
		rename: async renaming =>
			changeSound(file, document => withoutProfile(withCopy(document, renaming), renaming.from)),
		prepare: file.prepare,
		withRoom: file.withRoom,
		recover: file.recover,
		probe: file.probe,
		watch: changed => watchFile(file.path, changed),
	};
}
