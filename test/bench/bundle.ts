import {statSync} from 'node:fs';
import {loadedBy, packagesIn, readMetafile, staticClosure} from '../helpers/bundle.ts';
import type {Bench, Figure} from './bench.ts';

/** How much code a run loads: what is read and parsed costs time at every start. */
export const bundle: Bench = {
	name: 'bundle',
	async measure() {
		const metafile = readMetafile();
		const figure = (what: string, files: ReadonlySet<string>): Figure => {
			const bytes = [...files].reduce((sum, file) => sum + statSync(file).size, 0);
			const packages = [...packagesIn(metafile, files)]
				.toSorted(([, a], [, b]) => b - a)
				.map(([name, size]) => `${name} ${Math.ceil(size / 1024)}`);
			return {what, value: bytes / 1024, unit: 'KiB', note: packages.join(', ')};
		};
		const code = Object.keys(metafile.outputs).filter(file => /\.m?js$/.test(file));
		return [
			figure('all code', new Set(code)),
			figure('parsed before the entry runs', staticClosure(metafile)),
			...[['--version'], ['--help'], ['status'], ['token']].map(args =>
				figure(`loaded by ${args.join(' ')}`, loadedBy(args)),
			),
		];
	},
};
