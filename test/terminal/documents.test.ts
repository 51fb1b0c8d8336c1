import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import manifest from '../../package.json' with {type: 'json'};
import {commands} from '../docs/command-pages.ts';
import {type CodeBlock, codeBlocks, documents, repository} from '../docs/markdown.ts';
import {clientVariables, openStage, runOnStage, type Stage} from '../docs/stage.ts';
import {TerminalSession} from '../helpers/terminal-session.ts';

/** Languages of which nothing can be run: what a program prints, pictures in text, and code that is quoted. */
const quoted = ['text', 'json', 'ts'];

/** Blocks that open the screens, or go on until they are ended, with what then is shown. */
const inTerminal: Readonly<Record<string, string>> = {
	'anaplan-tui': 'pat.practice@example.com',
	'ACCESSIBLE=1 anaplan-tui': 'pat.practice@example.com',
	'export CLIENT=YOUR_CLIENT_ID SECRET=YOUR_CLIENT_SECRET\nanaplan-tui': 'pat.practice@example.com',
	'npm run tenant -- token:serverError:times=2': 'The practice tenant listens on',
	'node --env-file=dist/tenant.env dist/cli.js': 'Client ID',
};

/** Blocks that are not run, with the reason. Their npm scripts and their files must exist all the same. */
const notRun: Readonly<Record<string, string>> = {
	'npm ci && npm run demo':
		'npm ci would take away the packages from under the other tests; the demo is run in demo.test.ts',
	'npm ci && npm test': '.ci/run begins with this line',
	'npm install --global anaplan-tui':
		'it needs the published package; test/package installs the packed one',
	'npm ci\nnpm run check': '.ci/run does what this does',
	'npm run dev -- status': 'it runs the source, on the store of whoever runs the tests',
	'npx vitest run --project unit test/core/anaplan/region.test.ts\nnpx vitest run --project screens test/tui/profile.test.ts -t "help"':
		'a test run within a test run',
	'npm run build && npx vitest run --project terminal test/terminal/demo.test.ts':
		'it would replace the program that is being tested',
	'npm run bench': 'a bench among tests measures the tests',
	'npm run docs\nnpm run media':
		'they would write over the documents; command-pages.test.ts and the tests of test/docs compare what they make',
};

// The examples of these pages are run when command-pages.test.ts makes the pages again.
const blocks = documents
	.filter(name => !name.startsWith('docs/commands/'))
	.flatMap(name => codeBlocks(name))
	.filter(({words: [language = '']}) => !quoted.includes(language));

const inLanguage = (language: string): ReadonlyArray<readonly [string, CodeBlock]> =>
	blocks
		.filter(({words}) => words[0] === language)
		.map(block => [`${block.document}:${block.line}`, block]);

const shell = inLanguage('sh');

test('Every code block is run, or it is said here why not.', () => {
	const known = ['sh', 'python', 'powershell'];
	expect(blocks.filter(({words: [language = '']}) => !known.includes(language))).toEqual([]);
	const texts = shell.map(([, {text}]) => text);
	expect(
		[...Object.keys(inTerminal), ...Object.keys(notRun)].filter(text => !texts.includes(text)),
	).toEqual([]);
});

const placeholders = ({tenant: {clients}}: Stage): Readonly<Record<string, string>> => ({
	YOUR_CLIENT_ID: clients.authorizationCode.clientId,
	YOUR_CLIENT_SECRET: clients.authorizationCode.clientSecret,
	YOUR_DEVICE_CLIENT_ID: clients.device.clientId,
});

const filledIn = (text: string, stage: Stage): string =>
	text.replaceAll(/\bYOUR_\w+/g, name => placeholders(stage)[name] ?? name);

/** A stage whose variables lead to the practice tenant; the client is stored, or in the block. */
async function stageForBlocks(): Promise<Stage> {
	const stage = await openStage();
	onTestFinished(() => stage.close());
	const {ANAPLAN_CLIENT_ID, ANAPLAN_CLIENT_SECRET, ...hosts} = clientVariables(stage);
	return {...stage, environment: {...stage.environment, ...hosts}};
}

