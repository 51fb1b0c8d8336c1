import {failure, success} from '../core/result.ts';
import type {Settings} from '../session/ports.ts';
import {createStoreFile, type StoreOptions} from './store-file.ts';
import {shown, unreadable} from './store-trouble.ts';
import {storedProfile, withProfile} from './stored-document.ts';
import {readSettingsRecord, settingsRecord} from './stored-shapes.ts';

const defaultProfile = 'default';

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

			const current = document.value['currentProfile'];
			return success(typeof current === 'string' && current !== '' ? current : defaultProfile);
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
	};
}

/** One profile of an otherwise sound file is not what we write. */
export const damagedProfile = (path: string, profile: string) =>
	unreadable(
		path,
		`what it says of the profile “${shown(profile)}” is not what anaplan-tui writes`,
		'Sign in again with this profile: anaplan-tui login. The file is then copied, and the copy kept.',
	);
