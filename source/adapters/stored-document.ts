import {isUtf8} from 'node:buffer';

/** What both files of the store share; fields that this version does not know are kept. */
export type StoreDocument = Readonly<Record<string, unknown>> & {
	readonly version: number;
	readonly profiles: Readonly<Record<string, unknown>>;
};

const storeVersion = 1;

export const emptyDocument: StoreDocument = {version: storeVersion, profiles: {}};

/** Why a file is not a document of ours, in words that continue “cannot be used: …”. */
export class UnusableDocument extends Error {
	readonly isNewer: boolean;

	constructor(message: string, isNewer = false) {
		super(message);
		this.isNewer = isNewer;
	}
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the text of a file of the store. Shape: {version? (1), profiles? ({NAME: {…}})}.
 * Throws UnusableDocument, never with a piece of the text.
 */
export function readDocument(text: string): StoreDocument {
	if (text.trim() === '') {
		throw new UnusableDocument('it is empty');
	}

	const value = parsed(text);
	if (!isRecord(value)) {
		throw new UnusableDocument('it is not what anaplan-tui writes');
	}

	const {version = storeVersion, profiles = {}} = value;
	if (typeof version === 'number' && version > storeVersion) {
		throw new UnusableDocument('it was written by a newer anaplan-tui', true);
	}

	if (version !== storeVersion || !isRecord(profiles)) {
		throw new UnusableDocument('it is not what anaplan-tui writes');
	}

	return {...value, version, profiles};
}

/**
 * Whether a file is what conf seals: 16 random bytes, a colon, what is sealed, and a tag of 16 bytes.
 * Text may have a colon there too, but that much randomness is never text.
 */
export const looksSealed = (bytes: Uint8Array): boolean =>
	bytes.length > 33 && bytes[16] === 0x3a && !isUtf8(bytes);

function parsed(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		throw new UnusableDocument('it is damaged, or cut off (no valid JSON)');
	}
}

/** What is stored under a name, or undefined; names such as `constructor` are like any other. */
export const storedProfile = ({profiles}: StoreDocument, name: string): unknown =>
	Object.hasOwn(profiles, name) ? profiles[name] : undefined;

/** Whether someone asked for a private file by name, so that no keychain is asked in its stead. */
export const isFileChosen = (document: StoreDocument): boolean => document['storage'] === 'file';

/** The document with the choice of a private file noted, or taken back. */
export function withFileChosen(document: StoreDocument, isChosen: boolean): StoreDocument {
	const {storage: _, ...rest} = document;
	return isChosen ? {...rest, storage: 'file'} : rest;
}

/** The document with one profile replaced, or added at the end. */
export function withProfile(document: StoreDocument, name: string, profile: object): StoreDocument {
	const profiles = new Map<string, unknown>(Object.entries(document.profiles));
	profiles.set(name, profile);
	return {...document, profiles: Object.fromEntries(profiles)};
}

/** The document without one profile. */
export const withoutProfile = (document: StoreDocument, name: string): StoreDocument => ({
	...document,
	profiles: Object.fromEntries(Object.entries(document.profiles).filter(([key]) => key !== name)),
});

/** The document with a copy of one profile, as it is, under another name, right behind it. */
export const withCopy = (
	document: StoreDocument,
	{from, to}: {readonly from: string; readonly to: string},
): StoreDocument => ({
	...document,
	profiles: Object.fromEntries(
		Object.entries(document.profiles)
			.filter(([name]) => name !== to)
			.flatMap(([name, profile]) =>
				name === from
					? [
							[name, profile],
							[to, profile],
						]
					: [[name, profile]],
			),
	),
});
