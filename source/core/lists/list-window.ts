import type {ListEntry} from './list-order.ts';

/** The selected row of a list, and where in the window it stands. */
export type Selection<Row> = {
	/** Found again when rows come before it; undefined until somebody moves: then it is the first. */
	readonly row?: Row;
	/** Where it was, for when it is no longer there. */
	readonly index: number;
	/** Rows of the window above it. */
	readonly line: number;
};

export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

type Shown<Row> = readonly ListEntry<Row>[];

export const firstRow: Selection<never> = {index: 0, line: 0};

/** The place of the selected row among those that are shown; 0 in an empty list. */
export function selectedIndex<Row extends {readonly id: string}>(
	shown: Shown<Row>,
	{row, index}: Selection<Row>,
): number {
	if (row === undefined || shown[index]?.row === row) {
		return row === undefined ? 0 : index;
	}

	// A list that was loaded again has the same rows as other objects.
	const isSame = (other: Row) => other === row || (row.id !== '' && other.id === row.id);
	const found = shown.findIndex(entry => isSame(entry.row));
	return found >= 0 ? found : Math.max(0, Math.min(index, shown.length - 1));
}

/** The rows of a window of `height` rows: the first of them, and the selected one. */
export function windowOf<Row extends {readonly id: string}>(
	shown: Shown<Row>,
	selection: Selection<Row>,
	height: number,
): {readonly first: number; readonly selected: number} {
	const selected = selectedIndex(shown, selection);
	const line = Math.min(selection.line, height - 1);
	const last = Math.max(0, shown.length - height);
	return {first: Math.max(0, Math.min(selected - line, last)), selected};
}

/** The selection after a move in a window of `height` rows, which scrolls no further than it must. */
export function moved<Row extends {readonly id: string}>(
	shown: Shown<Row>,
	selection: Selection<Row>,
	move: Move,
	height: number,
): Selection<Row> {
	const {first, selected} = windowOf(shown, selection, height);
	const targets: Readonly<Record<Move, number>> = {
		up: selected - 1,
		down: selected + 1,
		pageUp: selected - height,
		pageDown: selected + height,
		first: 0,
		last: shown.length - 1,
	};
	const index = Math.max(0, Math.min(targets[move], shown.length - 1));
	// A page takes the window along, so that the selection stays where one looks.
	const start = move === 'pageUp' || move === 'pageDown' ? first + index - selected : first;
	const top = Math.max(index - height + 1, Math.min(start, index), 0);
	const row = shown[index]?.row;
	return row === undefined ? firstRow : {row, index, line: index - top};
}
