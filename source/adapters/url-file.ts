import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {problem} from '../core/problem.ts';
import {failure, success} from '../core/result.ts';
import type {UrlFile} from '../session/ports.ts';
import {beforeDeath} from './ending-signals.ts';
import {reasonOf, shown} from './store-trouble.ts';

/** A file for the URL in a new folder of its own (0700), gone when the process ends. */
export function createUrlFile(parent: string = tmpdir()): UrlFile {
	let folder: string | undefined;
	return {
		async write(url) {
			try {
				// Temporary folders are swept while programs run.
				if (folder === undefined || !existsSync(folder)) {
					folder = mkdtempSync(path.join(parent, 'anaplan-tui-'));
					removeAtEnd(folder);
				}

				const file = path.join(folder, 'authorization-url.txt');
				writeFileSync(file, `${url}\n`, {mode: 0o600});
				return success(file);
			} catch (error) {
				const message = `The URL cannot be written to a file in ${shown(parent)}: ${reasonOf(error)}.`;
				return failure(problem('no_url_file', {message}));
			}
		},
	};
}

/** Also when a signal ends the process, as closing the window does; everyone else is told of it as ever. */
function removeAtEnd(folder: string): void {
	const remove = () => {
		try {
			rmSync(folder, {recursive: true, force: true});
		} catch {
			// The process ends, and the folder is nobody else's to read.
		}
	};

	process.once('exit', remove);
	beforeDeath(remove);
}
