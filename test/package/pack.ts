import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {TestProject} from 'vitest/node';
import {npm, root} from './npm.ts';

/** What `npm pack` says of the tarball. */
export interface Packed {
	readonly tarball: string;
	readonly unpackedBytes: number;
	readonly files: readonly string[];
	/** A folder that is gone after the last test. */
	readonly folder: string;
}

declare module 'vitest' {
	interface ProvidedContext {
		packed: Packed;
	}
}

interface Report {
	readonly filename: string;
	readonly unpackedSize: number;
	readonly files: ReadonlyArray<{readonly path: string}>;
}

/**
 * Makes the tarball once for all tests, as `npm publish` does, with the build that belongs to it. With
 * PACKED_INTO it stays in that folder, so that what was tested can be published.
 */
export function setup({provide}: TestProject): () => void {
	const folder = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-packed-'));
	const kept = process.env['PACKED_INTO'];
	const into = kept === undefined ? folder : path.resolve(root, kept);
	mkdirSync(into, {recursive: true});
	const reports: readonly Report[] = JSON.parse(
		npm(root, ['pack', '--json', '--pack-destination', into]),
	);
	const [report] = reports;
	if (report === undefined) {
		throw new Error('npm pack made no tarball.');
	}

	provide('packed', {
		folder,
		tarball: path.join(into, report.filename),
		unpackedBytes: report.unpackedSize,
		files: report.files.map(file => file.path),
	});
	return () => rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}
