import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Metafile} from 'esbuild';
import {builtProgram, childEnvironment, type Environment} from './child-environment.ts';

const root = path.dirname(path.dirname(builtProgram));

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

/** The files of dist that a run of the built program really loaded, as V8's coverage lists them. */
export function loadedBy(args: readonly string[], more: Environment = {}): ReadonlySet<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-loaded-'));
	try {
		const coverage = {NODE_V8_COVERAGE: path.join(folder, 'coverage')};
		const env = childEnvironment(folder, {...more, ...coverage});
		spawnSync(process.execPath, [builtProgram, ...args], {env, stdio: 'ignore'});
		return coveredIn(coverage.NODE_V8_COVERAGE);
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
			if (url.startsWith('file:')) {
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
