import {
	closeSync,
	constants,
	copyFileSync,
	fsyncSync,
	openSync,
	readdirSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {crypto} from './builtins.ts';

/** Room on the disk that is kept for a change. */
export type Room = {
	/** Gives it up, and says whether it was there and large enough for a file of this size. */
	giveTo(size: number): boolean;
};

/**
 * Writes as many bytes as a change will take beside the file, to the disk, and keeps them there. The
 * writer that conf uses takes no notice of a disk that fills up halfway, and would put the half
 * file in the place of the whole one. Throws what the file system says.
 */
export function keepRoom(file: string, size: number): Room {
	const trial = `${file}.tmp-${crypto().randomBytes(8).toString('hex')}`;
	const descriptor = openSync(trial, 'wx', 0o600);
	let isWritten = false;
	try {
		// Random, so that a file system that compresses takes as much room as it will for tokens.
		const bytes = crypto().randomBytes(size);
		let written = 0;
		while (written < size) {
			written += writeSync(descriptor, bytes, written);
		}

		fsyncSync(descriptor);
		isWritten = true;
	} finally {
		closeSync(descriptor);
		if (!isWritten) {
			rmSync(trial, {force: true});
		}
	}

	return {
		giveTo(wanted) {
			try {
				rmSync(trial);
				return wanted <= size;
			} catch {
				return false;
			}
		},
	};
}

/** Finds out whether there is room for a change. Throws what the file system says. */
export function rehearse(file: string, size: number): void {
	keepRoom(file, size).giveTo(size);
}

/** Puts the renaming of a file on disk, where the system can. A failure costs nothing but that. */
export function syncFolder(folder: string): void {
	if (process.platform === 'win32') {
		return;
	}

	try {
		const descriptor = openSync(folder, 'r');
		try {
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
	} catch {
		// Some network file systems refuse this; the file itself is on disk.
	}
}

const oldAgeMs = 60_000;

type Leftover = {readonly path: string; readonly changedAt: number};

/** What writers of this file left behind when they were killed, the newest first. */
function leftoversOf(file: string): readonly Leftover[] {
	const {dir, base} = path.parse(file);
	return readdirSync(dir)
		.filter(name => name.startsWith(`${base}.tmp-`))
		.flatMap(name => {
			const leftover = path.join(dir, name);
			try {
				return [{path: leftover, changedAt: statSync(leftover).mtimeMs}];
			} catch {
				// Another process was quicker.
				return [];
			}
		})
		.toSorted((one, other) => other.changedAt - one.changedAt);
}

/** How much newer than the file they are; none where there is no file. */
function leftoversBeside(file: string): ReadonlyArray<Leftover & {readonly newerByMs: number}> {
	try {
		const {mtimeMs} = statSync(file);
		return leftoversOf(file).map(one => ({...one, newerByMs: one.changedAt - mtimeMs}));
	} catch {
		return [];
	}
}

/** Those of them that are newer than the file, which may be whole. */
export const newerLeftovers = (file: string): readonly string[] =>
	leftoversBeside(file)
		.filter(({newerByMs}) => newerByMs > 0)
		.map(({path: leftover}) => leftover);

/** Removes those of them that a later write of the file has taken the place of. */
export function removeOlderLeftovers(file: string): void {
	for (const {path: leftover, newerByMs} of leftoversBeside(file)) {
		if (newerByMs < 0) {
			remove(leftover);
		}
	}
}

/** Replaces the file by one of them; false when somebody else was quicker. */
export function putInPlace(leftover: string, file: string): boolean {
	try {
		// A symbolic link stays one.
		renameSync(leftover, realpathSync(file));
		syncFolder(path.dirname(file));
		return true;
	} catch {
		return false;
	}
}

/** Removes the old ones of them: they hold secrets. */
export function sweep(file: string, now: number): void {
	for (const {path: leftover, changedAt} of leftoversOf(file)) {
		if (Math.abs(now - changedAt) > oldAgeMs) {
			remove(leftover);
		}
	}
}

function remove(leftover: string): void {
	try {
		rmSync(leftover, {force: true});
	} catch {
		// What cannot be removed is no reason to leave a change undone.
	}
}

/**
 * Moves a damaged file away, or copies it, to `NAME.unreadable-YYYYMMDDTHHMMSS.json`, never over
 * another. Returns the new path.
 */
export function setAside(file: string, now: number, how: 'move' | 'copy'): string {
	const {dir, name, ext} = path.parse(file);
	const time = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
	for (let number = 1; ; number += 1) {
		const suffix = number === 1 ? '' : `-${number}`;
		const aside = path.join(dir, `${name}.unreadable-${time}${suffix}${ext}`);
		try {
			if (how === 'copy') {
				copyFileSync(file, aside, constants.COPYFILE_EXCL);
			} else {
				// Takes the name first, for renaming would replace a file that has it.
				closeSync(openSync(aside, 'wx', 0o600));
				renameSync(file, aside);
			}

			return aside;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number >= 100) {
				throw error;
			}
		}
	}
}
