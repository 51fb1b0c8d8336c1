import {readFileSync, statSync} from 'node:fs';
import {expect, test} from 'vitest';
import {
	heavy,
	loadedBy,
	modulesIn,
	packagesIn,
	readMetafile,
	staticClosure,
} from '../helpers/bundle.ts';
import {builtProgram, type Environment} from '../helpers/child-environment.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {folderOf} from './sign-in.ts';

/** What Node itself loads for a program that writes to a pipe, and the least that reading a file takes. */
const few = ['os', 'path', 'process', 'stream', 'stream/promises', 'string_decoder'];

function whatLoads(words: readonly string[], env: Environment = {}) {
	const {files, builtins} = loadedBy(words, env);
	const packages = [...packagesIn(readMetafile(), files).keys()];
	return {files: [...files], builtins, packages, modules: modulesIn(readMetafile(), files)};
}

test('the entry parses nothing but itself, so that an old Node.js gets a sentence and no stack', () => {
	expect([...staticClosure(readMetafile())]).toEqual(['dist/cli.js']);
});

test('--version loads the entry alone, and next to nothing of Node', () => {
	const {files, builtins} = whatLoads(['--version']);
	expect(files).toEqual(['dist/cli.js']);
	expect([...builtins].filter(name => !few.includes(name))).toEqual([]);
});

test('token, fresh in a private file, loads what reads it, and next to nothing of Node', async () => {
	const home = await signedInHome(await practiceTenant());
	const loaded = whatLoads(['token'], {
		ANAPLAN_TUI_HOME: folderOf(home),
		ANAPLAN_TUI_STORAGE: 'auto',
	});
	expect(loaded.files.toSorted()).toEqual(['dist/cli.js', 'dist/quick-token.js']);
	// What it says on stderr has to suit the terminal.
	expect(loaded.packages.toSorted()).toEqual(['is-unicode-supported', 'valibot']);
	expect(loaded.modules.filter(name => /^source\/(tui|practice|commands)\//.test(name))).toEqual(
		[],
	);
	expect([...loaded.builtins].filter(name => !['os', 'process'].includes(name))).toEqual([]);
});

test('token that has to look further loads none of the heavy packages, nor the practice tenant', () => {
	const {files, packages, modules} = whatLoads(['token']);
	expect(files).toContain('dist/program.mjs');
	expect(packages.filter(name => heavy.has(name))).toEqual([]);
	expect(modules.filter(name => /^source\/(tui|practice)\//.test(name))).toEqual([]);
});

test.each([['status'], ['completion', 'bash'], ['complete', '--', '']])(
	'%s %s loads what reads words, and nothing that draws or sends',
	(...words) => {
		const {packages} = whatLoads(words);
		expect(packages).toContain('commander');
		expect(packages.includes('@bomb.sh/tab')).toBe(words[0] !== 'status');
		const further = packages.filter(name => name !== 'commander' && name !== '@bomb.sh/tab');
		expect(further.filter(name => heavy.has(name))).toEqual([]);
	},
);

test('the entry can be run as it is', () => {
	expect(readFileSync(builtProgram, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
	expect(statSync(builtProgram).mode & 0o111).toBe(0o111);
});
