/** The pages in docs/commands: one for each command, made of its help and of what its examples print. */
import type {Command} from 'commander';
import {createCommandLine} from '../../source/program/command-line.ts';
import {type CommandNotes, commandNotes} from './command-notes.ts';
import {stable} from './stable.ts';
import {clientVariables, openStage, runOnStage, signIn} from './stage.ts';

export type Page = {readonly file: string; readonly text: string};

export const commands: readonly Command[] = createCommandLine('0.0.0', {
	ended: () => undefined,
	printed: () => undefined,
}).commands;

const made = '<!-- Made by `npm run docs` from the command’s help. Change that, not this page. -->';

export const pageFile = (name: string): string => `docs/commands/${name}.md`;

/** The page of one command. Its examples are run, which takes about a second each. */
export async function commandPage(name: string): Promise<Page> {
	const command = commands.find(candidate => candidate.name() === name);
	const notes = commandNotes[name];
	if (command === undefined || notes === undefined) {
		throw new Error(`Tell of ${name} in test/docs/command-notes.ts.`);
	}

	return {file: pageFile(name), text: await pageText(command, notes)};
}

export const commandIndex = (): Page => ({
	file: pageFile('README'),
	text: `${made}

# Commands

${commands
	.map(command => `- [\`${command.name()}\`](${command.name()}.md): ${command.summary()}`)
	.join('\n')}

Without a command, \`anaplan-tui\` opens the screens. What every command has in common:

- Data goes to stdout, everything else to stderr.
- \`--json\` prints a document in one line; on these pages it is laid out over several. Its keys are camelCase, its times ISO 8601, its durations seconds. A failure is \`{"error": {"code", "message", "hint"}}\` on stdout.
- \`--profile NAME\` and \`--log FILE\` may stand before or after the command.
- The [exit code](../../README.md#exit-codes) tells a script what to do next.

The examples were run as they stand, against the practice tenant; hosts, times, IDs and tokens are replaced by such as Anaplan’s.
`,
});

async function pageText(command: Command, notes: CommandNotes): Promise<string> {
	const parts = [`${made}\n\n# ${nameOf(command)}`, await usage(command, notes, '## Examples')];
	for (const inner of command.commands) {
		parts.push(`## ${nameOf(inner)}`, await usage(inner, notes));
	}

	const codes = Object.entries(notes.exitCodes).map(([code, words]) => `| ${code} | ${words} |`);
	parts.push('## Exit codes', ['| exit code | means |', '|---|---|', ...codes].join('\n'));
	return `${[...parts, ...(notes.more === undefined ? [] : [notes.more])].join('\n\n')}\n`;
}

const nameOf = (command: Command): string =>
	`${command.parent ? `${nameOf(command.parent)} ` : ''}${command.name()}`;

/** What the help says, and what the examples in it print. */
async function usage(command: Command, notes: CommandNotes, heading?: string): Promise<string> {
	const [options = '', examples = ''] = helpOf(command).split(/\nExamples?:\n/);
	const after = examples.replaceAll(/^ {2}\$ .*$/gm, '').trim();
	const parts = [command.description(), block('text', withoutDescription(options, command))];
	if (heading !== undefined) {
		parts.push(heading);
	}

	for (const [, example = ''] of examples.matchAll(/^ {2}\$ (.*)$/gm)) {
		parts.push(block('sh', example), await printedBy(example, notes));
	}

	return [...parts, ...(after === '' ? [] : [block('text', after)])].filter(Boolean).join('\n\n');
}

const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

/** The whole help, as `--help` prints it to a terminal of 80 columns. */
function helpOf(command: Command): string {
	let help = '';
	command.configureOutput({
		writeOut(text) {
			help += text;
		},
		getOutHelpWidth: () => 80,
	});
	command.outputHelp();
	return help;
}

/** The description stands above already, as text. */
const withoutDescription = (options: string, command: Command): string => {
	const [usage = '', ...rest] = options.trim().split(/\n\n/);
	const paragraphs = command.description().split('\n\n').length;
	return [usage, ...rest.slice(paragraphs)].join('\n\n');
};

async function printedBy(
	example: string,
	{examples = {}, longest = 80}: CommandNotes,
): Promise<string> {
	const instead = examples[example];
	if (instead !== undefined) {
		return instead;
	}

	const stage = await openStage();
	try {
		// A stored sign-in knows its hosts; a new one, and a script, do not.
		const variables = /anaplan-tui (login|exec)/.test(example) ? clientVariables(stage) : {};
		if (example.includes('profiles')) {
			await signIn(stage, 'emea');
		}

		const isDevice = example.includes('--device');
		const {code, stdout, stderr} = await runOnStage(stage, example, {
			...variables,
			...(isDevice && {ANAPLAN_CLIENT_ID: stage.tenant.clients.device.clientId}),
		});
		if (code !== 0) {
			throw new Error(`“${example}” ended with ${code}:\n${stderr}`);
		}

		if (stdout === '') {
			return '';
		}

		const lines = stable(stdout, stage).trimEnd().split('\n');
		const printed =
			lines.length > longest
				? [...lines.slice(0, longest), `… and ${lines.length - longest} lines more`].join('\n')
				: lines.join('\n');
		return `Output:\n\n${block(isDocument(printed) ? 'json' : 'text', printed)}`;
	} finally {
		await stage.close();
	}
}

const isDocument = (text: string): boolean => /^[{[].*[}\]]$/s.test(text);