test.each(shell.filter(([, {text}]) => !(text in notRun || text in inTerminal)))(
	'The lines in %s do what they say.',
	async (_where, {text}) => {
		const stage = await stageForBlocks();
		const {code, stdout, stderr} = await runOnStage(stage, filledIn(text, stage));
		expect({code, stderr}).toMatchObject({code: 0});
		expect(stdout === '').toBe(text.includes(' > '));
		expect(stderr).not.toMatch(/anaplan-tui: (?!Anaplan)/);
		expect(stage.tenant.violations).toEqual([]);
	},
);

test.each(shell.filter(([, {text}]) => text in inTerminal))(
	'The lines in %s open what they say.',
	async (_where, {text}) => {
		const stage = await stageForBlocks();
		const isOurs = !/^(npm|node) /.test(text);
		if (text.includes('tenant.env')) {
			writeFileSync(
				path.join(repository, 'dist/tenant.env'),
				`ANAPLAN_TUI_HOME=${stage.folder}/new`,
			);
		}

		const {ANAPLAN_REDIRECT_URI, ...environment} = stage.environment;
		const terminal = new TerminalSession(
			'sh',
			['-euc', filledIn(text, stage)],
			{columns: 80, rows: 24},
			environment,
			isOurs ? stage.folder : repository,
		);
		onTestFinished(() => terminal.close());
		await terminal.waitFor(inTerminal[text] ?? '');
		terminal.press('ctrl+c');
		await terminal.exit();
	},
);

test.for(inLanguage('python'))('The script in %s runs.', async ([, {text}], {skip}) => {
	const stage = await stageForBlocks();
	writeFileSync(path.join(stage.folder, 'script.py'), text);
	const imported = await runOnStage(stage, importsOf(text));
	skip(imported.code !== 0, 'There is no Python here, or not what the script imports.');
	const {code, stdout, stderr} = await runOnStage(stage, 'anaplan-tui exec -- python3 script.py');
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	expect(stdout).toMatch(/\w/);
});

const importsOf = (script: string): string =>
	`python3 -c '${script.match(/^import .*$/gm)?.join('; ') ?? ''}'`;

// PowerShell is not everywhere; its lines are read by our own parser instead.
test.each(
	[...inLanguage('powershell'), ...shell].flatMap(([where, {text}]) =>
		[...text.matchAll(/(?<!command -v )\banaplan-tui (?<words>[^\n|)";>]*)/g)].map(
			({groups}) => [`${where}: anaplan-tui ${groups?.['words']}`] as const,
		),
	),
)('%s is a command line of ours.', line => {
	const words = line.replace(/.*?: anaplan-tui /, '').split(/\s+/);
	expect(unknownIn(words)).toEqual([]);
});

/** What our parser does not know among the words of a command line. */
function unknownIn([name = '', ...words]: readonly string[]): readonly string[] {
	const command = commands.find(candidate => candidate.name() === name);
	if (command === undefined) {
		return [name];
	}

	const separator = words.indexOf('--');
	return command.parseOptions(separator === -1 ? [...words] : words.slice(0, separator)).unknown;
}

test.each(
	Object.keys(notRun)
		.flatMap(text => text.split(/\n| && /))
		.map(line => [line]),
)('What “%s” names exists.', line => {
	const script = /^npm (?:run )?(?<name>test|[\w:]+)/.exec(line)?.groups?.['name'];
	if (line.startsWith('npm') && !/^npm (ci|install)/.test(line)) {
		expect(Object.keys(manifest.scripts)).toContain(script);
	}

	for (const file of line.match(/test\/\S+/g) ?? []) {
		expect(readFileSync(path.join(repository, file), 'utf8')).toContain('test(');
	}
});
