import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {jsonText, printable, visible} from '../../source/core/printable.ts';
import {cpuMs} from '../helpers/cpu-time.ts';

describe('text made safe to draw', () => {
	test('keeps letters of every script, emoji and inner spaces', () => {
		expect(printable('Zoë 東京 العربية 👩🏽 ok')).toBe('Zoë 東京 العربية 👩🏽 ok');
	});

	test.each([
		['a line break', 'a\r\nb', 'a b'],
		['a tab', 'a\tb', 'a b'],
		['an escape sequence', 'a\u001B[31mb', 'a [31mb'],
		['a C1 control', 'a\u009B31mb', 'a 31mb'],
		['DEL', 'a\u007Fb', 'a b'],
		['a bidirectional override', 'a\u202Eb\u202C', 'a b'],
		['a bidirectional isolate', '\u2066a\u2069b', 'a b'],
		['the Arabic letter mark', 'a\u061Cb', 'a b'],
		['zero-width characters', 'a\u200B\u200D\u2060\uFEFFb', 'a b'],
		['a soft hyphen', 'a\u00ADb', 'a b'],
		['line and paragraph separators', 'a\u2028\u2029b', 'a b'],
		['tags, which hide text', 'a\u{E0041}\u{E007F}b', 'a b'],
		['spaces at the ends', '  a   b  ', 'a b'],
	])('has no %s', (_, text, clean) => {
		expect(printable(text)).toBe(clean);
	});

	test('is cut with an ellipsis, never inside a character', () => {
		expect(printable('abcdef', 6)).toBe('abcdef');
		expect(printable('abcdefg', 6)).toBe('abcde…');
		expect(printable('👍👍👍👍', 3)).toBe('👍👍…');
		expect([...printable('x'.repeat(5000))]).toHaveLength(300);
	});

	test('has, whatever came, no control or bidirectional character, one line, and the length that was asked for', () => {
		const units = fc.constantFrom('binary' as const, 'grapheme' as const);
		const hostile = units.chain(unit => fc.string({unit, maxLength: 400}));
		const controls = fc
			.array(
				fc
					.oneof(fc.integer({min: 0, max: 0x9f}), fc.integer({min: 0x2000, max: 0x206f}))
					.map(code => String.fromCodePoint(code)),
			)
			.map(parts => parts.join(''));
		fc.assert(
			fc.property(fc.oneof(hostile, controls), fc.integer({min: 1, max: 300}), (text, limit) => {
				const clean = printable(text, limit);
				expect(clean).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200B\uFEFF]/u);
				expect([...clean].length).toBeLessThanOrEqual(limit);
				expect(clean).toBe(clean.trim());
				expect(printable(clean, limit)).toBe(clean);
			}),
			{numRuns: 3000},
		);
	});

	test('of 20 MB costs nothing', () => {
		const text = '\u202E '.repeat(10_000_000);
		expect(cpuMs(() => printable(text))).toBeLessThan(1000);
	});
});

describe('JSON for people and programs', () => {
	const hostile = 'a\x1b[31m\x9b2J\x7f\u202e\u200b\u2028\u{E0041}"\\\nz';

	test('reads back as the same value, and has nothing in it that acts on a terminal', () => {
		const text = jsonText({[hostile]: [hostile, 1, null]});
		expect(text).not.toMatch(/[\p{Cc}\u200b\u2028\u202e\u{E0041}]/u);
		expect(JSON.parse(text)).toEqual({[hostile]: [hostile, 1, null]});
	});
});

describe('a text made visible', () => {
	test('keeps its lines and tabs, and shows everything else that would act', () => {
		expect(visible('{\r\n\t"a": "\x1b]52;c;eA==\x07"\n}\r')).toBe(
			'{\r\n\t"a": "\\u{1b}]52;c;eA==\\u{7}"\n}\\u{d}',
		);
		expect(visible('\x9b31m\u202eabc\u{E0041}')).toBe('\\u{9b}31m\\u{202e}abc\\u{e0041}');
		expect(visible('Zürich 🌍 日本')).toBe('Zürich 🌍 日本');
	});
});
