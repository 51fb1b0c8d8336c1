import {onTestFinished} from 'vitest';
import {builtProgram, childEnvironment, type Environment} from './child-environment.ts';
import {tempHome} from './temp-home.ts';
import {TerminalSession} from './terminal-session.ts';

export interface TerminalOptions {
	/** Default 80. */
	readonly columns?: number;
	/** Default 24. */
	readonly rows?: number;
	/** Added to the clean environment; `undefined` takes a variable away. */
	readonly env?: Environment;
	/** The folder of the program's store and its working folder; by default a new one. */
	readonly home?: string;
	/** What runs; by default node with the built program. */
	readonly command?: readonly [string, ...string[]];
}

/** Starts the built program in a pseudo-terminal. It is ended with the test, if it has not by then. */
export function openTerminal(
	args: readonly string[],
	options: TerminalOptions = {},
): TerminalSession {
	const {columns = 80, rows = 24, command = [process.execPath, builtProgram]} = options;
	const home = options.home ?? tempHome();
	const [file, ...before] = command;
	const session = new TerminalSession(
		file,
		[...before, ...args],
		{columns, rows},
		childEnvironment(home, options.env),
		home,
	);
	onTestFinished(() => session.close());
	return session;
}
