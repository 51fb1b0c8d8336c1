import {readFileSync, realpathSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {Secret} from '../core/secret.ts';
import {crypto} from './builtins.ts';
import type {ConfFiles, ConfPlace} from './store-conf.ts';
import {syncFolder} from './store-disk.ts';
import {readDocument, type StoreDocument} from './stored-document.ts';

/** The disk took what was written, and does not give it back. */
export class NotReadBack extends Error {}

const confPlace = (file: string): ConfPlace => {
	const {dir: folder, name, ext} = path.parse(file);
	return {folder, name, extension: ext.slice(1)};
};

/**
 * Writes a document into a file that is not there, or of the same kind (sealed or plain), and reads
 * it back. Throws NotReadBack, or what the file system says.
 */
export function writeStore(
	conf: ConfFiles,
	file: string,
	document: StoreDocument,
	key: Secret | undefined,
): void {
	const place = confPlace(file);
	conf.write(place, document, key);
	syncFolder(place.folder);
	const written = key ? conf.read(place, key) : readDocument(readFileSync(file, 'utf8'));
	if (JSON.stringify(written) !== JSON.stringify(document)) {
		throw new NotReadBack();
	}
}

/**
 * Puts a document in the place of a file of the other kind, in one step, once it is on disk beside it
 * and has been read back. Until then the file that is there is untouched. Throws as `writeStore`.
 */
export function replaceStore(
	conf: ConfFiles,
	file: string,
	document: StoreDocument,
	key: Secret | undefined,
): void {
	// A symbolic link stays one.
	const target = realpathSync(file);
	const next = `${target}.tmp-${crypto().randomBytes(8).toString('hex')}`;
	try {
		writeStore(conf, next, document, key);
		renameSync(next, target);
		syncFolder(path.dirname(target));
	} finally {
		rmSync(next, {force: true});
	}
}
