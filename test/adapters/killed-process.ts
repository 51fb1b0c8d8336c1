import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';

/**
 * Steps that are left before everything fails, as it does for a process that was killed: nothing
 * that it would have done afterwards, not even tidying up, has any effect.
 */
let stepsLeft = Number.POSITIVE_INFINITY;
let stepsTaken = 0;
let told: (name: string, taken: number) => void = () => undefined;

/** One more step of the work that may be cut short. */
export function step(): void {
	stepsTaken += 1;
	stepsLeft -= 1;
	if (stepsLeft < 0) {
		throw Object.assign(new Error('killed'), {code: 'EIO'});
	}
}

// Before conf is loaded, which keeps the functions that it finds.
const changers = [
	'openSync',
	'writeSync',
	'writeFileSync',
	'fsyncSync',
	'fchmodSync',
	'chmodSync',
	'chownSync',
	'ftruncateSync',
	'mkdirSync',
	'renameSync',
	'rmSync',
	'unlink',
	'unlinkSync',
	'copyFileSync',
	'closeSync',
] as const;
for (const name of changers) {
	const original = fs[name] as (...given: unknown[]) => unknown;
	Object.assign(fs, {
		[name](...given: unknown[]) {
			step();
			told(name, stepsTaken);
			// Nothing here outlives the process, and waiting for the disk would take most of the time.
			return name === 'fsyncSync' ? undefined : original(...given);
		},
	});
}

syncBuiltinESMExports();

/**
 * Works with so many steps only, then lives again; `each` hears of the changes of the file system. Returns
 * how many steps were taken.
 */
export async function withSteps(
	steps: number,
	work: () => Promise<unknown>,
	each: typeof told = () => undefined,
): Promise<number> {
	stepsLeft = steps;
	told = each;
	stepsTaken = 0;
	try {
		await work();
	} catch {
		// The process is gone.
	} finally {
		stepsLeft = Number.POSITIVE_INFINITY;
	}

	return stepsTaken;
}
