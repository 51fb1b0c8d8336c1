import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Problem} from '../core/problem.ts';
import type {Secret} from '../core/secret.ts';
import {loadConf, WrongKey} from './store-conf.ts';
import type {StoreKey} from './store-key.ts';
import type {StoreKind} from './store-kind.ts';
import {dangerOf, doubtOf} from './store-safety.ts';
import {reasonOf, shown, unreadable} from './store-trouble.ts';
import {
	looksSealed,
	readDocument,
	type StoreDocument,
	UnusableDocument,
} from './stored-document.ts';

/** What a file of the store turned out to be. */
export type Contents =
	| {readonly state: 'none'}
	| {
			readonly state: 'sound';
			readonly document: StoreDocument;
			readonly kind: StoreKind;
			readonly key: Secret | undefined;
	  }
	/** Moved aside by the next change. */
	| {readonly state: 'damaged'; readonly problem: Problem}
	/** Sealed, and the keychain does not answer. Left alone, but for who asks for a private file. */
	| {readonly state: 'shut'; readonly problem: Problem}
	/** Left alone, whatever happens. */
	| {readonly state: 'refused'; readonly problem: Problem};

/** A file as it was when it was opened; `bytes` is undefined where there was none. */
export type Opened = {readonly bytes: Buffer | undefined; readonly contents: Contents};

const mostTries = 5;

/** Opens a file of the store, with its key when it is sealed. Changes nothing and never rejects. */
export async function openStore(
	file: string,
	storeKey: StoreKey | undefined,
	mostTimes = mostTries,
): Promise<Opened> {
	const {bytes, contents} = look(file);
	if (contents) {
		return {bytes, contents};
	}

	if (!storeKey || !looksSealed(bytes)) {
		return {bytes, contents: plain(file, bytes)};
	}

	const unsealed = await unseal(file, storeKey);
	// Whoever has changed the file in the meantime may have changed or removed its key as well.
	return unsealed.state !== 'sound' && mostTimes > 1 && !isUnchanged(file, bytes)
		? openStore(file, storeKey, mostTimes - 1)
		: {bytes, contents: unsealed};
}

/** Whether a file is still what it was when it was opened. */
export function isUnchanged(file: string, bytes: Buffer | undefined): boolean {
	const now = look(file).bytes;
	return now === undefined || bytes === undefined ? now === bytes : now.equals(bytes);
}

/** Whether a file is sealed, at a glance; undefined where there is none that can be read. */
export function kindOf(file: string): StoreKind | undefined {
	const {bytes} = look(file);
	return bytes && (looksSealed(bytes) ? 'sealed' : 'file');
}

/** Whether the file is sealed, or one that was moved aside from its place: then the key must stay. */
export function isKeyNeeded(file: string): boolean {
	const {dir, base, name} = path.parse(file);
	return readdirSync(dir)
		.filter(entry => entry === base || entry.startsWith(`${name}.unreadable-`))
		.some(entry => kindOf(path.join(dir, entry)) === 'sealed');
}

type Look =
	| {readonly bytes: Buffer; readonly contents?: undefined}
	| {readonly bytes: Buffer | undefined; readonly contents: Contents};

function look(file: string): Look {
	const danger = dangerOf(path.dirname(file), file);
	if (danger) {
		return {bytes: undefined, contents: {state: 'refused', problem: danger}};
	}

	try {
		const bytes = readFileSync(file);
		const doubt = doubtOf(file);
		return doubt ? {bytes, contents: {state: 'damaged', problem: doubt}} : {bytes};
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		return {bytes: undefined, contents: isMissing ? {state: 'none'} : useless(file, error)};
	}
}

function plain(file: string, bytes: Buffer): Contents {
	try {
		const document = readDocument(bytes.toString('utf8'));
		return {state: 'sound', document, kind: 'file', key: undefined};
	} catch (error) {
		return useless(file, error);
	}
}

async function unseal(file: string, storeKey: StoreKey, isSecondTry = false): Promise<Contents> {
	// conf is loaded while the keychain is asked.
	const loading = storeKey.isReachable ? loadConf() : undefined;
	const key = await storeKey.read();
	if (!key.ok) {
		const message = `${shown(file)} is sealed with a key from the system keychain. ${key.problem.message}`;
		return {state: 'shut', problem: {...key.problem, message}};
	}

	if (key.value === undefined) {
		return damaged(file, 'it is sealed with a key that is not in the system keychain any more');
	}

	try {
		const {dir: folder, name, ext} = path.parse(file);
		const conf = await (loading ?? loadConf());
		const document = conf.read({folder, name, extension: ext.slice(1)}, key.value);
		return {state: 'sound', document, kind: 'sealed', key: key.value};
	} catch (error) {
		if (!(error instanceof WrongKey)) {
			return useless(file, error);
		}

		if (isSecondTry) {
			return damaged(file, 'it is sealed with another key, or damaged');
		}

		// The key that is remembered may be older than the file.
		storeKey.forget();
		return unseal(file, storeKey, true);
	}
}

const damaged = (file: string, reason: string, hint = signInAgain): Contents => ({
	state: 'damaged',
	problem: unreadable(file, reason, hint),
});

function useless(file: string, error: unknown): Contents {
	if (error instanceof UnusableDocument) {
		return damaged(file, error.message, error.isNewer ? update : signInAgain);
	}

	const hint = 'Make it readable for you, or choose another folder with ANAPLAN_TUI_HOME.';
	return {state: 'refused', problem: unreadable(file, reasonOf(error), hint)};
}

const signInAgain =
	'Sign in again: anaplan-tui login. The file is then moved aside in its folder, and kept.';
const update =
	'Update this anaplan-tui. Or sign in again with this one: the file is then moved aside in its folder, and kept.';
