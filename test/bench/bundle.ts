import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import {loadedBy, packagesIn, readMetafile, staticClosure} from '../helpers/bundle.ts';
import {storeSignIn} from '../helpers/store-sign-in.ts';
import type {Bench, Figure} from './bench.ts';

const commands = [['--version'], ['--help'], ['status'], ['token'], ['complete', '--', '']];

/**
 * How much code a run loads, and which: what is read and parsed costs time at every start. `token`
 * finds a fresh one in a private file.
 */
export const bundle: Bench = {
	name: 'bundle',
	async measure() {
		const metafile = readMetafile();
		const figure = (
			what: string,
			files: ReadonlySet<string>,
			builtins?: ReadonlySet<string>,
		): Figure => {
			const ours = [...files].filter(file => file in metafile.outputs);
			const bytes = ours.reduce((sum, file) => sum + statSync(file).size, 0);
			const packages = [...packagesIn(metafile, files)]
				.toSorted(([, a], [, b]) => b - a)
				.map(([name, size]) => `${name} ${Math.ceil(size / 1024)}`);
			const note = [`${ours.length} files`, ...packages].join(', ');
			const ofNode = builtins && `; Node’s ${[...builtins].toSorted().join(', ')}`;
			return {what, value: bytes / 1024, unit: 'KiB', note: note + (ofNode ?? '')};
		};
		const code = Object.keys(metafile.outputs).filter(file => /\.m?js$/.test(file));
		const tenant = await startPracticeTenant();
		const folder = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-bench-'));
		try {
			await storeSignIn(tenant, folder, 2100);
			return [
				figure('all code', new Set(code)),
				figure('parsed before the entry runs', staticClosure(metafile)),
				...commands.map(words => {
					const {files, builtins} = loadedBy(words, {ANAPLAN_TUI_HOME: folder});
					return figure(`loaded by ${words.join(' ')}`, files, builtins);
				}),
			];
		} finally {
			await tenant.close();
			rmSync(folder, {recursive: true, force: true});
		}
	},
};
