/** Reads the documents of the repository: their code blocks, headings, links and tables. */
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

export const repository = path.resolve(import.meta.dirname, '../..');

/** Every document for people, as paths from the repository’s root. */
export const documents: readonly string[] = [
	...readdirSync(repository).filter(name => name.endsWith('.md')),
	...readdirSync(path.join(repository, 'docs'), {recursive: true, encoding: 'utf8'})
		.filter(name => name.endsWith('.md'))
		.map(name => path.posix.join('docs', name.replaceAll('\\', '/'))),
].sort();

export const readDocument = (name: string): string =>
	readFileSync(path.join(repository, name), 'utf8').replaceAll('\r\n', '\n');

export type CodeBlock = {
	readonly document: string;
	/** The line of the text’s first line, from 1. */
	readonly line: number;
	/** What stands after the fence: a language, and words that a test may go by. */
	readonly words: readonly string[];
	readonly text: string;
};

export const codeBlocks = (document: string): readonly CodeBlock[] =>
	[...readDocument(document).matchAll(fence)].map(match => ({
		document,
		line: readDocument(document).slice(0, match.index).split('\n').length + 1,
		words: (match.groups?.['info'] ?? '').trim().split(/\s+/),
		text: (match.groups?.['text'] ?? '').trimEnd(),
	}));

const fence = /^```(?<info>[^\n`]*)\n(?<text>.*?)^```$/gms;

/** A document without its code, in which nothing is a link. */
export const prose = (document: string): string =>
	readDocument(document)
		.replaceAll(fence, '')
		.replaceAll(/`[^`\n]*`/g, code => code.replaceAll(/[[\]()]/g, ' '));

/** The anchors that GitHub gives to a document’s headings. */
export function anchors(document: string): ReadonlySet<string> {
	const seen = new Map<string, number>();
	const headings = readDocument(document)
		.replaceAll(fence, '')
		.matchAll(/^#{1,6} (?<text>.+)$/gm);
	return new Set(
		[...headings].map(({groups}) => {
			const anchor = anchorOf(groups?.['text'] ?? '');
			const count = seen.get(anchor) ?? 0;
			seen.set(anchor, count + 1);
			return count === 0 ? anchor : `${anchor}-${count}`;
		}),
	);
}

/** Lower case, without punctuation, with a hyphen for each space. */
export const anchorOf = (heading: string): string =>
	heading
		.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
		.replaceAll(' ', '-');

/** The cells of the table below a heading, without its head. */
export function tableBelow(document: string, heading: string): readonly (readonly string[])[] {
	const lines = readDocument(document).split('\n');
	const start = lines.findIndex(line => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
	const section = lines.slice(start + 1);
	const end = section.findIndex(line => /^#+ /.test(line));
	const rows = section
		.slice(0, end === -1 ? undefined : end)
		.filter(line => line.startsWith('|'))
		.map(line =>
			line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map(cell => cell.trim()),
		);
	if (start === -1 || rows.length < 3) {
		throw new Error(`${document} has no table below “${heading}”.`);
	}

	return rows.slice(2);
}
