import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** For a file of each layer: what it may import, and what the linter must refuse. */
const importTable: ReadonlyArray<{file: string; allowed: string[]; refused: string[]}> = [
	{
		file: 'core/x.ts',
		allowed: ['./problem.ts', 'valibot'],
		refused: ['../session/ports.ts', '../tui/app.tsx', '../cli.ts', 'got', 'ink', 'node:fs', 'fs'],
	},
	{
		file: 'core/oauth/x.ts',
		allowed: ['./client.ts', '../secret.ts', '../anaplan/http.ts', 'valibot'],
		refused: ['../../session/ports.ts', '../../cli.ts', '../tui/app.tsx', 'got', 'node:fs'],
	},
	{
		file: 'session/x.ts',
		allowed: ['./ports.ts', '../core/problem.ts'],
		refused: ['../adapters/clock.ts', '../commands/x.ts', '../compose.ts', 'conf', 'node:http'],
	},
	{
		file: 'adapters/x.ts',
		allowed: ['./y.ts', '../session/ports.ts', '../core/problem.ts', 'node:fs/promises'],
		refused: ['../session/store.ts', '../commands/x.ts', '../practice/server.ts', 'got', 'ink'],
	},
	{file: 'adapters/anaplan-http.ts', allowed: ['got', 'node:tls'], refused: ['conf', 'open']},
	{file: 'adapters/http-exchange.ts', allowed: ['got'], refused: ['conf']},
	{file: 'adapters/proxy-agent.ts', allowed: ['https-proxy-agent'], refused: ['got', 'conf']},
	{file: 'adapters/store-conf.ts', allowed: ['conf'], refused: ['got', '@napi-rs/keyring']},
	{file: 'adapters/clipboard.ts', allowed: ['clipboardy'], refused: ['open', '../cli.ts']},
	{file: 'adapters/browser.ts', allowed: ['open'], refused: ['clipboardy']},
	{file: 'adapters/keychain-helper.ts', allowed: ['@napi-rs/keyring'], refused: ['conf']},
	{file: 'adapters/stored-shapes.ts', allowed: ['valibot'], refused: ['conf']},
	{file: 'adapters/child-process.ts', allowed: ['cross-spawn'], refused: ['open']},
	{
		file: 'commands/x.ts',
		allowed: ['./y.ts', '../session/store.ts', '../core/problem.ts'],
		refused: ['../adapters/clock.ts', '../tui/app.tsx', '../compose.ts', 'got', 'node:http', 'ink'],
	},
	{
		file: 'tui/x.tsx',
		allowed: ['./screens/y.tsx', '../core/problem.ts', 'ink', 'react'],
		refused: ['../session/store.ts', '../commands/x.ts', '../cli.ts', 'got', 'node:fs'],
	},
	{
		file: 'tui/screens/x.tsx',
		allowed: ['./y.tsx', '../components/y.tsx', '../theme.ts', '../../core/problem.ts', 'ink'],
		refused: ['../../session/store.ts', '../../cli.ts', '../../adapters/clock.ts', 'open'],
	},
	{
		file: 'faces/x.ts',
		allowed: ['./y.ts', '../session/desk.ts', '../lines/y.ts', '../tui/y.tsx', '../adapters/y.ts'],
		refused: ['../commands/x.ts', '../program/x.ts', '../cli.ts'],
	},
	{
		file: 'lines/x.ts',
		allowed: ['./y.ts', '../core/problem.ts', '../session/ports.ts'],
		refused: ['../tui/keys.ts', '../commands/x.ts', '../adapters/clock.ts', 'ink', 'node:fs'],
	},
	{
		file: 'practice/x.ts',
		allowed: ['./y.ts', 'node:http'],
		refused: ['../core/problem.ts', '../session/ports.ts', 'got'],
	},
	{
		file: 'compose.ts',
		allowed: ['./adapters/clock.ts', './practice/server.ts', './tui/app.tsx', './commands/x.ts'],
		refused: [],
	},
	{file: 'cli.ts', allowed: ['./compose.ts', './commands/x.ts', 'commander'], refused: []},
];

