import {
	closeSync,
	constants,
	copyFileSync,
	fsyncSync,
	openSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {crypto} from './builtins.ts';

/**
 * Writes as many bytes as a change will take beside the file, to the disk, and removes them. The
 * writer that conf uses takes no notice of a disk that fills up halfway, and would put the half
 * file in the place of the whole one. Throws what the file system says.
 */
export function rehearse(file: string, size: number): void {
	const trial = `${file}.tmp-${crypto().randomBytes(8).toString('hex')}`;
	const descriptor = openSync(trial, 'wx', 0o600);
	try {
		// Random, so that a file system that compresses takes as much room as it will for tokens.
		const bytes = crypto().randomBytes(size);
		let written = 0;
		while (written < size) {
			written += writeSync(descriptor, bytes, written);
		}

		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
		rmSync(trial, {force: true});
	}
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

/** Removes what writers of this file left behind when they were killed: it holds secrets. */
export function sweep(file: string, now: number): void {
	const folder = path.dirname(file);
	for (const name of readdirSync(folder)) {
		if (name.startsWith(`${path.basename(file)}.tmp-`)) {
			const leftover = path.join(folder, name);
			try {
				if (Math.abs(now - statSync(leftover).mtimeMs) > oldAgeMs) {
					rmSync(leftover, {force: true});
				}
			} catch {
				// Another process was quicker.
			}
		}
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
