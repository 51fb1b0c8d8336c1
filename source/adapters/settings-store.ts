import {defaultProfile} from '../core/profiles/profile-name.ts';
import {success} from '../core/result.ts';
import type {Renaming, Settings} from '../session/ports.ts';
import {changeSound, profileRecords} from './profile-records.ts';
import {createStoreFile, type StoreOptions} from './store-file.ts';
import {watchFile} from './store-watch.ts';
import {type StoreDocument, withCopy, withoutProfile, withProfile} from './stored-document.ts';
import {readRenaming, readSettingsRecord, settingsRecord} from './stored-shapes.ts';

/** `settings.json` in the store's folder: readable for people, without secrets. */
export function createSettingsStore(options: StoreOptions): Settings {
	const file = createStoreFile('settings', options);
	const records = profileRecords(file, readSettingsRecord);
	return {
		path: file.path,
		async currentProfile() {
			const document = await file.read();
			if (!document.ok) {
				return document;
			}

			return success(currentOf(document.value));
		},
		profiles: records.names,
		read: records.read,
		write: async (profile, settings) =>
			file.change((document, keepCopy) =>
				withProfile(
					{...document, currentProfile: document['currentProfile'] ?? defaultProfile},
					profile,
					settingsRecord(settings, records.replaced(document, profile, keepCopy)),
				),
			),
		setCurrent: async profile =>
			changeSound(file, document => ({...document, currentProfile: profile})),
		remove: async (profile, current) =>
			changeSound(file, (document, keepCopy) => {
				records.replaced(document, profile, keepCopy);
				return {...withoutProfile(document, profile), currentProfile: current};
			}),
		async renaming() {
			const document = await file.read();
			return document.ok ? success(readRenaming(document.value['renaming'])) : document;
		},
		beginRenaming: async renaming =>
			changeSound(file, document => ({...withCopy(document, renaming), renaming})),
		finishRenaming: async old =>
			changeSound(file, document => {
				const {renaming, ...rest} = document;
				const noted = readRenaming(renaming);
				return noted && old === 'removed'
					? renamed(rest as StoreDocument, noted)
					: (rest as StoreDocument);
			}),
		watch: changed => watchFile(file.path, changed),
	};
}

const currentOf = ({currentProfile}: StoreDocument): string =>
	typeof currentProfile === 'string' && currentProfile !== '' ? currentProfile : defaultProfile;

const renamed = (document: StoreDocument, {from, to}: Renaming): StoreDocument => ({
	...withoutProfile(document, from),
	currentProfile: currentOf(document) === from ? to : currentOf(document),
});
