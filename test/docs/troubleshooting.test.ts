import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {type ProblemCode, problem} from '../../source/core/problem.ts';
import {readDocument, repository, tableBelow} from './markdown.ts';
import {problemNotes} from './problem-notes.ts';
import {troubleshootingPage} from './troubleshooting.ts';

const codes = Object.keys(problemNotes) as ProblemCode[];

test('The page of troubles has the words of every problem and refusal as they are now.', () => {
	const {file, text} = troubleshootingPage();
	expect(readDocument(file), 'It is out of date: npm run docs').toBe(text);
	for (const code of codes) {
		expect(text).toContain(`### ${problem(code).message}\n`);
		expect(text).toContain(`Code \`${code}\`, exit code ${problem(code).exitCode}.`);
	}
});

const files = readdirSync(path.join(repository, 'source'), {recursive: true, encoding: 'utf8'})
	.filter(name => /\.tsx?$/.test(name))
	.map(name => ({name, text: readFileSync(path.join(repository, 'source', name), 'utf8')}));
const source = files.map(({text}) => text).join('\n');

/** The words of a message as it stands in the source, without what is put into it. */
const fixedWords = (message: string): readonly string[] =>
	message
		.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
		.map(words => words.trim())
		.filter(words => words.length > 5);

/** Messages of problems; what doctor finds is no problem, and what repeats one has its words elsewhere. */
const messages = files
	.filter(({name}) => !/^practice|diagnosis\.ts$/.test(name))
	.flatMap(({text}) => [...text.matchAll(/\bmessage:\s*(['`])((?:(?!\1)[^\\]|\\.)+)\1/g)])
	.map(([, , message = '']) => message)
	.filter(message => !message.includes('.message}'));

test('The page of troubles has the words of every message in the source.', () => {
	const {text} = troubleshootingPage();
	expect(messages.length).toBeGreaterThan(50);
	expect(
		messages.filter(message => fixedWords(message).some(words => !text.includes(words))),
	).toEqual([]);
});

test.each(codes.flatMap(code => problemNotes[code].alsoSeen ?? []))(
	'The words “%s” are in the source.',
	words => {
		const pattern = words
			.split('…')
			.map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
			.join(String.raw`(\$\{[^\n]+\}|\d+)`);
		expect(new RegExp(pattern).test(source)).toBe(true);
	},
);

test('README has every exit code that a problem can end with, and no other.', () => {
	const told = tableBelow('README.md', 'Exit codes').map(([code]) => Number(code));
	const used = new Set([0, ...codes.map(code => problem(code).exitCode)]);
	expect(told).toEqual([...used].sort((a, b) => a - b));
});
