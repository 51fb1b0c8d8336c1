import {Fragment, type ReactNode} from 'react';
import type {BrowsedList, Row} from '../../core/lists/browse-states.ts';
import {shownOf} from '../../core/lists/browsed-list.ts';
import {windowOf} from '../../core/lists/list-window.ts';
import {fitName, isPlain, mostColumns} from '../components/name-cell.ts';
import {row} from '../components/rows.tsx';
import {WholeLine} from '../components/whole-line.tsx';
import {palette} from '../palette.ts';
import {type Column, columnsFor, fitCell} from './list-columns.tsx';

const between = '  ';
const mark = '▸ ';
const shortestAside = 8;

/** The head of a list: its columns, with an arrow at the one that it is sorted by. */
export function headRow(list: BrowsedList, width: number): ReactNode {
	const {sortBy} = list;
	const columns = columnsFor(list, width);
	const sorted = columns.findLast(column => column.sortBy === sortBy);
	const titles = columns.map(column =>
		fitCell(column === sorted ? `${column.title} ▾` : column.title, column),
	);
	const name = sortBy === 'name' ? 'Name ▴' : 'Name';
	return row(mark.replace(/./gu, ' ') + [...titles, name].join(between), palette.strong);
}

/** The rows of a list that a window of `height` rows shows. No other row costs anything. */
export function listRows(list: BrowsedList, width: number, height: number): readonly ReactNode[] {
	const shown = shownOf(list);
	const {first, selected} = windowOf(shown, list.selection, height);
	const columns = columnsFor(list, width);
	const nameWidth = columns.reduce(
		(left, column) => left - column.width - between.length,
		width - mark.length,
	);
	return shown.slice(first, first + height).map((entry, index) =>
		listRow(entry.row, {
			columns,
			nameWidth,
			isSelected: first + index === selected,
			isOfAll: list.id.kind === 'models',
		}),
	);
}

function listRow(
	of: Row,
	{
		columns,
		nameWidth,
		isSelected,
		isOfAll,
	}: {
		readonly columns: readonly Column[];
		readonly nameWidth: number;
		readonly isSelected: boolean;
		readonly isOfAll: boolean;
	},
): ReactNode {
	const name = fitName(of.name || '(no name)', nameWidth);
	const room = nameWidth - mostColumns(name) - between.length;
	const aside = room < shortestAside ? '' : asideOf(of, isOfAll);
	return row(
		<>
			{isSelected ? mark : '  '}
			{columns.map(column => {
				const cell = column.cell(of);
				return typeof cell === 'string' ? (
					fitCell(cell, column) + between
				) : (
					<Fragment key={column.title}>
						{cell}
						{between}
					</Fragment>
				);
			})}
			{drawn(name)}
			{aside !== '' && drawn(between + fitName(aside, room))}
		</>,
		isSelected ? palette.strong : {},
	);
}

const drawn = (text: string): ReactNode => (isPlain(text) ? text : <WholeLine>{text}</WholeLine>);

/** What stands behind a name where there is room. */
function asideOf(of: Row, isOfAll: boolean): string {
	if ('activeState' in of) {
		return isOfAll ? (of.workspaceName ?? '') : '';
	}

	return of.isActive === false ? 'not active' : '';
}
