import {constants} from 'node:os';
import process from 'node:process';
import spawn from 'cross-spawn';
import type {ChildOutcome} from '../session/ports.ts';

const forwarded: readonly NodeJS.Signals[] =
	process.platform === 'win32'
		? ['SIGINT', 'SIGTERM', 'SIGBREAK']
		: ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGCONT'];

/**
 * Runs a command with our standard streams and waits for its end. Signals that reach us are passed
 * on; a child that a signal ended counts as 128 + the signal's number, as shells do it.
 * cross-spawn because Node alone starts no .cmd files on Windows without a shell.
 */
export async function runChild(
	command: string,
	commandArguments: readonly string[],
	env: NodeJS.ProcessEnv,
): Promise<ChildOutcome> {
	const child = spawn(command, [...commandArguments], {stdio: 'inherit', env});
	const pass = (signal: NodeJS.Signals) => {
		// The terminal has sent Ctrl+C to the child too; a second one would look like impatience.
		if (signal !== 'SIGINT' || !process.stdin.isTTY) {
			child.kill(signal);
		}
	};

	for (const signal of forwarded) {
		process.on(signal, pass);
	}

	try {
		return await new Promise(resolve => {
			child.once('error', (error: NodeJS.ErrnoException) => {
				resolve({kind: 'notStarted', reason: reasons.get(error.code ?? '') ?? 'other'});
			});
			child.once('close', (code, signal) => {
				const number = signal === null ? undefined : constants.signals[signal];
				resolve({kind: 'exited', exitCode: code ?? 128 + (number ?? 0)});
			});
		});
	} finally {
		for (const signal of forwarded) {
			process.removeListener(signal, pass);
		}
	}
}

const reasons: ReadonlyMap<string, 'notFound' | 'notExecutable'> = new Map([
	['ENOENT', 'notFound'],
	['EACCES', 'notExecutable'],
	['ENOEXEC', 'notExecutable'],
]);
