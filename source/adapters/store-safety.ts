import {chmodSync, mkdirSync, type Stats, statSync} from 'node:fs';
import process from 'node:process';
import type {Problem} from '../core/problem.ts';
import {reasonOf, shown, unreadable} from './store-trouble.ts';

export const groupOrOthers = 0o077;
export const writableByThem = 0o022;
export const sticky = 0o1000;

/** The state of a file or folder, or undefined when there is none. Throws for every other reason. */
export function statOf(file: string): Stats | undefined {
	try {
		return statSync(file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

/**
 * Whether it belongs to another user. Never on Windows, which has no owner and mode of this kind; its
 * folders in a profile are private by inheritance.
 */
export const isForeign = ({uid}: Stats): boolean =>
	process.geteuid !== undefined && uid !== process.geteuid();

/**
 * Why a file of the store must not be touched, or undefined: it or its folder belongs to another
 * user, or it is no file. Changes nothing.
 */
export function dangerOf(folder: string, file: string): Problem | undefined {
	try {
		const folderStats = statOf(folder);
		if (folderStats && !folderStats.isDirectory()) {
			return unreadable(folder, 'it is a file, not a folder');
		}

		if (folderStats && isForeign(folderStats)) {
			return unreadable(folder, 'the folder belongs to another user', anotherFolder);
		}

		const stats = statOf(file);
		return stats && fileDanger(file, stats);
	} catch (error) {
		return unreadable(
			file,
			reasonOf(error),
			'Make it readable for you, or choose another folder with ANAPLAN_TUI_HOME.',
		);
	}
}

const anotherFolder = 'Use a folder of your own: set ANAPLAN_TUI_HOME.';

function fileDanger(file: string, stats: Stats): Problem | undefined {
	if (!stats.isFile()) {
		return unreadable(file, 'it is not a plain file', 'Move it away.');
	}

	return isForeign(stats)
		? unreadable(file, 'it belongs to another user', anotherFolder)
		: undefined;
}

/** Why what a file says must not be believed, or undefined: others could have written it. */
export function doubtOf(file: string): Problem | undefined {
	const stats = statOf(file);
	return stats && process.geteuid !== undefined && (stats.mode & writableByThem) !== 0
		? unreadable(
				file,
				'other users can write to it, so what it says may not be yours',
				`If it is yours, run: chmod 600 '${shown(file)}'. Otherwise sign in again; the file is then moved aside.`,
			)
		: undefined;
}

/** Makes the folder for its owner only, or takes the rights of others away where there are some. */
export function makePrivate(folder: string): void {
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const stats = statSync(folder);
	// A sticky folder, such as /tmp, is meant for everyone.
	const isOpen = (stats.mode & groupOrOthers) !== 0 && (stats.mode & sticky) === 0;
	if (process.geteuid !== undefined && isOpen && !isForeign(stats)) {
		chmodSync(folder, 0o700);
	}
}
