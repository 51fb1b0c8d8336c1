import {Argument, Command, InvalidArgumentError} from 'commander';
import {writeError} from './adapters/stdio.ts';
import {addProfileCommands} from './command-line-profiles.ts';
import type {Shell} from './completion-script.ts';
import {defaultMinTtlMs} from './core/session.ts';
import {second} from './core/time.ts';
import type {SharedOptions} from './program-actions.ts';
import * as actions from './program-actions.ts';

const logOption = [
	'--log <file>',
	'add a line of JSON to a file for each request: time, method, host, path, status, sizes; no secrets',
] as const;

/**
 * All commands and options, as commander parses them; `actions` do the work. completion.ts reads them
 * too: a `<name>` is a profile’s, and a `<file>` and a `<method>` are what they say, wherever they are.
 */
export function createCommandLine(
	version: string,
	{
		ended,
		printed,
	}: {
		readonly ended: (exitCode: number) => void;
		/** Takes the help and the version, which commander would print by itself. */
		readonly printed: (text: string) => void;
	},
): Command {
	const program = new Command('anaplan-tui')
		.description(
			'Sign in to Anaplan, keep the sign-in alive, and hand a fresh access token to any script.\nWithout a command it opens the screens.',
		)
		.version(version, '-V, --version', 'print the version')
		.helpOption('-h, --help', 'print help')
		.helpCommand(false)
		.option('--profile <name>', 'which sign-in to use')
		.option(...logOption)
		.enablePositionalOptions()
		.showHelpAfterError('Run anaplan-tui --help to see what there is.')
		.exitOverride()
		.configureOutput({writeOut: printed, writeErr: writeError});

	const add = (
		name: string,
		description: string,
		example: string,
		parent: Command = program,
	): Command =>
		parent
			.command(name)
			.description(description)
			.option('--profile <name>', 'which sign-in to use')
			.option(...logOption)
			.helpOption('-h, --help', 'print help')
			.addHelpText('after', `\nExample:\n  $ ${example}\n`);
	const addJson = (...given: Parameters<typeof add>): Command =>
		add(...given).option('--json', 'print data and failures as JSON');
	const act =
		<Options extends SharedOptions, Words extends unknown[]>(
			action: (options: Options, ...words: Words) => Promise<number>,
		) =>
		async (...given: unknown[]): Promise<void> => {
			const command = given.at(-1) as Command;
			const positional = given.slice(0, -2) as Words;
			ended(await action(optionsOf(command), ...positional));
		};

	add('login', 'Sign in to Anaplan', 'anaplan-tui login')
		.option('--device', 'with a code to approve in any browser; not with single sign-on')
		.option('--plain', 'without screens: print the URL, read the redirect address from stdin')
		.option('--yes', 'let whoever signs in replace the user of this profile, without asking')
		.action(
			act<SharedOptions & {plain?: boolean; device?: boolean; yes?: boolean}, []>(async options =>
				actions.login(options, version),
			),
		);
	addJson(
		'token',
		'Print a valid access token',
		'curl -H "Authorization: AnaplanAuthToken $(anaplan-tui token)" https://api.anaplan.com/2/0/users/me',
	)
		.option(
			'--min-ttl <seconds>',
			'refresh first when less than this is left',
			readSeconds,
			defaultMinTtlMs / second,
		)
		.action(act<SharedOptions & {minTtl: number}, []>(actions.token));
	addJson('status', 'Show the stored sign-in, without a network', 'anaplan-tui status --json')
		.option('--all', 'every profile')
		.action(act<SharedOptions & {all?: boolean}, []>(actions.status));
	addJson('refresh', 'Refresh the access token now', 'anaplan-tui refresh').action(
		act<SharedOptions, []>(actions.refresh),
	);
	addJson(
		'validate',
		'Ask Anaplan whether the access token is valid',
		'anaplan-tui validate',
	).action(act<SharedOptions, []>(actions.validate));
	addJson('whoami', 'Ask Anaplan who is signed in', 'anaplan-tui whoami --json').action(
		act<SharedOptions, []>(actions.whoami),
	);
	addJson('logout', 'End the token at Anaplan and forget it here', 'anaplan-tui logout')
		.option('--local', 'only forget it here')
		.action(act<SharedOptions & {local?: boolean}, []>(actions.logout));
	addJson(
		'api',
		'Send an authenticated request to the Anaplan API and print the body',
		'anaplan-tui api /2/0/workspaces --paginate',
	)
		.argument('<path>', '/2/0/… or a path below it')
		.option('-X, --method <method>', 'HTTP method (default: GET, with --input POST)', readMethod)
		.option('--input <file>', 'file with the request body; - for stdin')
		.option('--paginate', 'fetch all pages of a list and print one JSON document')
		.action(act<SharedOptions & actions.ApiFlags, [string]>(actions.api));
	add(
		'exec',
		'Run a command with ANAPLAN_ACCESS_TOKEN in its environment',
		'anaplan-tui exec -- python3 export.py',
	)
		.argument('<command...>', 'the command and its arguments, after --')
		.passThroughOptions()
		.action(act<SharedOptions, [[string, ...string[]]]>(actions.exec));
	addJson(
		'workspaces',
		'List the workspaces that you can reach, with their IDs',
		'anaplan-tui workspaces --json',
	).action(act<SharedOptions, []>(actions.workspaces));
	addJson(
		'models',
		'List the models that you can reach, with their IDs',
		"anaplan-tui models | awk -F '\\t' '{print $1, $2}'",
	)
		.option('--workspace <id>', 'only those of one workspace')
		.action(act<SharedOptions & {workspace?: string}, []>(actions.models));
	addProfileCommands({addJson, act});
	addJson(
		'doctor',
		'Look for what could stand in the way of a sign-in, and say how to mend it',
		'anaplan-tui doctor --online',
	)
		.option('--online', 'also reach the three hosts, and compare the clocks')
		.action(act<SharedOptions & {online?: boolean}, []>(actions.doctor));
	add(
		'demo',
		'The same journey against a practice tenant on this computer; nothing is kept',
		'anaplan-tui demo',
	)
		.option('--plain', 'play the journey without screens and print every step')
		.action(
			act<SharedOptions & {plain?: boolean}, []>(async options => actions.demo(options, version)),
		);
	add(
		'completion',
		'Print a script that lets a shell complete commands, options and names',
		'anaplan-tui completion fish > ~/.config/fish/completions/anaplan-tui.fish',
	)
		.addArgument(new Argument('<shell>', 'which shell is to complete').choices(shells))
		.addHelpText('after', howToInstall)
		.action(act<SharedOptions, [Shell]>(actions.completion));
	return program;
}

