import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {regions} from '../../source/core/anaplan/region.ts';
import {commands, pageFile} from './command-pages.ts';
import {readDocument, repository, tableBelow} from './markdown.ts';

const sourceFolder = path.join(repository, 'source');
const source = readdirSync(sourceFolder, {recursive: true, encoding: 'utf8'})
	.filter(name => /\.tsx?$/.test(name) && !name.startsWith('practice'))
	.map(name => readFileSync(path.join(sourceFolder, name), 'utf8'))
	.join('\n');

const variables = tableBelow('README.md', 'Variables').flatMap(([names = '']) =>
	[...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
);

test('README’s table of variables has those that the program reads.', () => {
	const ours = new Set(source.match(/\bANAPLAN_[A-Z_]+[A-Z]\b/g));
	// That one is written for others, by exec.
	ours.delete('ANAPLAN_ACCESS_TOKEN');
	expect(variables.filter(name => name.startsWith('ANAPLAN_')).sort()).toEqual([...ours].sort());
	for (const name of variables) {
		expect(source).toMatch(new RegExp(`\\b${name}\\b`, 'i'));
	}
});

test('README tells that CLIENT and SECRET are read.', () => {
	expect(source).toMatch(/'CLIENT'/);
	expect(readDocument('README.md')).toContain('`CLIENT` and `SECRET`');
});

test('README’s table of commands has every command with its options, and a link to its page.', () => {
	const rows = tableBelow('README.md', 'Commands').map(([command = '']) => command);
	const ofCommands = commands.map(command => {
		const row = rows.find(cell => new RegExp(`^\\[\`${command.name()}\\b`).test(cell)) ?? '';
		expect(row, command.name()).toContain(`](${pageFile(command.name())})`);
		const told = row.match(/(?<=[[ ])--?\w[\w-]*/g) ?? [];
		const shared = ['--profile', '--log', '--json'];
		const own = command.options
			.map(({short, long}) => short ?? long ?? '')
			.filter(option => !shared.includes(option));
		expect(told.sort(), command.name()).toEqual(own.sort());
		return row;
	});
	expect(rows.filter(row => !ofCommands.includes(row))).toEqual(['`anaplan-tui`']);
});

test('README’s table of variables has every region.', () => {
	const [, , told = ''] =
		tableBelow('README.md', 'Variables').find(([name]) => name === '`ANAPLAN_REGION`') ?? [];
	const codes = told
		.replace('eu1–eu5', 'eu1, eu2, eu3, eu4, eu5')
		.split(', ')
		.map(code => code.trim());
	expect(codes.sort()).toEqual(regions.map(({code}) => code).sort());
});
