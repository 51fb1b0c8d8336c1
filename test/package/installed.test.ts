import {existsSync, mkdirSync, mkdtempSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {beforeAll, describe, expect, inject, test} from 'vitest';
import manifest from '../../package.json' with {type: 'json'};
import {signInAsPerson} from '../../source/practice/person.ts';
import {childEnvironment} from '../helpers/child-environment.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {linkOf, shown} from '../terminal/sign-in.ts';
import {nodeFolder} from './nodes.ts';
import {runIn} from './npm.ts';

const {tarball, folder} = inject('packed');

const node = process.platform === 'win32' ? 'node.exe' : 'node';
const inFront = (...folders: readonly string[]) =>
	[...folders, process.env['PATH']].join(path.delimiter);

/** Installs the tarball into an empty folder, with nothing in npm's cache, under a Node.js. */
function install(nodes: string, options: readonly string[]) {
	const home = mkdtempSync(path.join(folder, 'installed-'));
	const cache = path.join(home, 'cache');
	mkdirSync(cache);
	const ended = runIn(
		home,
		['npm', 'install', '--cache', cache, '--no-audit', '--no-fund', ...options, tarball],
		{...process.env, PATH: inFront(nodes)},
	);
	return {home, ended, modules: path.join(home, 'node_modules')};
}

describe.each(['20.19.0', '22', '24'])('with Node.js %s', version => {
	let nodes = '';
	beforeAll(() => {
		nodes = nodeFolder(version, folder);
	});

	test.each([
		['with the keychain’s package', [], true],
		['without what is optional', ['--omit=optional'], false],
	] as const)(
		'%s it installs without a warning, and the demo runs.',
		async (_what, options, has) => {
			const {home, ended, modules} = install(nodes, options);
			expect(ended).toMatchObject({code: 0, stderr: ''});
			expect(existsSync(path.join(modules, '@napi-rs/keyring'))).toBe(has);

			const env = childEnvironment(home, {PATH: inFront(nodes, path.join(modules, '.bin'))});
			expect(runIn(home, ['node', '--version'], env).stdout).toMatch(new RegExp(`^v${version}\\b`));
			const told = runIn(home, ['anaplan-tui', '--version'], env);
			expect(told).toEqual({code: 0, stdout: `${manifest.version}\n`, stderr: ''});
			const demo = runIn(home, ['anaplan-tui', 'demo', '--plain'], env);
			expect(demo).toMatchObject({code: 0, stderr: ''});
			expect(demo.stdout).toContain('The whole journey worked.');

			const program = path.join(modules, 'anaplan-tui/dist/cli.js');
			const terminal = openTerminal(['demo'], {home, command: [path.join(nodes, node), program]});
			await terminal.waitFor('This is the practice tenant');
			terminal.press('enter');
			await terminal.waitFor(shown.authorize);
			const address = await signInAsPerson(linkOf(terminal));
			terminal.press('enter');
			await terminal.waitFor(shown.callback);
			await terminal.paste(address);
			await terminal.waitFor(shown.accepted);
			terminal.press('enter');
			await terminal.waitFor('Pat Practice');
			terminal.press('q');
			expect((await terminal.exit()).exitCode).toBe(0);
		},
	);
});

describe('a Node.js that is too old', () => {
	let program = '';
	beforeAll(() => {
		const {modules} = install(path.dirname(process.execPath), ['--omit=optional']);
		program = path.join(modules, 'anaplan-tui/dist/cli.js');
	});

	test.each(['14.21.3', '18.20.8'])('is told so in one sentence: %s', version => {
		const old = path.join(nodeFolder(version, folder), node);
		for (const words of [[], ['--version'], ['demo', '--plain'], ['token']]) {
			const home = tempHome();
			const {code, stdout, stderr} = runIn(home, [old, program, ...words], childEnvironment(home));
			expect({code, stdout}).toEqual({code: 1, stdout: ''});
			expect(stderr).toMatch(/^anaplan-tui needs Node\.js 20\.19 or newer; this is [\d.]+\.\n$/);
		}
	});
});
