import fc from 'fast-check';
import {expect, test} from 'vitest';
import {addRows, type ListEntry} from '../../../source/core/lists/list-order.ts';
import {
	firstRow,
	type Move,
	moved,
	type Selection,
	selectedIndex,
	windowOf,
} from '../../../source/core/lists/list-window.ts';
import {type Model, modelTraits} from '../../../source/core/lists/models.ts';
import {manyModels} from '../../helpers/browse.ts';

const shown = addRows<Model>([], manyModels(100), modelTraits);
const walk = (moves: readonly Move[], height = 10, start: Selection<Model> = firstRow) =>
	moves.reduce((selection, move) => moved(shown, selection, move, height), start);
const placed = (moves: readonly Move[], height = 10) => {
	const {first, selected} = windowOf(shown, walk(moves, height), height);
	return [first, selected];
};

const times = (count: number, move: Move): readonly Move[] =>
	Array.from({length: count}, () => move);

test('the window scrolls only when the selection would leave it', () => {
	expect(placed(times(9, 'down'))).toEqual([0, 9]);
	expect(placed(times(10, 'down'))).toEqual([1, 10]);
	expect(placed([...times(10, 'down'), ...times(9, 'up')])).toEqual([1, 1]);
	expect(placed([...times(10, 'down'), ...times(10, 'up')])).toEqual([0, 0]);
});

test('a page takes the window along, and ends at the ends', () => {
	expect(placed(['down', 'down', 'pageDown'])).toEqual([10, 12]);
	expect(placed(['down', 'down', 'pageDown', 'pageUp'])).toEqual([0, 2]);
	expect(placed(['pageUp'])).toEqual([0, 0]);
	expect(placed(times(20, 'pageDown'))).toEqual([90, 99]);
	expect(placed(['last'])).toEqual([90, 99]);
	expect(placed(['last', 'first'])).toEqual([0, 0]);
});

test('a smaller window keeps the selected row in view', () => {
	const selection = walk(times(9, 'down'));
	expect(windowOf(shown, selection, 4)).toEqual({first: 6, selected: 9});
});

test('a row that is gone leaves the selection where it was, as near as can be', () => {
	const selection = walk(['last']);
	expect(selectedIndex(shown.slice(0, 40), selection)).toBe(39);
	expect(selectedIndex([], selection)).toBe(0);
	expect(moved([], selection, 'down', 10)).toEqual(firstRow);
});

test('rows without an ID are told apart', () => {
	const rows: readonly ListEntry<Model>[] = addRows(
		[],
		manyModels(3).map(model => ({...model, id: '', name: 'same'})),
		modelTraits,
	);
	const second = moved(rows, firstRow, 'down', 10);
	expect(selectedIndex(rows, second)).toBe(1);
});

test('the selection is always in the window, and the window in the list', () => {
	const moves = fc.array(
		fc.record({
			move: fc.constantFrom<Move>('up', 'down', 'pageUp', 'pageDown', 'first', 'last'),
			height: fc.integer({min: 1, max: 30}),
			count: fc.integer({min: 1, max: 100}),
		}),
		{maxLength: 40},
	);
	fc.assert(
		fc.property(moves, steps => {
			let selection: Selection<Model> = firstRow;
			for (const {move, height, count} of steps) {
				const rows = shown.slice(0, count);
				selection = moved(rows, selection, move, height);
				const {first, selected} = windowOf(rows, selection, height);
				expect(selected).toBeGreaterThanOrEqual(first);
				expect(selected).toBeLessThan(Math.min(first + height, count));
				expect(first).toBeLessThanOrEqual(Math.max(0, count - height));
			}
		}),
	);
});
