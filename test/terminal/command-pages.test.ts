import {readdirSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {commandIndex, commandPage, commands, pageFile} from '../docs/command-pages.ts';
import {readDocument, repository} from '../docs/markdown.ts';

const names = commands.map(command => command.name());

test('There is a page for each command, and none for what is no command.', () => {
	const expected = ['README', ...names].map(name => path.basename(pageFile(name)));
	expect(readdirSync(path.join(repository, 'docs/commands')).sort()).toEqual(expected.sort());
	expect(readDocument(pageFile('README'))).toBe(commandIndex().text);
});

// Elsewhere the store has another place, and the pages show it.
test.skipIf(process.platform !== 'linux').each(names)(
	'The page of %s says what its help says and what its examples print.',
	async name => {
		const {file, text} = await commandPage(name);
		expect(readDocument(file), 'It is out of date: npm run docs').toBe(text);
	},
);
