#!/usr/bin/env node
import process from 'node:process';
import manifest from '../package.json' with {type: 'json'};
import {silenceNodeDebug} from './node-debug.ts';

/**
 * The entry: nothing but what must come before everything else is loaded. The program itself is
 * imported afterwards, so that an old Node is told so instead of failing on syntax it cannot read,
 * and `--version` costs no more than Node.
 */
async function start(): Promise<number> {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 19)) {
		process.stderr.write(
			`anaplan-tui needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`,
		);
		return 1;
	}

	const words = process.argv.slice(2);
	if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
		return printVersion();
	}

	process.on('uncaughtException', error => {
		// Whatever state this leaves, going on is worse.
		// biome-ignore lint/nursery/noProcessExit: nothing else can be relied on any more.
		process.exit(defect(error));
	});
	// Whatever else Node's options would have it do with one.
	process.on('unhandledRejection', reason => {
		throw reason;
	});

	const debug = process.env['NODE_DEBUG'];
	if (debug) {
		if (!silenceNodeDebug(debug)) {
			process.stderr.write(
				'anaplan-tui: NODE_DEBUG would print tokens here; unset it for this command.\n',
			);
			return 1;
		}

		process.stderr.write(
			'anaplan-tui: NODE_DEBUG has no effect here, because it would print tokens; --log FILE lists the requests.\n',
		);
	}

	if (words.length === 1 && words[0] === 'token') {
		const {quickToken} = await import('./quick-token.ts');
		const exitCode = await quickToken();
		if (exitCode !== undefined) {
			return exitCode;
		}
	}

	const {runProgram} = await import('./program/program.ts');
	return runProgram(words, manifest.version);
}

/** Prints it without what the other commands print with, which would have to be loaded. */
async function printVersion(): Promise<number> {
	// What is wrong is said by the callback of the write.
	process.stdout.on('error', () => undefined);
	const error = await new Promise<NodeJS.ErrnoException | null | undefined>(resolve => {
		process.stdout.write(`${manifest.version}\n`, resolve);
	});
	if (!error || error.code === 'EPIPE') {
		return 0;
	}

	process.stderr.write(`anaplan-tui: Standard output cannot be written (${error.code}).\n`);
	return 1;
}

/** Tells a defect of ours: where it is, but never its message, which may hold anything. */
function defect(error: unknown): number {
	try {
		process.stderr.write(
			`anaplan-tui ${manifest.version}: Something went wrong inside (${whatAndWhere(error)}); this is a defect of ours, please report what you did.\n`,
		);
	} catch {
		// Nobody reads; the exit code says it.
	}

	return 70;
}

function whatAndWhere(error: unknown): string {
	try {
		const place = error instanceof Error ? placeOf(error) : undefined;
		const kind = error instanceof Error ? error.constructor.name : typeof error;
		return place === undefined ? kind : `${kind} at ${place}`;
	} catch {
		return 'an error that cannot be looked at';
	}
}

/** File, line and column where the error arose. The stack begins with the message, which is cut off first. */
function placeOf({stack, message}: Error): string | undefined {
	const trace = String(stack);
	const calls = trace.slice(trace.indexOf(message) + message.length);
	return /^ {4}at .*?([\w.-]{1,80}:\d+:\d+)\)?$/m.exec(calls)?.[1];
}

// Whatever ends the process before there is an outcome is a failure, and nothing to wait for is a defect.
process.exitCode = 70;
const drained = () => defect(new Error('nothing is under way'));
process.once('beforeExit', drained);
const ended = (exitCode: number) => {
	process.off('beforeExit', drained);
	process.exitCode = exitCode;
};
start().then(ended, error => ended(defect(error)));
