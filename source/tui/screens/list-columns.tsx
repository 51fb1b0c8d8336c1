import {Text} from 'ink';
import type {ReactNode} from 'react';
import type {BrowsedList, Row} from '../../core/lists/browse-states.ts';
import type {SortBy} from '../../core/lists/list-order.ts';
import type {Model} from '../../core/lists/models.ts';
import {percentWords, sizeOr, unknown, usedShare, usedWords} from '../../core/lists/row-words.ts';
import type {Workspace} from '../../core/lists/workspaces.ts';
import {day} from '../../core/moment-words.ts';
import {fitText, textWidth} from '../../core/text-width.ts';
import {Bar} from '../components/bar.tsx';
import {palette} from '../palette.ts';

/** A column in front of the names, always equally wide. */
export type Column = {
	readonly title: string;
	readonly width: number;
	readonly align?: 'right';
	readonly sortBy?: SortBy;
	readonly cell: (row: Row) => string | ReactNode;
};

/**
 * The columns of a list that fit beside the names. Names come last: however many columns a terminal
 * takes for an emoji, and wherever it puts text that runs from right to left, nothing stands behind
 * a name that could be pushed out of line.
 */
export function columnsFor(
	{id, sortBy}: Pick<BrowsedList, 'id' | 'sortBy'>,
	width: number,
): readonly Column[] {
	const isWide = width >= 100;
	const isNarrow = width < 60;
	if (id.kind === 'workspaces') {
		return isNarrow
			? [barColumn(6), sortBy === 'size' ? usedSizeColumn : percentColumn]
			: [...(isWide ? [idColumn] : []), barColumn(isWide ? 16 : 10), percentColumn, usedColumn];
	}

	if (isNarrow) {
		return [sortBy === 'change' ? changeColumn : sizeColumn];
	}

	// Wide enough for the longest state that is known, PRODUCTION_MAINTENANCE, where there is room.
	const states = width >= 130 ? {...stateColumn, width: 22} : stateColumn;
	return [...(isWide ? [idColumn] : []), states, sizeColumn, changeColumn];
}

/** The text of a cell in the width of its column. */
export function fitCell(text: string, {width, align}: Pick<Column, 'width' | 'align'>): string {
	const fitted = fitText(text, width);
	const padding = ' '.repeat(Math.max(0, width - textWidth(fitted)));
	return align === 'right' ? padding + fitted : fitted + padding;
}

const ofModel = (read: (model: Model) => string) => (row: Row) =>
	'activeState' in row ? read(row) : '';
const ofWorkspace =
	<Cell extends ReactNode>(read: (workspace: Workspace) => Cell) =>
	(row: Row) =>
		'activeState' in row ? '' : read(row);

const idColumn: Column = {title: 'ID', width: 32, cell: ({id}) => id || unknown};
const stateColumn: Column = {
	title: 'State',
	width: 12,
	cell: ofModel(({activeState}) => activeState || unknown),
};
const sizeColumn: Column = {
	title: 'Size',
	width: 7,
	align: 'right',
	sortBy: 'size',
	cell: ofModel(({memoryUsage}) => sizeOr(memoryUsage)),
};
const changeColumn: Column = {
	title: 'Changed',
	width: 12,
	sortBy: 'change',
	cell: ofModel(({lastModifiedAt}) =>
		lastModifiedAt === undefined ? unknown : day(lastModifiedAt),
	),
};

const usedColumn: Column = {
	title: 'Used',
	width: 18,
	align: 'right',
	sortBy: 'size',
	cell: ofWorkspace(usedWords),
};
const usedSizeColumn: Column = {
	...usedColumn,
	width: 7,
	cell: ofWorkspace(({currentSize}) => sizeOr(currentSize)),
};
const percentColumn: Column = {
	title: '%',
	width: 6,
	align: 'right',
	cell: ofWorkspace(workspace => {
		const share = usedShare(workspace);
		return share === undefined ? '?' : percentWords(share);
	}),
};
const barColumn = (width: number): Column => ({
	title: '',
	width,
	cell: ofWorkspace(workspace => {
		const share = usedShare(workspace);
		return share === undefined ? (
			<Text {...palette.quiet}>{'·'.repeat(width)}</Text>
		) : (
			<Bar share={share} cells={width} style={share > 1 ? palette.alarm : palette.done} />
		);
	}),
});
