#!/usr/bin/env node
import process from 'node:process';
import manifest from '../package.json' with {type: 'json'};

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
		process.stdout.write(`${manifest.version}\n`);
		return 0;
	}

	process.on('uncaughtException', error => {
		// Whatever state this leaves, going on is worse.
		// biome-ignore lint/nursery/noProcessExit: nothing else can be relied on any more.
		process.exit(defect(error));
	});
	const {runProgram} = await import('./program.ts');
	return runProgram(words, manifest.version);
}

/** Tells a defect of ours: where it is, but never its message, which may hold anything. */
function defect(error: unknown): number {
	const place = error instanceof Error ? /([\w.-]+:\d+:\d+)\)?\s*$/m.exec(error.stack ?? '') : null;
	const kind = error instanceof Error ? error.constructor.name : typeof error;
	process.stderr.write(
		`anaplan-tui ${manifest.version}: Something went wrong inside (${kind}${place ? ` at ${place[1]}` : ''}); this is a defect of ours, please report what you did.\n`,
	);
	return 70;
}

start().then(
	exitCode => {
		process.exitCode = exitCode;
	},
	error => {
		process.exitCode = defect(error);
	},
);