const shells: readonly Shell[] = ['bash', 'zsh', 'fish', 'powershell'];

const howToInstall = `Once for each shell; new terminals then complete with Tab:
  bash        mkdir -p ~/.local/share/bash-completion/completions
              anaplan-tui completion bash > ~/.local/share/bash-completion/completions/anaplan-tui
              (without the package bash-completion, as on macOS, a line in ~/.bash_profile instead:
              eval "$(anaplan-tui completion bash)")
  zsh         anaplan-tui completion zsh > "\${fpath[1]}/_anaplan-tui"
              (or, after compinit in ~/.zshrc: eval "$(anaplan-tui completion zsh)")
  fish        anaplan-tui completion fish > ~/.config/fish/completions/anaplan-tui.fish
  PowerShell  a line in the file that $PROFILE names:
              anaplan-tui completion powershell | Out-String | Invoke-Expression
`;
/** An option after the command is the more particular word. */
const optionsOf = <Options>(command: Command): Options => ({
	...(command.parent && optionsOf(command.parent)),
	...command.opts<Options & object>(),
});

function readSeconds(text: string): number {
	if (!/^\d{1,9}$/.test(text)) {
		throw new InvalidArgumentError('It is a whole number of seconds, such as 300.');
	}

	return Number(text);
}

function readMethod(text: string): string {
	if (!/^[a-z]+$/i.test(text)) {
		throw new InvalidArgumentError('It is a word such as GET, POST, PUT, PATCH or DELETE.');
	}

	return text.toUpperCase();
}
