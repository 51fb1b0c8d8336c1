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
 * Linux; looks every few milliseconds, so a process that lives shorter may be missed, unless it
 * waits until `onSeen` was told of it.
 */
export function watchProcesses(onSeen: (process: SeenProcess) => void = () => undefined) {
	const seen = new Map<number, SeenProcess>();
	const running = () =>
		readdirSync('/proc')
			.map(Number)
			.filter(pid => Number.isInteger(pid) && pid !== process.pid);
	/** Those that were there before, and what they start: looked at once, for there may be hundreds. */
	const strangers = new Set(running());
	const look = () => {
		for (const pid of running()) {
			if (!strangers.has(pid)) {
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
				if (strangers.has(parent)) {
					strangers.add(pid);
				}

				return;
			}

			const read = (file: string) =>
				readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ').trim();
			// Between fork and exec it still looks like its parent, so the latest look counts.
			const words = read('cmdline');
			if (words !== '') {
				const found: SeenProcess = {
					pid,
					parent: seen.get(pid)?.parent ?? parent,
					words,
					environment: read('environ'),
				};
				seen.set(pid, found);
				onSeen(found);
			}
		} catch {
			// It has ended meanwhile.
		}
	};

	const timer = setInterval(look, 3);
	return {
		seen: () => [...seen.values()],
		stop() {
			look();
			clearInterval(timer);
			return [...seen.values()];
		},
	};
}
