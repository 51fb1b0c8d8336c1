import {defaultProfile} from '../core/profiles/profile-name.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Renaming, Settings} from '../session/ports.ts';
import {createStoreFile, type StoreFile, type StoreOptions} from './store-file.ts';
import {shown, unreadable} from './store-trouble.ts';
import {
	type StoreDocument,
	storedProfile,
	withCopy,
	withoutProfile,
	withProfile,
} from './stored-document.ts';
import {readRenaming, readSettingsRecord, settingsRecord} from './stored-shapes.ts';

/** `settings.json` in the store's folder: readable for people, without secrets. */
export function createSettingsStore(options: StoreOptions): Settings {
	const file = createStoreFile('settings', options);
	return {
		path: file.path,
		async currentProfile() {
			const document = await file.read();
			if (!document.ok) {
				return document;
			}

			return success(currentOf(document.value));
		},
		async profiles() {
			const document = await file.read();
			return document.ok ? success(Object.keys(document.value.profiles)) : document;
		},
		async read(profile) {
			const document = await file.read();
			if (!document.ok) {
				return document;
			}

			const record = storedProfile(document.value, profile);
			const settings = readSettingsRecord(record);
			return record === undefined || settings
				? success(settings)
				: failure(damagedProfile(file.path, profile));
		},
		async write(profile, settings) {
			return file.change((document, keepCopy) => {
				const before = storedProfile(document, profile);
				if (before !== undefined && !readSettingsRecord(before)) {
					keepCopy();
				}

				return withProfile(
					{...document, currentProfile: document['currentProfile'] ?? defaultProfile},
					profile,
					settingsRecord(settings, before),
				);
			});
		},
		setCurrent: async profile =>
			changeSound(file, document => ({...document, currentProfile: profile})),
		remove: async (profile, current) =>
			changeSound(file, (document, keepCopy) => {
				const before = storedProfile(document, profile);
				if (before !== undefined && !readSettingsRecord(before)) {
					keepCopy();
				}

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
	};
}

const currentOf = ({currentProfile}: StoreDocument): string =>
	typeof currentProfile === 'string' && currentProfile !== '' ? currentProfile : defaultProfile;

const renamed = (document: StoreDocument, {from, to}: Renaming): StoreDocument => ({
	...withoutProfile(document, from),
	currentProfile: currentOf(document) === from ? to : currentOf(document),
});

/** Changes a file that can be read, and no other: a change is no reason to move the profiles in it aside. */
export async function changeSound(
	file: StoreFile,
	update: Parameters<StoreFile['change']>[0],
): Promise<Result<void>> {
	const document = await file.read();
	return document.ok ? file.change(update) : document;
}

/** One profile of an otherwise sound file is not what we write. */
export const damagedProfile = (path: string, profile: string) =>
	unreadable(
		path,
		`what it says of the profile “${shown(profile)}” is not what anaplan-tui writes`,
		'Sign in again with this profile: anaplan-tui login. The file is then copied, and the copy kept.',
	);
