import {
	closeSync,
	fstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmdirSync,
	rmSync,
	statSync,
	unlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {hostname} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {crypto} from './builtins.ts';
import {statField} from './process-stat.ts';

/** Who holds the lock, and when it last gave a sign of life (the file system's time). */
export type Holder = {readonly id: string; readonly beatAt: number};

/** The lock on disk. An `id` names one hold of one process; every function throws what the file system says. */
export type LockPlace = {
	readonly path: string;
	newId(): string;
	/** Tries to take the lock: false while someone has it. */
	take(id: string): boolean;
	/** Removes what `take` prepared, for one who gives up. */
	withdraw(id: string): void;
	holder(): Holder | undefined;
	/** Ends one hold, and no other; false when it could not be. Never throws. */
	remove(id: string): boolean;
	isHeldBy(id: string): boolean;
	/** Gives a sign of life. Never throws. */
	beat(id: string): void;
	/** Removes what processes that were killed while they waited have left behind. Never throws. */
	sweep(): void;
};

const heldCodes = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY']);

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * A lock that is a folder with one file in it, named by the hold. It is taken by renaming a ready
 * made folder to its name, which fails while there is one that is not empty; it is ended by
 * removing that one file, which can never hit the hold of another. So a process that has judged a
 * holder dead, and was slow, cannot remove the lock of the next one: the fault of locks that are
 * judged by age and removed by name (moxystudio/node-proper-lockfile#121).
 * Renaming is atomic on local file systems and on NFS; Windows refuses it for folders that exist.
 */
export function createLockPlace(place: string): LockPlace {
	const prepared = (id: string) => `${place}.${id}`;
	const mark = (id: string) => path.join(place, id);

	const prepare = (id: string) => {
		mkdirSync(path.dirname(place), {recursive: true, mode: 0o700});
		mkdirSync(prepared(id), {mode: 0o700});
		writeFileSync(path.join(prepared(id), id), '', {mode: 0o600});
	};

	const rename = (id: string): 'taken' | 'held' | 'unprepared' => {
		try {
			renameSync(prepared(id), place);
			return 'taken';
		} catch (error) {
			const code = codeOf(error) ?? '';
			if (code === 'ENOENT') {
				return 'unprepared';
			}

			if (heldCodes.has(code)) {
				return 'held';
			}

			throw error;
		}
	};

	const removeEmpty = () => {
		try {
			rmdirSync(place);
		} catch {
			// It is gone, or the next one has it.
		}
	};

	return {
		path: place,
		newId: () =>
			[
				process.pid,
				thisMachine(),
				startOf(process.pid),
				crypto().randomBytes(8).toString('hex'),
			].join('-'),
		take(id) {
			let outcome = rename(id);
			if (outcome === 'unprepared') {
				prepare(id);
				outcome = rename(id);
			}

			return outcome === 'taken';
		},
		withdraw(id) {
			rmSync(prepared(id), {recursive: true, force: true});
		},
		holder() {
			const id = entries(place)[0];
			if (id === undefined) {
				// Left by one who was killed between the two steps of ending; POSIX would replace it.
				removeEmpty();
				return undefined;
			}

			const beatAt = beatOf(mark(id));
			return beatAt === undefined ? undefined : {id, beatAt};
		},
		remove(id) {
			try {
				unlinkSync(mark(id));
			} catch (error) {
				if (codeOf(error) !== 'ENOENT') {
					return false;
				}
			}

			removeEmpty();
			return true;
		},
		isHeldBy: id => beatOf(mark(id)) !== undefined,
		beat(id) {
			try {
				const now = new Date();
				utimesSync(mark(id), now, now);
			} catch {
				// The lock was lost; whoever is about to write asks for it.
			}
		},
		sweep: () => sweepPrepared(place),
	};
}

const entries = (folder: string): readonly string[] => {
	try {
		return readdirSync(folder);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return [];
		}

		throw error;
	}
};

function beatOf(file: string): number | undefined {
	try {
		// Opening makes NFS ask its server, where stat alone may answer from memory.
		const descriptor = openSync(file, 'r');
		try {
			return fstatSync(descriptor).mtimeMs;
		} finally {
			closeSync(descriptor);
		}
	} catch {
		return undefined;
	}
}

const oldAgeMs = 10 * 60_000;

function sweepPrepared(place: string): void {
	try {
		const folder = path.dirname(place);
		const prefix = `${path.basename(place)}.`;
		for (const name of readdirSync(folder).filter(entry => entry.startsWith(prefix))) {
			const leftover = path.join(folder, name);
			const isOld = () => Date.now() - statSync(leftover).mtimeMs > oldAgeMs;
			if (standingOf(name.slice(prefix.length)) === 'gone' || isOld()) {
				rmSync(leftover, {recursive: true, force: true});
			}
		}
	} catch {
		// Another process was quicker, or it is none of our business.
	}
}

/**
 * What is known of the process of a hold: `gone`; `alive`, perhaps stopped; `unsure`, where a process
 * has its number that may be another one; `elsewhere`, on another machine.
 */
export function standingOf(id: string): 'gone' | 'alive' | 'unsure' | 'elsewhere' {
	const [pid, machine, start] = id.split('-');
	if (machine !== thisMachine() || !/^\d+$/.test(pid ?? '')) {
		return 'elsewhere';
	}

	try {
		process.kill(Number(pid), 0);
	} catch (error) {
		if (codeOf(error) === 'ESRCH') {
			return 'gone';
		}
	}

	const startNow = startOf(Number(pid));
	return startNow === '' ? 'unsure' : startNow === start ? 'alive' : 'gone';
}

/** The process number in the name of a hold. */
export const pidOf = (id: string): string => id.split('-', 1)[0] ?? '';

/** When a process began, in ticks since the boot; empty where the system does not say. Source: proc_pid_stat(5). */
const startOf = (pid: number): string => statField(pid, 22) ?? '';

let machine: string | undefined;

/**
 * Names the space in which process numbers mean the same: containers, and Windows beside its Linux
 * subsystem, may share a folder and a host name, but not their processes.
 */
function thisMachine(): string {
	machine ??= crypto()
		.createHash('sha256')
		.update([process.platform, hostname(), bootId(), processSpace()].join('\n'))
		.digest('hex')
		.slice(0, 12);
	return machine;
}

const bootId = (): string => {
	try {
		return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
	} catch {
		return '';
	}
};

const processSpace = (): string => {
	try {
		return readlinkSync('/proc/self/ns/pid');
	} catch {
		return '';
	}
};
