import type {Problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Secret} from '../core/secret.ts';
import type {Occasion} from '../session/ports.ts';
import type {Contents} from './store-contents.ts';
import type {StoreKey} from './store-key.ts';
import {type StorageChoice, wantedKind} from './store-kind.ts';
import {isFileChosen} from './stored-document.ts';

/** How a file may be sealed; one without this is always plain. */
export type Sealing = {readonly choice: StorageChoice; readonly storeKey: StoreKey};

/** How a change will leave the file. */
export type Plan = {
	/** Seals it; undefined for a plain file. */
	readonly key: Secret | undefined;
	/** Whether the file is plain because someone said so by name. */
	readonly isFileChosen: boolean;
	/** Why it is plain where it should have been sealed. */
	readonly unsealed: Problem | undefined;
};

const plainFile: Plan = {key: undefined, isFileChosen: false, unsealed: undefined};

/**
 * Settles how a change leaves the file, before anything is changed; the key is in the keychain by
 * then. Problems: that of a file that is left alone, `keychain_unavailable`.
 */
export async function planFor(
	contents: Contents,
	occasion: Occasion | 'change',
	sealing: Sealing | undefined,
): Promise<Result<Plan>> {
	if (contents.state === 'refused' || (contents.state === 'shut' && !isWayOut(occasion, sealing))) {
		return failure(contents.problem);
	}

	if (!sealing) {
		return success(plainFile);
	}

	const {choice, storeKey} = sealing;
	const present = presentIn(contents);
	const wanted = wantedKind(choice, present, occasion);
	if (wanted === 'file') {
		const isKept = present?.isChosen === true && (choice === 'auto' || occasion === 'change');
		return success({...plainFile, isFileChosen: choice === 'file' || isKept});
	}

	if (present?.key) {
		return success({...plainFile, key: present.key});
	}

	const key = await storeKey.provide();
	if (!key.ok) {
		return wanted === 'sealed' ? key : success({...plainFile, unsealed: key.problem});
	}

	return success({...plainFile, key: key.value});
}

// Someone whose keychain has gone signs in again and asks for a private file by name.
const isWayOut = (occasion: Occasion | 'change', sealing: Sealing | undefined): boolean =>
	occasion === 'signIn' && sealing?.choice === 'file';

const presentIn = (contents: Contents) =>
	contents.state === 'sound'
		? {kind: contents.kind, key: contents.key, isChosen: isFileChosen(contents.document)}
		: undefined;
