import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Column, table, tabSeparated} from '../../source/commands/table.ts';
import {textWidth} from '../../source/core/text-width.ts';

type Row = readonly [string, string, string];
const columns: readonly Column<Row>[] = [
	{title: 'ID', text: ([id]) => id},
	{title: 'SIZE', text: ([, size]) => size, align: 'right', leaveOut: 1},
	{title: 'NAME', text: ([, , name]) => name, cutTo: 16},
	{title: 'AGAIN', text: ([, , name]) => name, cutTo: 16, leaveOut: 2},
];

describe('a table', () => {
	test('has titles, aligned columns and no blanks at the ends of its lines', () => {
		expect(
			table(
				columns.slice(0, 3),
				[
					['a1', '9 B', 'x'],
					['b', '10.5 GB', '売上 🚀'],
				],
				80,
			),
		).toBe('ID     SIZE  NAME\na1      9 B  x\nb   10.5 GB  売上 🚀\n');
	});

	test('cuts the texts that may be cut, evenly, then leaves columns out; an ID is never cut', () => {
		const rows: Row[] = [['0123456789', '9 B', 'a name of thirty-two characters.']];
		expect(table(columns, rows, 100)).toContain('a name of thirty-two characters.  a name of');
		const second = (width: number) => table(columns, rows, width).split('\n')[1];
		expect(second(60)).toBe('0123456789   9 B  a name of thirty-tw…  a name of thirty-tw…');
		expect(second(40)).toBe('0123456789   9 B  a name of thirty-two …');
		expect(second(30)).toBe('0123456789  a name of thirty-…');
		expect(second(5)).toBe('0123456789  a name of thirt…');
	});

	test('ends a name that runs from right to left before the next column begins', () => {
		const [, line] = table(columns, [['a', '1 B', 'תקציב']], 80).split('\n');
		expect(line).toBe('a    1 B  תקציב\u200E  תקציב\u200E');
	});

	test('keeps its columns straight and within the window, whatever the names', () => {
		const name = fc.oneof(
			fc.constantFrom(
				'売上計画',
				'Cafe\u0301',
				'מודל',
				'🚀🚀',
				'बजट योजना',
				'น้ำ',
				'한국어',
				'x'.repeat(90),
			),
			fc.string({unit: 'grapheme', maxLength: 40}).map(text => text.replace(/[\p{C}\p{Z}]/gu, '')),
		);
		fc.assert(
			fc.property(
				fc.array(name, {minLength: 1}),
				fc.integer({min: 60, max: 140}),
				(names, width) => {
					const rows = names.map((text, number): Row => [`ID-${number}`, `${number} B`, text]);
					const lines = table(columns, rows, width).trimEnd().split('\n');
					const start = (lines[0] ?? '').indexOf('AGAIN');
					for (const [number, line] of lines.slice(1).entries()) {
						expect(textWidth(line)).toBeLessThanOrEqual(width);
						// Up to the last column, every line takes the same room.
						const last = line.lastIndexOf('  ') + 2;
						if (names[number] !== '') {
							expect(textWidth(line.slice(0, last))).toBe(start);
						}
					}
				},
			),
		);
	});
});

test('lines for programs have tabs and nothing else between the fields, also the empty ones', () => {
	expect(
		tabSeparated([
			['a', '', 'b c'],
			[undefined, false, 0],
		]),
	).toBe('a\t\tb c\n\tfalse\t0\n');
});
