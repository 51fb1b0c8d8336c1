import type {Command} from 'commander';
import {withOutput, writeNote, writeOut, writeText} from '../adapters/stdio.ts';
import {fail} from '../commands/command.ts';
import {defaultMinTtlMs} from '../core/oauth/session.ts';
import {problem} from '../core/problem.ts';
import {second} from '../core/time.ts';
import {screens, token} from './program-actions.ts';

/** The command line: words and options in, an exit code out. */
export async function runProgram(words: readonly string[], version: string): Promise<number> {
	return withOutput(async () => {
		// Most runs in a terminal have no words, and then nothing needs to be parsed.
		if (words.length === 0) {
			return screens({}, 'resume', version);
		}

		// Nor in most runs of scripts; a sealed token takes long enough.
		return words.length === 1 && words[0] === 'token'
			? token({minTtl: defaultMinTtlMs / second})
			: parseAndRun(words, version);
	});
}

async function parseAndRun(given: readonly string[], version: string): Promise<number> {
	const words = given[0] === 'help' ? [...given.slice(1), '--help'] : given;
	const {CommanderError} = await import('commander');
	const {createCommandLine} = await import('./command-line.ts');
	let exitCode = 0;
	let help = '';
	const commandLine = createCommandLine(version, {
		ended(code) {
			exitCode = code;
		},
		printed(text) {
			help += text;
		},
	});
	if (words[0] === 'complete' && words[1] === '--') {
		const {complete} = await import('./completion.ts');
		return complete(commandLine, words.slice(2));
	}

	try {
		const {operands, unknown} = commandLine.parseOptions([...words]);
		if (operands.length === 0 && unknown.length === 0) {
			return await screens(commandLine.opts(), 'resume', version);
		}

		await commandLine.parseAsync([...words], {from: 'user'});
		return exitCode;
	} catch (error) {
		if (!(error instanceof CommanderError)) {
			throw error;
		}

		// Help and version end well; everything else that commander refuses is wrong usage.
		if (error.exitCode !== 0) {
			return usageError(error.message, words, helpWords(commandLine, words));
		}

		await writeText(help);
		return 0;
	}
}

/** How to see the help of the last command that these words name. */
function helpWords(commandLine: Command, words: readonly string[]): string {
	const named = ['anaplan-tui'];
	let command = commandLine;
	for (let index = 0; index < words.length; index++) {
		const word = words[index] ?? '';
		if (word.startsWith('-')) {
			const option = command.options.find(({long, short}) => word === long || word === short);
			index += option?.required ? 1 : 0;
			continue;
		}

		const found = command.commands.find(one => one.name() === word);
		if (!found) {
			break;
		}

		command = found;
		named.push(word);
	}

	return [...named, '--help'].join(' ');
}

async function usageError(text: string, words: readonly string[], help: string): Promise<number> {
	const separator = words.indexOf('--');
	const ours = separator === -1 ? words : words.slice(0, separator);
	if (ours.includes('--json')) {
		const message = text.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
		return fail(
			{io: {out: writeOut, note: writeNote}, json: true},
			problem('usage', {message, hint: `See ${help}.`}),
		);
	}

	return 2;
}
