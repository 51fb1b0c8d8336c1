import {Argument, type Command} from 'commander';
import * as actions from './profile-actions.ts';
import type {SharedOptions} from './with-desk.ts';

/** How a command is added, and what it does, in the way of all commands. */
type Adding = {
	readonly addJson: (
		name: string,
		summary: string,
		examples: string | readonly string[],
		parent?: Command,
	) => Command;
	readonly act: <Options extends SharedOptions, Words extends unknown[]>(
		action: (options: Options, ...words: Words) => Promise<number>,
	) => (...given: unknown[]) => Promise<void>;
};

/** `profiles` and its own commands; without one of them it lists. */
export function addProfileCommands({addJson, act}: Adding): void {
	const profiles = addJson(
		'profiles',
		'List the sign-ins that are kept side by side; use, rename or remove one',
		['anaplan-tui profiles', 'anaplan-tui profiles --json'],
	)
		.description(
			'List the sign-ins that are kept side by side, the current one with a star; use, rename or remove one.\n\nanaplan-tui login --profile NAME makes one. --profile and ANAPLAN_PROFILE choose one for a single command.',
		)
		.usage('[options] [list | use NAME | rename NAME NEW | remove NAME]')
		.helpCommand(false)
		// Words that are none of the commands end up here, and are refused with those that are.
		.addArgument(new Argument('[command]').choices(['list', 'use', 'rename', 'remove']))
		.action(act<SharedOptions, [string | undefined]>(async options => actions.list(options)));
	addJson('list', 'List the profiles', 'anaplan-tui profiles list', profiles).action(
		act<SharedOptions, []>(actions.list),
	);
	addJson('use', 'Make a profile the current one', 'anaplan-tui profiles use emea', profiles)
		.argument('<name>', 'a profile that is stored; anaplan-tui login --profile NAME makes one')
		.action(act<SharedOptions, [string]>(actions.use));
	addJson('rename', 'Rename a profile', 'anaplan-tui profiles rename emea europe', profiles)
		.argument('<name>', 'how it is called now')
		.argument('<new>', 'how it is to be called')
		.action(act<SharedOptions, [string, string]>(actions.rename));
	addJson(
		'remove',
		'End a profile’s token at Anaplan and remove the profile here',
		'anaplan-tui profiles remove emea --yes',
		profiles,
	)
		.argument('<name>', 'a profile that is stored')
		.option('--local', 'only remove it here')
		.option('-y, --yes', 'do not ask')
		.action(act<SharedOptions & actions.RemoveFlags, [string]>(actions.remove));
}
