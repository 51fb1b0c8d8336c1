import {problem} from '../core/problem.ts';
import {type Variables, variable} from '../core/profiles/profile.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Occasion} from '../session/ports.ts';

/** What ANAPLAN_TUI_STORAGE says. */
export type StorageChoice = 'auto' | 'file' | 'keychain';

/** Plain JSON, or sealed with a key from the system keychain. The file itself tells which it is. */
export type StoreKind = 'file' | 'sealed';

const choices: readonly StorageChoice[] = ['auto', 'file', 'keychain'];

/** Reads ANAPLAN_TUI_STORAGE; the Problem is `usage`. */
export function readStorageChoice(variables: Variables): Result<StorageChoice> {
	const text = variable(variables, 'ANAPLAN_TUI_STORAGE') ?? 'auto';
	const choice = choices.find(known => known === text);
	return choice
		? success(choice)
		: failure(
				problem('usage', {
					message: 'ANAPLAN_TUI_STORAGE has a value that it cannot have.',
					cause: 'It is auto, file or keychain.',
					hint: 'Correct the variable, or unset it.',
				}),
			);
}

/** The store as it is; `isChosen` when someone asked for a private file by name. */
export type PresentStore = {readonly kind: StoreKind; readonly isChosen: boolean};

/**
 * The kind that a change leaves behind. A choice by name holds from the next sign-in or refresh.
 * With `auto` a store keeps its kind, but for a file that is plain only because no keychain
 * answered: the next sign-in asks again. A refresh never does, for it has other things to lose.
 */
export function wantedKind(
	choice: StorageChoice,
	present: PresentStore | undefined,
	occasion: Occasion | 'change',
): StoreKind | 'sealedIfAnswered' {
	if (present && occasion === 'change') {
		return present.kind;
	}

	if (choice !== 'auto') {
		return choice === 'keychain' ? 'sealed' : 'file';
	}

	if (present?.kind === 'sealed') {
		return 'sealed';
	}

	return present && (present.isChosen || occasion === 'refresh') ? 'file' : 'sealedIfAnswered';
}
