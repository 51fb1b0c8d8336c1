import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {documents, readDocument, repository} from '../docs/markdown.ts';
import {pictures} from '../media/pictures.ts';

const media = path.join(repository, 'media');
const names = Object.keys(pictures);

test('There is no other picture than those that are drawn, and the documents show each.', () => {
	expect(readdirSync(media).sort()).toEqual([...names].sort());
	const all = documents.map(readDocument).join('\n');
	for (const name of names) {
		expect(all).toMatch(new RegExp(`!\\[[^\\]]{20,}\\]\\((\\.\\./)?media/${name}\\)`));
	}
});

// Elsewhere the store has another place, which Profile shows.
test.skipIf(process.platform !== 'linux').each(names)(
	'%s shows the screens as they are now.',
	async name => {
		const drawn = await pictures[name]?.();
		expect(
			readFileSync(path.join(media, name), 'utf8') === drawn,
			'It is out of date: npm run media',
		).toBe(true);
	},
);
