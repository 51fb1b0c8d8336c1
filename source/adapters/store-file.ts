import path from 'node:path';
import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Keychain, Occasion} from '../session/ports.ts';
import {type ConfFiles, loadConf} from './store-conf.ts';
import {isKeyNeeded, isUnchanged, kindOf, type Opened, openStore} from './store-contents.ts';
import {
	keepRoom,
	newerLeftovers,
	putInPlace,
	type Room,
	rehearse,
	removeOlderLeftovers,
	setAside,
	sweep,
} from './store-disk.ts';
import type {StorageChoice, StoreKind} from './store-kind.ts';
import {makePrivate, statOf} from './store-safety.ts';
import {type Plan, planFor, type Sealing} from './store-sealing.ts';
import {homeless, reasonOf, unwritable} from './store-trouble.ts';
import {NotReadBack, replaceStore, writeStore} from './store-write.ts';
import {emptyDocument, type StoreDocument, withFileChosen} from './stored-document.ts';

export type StoreOptions = {
	readonly folder: string;
	/** What ANAPLAN_TUI_STORAGE says. Default `auto`. */
	readonly storage?: StorageChoice;
	/** Where the key of a sealed file is; without it nothing is ever sealed. */
	readonly keychain?: Keychain;
	/** Asked before each change: whether the lock that covers it is still ours, see `ProcessLock`. */
	readonly stillHeld?: () => Promise<Result<void>>;
	/** Epoch ms; names files that are moved aside. */
	readonly now?: () => number;
};

/** Makes a new document of one; `keepCopy` copies the file aside first. */
type Update = (document: StoreDocument, keepCopy: () => void) => StoreDocument;

/** One JSON document on disk that all processes see alike: nothing of it is kept in memory. */
export type StoreFile = {
	readonly path: string;
	/** What the file is, at a glance; undefined where there is none. */
	kind(): StoreKind | undefined;
	/** Why the last change left a plain file where a sealed one was wanted. */
	unsealed(): Problem | undefined;
	read(): Promise<Result<StoreDocument>>;
	/** Reads again, applies `update`, and returns when the result is on disk. */
	change(update: Update): Promise<Result<void>>;
	/** Makes sure that a change would succeed, and that the file is of the kind that is wanted. */
	prepare(occasion: Occasion): Promise<Result<void>>;
	/** Prepares, and keeps the room for the one change that work ends with, if it does. */
	withRoom<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>>;
	/**
	 * Puts in its place what a writer had written whole when it was killed, and removes what is older
	 * than the file. Under the lock, like `change`.
	 */
	recover(): Promise<void>;
	/** Whether a change would succeed; tries it with a file of its own. */
	probe(): Promise<Result<void>>;
};

const usualSize = 16 * 1024;
const mostTries = 5;

/**
 * A document of the store, held by conf in `NAME.json`, mode 0600. Problems: `store_unreadable` and
 * `store_unwritable` with the path and the reason, `keychain_unavailable`; reading never changes
 * anything. The kind, plain or sealed, changes with one replacement of the file: the key is in the
 * keychain before it and leaves it after it, so that the file can be read whenever we are killed.
 */
