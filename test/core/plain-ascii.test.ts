import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {plainAscii} from '../../source/core/plain-ascii.ts';
import {printable} from '../../source/core/printable.ts';
import {textWidth} from '../../source/core/text-width.ts';

test.each([
	['“Anaplan’s” — yes … no', '"Anaplan\'s" -- yes ... no'],
	['✓ done', 'ok: done'],
	['Administration › Security', 'Administration > Security'],
	['José Žižek, Łódź', 'Jose Zizek, ?odz'],
	['日本', '????'],
	['👩‍💻', '??'],
	['plain\ttext\n', 'plain\ttext\n'],
	['\u009B31m', '31m'],
])('words for people: %j becomes %j', (text, plain) => {
	expect(plainAscii(text, 'anyWidth')).toBe(plain);
});

test.each([
	['Looking at what is stored …', 'Looking at what is stored..'],
	['a long na…', 'a long na~'],
	['✓ ✗ ▸ █░ ▔', '+ x > #. ='],
	['👨‍👩‍👧‍👦 family', '?? family'],
	['❤️ heart, 1️⃣ key', '?? heart, 1  key'],
	['🇫🇷🇩🇪 flags', '???? flags'],
	['ｆｕｌｌ width', 'f u l l  width'],
	['e\u0301 combining', 'e combining'],
])('drawings keep their columns: %j becomes %j', (text, plain) => {
	expect(plainAscii(text, 'sameWidth')).toBe(plain);
	expect(textWidth(plain)).toBe(textWidth(text));
});

test('whatever comes in, ASCII comes out, and what is ASCII stays', () => {
	fc.assert(
		fc.property(
			fc.string({unit: 'binary'}),
			fc.constantFrom('sameWidth', 'anyWidth'),
			(text, how) => {
				expect(plainAscii(text, how)).toMatch(/^[\0-\x7F]*$/);
			},
		),
	);
	fc.assert(
		fc.property(fc.string({unit: 'binary-ascii'}), text => {
			expect(plainAscii(text, 'anyWidth')).toBe(text);
		}),
	);
});

test('drawings keep their columns whatever names are in them', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), text => {
			const line = printable(text, 1000);
			expect(plainAscii(line, 'sameWidth')).toHaveLength(textWidth(line));
		}),
	);
});

test('every sign that the program writes has an ASCII one', () => {
	const files = readdirSync('source', {recursive: true, encoding: 'utf8'}).filter(
		// The practice tenant writes pages for browsers.
		file => /\.tsx?$/.test(file) && !file.startsWith('practice'),
	);
	const texts = files.map(file => readFileSync(path.join('source', file), 'utf8'));
	expect(files.length).toBeGreaterThan(100);
	// Comments and patterns aside, what stands in quotes is written.
	const quoted = texts.flatMap(text => text.match(/'[^'\n]*'|`[^`]*`/g) ?? []);
	const written = quoted.join('').replaceAll(/\\u\{?[\dA-F]+\}?/g, '');
	const signs = new Set(written.match(/[^\0-\x7F]/g));
	// Half blocks are drawn only where Unicode is shown; the others stand in patterns and sources.
	for (const sign of ['▀', '▄', '«', '»', '§']) {
		signs.delete(sign);
	}

	expect([...signs].filter(sign => plainAscii(sign, 'sameWidth').includes('?'))).toEqual([]);
	expect(signs.size).toBeGreaterThan(10);
});
