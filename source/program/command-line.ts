import {Argument, Command, InvalidArgumentError} from 'commander';
import {writeError} from '../adapters/stdio.ts';
import type {ApiFlags} from '../commands/api.ts';
import {defaultMinTtlMs} from '../core/oauth/session.ts';
import {second} from '../core/time.ts';
import {helpLayout} from './command-line-help.ts';
import {addProfileCommands} from './command-line-profiles.ts';
import type {Shell} from './completion-script.ts';
import * as actions from './program-actions.ts';
import type {SharedOptions} from './with-desk.ts';

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
		.configureHelp(helpLayout)
		.helpCommand(false)
		.option('--profile <name>', 'which sign-in to use')
		.option(...logOption)
		.enablePositionalOptions()
		.showHelpAfterError(seeHelp([]))
		.exitOverride()
		.configureOutput({writeOut: printed, writeErr: writeError});

	// The pages in docs/commands are made of this help, and show what the examples print.
	const add = (
		name: string,
		summary: string,
		examples: string | readonly string[],
		parent: Command = program,
	): Command =>
		parent
			.command(name)
			.summary(summary)
			.description(summary)
			.option('--profile <name>', 'which sign-in to use')
			.option(...logOption)
			.helpOption('-h, --help', 'print help')
			.showHelpAfterError(seeHelp(parent === program ? [name] : [parent.name(), name]))
			.addHelpText('after', exampleText([examples].flat()));
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

	add('login', 'Sign in to Anaplan', [
		'anaplan-tui login',
		'anaplan-tui login --plain',
		'anaplan-tui login --device --plain',
	])
		.description(
			'Sign in to Anaplan: in a terminal with the screens, elsewhere as with --plain.\n\n--plain prints the authorization URL on a line of its own, reads the address that the browser ends on from stdin, asks again while it is wrong, and ends with the line “Signed in as EMAIL”.',
		)
		.option('--device', 'with a code to approve in any browser; not with single sign-on')
		.option('--plain', 'without screens: print the URL, read the redirect address from stdin')
		.option('--yes', 'let whoever signs in replace the user of this profile, without asking')
		.action(
			act<SharedOptions & {plain?: boolean; device?: boolean; yes?: boolean}, []>(async options =>
				actions.login(options, version),
			),
		);
	addJson('token', 'Print a valid access token', [
		'anaplan-tui token',
		'anaplan-tui token --json',
		'printf \'Authorization: AnaplanAuthToken %s\' "$(anaplan-tui token)" | curl -H @- https://api.anaplan.com/2/0/users/me',
	])
		.description(
			'Print a valid access token and nothing else; refresh first when it ends soon.\n\nAny number of programs may ask at once: one refreshes, the others take its tokens.',
		)
		.option(
			'--min-ttl <seconds>',
			'refresh first when less than this is left',
			readSeconds,
			defaultMinTtlMs / second,
		)
		.action(act<SharedOptions & {minTtl: number}, []>(actions.token));
	addJson('status', 'Show the stored sign-in, without a network', [
		'anaplan-tui status',
		'anaplan-tui status --json',
	])
		.description(
			'Show the stored sign-in: who, until when, and where it is kept. No network is used.\n\nIt succeeds in every state; --json tells the state: signedIn, accessTokenExpired, signInNeeded or signedOut.',
		)
		.option('--all', 'every profile')
		.action(act<SharedOptions & {all?: boolean}, []>(actions.status));
	addJson('refresh', 'Refresh the access token now', 'anaplan-tui refresh')
		.description(
			'Refresh the access token now, however long it still lasts. The new tokens are stored before anything is printed.',
		)
		.action(act<SharedOptions, []>(actions.refresh));
	addJson('validate', 'Ask Anaplan whether the access token is valid', [
		'anaplan-tui validate',
		'anaplan-tui validate --json',
	])
		.description(
			'Ask Anaplan’s authentication service whether the access token is valid. --json prints its reply as it came.',
		)
		.action(act<SharedOptions, []>(actions.validate));
	addJson('whoami', 'Ask Anaplan who is signed in', [
		'anaplan-tui whoami',
		'anaplan-tui whoami --json',
	])
		.description('Ask Anaplan who is signed in. --json prints Anaplan’s user as it came.')
		.action(act<SharedOptions, []>(actions.whoami));
	addJson('logout', 'End the token at Anaplan and forget it here', 'anaplan-tui logout')
		.description(
			'End the access token at Anaplan and forget the sign-in here; the client’s settings stay, so that the next sign-in is short.\n\nWhere Anaplan cannot be reached nothing is forgotten, unless with --local.',
		)
		.option('--local', 'only forget it here')
		.action(act<SharedOptions & {local?: boolean}, []>(actions.logout));
	addJson('api', 'Send an authenticated request to the Anaplan API and print the body', [
		'anaplan-tui api /2/0/users/me',
		'anaplan-tui api /2/0/workspaces --paginate',
	])
		.description(
			'Send an authenticated request to the Anaplan API and print the body of the reply as it came.\n\nA reply that is no success ends with a failure; its body is printed all the same.',
		)
		.argument('<path>', '/2/0/… or a path below it')
		.option('-X, --method <method>', 'HTTP method (default: GET, with --input POST)', readMethod)
		.option('--input <file>', 'file with the request body; - for stdin')
		.option('--paginate', 'fetch all pages of a list and print one JSON document')
		.action(act<SharedOptions & ApiFlags, [string]>(actions.api));
	add(
		'exec',
		'Run a command with ANAPLAN_ACCESS_TOKEN in its environment',
		'anaplan-tui exec -- python3 export.py',
	)
		.description(
			'Run a command with a valid access token in its environment, as ANAPLAN_ACCESS_TOKEN. Its exit code becomes ours.',
		)
		.argument('<command...>', 'the command and its arguments, after --')
		.passThroughOptions()
		.action(act<SharedOptions, [[string, ...string[]]]>(actions.exec));
	addJson('workspaces', 'List the workspaces that you can reach, with their IDs', [
		'anaplan-tui workspaces',
		'anaplan-tui workspaces --json',
	]).action(act<SharedOptions, []>(actions.workspaces));
	addJson('models', 'List the models that you can reach, with their IDs', [
		'anaplan-tui models',
		"anaplan-tui models | awk -F '\\t' '{print $1, $2}'",
	])
		.option('--workspace <id>', 'only those of one workspace')
		.action(act<SharedOptions & {workspace?: string}, []>(actions.models));
	addProfileCommands({addJson, act});
	addJson('doctor', 'Look for what could stand in the way of a sign-in, and say how to mend it', [
		'anaplan-tui doctor',
		'anaplan-tui doctor --online',
	])
		.description(
			'Look for what could stand in the way of a sign-in, and say how to mend it: store, permissions, keychain, proxy, certificates, clock, clipboard, browser. Safe to paste into a ticket.\n\nIt fails when something stands in the way.',
		)
		.option('--online', 'also reach the three hosts, and compare the clocks')
		.action(act<SharedOptions & {online?: boolean}, []>(actions.doctor));
	add('demo', 'The same journey against a practice tenant on this computer; nothing is kept', [
		'anaplan-tui demo',
		'anaplan-tui demo --plain',
	])
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

const seeHelp = (words: readonly string[]): string =>
	`Run ${['anaplan-tui', ...words, '--help'].join(' ')} to see what there is.`;

const exampleText = (examples: readonly string[]): string =>
	`\n${examples.length > 1 ? 'Examples' : 'Example'}:\n${examples.map(line => `  $ ${line}\n`).join('')}`;

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

	const method = text.toUpperCase();
	// The one is for proxies; the answer to the other repeats the token.
	if (method === 'CONNECT' || method === 'TRACE') {
		throw new InvalidArgumentError(`Anaplan’s API has no ${method}.`);
	}

	return method;
}