export function createStoreFile(
	name: 'settings' | 'credentials',
	{folder, stillHeld, now = Date.now}: StoreOptions,
	sealing?: Sealing,
): StoreFile {
	const file = path.join(folder, `${name}.json`);
	const open = async () => openStore(file, sealing?.storeKey);
	let unsealed: Problem | undefined;
	let room: Room | undefined;

	const write = (
		conf: ConfFiles,
		{contents}: Opened,
		plan: Plan,
		update: Update,
		occasion: Occasion | 'change',
	) => {
		const isSound = contents.state === 'sound';
		const before = isSound ? contents.document : emptyDocument;
		const updated = update(before, () => setAside(file, now(), 'copy'));
		const document = sealing ? withFileChosen(updated, plan.isFileChosen) : updated;
		const isSameKind = !isSound || (contents.key === undefined) === (plan.key === undefined);
		const text = JSON.stringify(document, undefined, '\t');
		const isSame = isSound && isSameKind && JSON.stringify(before) === JSON.stringify(document);
		// A damaged file is moved aside for tokens, and not for somebody who is about to sign in.
		if (occasion !== 'change' && (isSame || contents.state === 'damaged')) {
			// For a refresh the room is not only found, but kept.
			if (occasion === 'signIn') {
				rehearse(file, usualSize);
			}

			return;
		}

		const size = Buffer.byteLength(text) + 1024;
		const hasRoom = room?.giveTo(size) === true;
		room = undefined;
		if (!hasRoom) {
			rehearse(file, size);
		}

		if (contents.state === 'damaged' || contents.state === 'shut') {
			setAside(file, now(), 'move');
		}

		(isSameKind ? writeStore : replaceStore)(conf, file, document, plan.key);
	};

	const forgetKey = async () => {
		// One who was suspended here may find the store sealed again, with this very key.
		const stillOurs = await stillHeld?.();
		if (stillOurs?.ok !== false && !isKeyNeeded(file)) {
			await sealing?.storeKey.remove();
		}
	};

	const change = async (
		update: Update,
		occasion: Occasion | 'change',
		tries = mostTries,
	): Promise<Result<void>> => {
		if (folder === '') {
			return failure(homeless());
		}

		try {
			const opened = await open();
			const {contents, bytes} = opened;
			if (contents.state !== 'refused') {
				makePrivate(folder);
			}

			const plan = await planFor(contents, occasion, sealing);
			if (!plan.ok) {
				return plan;
			}

			const conf = await loadConf();
			const held = await stillHeld?.();
			if (held?.ok === false) {
				return held;
			}

			// From here on nothing waits, so that nothing comes between the question and the change.
			if (!isUnchanged(file, bytes)) {
				return tries > 1 ? change(update, occasion, tries - 1) : failure(problem('store_busy'));
			}

			sweep(file, now());
			write(conf, opened, plan.value, update, occasion);
			unsealed = plan.value.key ? undefined : (plan.value.unsealed ?? unsealed);
			const wasSealed = contents.state === 'sound' && contents.key !== undefined;
			if (wasSealed && !plan.value.key) {
				await forgetKey();
			}

			return success(undefined);
		} catch (error) {
			const reason =
				error instanceof NotReadBack ? 'what was written cannot be read back' : reasonOf(error);
			return failure(unwritable(file, reason));
		}
	};

	const recover = async (): Promise<void> => {
		for (const leftover of newerLeftovers(file)) {
			const {contents} = await openStore(leftover, sealing?.storeKey);
			if (contents.state === 'sound' && putInPlace(leftover, file)) {
				break;
			}
		}

		// Of no use to anybody any more, and there are secrets in it.
		removeOlderLeftovers(file);
	};

	return {
		path: file,
		kind: () => kindOf(file),
		unsealed: () => unsealed,
		async read() {
			if (folder === '') {
				return failure(homeless());
			}

			const {contents} = await open();
			if (contents.state === 'sound' || contents.state === 'none') {
				return success(contents.state === 'sound' ? contents.document : emptyDocument);
			}

			return failure(contents.problem);
		},
		change: async update => change(update, 'change'),
		prepare: async occasion => change(document => document, occasion),
		async withRoom(work) {
			const prepared = await change(document => document, 'refresh');
			if (!prepared.ok) {
				return prepared;
			}

			try {
				room = keepRoom(file, usualSize + (statOf(file)?.size ?? 0));
			} catch (error) {
				return failure(unwritable(file, reasonOf(error)));
			}

			try {
				return await work();
			} finally {
				room?.giveTo(0);
				room = undefined;
			}
		},
		recover,
		async probe() {
			if (folder === '') {
				return failure(homeless());
			}

			const {contents} = await open();
			if (contents.state === 'refused' || contents.state === 'shut') {
				return failure(contents.problem);
			}

			try {
				makePrivate(folder);
				rehearse(file, usualSize);
				return success(undefined);
			} catch (error) {
				return failure(unwritable(file, reasonOf(error)));
			}
		},
	};
}
