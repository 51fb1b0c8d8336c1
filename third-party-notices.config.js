import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

const line = '-'.repeat(78);

/**
 * The licences of everything that the bundle contains, as one text. Every package's own licence
 * file is quoted in full, since most of them ask for exactly that; a package that brings none gets
 * the text of the licence that it names. Terms that several packages have in common stand below the
 * copyright notices of all of them.
 * @param {import('esbuild').Metafile} metafile
 */
export async function thirdPartyNotices(metafile) {
	const groups = new Map();
	for (const {heading, terms} of await Promise.all(bundledFolders(metafile).map(notice))) {
		const words = terms.replace(/\s+/g, ' ');
		const {headings} = groups.get(words) ?? groups.set(words, {headings: [], terms}).get(words);
		headings.push(heading);
	}

	const texts = [...groups.values()].map(
		({headings, terms}) => `${line}\n${[...headings, terms].join('\n\n')}`,
	);
	return `anaplan-tui contains these packages:\n\n${texts.join('\n\n')}\n`;
}

/** @param {import('esbuild').Metafile} metafile */
function bundledFolders(metafile) {
	const folders = new Set();
	for (const output of Object.values(metafile.outputs)) {
		for (const [input, {bytesInOutput}] of Object.entries(output.inputs)) {
			const folder = input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
			if (folder !== undefined && bytesInOutput > 0) {
				folders.add(folder);
			}
		}
	}

	return [...folders].sort();
}

/** @param {string} folder */
async function notice(folder) {
	const {name, version, license, author} = JSON.parse(
		await readFile(path.join(folder, 'package.json'), 'utf8'),
	);
	const files = await readdir(folder);
	const file = files.find(file => /^licen[cs]e/i.test(file));
	const text =
		file === undefined
			? await namedLicence(name, license, author)
			: await readFile(path.join(folder, file), 'utf8');
	// MIT and ISC: whose it is comes first, then the terms.
	const termsAt = Math.max(0, text.search(/^Permission /m));
	const holder = text.slice(0, termsAt).trim();
	return {
		heading: [`${name} ${version} (${license})`, holder].join('\n\n').trim(),
		terms: text.slice(termsAt).trim(),
	};
}

/**
 * @param {string} name
 * @param {string} license
 * @param {undefined | string | {name: string}} author
 */
async function namedLicence(name, license, author) {
	if (license !== 'MIT') {
		throw new Error(
			`${name} (${license}) brings no text of its licence: find out what it asks for`,
		);
	}

	const holder = typeof author === 'object' ? author.name : (author ?? `the authors of ${name}`);
	return (await readFile('LICENSE', 'utf8')).replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}
