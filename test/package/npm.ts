import path from 'node:path';
import process from 'node:process';
import spawn from 'cross-spawn';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs a program to its end, as a shell finds it; on Windows that may be a script. */
export function runIn(
	cwd: string,
	[command, ...args]: readonly [string, ...string[]],
	env: Readonly<Record<string, string | undefined>> = process.env,
): Ended {
	const {status, stdout, stderr, error} = spawn.sync(command, args, {cwd, env, encoding: 'utf8'});
	if (error) {
		throw error;
	}

	return {code: status, stdout, stderr};
}

/** Runs npm and gives its stdout; throws with all that it said unless it ends well. */
export function npm(cwd: string, args: readonly string[]): string {
	const {code, stdout, stderr} = runIn(cwd, ['npm', ...args]);
	if (code !== 0) {
		throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
	}

	return stdout;
}
