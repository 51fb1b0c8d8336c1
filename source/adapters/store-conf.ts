import process from 'node:process';
import type {Secret} from '../core/secret.ts';
import {readDocument, type StoreDocument, UnusableDocument} from './stored-document.ts';

/** A file `FOLDER/NAME.EXTENSION` that conf holds. */
export type ConfPlace = {
	readonly folder: string;
	readonly name: string;
	readonly extension: string;
};

export type ConfFiles = {
	/** Reads a file, sealed when a key is given. Throws UnusableDocument, `WrongKey`, or what the file system says. */
	read(place: ConfPlace, key: Secret | undefined): StoreDocument;
	/** Writes a file whole or not at all, mode 0600. One that is there must be of the same kind. */
	write(place: ConfPlace, document: StoreDocument, key: Secret | undefined): void;
};

/** The key does not open the file; or the file is damaged, which looks the same. */
export class WrongKey extends Error {}

/** conf, loaded on use: it brings a schema validator along. */
export async function loadConf(): Promise<ConfFiles> {
	const {default: Conf} = await import('conf');
	const open = (
		{folder, name, extension}: ConfPlace,
		key: Secret | undefined,
		deserialize = readDocument,
	) =>
		new Conf({
			projectName: 'anaplan-tui',
			projectSuffix: '',
			cwd: folder,
			configName: name,
			fileExtension: extension,
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
			clearInvalidConfig: false,
			deserialize,
			...(key && {
				encryptionKey: Buffer.from(key.reveal(), 'base64url'),
				encryptionAlgorithm: 'aes-256-gcm' as const,
			}),
		});

	return {
		read(place, key) {
			try {
				let found: StoreDocument | undefined;
				const conf = open(place, key, text => {
					found = readDocument(text);
					return found;
				});
				// It has read the file to see whether it can; once more would unseal it once more.
				return found ?? (conf.store as StoreDocument);
			} catch (error) {
				throw isWrongKey(error) ? new WrongKey() : error;
			}
		},
		write(place, document, key) {
			withoutSnap(() => {
				open(place, key).store = document;
			});
		},
	};
}

// conf does not export the class of that error; those of the file system have a code.
const isWrongKey = (error: unknown): boolean =>
	!(error instanceof UnusableDocument) &&
	(error as NodeJS.ErrnoException | undefined)?.code === undefined;

/**
 * conf writes in place, without a temporary file, wherever it sees the variable SNAP, which every
 * terminal of a snap-packaged editor sets. A process killed then would leave half a file.
 */
function withoutSnap(write: () => void): void {
	const {SNAP: snap} = process.env;
	delete process.env['SNAP'];
	try {
		write();
	} finally {
		if (snap !== undefined) {
			process.env['SNAP'] = snap;
		}
	}
}
