import type {ChildProcess} from 'node:child_process';
import {constants} from 'node:os';
import process from 'node:process';
import {isatty} from 'node:tty';
import type {ChildOutcome} from '../session/ports.ts';
import {statField} from './process-stat.ts';

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
	env: Readonly<NodeJS.ProcessEnv>,
): Promise<ChildOutcome> {
	const {default: spawn} = await import('cross-spawn');
	let child: ChildProcess | undefined;
	const pass = (signal: NodeJS.Signals) => {
		// The terminal has sent Ctrl+C to the child too; a second one would look like impatience.
		if (signal !== 'SIGINT' || !sharesTerminal()) {
			child?.kill(signal);
		}
	};

	// Before the child runs: a signal in between would end us, and leave the child alone.
	for (const signal of forwarded) {
		process.on(signal, pass);
	}

	try {
		child = spawn(command, [...commandArguments], {stdio: 'inherit', env});
		return await endOf(child);
	} catch (error) {
		return notStarted(error);
	} finally {
		for (const signal of forwarded) {
			process.removeListener(signal, pass);
		}
	}
}

/**
 * Whether Ctrl+C reaches the child without us: one of its streams is the terminal, or it is in our console.
 * Without any, a terminal may be there all the same; but a program that holds all three in pipes, and ends
 * us by SIGINT, reaches the child through us alone: twice is better there than never. The streams themselves
 * are not asked, because Node opens a pipe for that, which changes it for the child too.
 */
const sharesTerminal = (): boolean =>
	process.platform === 'win32' || ([0, 1, 2].some(isatty) && isInForeground());

/** Whether Ctrl+C in the terminal is for our group of processes; what nobody can say counts as so. */
const isInForeground = (): boolean =>
	statField('self', fields.pgrp) === statField('self', fields.tpgid);

/** Source: proc_pid_stat(5). */
const fields = {pgrp: 5, tpgid: 8} as const;

async function endOf(child: ChildProcess): Promise<ChildOutcome> {
	return new Promise((resolve, reject) => {
		// One that runs may refuse a signal, as sudo does; that is no failure to start.
		child.on('error', error => {
			if (child.pid === undefined) {
				reject(error);
			}
		});
		child.once('close', (code, signal) => {
			const number = signal === null ? undefined : constants.signals[signal];
			resolve({kind: 'exited', exitCode: code ?? 128 + (number ?? 0)});
		});
	});
}

const reasons: ReadonlyMap<string, 'notFound' | 'notExecutable'> = new Map([
	['ENOENT', 'notFound'],
	['ENOTDIR', 'notFound'],
	['EACCES', 'notExecutable'],
	['ENOEXEC', 'notExecutable'],
]);

// Node throws some of these errors, and tells the others as an event.
function notStarted(error: unknown): ChildOutcome {
	const {code = ''} = error as NodeJS.ErrnoException;
	return {kind: 'notStarted', reason: reasons.get(code) ?? 'other'};
}
