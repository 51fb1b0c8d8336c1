import process from 'node:process';
import {type Complete, RootCommand, ShellCompDirective, type Command as Target} from '@bomb.sh/tab';
import type {Command} from 'commander';
import {createSettingsStore} from '../adapters/settings-store.ts';
import {writeOut} from '../adapters/stdio.ts';
import {defaultFolder} from '../adapters/store-folder.ts';
import {printedBy} from './completion-output.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

type Handler = (add: Complete) => void;

/** What can be where the usage has `<name>`, `<file>`, …, whichever command that is. */
type Values = ReadonlyMap<string, Handler>;

/**
 * Answers a shell that completes `words`, the last of which is being typed: a line for each candidate,
 * with its description after a tab, and one that says whether names of files will do as well. All of
 * it comes from the commands themselves and the names of the stored profiles; nothing is changed and
 * nobody is asked. Never fails: errors have no place in a line that is being typed.
 */
export async function complete(program: Command, words: readonly string[]): Promise<number> {
	try {
		await writeOut(candidates(program, words, await profileNames()));
	} catch {}

	return 0;
}

function candidates(
	program: Command,
	words: readonly string[],
	profiles: readonly string[],
): string {
	// What comes after `--` is a command of somebody else’s.
	let wantsFiles = words.slice(0, -1).includes('--');
	const files = () => {
		wantsFiles = true;
	};
	const values: Values = new Map<string, Handler>([
		['name', oneOf(profiles)],
		['method', oneOf(methods)],
		['file', files],
		['command', files],
	]);
	const root = new RootCommand();
	describe(program, root, values);
	for (const [path, command] of commandsOf(program)) {
		describe(command, root.command(path, command.summary()), values);
	}

	const answer = printedBy(() => root.parse(apart(words)));
	// The library's own answer always says that files will not do.
	return wantsFiles ? `:${ShellCompDirective.ShellCompDirectiveDefault}\n` : answer;
}

/** All commands that the help shows, by the words that lead to each. */
function commandsOf(
	parent: Command,
	path: readonly string[] = [],
): ReadonlyArray<[string, Command]> {
	return parent
		.createHelp()
		.visibleCommands(parent)
		.flatMap(command => {
			const words = [...path, command.name()];
			return [[words.join(' '), command] as [string, Command], ...commandsOf(command, words)];
		});
}

/** Tells the library what a command takes. */
function describe(command: Command, target: Target, values: Values): void {
	for (const {flags, short, long, description, required, optional, argChoices} of command
		.createHelp()
		.visibleOptions(command)) {
		const takesValue = required || optional;
		const placeholder = /[<[]([\w-]+)/.exec(flags)?.[1] ?? '';
		const handler = takesValue
			? (valuesOf(placeholder, argChoices, values) ?? (() => {}))
			: undefined;
		const name = long?.slice(2) ?? '';
		const alias = short?.slice(1);
		// The library takes an option for one with a value when it is given a handler.
		if (handler) {
			target.option(name, description, handler, alias);
		} else {
			target.option(name, description, alias);
		}
	}

	for (const argument of command.registeredArguments) {
		const {argChoices, variadic} = argument;
		target.argument(argument.name(), valuesOf(argument.name(), argChoices, values), variadic);
	}
}

const valuesOf = (
	placeholder: string,
	choices: readonly string[] | undefined,
	values: Values,
): Handler | undefined => (choices ? oneOf(choices) : values.get(placeholder));

const oneOf =
	(choices: readonly string[]): Handler =>
	add => {
		for (const choice of choices) {
			add(choice, '');
		}
	};

/** `--name=value` as two words, but for the one that is being typed: the library knows it only there. */
const apart = (words: readonly string[]): string[] => [
	...words.slice(0, -1).flatMap(word => /^(--[^=]+)=(.*)$/s.exec(word)?.slice(1) ?? [word]),
	...words.slice(-1),
];

/** The stored profiles, but for those whose names a shell would take apart. */
async function profileNames(): Promise<readonly string[]> {
	const folder = defaultFolder(process.env, process.platform);
	const names = await createSettingsStore({folder}).profiles();
	return names.ok ? names.value.filter(name => /^[\p{L}\p{N}._@-]+$/u.test(name)) : [];
}
