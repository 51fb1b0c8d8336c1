/**
 * `npm audit` for what we ship: packages are bundled, so that npm counts them among the tools of
 * development and nobody who installs us is ever told. Fails for each advisory on a shipped package;
 * does not fail because the registry gives no advisories.
 */
import process from 'node:process';
import spawn from 'cross-spawn';
import manifest from '../../package.json' with {type: 'json'};
import {packagesIn, readMetafile} from '../helpers/bundle.ts';
import {advisoriesOn} from './audit-report.ts';

const {stdout} = spawn.sync('npm', ['audit', '--json'], {encoding: 'utf8'});
const {outputs} = readMetafile();
const shipped = new Set([
	...packagesIn(readMetafile(), new Set(Object.keys(outputs))).keys(),
	...Object.keys(manifest.dependencies),
	...Object.keys(manifest.optionalDependencies),
]);
const advisories = advisoriesOn(shipped, stdout);
const summary =
	advisories === undefined
		? ['skipped, because the registry gives no advisories here']
		: [...advisories, `${advisories.length} advisories on ${shipped.size} shipped packages`];
for (const line of summary) {
	process.stdout.write(`audit: ${line}\n`);
}

process.exitCode = advisories === undefined || advisories.length === 0 ? 0 : 1;
