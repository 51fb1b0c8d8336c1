/** The pages in docs/commands: one for each command, made of its help and of what its examples print. */
import type {Command} from 'commander';
import {createCommandLine} from '../../source/command-line.ts';
import {type CommandNotes, commandNotes} from './command-notes.ts';
import {stable} from './stable.ts';
import {clientVariables, openStage, runOnStage} from './stage.ts';

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
- The [exit code](../../README.md#commands) tells a script what to do next.

The examples were run as they stand, against the practice tenant; hosts, times, IDs and tokens are replaced by such as Anaplan’s.
`,
});

async function pageText(command: Command, notes: CommandNotes): Promise<string> {
	const help = helpOf(command);
	const [options = '', examples = ''] = help.split(/\nExamples?:\n/);
	const after = examples.replaceAll(/^ {2}\$ .*$/gm, '').trim();
	const shown: string[] = [];
	for (const [, example = ''] of examples.matchAll(/^ {2}\$ (.*)$/gm)) {
		shown.push(`\`\`\`sh\n${example}\n\`\`\``, await printedBy(example, notes));
	}

	return `${made}

# anaplan-tui ${command.name()}

${command.description()}

\`\`\`text
${withoutDescription(options, command.description())}
\`\`\`

## Examples

${shown.filter(Boolean).join('\n\n')}
${after === '' ? '' : `\n\`\`\`text\n${after}\n\`\`\`\n`}
## Exit codes

| exit code | means |
|---|---|
${Object.entries(notes.exitCodes)
	.map(([code, meaning]) => `| ${code} | ${meaning} |`)
	.join('\n')}
${notes.more === undefined ? '' : `\n${notes.more}\n`}`;
}

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
const withoutDescription = (options: string, description: string): string => {
	const [usage = '', ...rest] = options.trim().split(/\n\n/);
	const paragraphs = description.split('\n\n').length;
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
		return `Output:\n\n\`\`\`${isDocument(printed) ? 'json' : 'text'}\n${printed}\n\`\`\``;
	} finally {
		await stage.close();
	}
}

const isDocument = (text: string): boolean => /^[{[].*[}\]]$/s.test(text);