/** Rule, file, and a text that the rule must refuse there. */
const refusedTexts: ReadonlyArray<readonly [rule: string, file: string, text: string]> = [
	['noRestrictedImports', 'core/type.ts', "export type {It} from '../session/ports.ts';\n"],
	['noRestrictedImports', 'core/lazy.ts', "export const it = () => import('../tui/app.tsx');\n"],
	['noRestrictedImports', 'tui/screens/keys.ts', "export {useInput} from 'ink';\n"],
	['noRestrictedImports', 'tui/keys.ts', "export {usePaste} from 'ink';\n"],
	['noRestrictedImports', 'keys.ts', "export {useInput} from 'ink';\n"],
	...['core', 'session', 'commands', 'lines', 'tui', 'tui/screens'].flatMap(folder =>
		['new Date(0)', 'setTimeout(it, 1)', 'setInterval(it, 1)', 'process.env', 'fetch("x:")'].map(
			(code, index) =>
				[
					'noRestrictedGlobals',
					`${folder}/global-${index}.ts`,
					`export const it = () => ${code};\n`,
				] as const,
		),
	),
	['noJsRestrictedProperties', 'core/time.ts', 'export const it = () => Date.now();\n'],
	['noJsRestrictedProperties', 'core/random.ts', 'export const it = () => Math.random();\n'],
	['noConsole', 'console.ts', 'console.log("x");\n'],
	['noDefaultExport', 'default.ts', 'export default 1;\n'],
	['noProcessExit', 'exit.ts', 'process.exit(1);\n'],
	['noExcessiveLinesPerFile', 'core/long.ts', 'export {};\n'.repeat(301)],
	[
		'noImportCycles',
		'core/left.ts',
		"import {r} from './right.ts';\n\nexport const l = () => r;\n",
	],
	[
		'noImportCycles',
		'core/right.ts',
		"import {l} from './left.ts';\n\nexport const r = () => l;\n",
	],
	['noFloatingPromises', 'session/floating.ts', 'Promise.resolve(1);\n'],
	[
		'noMisusedPromises',
		'session/misused.ts',
		'export const it = [1].filter(async value => (await Promise.resolve(value)) > 0);\n',
	],
	[
		'useExhaustiveSwitchCases',
		'core/switch.ts',
		"export function it(side: 'left' | 'right') {\n\tswitch (side) {\n\t\tcase 'left':\n\t\t\treturn 1;\n\t}\n}\n",
	],
	[
		'useHookAtTopLevel',
		'tui/hook.tsx',
		"import {useState} from 'react';\n\nexport function It({on}: {on: boolean}) {\n\tif (on) {\n\t\tuseState(1);\n\t}\n}\n",
	],
];

const project = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-lint-'));
afterAll(() => rmSync(project, {recursive: true, force: true}));

/** Rule, file and line of all that the linter refuses in the samples; one run for all of them. */
let findings: ReadonlyArray<{rule: string; file: string; line: number}>;

beforeAll(() => {
	for (const name of ['biome.json', 'package.json', '.gitignore']) {
		cpSync(path.join(root, name), path.join(project, name));
	}

	for (const {file, allowed, refused} of importTable) {
		const lines = [...allowed, ...refused].map(
			(from, index) => `export {x${index}} from '${from}';\n`,
		);
		writeSample(file, lines.join(''));
	}

	for (const [, file, text] of refusedTexts) {
		writeSample(file, text);
	}

	writeSample('tui/hooks/use-keys.ts', "export {useInput, usePaste} from 'ink';\n");
	writeSample('adapters/clock.ts', 'export const now = () => Date.now() + Math.random();\n');
	findings = lint();
});

test.each(importTable)('$file may import its own layer and those below it only', sample => {
	const {file, allowed, refused} = sample;
	const lines = findings
		.filter(finding => finding.file === file && finding.rule === 'noRestrictedImports')
		.map(({line}) => line - 1)
		.sort((a, b) => a - b);
	expect(lines.map(line => [...allowed, ...refused][line])).toEqual(refused);
});

test.each(refusedTexts)('%s refuses %s', (rule, file) => {
	expect(findings.filter(finding => finding.file === file).map(it => it.rule)).toContain(rule);
});

test('only the hook of the keys may take the keyboard from Ink', () => {
	expect(findings.filter(({file}) => file === 'tui/hooks/use-keys.ts')).toEqual([]);
});

test('adapters may read the clock', () => {
	expect(findings.filter(({file}) => file === 'adapters/clock.ts')).toEqual([]);
});

function writeSample(file: string, text: string): void {
	const target = path.join(project, 'source', file);
	mkdirSync(path.dirname(target), {recursive: true});
	writeFileSync(target, text);
}

function lint() {
	const {stdout} = spawnSync(
		process.execPath,
		[
			path.join(root, 'node_modules/@biomejs/biome/bin/biome'),
			...['lint', '--reporter=github', '--max-diagnostics=none', '.'],
		],
		{cwd: project, encoding: 'utf8'},
	);
	const pattern = /title=lint\/\w+\/(?<rule>\w+),file=(?<file>[^,]+),line=(?<line>\d+)/g;
	return [...stdout.matchAll(pattern)].map(({groups = {}}) => ({
		rule: groups['rule'] ?? '',
		file: (groups['file'] ?? '').replaceAll('\\', '/').split('/source/').at(-1) ?? '',
		line: Number(groups['line']),
	}));
}
