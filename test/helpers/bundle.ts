import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {builtinModules} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Metafile} from 'esbuild';
import {builtProgram, childEnvironment, type Environment} from './child-environment.ts';

const root = path.dirname(path.dirname(builtProgram));
const builtinsHook = path.join(import.meta.dirname, 'list-builtins.cjs');

/** What esbuild wrote about the build: for each file of dist, its imports and its inputs. */
export function readMetafile(): Metafile {
	return JSON.parse(readFileSync(path.join(root, 'dist/meta.json'), 'utf8'));
}

/** The files of dist that Node reads and parses before the first line of `entry` runs. */
export function staticClosure(metafile: Metafile, entry = 'dist/cli.js'): ReadonlySet<string> {
	const closure = new Set([entry]);
	for (const file of closure) {
		for (const {kind, path: imported} of metafile.outputs[file]?.imports ?? []) {
			if (kind === 'import-statement' && imported in metafile.outputs) {
				closure.add(imported);
			}
		}
	}

	return closure;
}

/** What a run loaded: files of this folder, as paths from there, and modules of Node's own. */
export interface Loaded {
	readonly files: ReadonlySet<string>;
	/** Those that Node has not loaded anyway before the first line of a program. */
	readonly builtins: ReadonlySet<string>;
}

/**
 * What a run of the built program really loaded: the files as V8's coverage lists them, the builtins as
 * Node does. A Node that the program starts counts for the files alone, and only if nobody kills it.
 */
export function loadedBy(args: readonly string[], more: Environment = {}): Loaded {
	const bare = loadedIn(['--eval', '0'], {});
	const {files, builtins} = loadedIn([builtProgram, ...args], more);
	return {files, builtins: new Set([...builtins].filter(name => !bare.builtins.has(name)))};
}

function loadedIn(args: readonly string[], more: Environment): Loaded {
	const folder = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-loaded-'));
	try {
		const coverage = path.join(folder, 'coverage');
		const list = path.join(folder, 'builtins.json');
		const env = childEnvironment(folder, {
			...more,
			NODE_V8_COVERAGE: coverage,
			LIST_OF_BUILTINS: list,
		});
		spawnSync(process.execPath, ['--require', builtinsHook, ...args], {env, stdio: 'ignore'});
		const files = coveredIn(coverage);
		const names: readonly string[] = JSON.parse(readFileSync(list, 'utf8'));
		return {files, builtins: new Set(names.filter(name => builtinModules.includes(name)))};
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** The files of dist that a run loaded whose NODE_V8_COVERAGE was this folder. */
export function coveredIn(folder: string): ReadonlySet<string> {
	const loaded = new Set<string>();
	for (const file of readdirSync(folder)) {
		const {result} = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
		for (const {url} of result as ReadonlyArray<{url: string}>) {
			if (url.startsWith('file:') && fileURLToPath(url) !== builtinsHook) {
				loaded.add(path.relative(root, fileURLToPath(url)).replaceAll('\\', '/'));
			}
		}
	}

	return loaded;
}

/** The packages inside some files of dist, with the bytes that each has there. */
export function packagesIn(
	metafile: Metafile,
	files: ReadonlySet<string>,
): ReadonlyMap<string, number> {
	const packages = new Map<string, number>();
	for (const file of files) {
		for (const [input, {bytesInOutput}] of Object.entries(metafile.outputs[file]?.inputs ?? {})) {
			const name = input.match(/.*node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)/)?.groups?.['name'];
			if (name !== undefined && bytesInOutput > 0) {
				packages.set(name, (packages.get(name) ?? 0) + bytesInOutput);
			}
		}
	}

	return packages;
}

/** Our own modules inside some files of dist, as paths like `source/core/secret.ts`. */
export function modulesIn(metafile: Metafile, files: ReadonlySet<string>): readonly string[] {
	return [...files].flatMap(file =>
		Object.entries(metafile.outputs[file]?.inputs ?? {})
			.filter(([input, {bytesInOutput}]) => input.startsWith('source/') && bytesInOutput > 0)
			.map(([input]) => input),
	);
}

/** What no command may load that draws no screen, sends nothing and has nothing to parse. */
export const heavy: ReadonlySet<string> = new Set([
	...['ink', 'react', 'react-reconciler', 'yoga-layout', 'got', 'commander', 'open', 'clipboardy'],
	...['@bomb.sh/tab', 'qr'],
]);
