import {Command, CommanderError, InvalidArgumentError} from 'commander';
import {
	tolerateClosedPipes,
	UnwritableOutput,
	writeError,
	writeNote,
	writeOut,
} from './adapters/stdio.ts';
import {fail} from './commands/command.ts';
import {problem} from './core/problem.ts';
import {defaultMinTtlMs} from './core/session.ts';
import {second} from './core/time.ts';
import * as actions from './program-actions.ts';

export type SharedOptions = {
	readonly profile?: string;
	readonly log?: string;
	readonly json?: boolean;
};

/** The command line: words and options in, an exit code out. */
export async function runProgram(words: readonly string[], version: string): Promise<number> {
	tolerateClosedPipes();
	try {
		return await parseAndRun(words, version);
	} catch (error) {
		if (error instanceof UnwritableOutput) {
			writeNote(`anaplan-tui: ${error.message}`);
			return 1;
		}

		throw error;
	}
}

async function parseAndRun(words: readonly string[], version: string): Promise<number> {
	let exitCode = 0;
	let help = '';
	const program = createProgram(version, {
		ended(code) {
			exitCode = code;
		},
		printed(text) {
			help += text;
		},
	});
	try {
		const {operands, unknown} = program.parseOptions([...words]);
		if (operands.length === 0 && unknown.length === 0) {
			return await actions.screens(program.opts<SharedOptions>(), 'resume', version);
		}

		await program.parseAsync([...words], {from: 'user'});
		return exitCode;
	} catch (error) {
		if (!(error instanceof CommanderError)) {
			throw error;
		}

		// Help and version end well; everything else that commander refuses is wrong usage.
		if (error.exitCode !== 0) {
			return usageError(error, words);
		}

		await writeOut(help);
		return 0;
	}
}

async function usageError(error: CommanderError, words: readonly string[]): Promise<number> {
	const separator = words.indexOf('--');
	const ours = separator === -1 ? words : words.slice(0, separator);
	if (ours.includes('--json')) {
		const io = {out: writeOut, note: writeNote};
		const message = error.message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
		return fail({io, json: true}, problem('usage', {message}));
	}

	return 2;
}

const logOption = [
	'--log <file>',
	'add a line of JSON to a file for each request: time, method, host, path, status, sizes; no secrets',
] as const;

export function createProgram(
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

	const add = (name: string, description: string, example: string): Command =>
		program
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
			// An option after the command is the more particular word.
			const options: Options = {...program.opts(), ...command.opts()};
			ended(await action(options, ...positional));
		};

	add('login', 'Sign in to Anaplan', 'anaplan-tui login')
		.option('--device', 'with a code to approve in any browser; not with single sign-on')
		.option('--plain', 'without screens: print the URL, read the redirect address from stdin')
		.action(
			act<SharedOptions & {plain?: boolean; device?: boolean}, []>(async options =>
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
	add(
		'demo',
		'The same journey against a practice tenant on this computer; nothing is kept',
		'anaplan-tui demo',
	)
		.option('--plain', 'play the journey without screens and print every step')
		.action(
			act<SharedOptions & {plain?: boolean}, []>(async options => actions.demo(options, version)),
		);
	return program;
}

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
