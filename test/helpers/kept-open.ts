import {closeSync, constants, openSync, writeSync} from 'node:fs';
import type {IPty} from '@lydell/node-pty';

const lookEveryMs = 10;
/** Nothing that a terminal would show, and nothing that our programs write. */
const mark = '\0';

/**
 * Keeps a program's end of its pseudo-terminal open until everything has been read that came before
 * the program's end. Without, Node takes the hang-up for the end of the stream although the kernel
 * has more to give: some last lines in a thousand are lost. Needs Linux; elsewhere it does nothing.
 */
export function keepOpen(pty: IPty): {
	/** What the program itself wrote, of what has been read. */
	readonly ofProgram: (data: string) => string;
	readonly letGo: () => void;
} {
	// node-pty has the name, its types have not.
	const {ptsName} = pty as unknown as {readonly ptsName?: string};
	if (process.platform !== 'linux' || ptsName === undefined) {
		return {ofProgram: data => data, letGo: () => undefined};
	}

	const {O_WRONLY, O_NOCTTY, O_NONBLOCK} = constants;
	const file = openSync(ptsName, O_WRONLY | O_NOCTTY | O_NONBLOCK);
	let state: 'open' | 'marked' | 'closed' = 'open';
	const letGo = () => {
		clearInterval(timer);
		if (state !== 'closed') {
			state = 'closed';
			closeSync(file);
		}
	};

	// node-pty tells the end of a program only when the stream has ended.
	const timer = setInterval(() => {
		if (state === 'open' && !isThere(pty.pid)) {
			try {
				writeSync(file, mark);
				state = 'marked';
			} catch {
				// There is no room yet.
			}
		}
	}, lookEveryMs);

	const ofProgram = (data: string): string => {
		const markedAt = state === 'marked' ? data.lastIndexOf(mark) : -1;
		if (markedAt === -1) {
			return data;
		}

		letGo();
		return data.slice(0, markedAt) + data.slice(markedAt + mark.length);
	};

	return {ofProgram, letGo};
}

function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
