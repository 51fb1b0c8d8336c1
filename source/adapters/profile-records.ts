import {failure, type Result, success} from '../core/result.ts';
import type {StoreFile} from './store-file.ts';
import {shown, unreadable} from './store-trouble.ts';
import {type StoreDocument, storedProfile} from './stored-document.ts';

/** The records that one file of the store has of the profiles; `readRecord` gives undefined for a damaged one. */
export function profileRecords<Value>(
	file: StoreFile,
	readRecord: (record: unknown) => Value | undefined,
) {
	return {
		async names(): Promise<Result<readonly string[]>> {
			const document = await file.read();
			return document.ok ? success(Object.keys(document.value.profiles)) : document;
		},
		async read(profile: string): Promise<Result<Value | undefined>> {
			const document = await file.read();
			if (!document.ok) {
				return document;
			}

			const record = storedProfile(document.value, profile);
			const value = readRecord(record);
			return record === undefined || value !== undefined
				? success(value)
				: failure(damagedProfile(file.path, profile));
		},
		/** The record that a change is to replace or to take away. Of a file with a damaged one a copy is kept. */
		replaced(document: StoreDocument, profile: string, keepCopy: () => void): unknown {
			const record = storedProfile(document, profile);
			if (record !== undefined && readRecord(record) === undefined) {
				keepCopy();
			}

			return record;
		},
	};
}

/** Changes a file that can be read, and no other: a change is no reason to move the profiles in it aside. */
export async function changeSound(
	file: StoreFile,
	update: Parameters<StoreFile['change']>[0],
): Promise<Result<void>> {
	const document = await file.read();
	return document.ok ? file.change(update) : document;
}

/** One profile of an otherwise sound file is not what we write. */
const damagedProfile = (path: string, profile: string) =>
	unreadable(
		path,
		`what it says of the profile “${shown(profile)}” is not what anaplan-tui writes`,
		'Sign in again with this profile: anaplan-tui login. The file is then copied, and the copy kept.',
	);
