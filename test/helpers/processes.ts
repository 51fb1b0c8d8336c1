import {readdirSync, readFileSync} from 'node:fs';

/** A process that was seen, with what the system shows of it to its owner. */
export type SeenProcess = {
	readonly pid: number;
	readonly parent: number;
	/** Its words, parted by blanks. */
	words: string;
	/** Its environment when it was started. */
	environment: string;
};

/**
 * Watches everything that this process starts, and what that starts in turn, until `stop`. Needs
 * Linux; looks every few milliseconds, so a process that lives shorter may be missed.
 */
export function watchProcesses(everyMs = 3) {
	const seen = new Map<number, SeenProcess>();
	const look = () => {
		for (const name of readdirSync('/proc')) {
			const pid = Number(name);
			if (Number.isInteger(pid) && pid !== process.pid) {
				note(pid);
			}
		}
	};

	const note = (pid: number) => {
		try {
			// The name, in brackets, may hold anything; the parent comes after the state behind it.
			const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
			const parent = Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]);
			if (parent !== process.pid && !seen.has(parent) && !seen.has(pid)) {
				return;
			}

			const read = (file: string) =>
				readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ').trim();
			// Between fork and exec it still looks like its parent, so the latest look counts.
			const words = read('cmdline');
			if (words !== '') {
				seen.set(pid, {
					pid,
					parent: seen.get(pid)?.parent ?? parent,
					words,
					environment: read('environ'),
				});
			}
		} catch {
			// It has ended meanwhile.
		}
	};

	const timer = setInterval(look, everyMs);
	return {
		seen: () => [...seen.values()],
		stop() {
			look();
			clearInterval(timer);
			return [...seen.values()];
		},
	};
}
