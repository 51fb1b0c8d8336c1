import {type FSWatcher, statSync, watch} from 'node:fs';
import path from 'node:path';

type Limits = {
	/** A burst of events counts as one change, ms. */
	readonly settleMs?: number;
	/** How often to look where the system does not tell, as on network drives, ms. */
	readonly pollMs?: number;
};

const mark = (file: string): string => {
	try {
		const {ino, size, mtimeMs} = statSync(file);
		return `${ino} ${size} ${mtimeMs}`;
	} catch {
		return 'none';
	}
};

/**
 * Calls back after a file was changed, made or removed; it may not exist yet, nor its folder. Keeps
 * no process alive. Returns how to stop.
 */
export function watchFile(
	file: string,
	changed: () => void,
	{settleMs = 100, pollMs = 2000}: Limits = {},
): () => void {
	let seen = mark(file);
	let settling: NodeJS.Timeout | undefined;
	let watcher: FSWatcher | undefined;

	const look = () => {
		settling = undefined;
		const now = mark(file);
		if (now !== seen) {
			seen = now;
			changed();
		}
	};

	const soon = () => {
		settling ??= setTimeout(look, settleMs).unref();
	};

	const forgetWatcher = () => {
		watcher?.close();
		watcher = undefined;
	};

	// The folder is watched, for each change puts a new file in the place of the old one.
	const watchFolder = () => {
		try {
			watcher ??= watch(path.dirname(file), {persistent: false}, soon).on('error', forgetWatcher);
		} catch {
			// There is no folder yet, or no more watchers are to be had: the next poll tries again.
		}
	};

	watchFolder();
	const polling = setInterval(() => {
		watchFolder();
		look();
	}, pollMs).unref();

	return () => {
		clearInterval(polling);
		clearTimeout(settling);
		forgetWatcher();
	};
}
