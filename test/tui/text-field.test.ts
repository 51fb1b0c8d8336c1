import {describe, expect, test} from 'vitest';
import {textWidth} from '../../source/core/text-width.ts';
import {fieldView} from '../../source/tui/components/field-view.ts';
import {type Edit, edited, textFieldOf} from '../../source/tui/components/text-field-state.ts';

const after = (text: string, ...edits: ReadonlyArray<Edit['type'] | {insert: string}>) => {
	const {before, after: rest} = edits.reduce(
		(field, edit) =>
			edited(
				field,
				typeof edit === 'string' ? ({type: edit} as Edit) : {type: 'insert', text: edit.insert},
			),
		textFieldOf(text),
	);
	return `${before}|${rest}`;
};

test('edits act on what people see as one character', () => {
	expect(after('ae\u0301', 'deleteBefore')).toBe('a|');
	expect(after('a👨‍👩‍👧', 'left', 'deleteAfter')).toBe('a|');
	expect(after('a👍🏽b', 'left', 'left', {insert: 'x'})).toBe('ax|👍🏽b');
	expect(after('', 'deleteBefore', 'deleteAfter', 'left', 'right')).toBe('|');
});

test('words, ends, and all of it', () => {
	expect(after('openid email', 'deleteWord')).toBe('openid |');
	expect(after('openid email ', 'deleteWord')).toBe('openid |');
	expect(after('https://a.b/c', 'wordLeft', 'wordLeft')).toBe('https://a.|b/c');
	expect(after('one two', 'home', 'wordRight', 'deleteToEnd')).toBe('one|');
	expect(after('one', 'home', {insert: '0 '}, 'end')).toBe('0 one|');
	expect(after('one', 'clear')).toBe('|');
});

describe('the view of a field', () => {
	const shown = (text: string, lefts: number, width: number) => {
		let field = textFieldOf(text);
		for (let count = 0; count < lefts; count++) {
			field = edited(field, {type: 'left'});
		}

		const view = fieldView(field, width);
		return `${view.before}[${view.cursor}]${view.after}`;
	};

	test('shows all that fits, else the part around the cursor', () => {
		expect(shown('abc', 0, 10)).toBe('abc[ ]');
		expect(shown('abcdefghij', 0, 6)).toBe('…ghij[ ]');
		expect(shown('abcdefghij', 10, 6)).toBe('[a]bcde…');
		expect(shown('abcdefghij', 5, 7)).toBe('abcde[f]…');
	});

	test('is never wider than asked, whatever is in it', () => {
		for (const text of [
			'漢字かな交じり文',
			'👨‍👩‍👧👍🏽🇩🇪',
			'a\u0301b\u200Bc\u202Ed\n\te',
			'x'.repeat(70_000),
		]) {
			for (const lefts of [0, 1, 4, 30]) {
				for (const width of [4, 9, 20]) {
					expect(textWidth(shown(text, lefts, width)) - 2).toBeLessThanOrEqual(width);
				}
			}
		}
	});

	test('draws no character that moves or hides something', () => {
		expect(shown('a\u001B[2Jb\nc\u202Ed', 0, 30)).toBe('a [2Jb c·d[ ]');
	});
});
