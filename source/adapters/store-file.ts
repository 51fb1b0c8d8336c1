import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {default as ConfClass} from 'conf';
import type {Problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {rehearse, setAside, sweep, syncFolder} from './store-disk.ts';
import {dangerOf, doubtOf, makePrivate} from './store-safety.ts';
import {homeless, reasonOf, unreadable, unwritable} from './store-trouble.ts';
import {
	emptyDocument,
	readDocument,
	type StoreDocument,
	UnusableDocument,
} from './stored-document.ts';

export type StoreOptions = {
	readonly folder: string;
	/** Seals the file with AES-256-GCM. */
	readonly encryptionKey?: Uint8Array;
	/** Asked before each change: whether the lock that covers it is still ours, see `ProcessLock`. */
	readonly stillHeld?: () => Promise<Result<void>>;
	/** Epoch ms; names files that are moved aside. */
	readonly now?: () => number;
};

/** One JSON document on disk that all processes see alike: nothing is kept in memory. */
export type StoreFile = {
	readonly path: string;
	read(): Promise<Result<StoreDocument>>;
	/** Reads again, applies `update`, and returns when the result is on disk. */
	change(
		update: (document: StoreDocument, aside: () => void) => StoreDocument,
	): Promise<Result<void>>;
	/** Whether a change would succeed; tries it with a file of its own. */
	probe(): Promise<Result<void>>;
};

type Found =
	| {readonly state: 'sound'; readonly document: StoreDocument}
	/** Moved aside by the next change. */
	| {readonly state: 'damaged'; readonly problem: Problem}
	/** Left alone, whatever happens. */
	| {readonly state: 'refused'; readonly problem: Problem};

/**
 * A document of the store, held by conf in `NAME.json`, mode 0600. Problems: `store_unreadable` and
 * `store_unwritable` with the path and the reason; reading never changes anything.
 */
export function createStoreFile(
	name: 'settings' | 'credentials',
	options: StoreOptions,
): StoreFile {
	const {folder, encryptionKey, stillHeld, now = Date.now} = options;
	const file = path.join(folder, `${name}.json`);

	const openConf = (Conf: typeof ConfClass) =>
		new Conf({
			projectName: 'anaplan-tui',
			projectSuffix: '',
			cwd: folder,
			configName: name,
			fileExtension: 'json',
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
			clearInvalidConfig: false,
			deserialize: readDocument,
			...(encryptionKey && {encryptionKey, encryptionAlgorithm: 'aes-256-gcm' as const}),
		});

	// conf is needed to open a sealed file and to write; plain JSON is read faster without it.
	const contents = (Conf: typeof ConfClass | undefined): StoreDocument =>
		Conf && encryptionKey
			? (openConf(Conf).store as StoreDocument)
			: readDocument(readFileSync(file, 'utf8'));

	const find = (Conf: typeof ConfClass | undefined): Found => {
		const danger = dangerOf(folder, file);
		if (danger) {
			return {state: 'refused', problem: danger};
		}

		if (!existsSync(file)) {
			return {state: 'sound', document: emptyDocument};
		}

		const doubt = doubtOf(file);
		if (doubt) {
			return {state: 'damaged', problem: doubt};
		}

		try {
			return {state: 'sound', document: contents(Conf)};
		} catch (error) {
			return notFound(file, error, encryptionKey !== undefined);
		}
	};

	const write = (Conf: typeof ConfClass, document: StoreDocument) => {
		const text = JSON.stringify(document, undefined, '\t');
		rehearse(file, Buffer.byteLength(text) + 1024);
		withoutSnap(() => {
			openConf(Conf).store = document;
		});
		syncFolder(folder);
		const written = find(Conf);
		if (written.state !== 'sound') {
			return failure(written.problem);
		}

		return JSON.stringify(written.document) === JSON.stringify(document)
			? success(undefined)
			: failure(unwritable(file, 'what was written cannot be read back'));
	};

	return {
		path: file,
		async read() {
			if (folder === '') {
				return failure(homeless());
			}

			const found = find(encryptionKey && (await loadConf()));
			return found.state === 'sound' ? success(found.document) : failure(found.problem);
		},
		async change(update) {
			if (folder === '') {
				return failure(homeless());
			}

			const Conf = await loadConf();
			const held = await stillHeld?.();
			if (held?.ok === false) {
				return held;
			}

			// From here on nothing waits, so that nothing comes between the question and the change.
			const found = find(Conf);
			if (found.state === 'refused') {
				return failure(found.problem);
			}

			try {
				makePrivate(folder);
				sweep(file, now());
				if (found.state === 'damaged') {
					setAside(file, now(), 'move');
				}

				const before = found.state === 'sound' ? found.document : emptyDocument;
				return write(
					Conf,
					update(before, () => setAside(file, now(), 'copy')),
				);
			} catch (error) {
				return failure(unwritable(file, reasonOf(error)));
			}
		},
		async probe() {
			if (folder === '') {
				return failure(homeless());
			}

			const found = find(encryptionKey && (await loadConf()));
			if (found.state === 'refused') {
				return failure(found.problem);
			}

			try {
				makePrivate(folder);
				rehearse(file, 16 * 1024);
				return success(undefined);
			} catch (error) {
				return failure(unwritable(file, reasonOf(error)));
			}
		},
	};
}

// Loaded on use: it brings a schema validator along.
const loadConf = async (): Promise<typeof ConfClass> => {
	const {default: Conf} = await import('conf');
	return Conf;
};

function notFound(file: string, error: unknown, isSealed: boolean): Found {
	if (error instanceof UnusableDocument) {
		return {
			state: 'damaged',
			problem: unreadable(file, error.message, error.isNewer ? update : signInAgain),
		};
	}

	if ((error as NodeJS.ErrnoException).code === undefined && isSealed) {
		// The right key may come back, so the file stays where it is.
		return {state: 'refused', problem: unreadable(file, 'it is sealed with another key')};
	}

	return {
		state: 'refused',
		problem: unreadable(
			file,
			reasonOf(error),
			'Make it readable for you, or choose another folder with ANAPLAN_TUI_HOME.',
		),
	};
}

const signInAgain =
	'Sign in again: anaplan-tui login. The file is then moved aside in its folder, and kept.';
const update =
	'Update this anaplan-tui. Or sign in again with this one: the file is then moved aside in its folder, and kept.';

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
