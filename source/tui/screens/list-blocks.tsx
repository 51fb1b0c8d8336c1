import {Text} from 'ink';
import type {ReactNode} from 'react';
import {busyWords} from '../../core/anaplan/busy-words.ts';
import type {BrowsedList, ListId, Load} from '../../core/lists/browse-states.ts';
import {filterText, shortfallWords, shownOf} from '../../core/lists/browsed-list.ts';
import {count} from '../../core/number-words.ts';
import {printable} from '../../core/printable.ts';
import type {Notice} from '../../core/sign-in/flow.ts';
import {Bar} from '../components/bar.tsx';
import {cursorColumn} from '../components/field-view.ts';
import {fitName} from '../components/name-cell.ts';
import {noticeBlocks, problemBlocks, warning} from '../components/problem-view.tsx';
import {paragraph, row} from '../components/rows.tsx';
import {TextField} from '../components/text-field.tsx';
import {type Block, block} from '../layout.ts';
import {palette} from '../palette.ts';

const titles: Readonly<Record<ListId['kind'], string>> = {
	workspaces: 'Workspaces',
	models: 'All models',
	modelsOf: 'Models',
};

/** What list this is, and how many of its rows are shown. */
export function titleRow(list: BrowsedList, width: number): ReactNode {
	const {id} = list;
	const counts = countsOf(list);
	const title = titles[id.kind];
	const room = width - title.length - counts.length - '   in '.length;
	return row(
		<>
			<Text {...palette.strong}>{title}</Text>
			{counts !== '' && `  ${counts}`}
			{id.kind === 'modelsOf' && ` in ${fitName(id.workspace.name || id.workspace.id, room)}`}
		</>,
	);
}

/** How many rows are shown, and of how many; nothing before it is known whether there are any. */
function countsOf(list: BrowsedList): string {
	const {entries, load} = list;
	const shown = shownOf(list).length;
	if (entries.length === 0 && load.kind !== 'loaded') {
		return '';
	}

	return shown === entries.length ? count(shown) : `${count(shown)} of ${count(entries.length)}`;
}

/** The filter and what is hidden, as long as either keeps rows away. */
export function filterRows(
	{filter, filterField, archived}: BrowsedList,
	width: number,
): readonly ReactNode[] {
	const hidden = hiddenWords(archived);
	if (filterField === 'closed' && filterText(filter) === '') {
		return hidden === '' ? [] : [row(hidden)];
	}

	const fieldWidth = filterWidth(hidden, width);
	return [
		row(
			<>
				<Text {...palette.strong}>{filterMark}</Text>
				<TextField field={filter} width={fieldWidth} hasFocus={filterField === 'open'} />
				{hidden !== '' && `  ${hidden}`}
			</>,
		),
	];
}

const filterMark = '/ ';

const filterWidth = (hidden: string, width: number): number =>
	Math.max(10, width - filterMark.length - (hidden ? hidden.length + 2 : 0));

/** Where the cursor stands in the filter, which is below the title; nowhere while nothing is typed there. */
export const filterCursor = (
	{filter, filterField, archived}: BrowsedList,
	width: number,
): Pick<Block, 'cursor'> =>
	filterField === 'open'
		? {
				cursor: {
					row: 1,
					column:
						filterMark.length + cursorColumn(filter, filterWidth(hiddenWords(archived), width)),
				},
			}
		: {};

const hiddenWords = (archived: BrowsedList['archived']): string =>
	archived === 'hidden' ? 'archived hidden' : '';

/** What is said in place of rows, where none is shown. */
export function emptyBlocks(list: BrowsedList, width: number): readonly Block[] {
	const {id, load, entries, filter, archived} = list;
	if (shownOf(list).length > 0 || (entries.length === 0 && load.kind !== 'loaded')) {
		return [];
	}

	return [{rows: paragraph(emptyWords(), width)}];

	function emptyWords(): string {
		if (entries.length === 0) {
			return {
				workspaces: 'Anaplan shows you no workspaces. An administrator can give you access to one.',
				models: 'Anaplan shows you no models. An administrator can give you access to one.',
				modelsOf: 'Anaplan shows you no models in this workspace.',
			}[id.kind];
		}

		const hidden = archived === 'hidden' ? ' Archived models are hidden; h shows them.' : '';
		const words = printable(filterText(filter), 100);
		return words === ''
			? `Nothing is left to show.${hidden}`
			: `Nothing matches “${words}”.${hidden}`;
	}
}

/** What is under way or went wrong, and what came of the last key. */
export const statusBlocks = (
	list: BrowsedList,
	notice: Notice | undefined,
	width: number,
): readonly Block[] => [...loadBlocks(list, width), ...noticeBlocks(notice, width)];

function loadBlocks(list: BrowsedList, width: number): readonly Block[] {
	const {load, entries} = list;
	const rowCount = entries.length;
	switch (load.kind) {
		case 'loaded': {
			const words = shortfallWords(list);
			return words === undefined ? [] : [{rows: paragraph(words, width), optional: 1}];
		}
		case 'loading': {
			const {progress} = load;
			// The last page is here; the end of the load is a moment away.
			const isDone = progress !== undefined && progress.received >= progress.total;
			return isDone ? [] : [block(loadingRow(load))];
		}
		case 'stopped': {
			const {progress} = load;
			const words = progress
				? `Stopped at ${count(progress.received)} of ${count(progress.total)}.`
				: 'Stopped before anything came.';
			return [{rows: paragraph(`${words} r loads again.`, width, {}, warning)}];
		}
		case 'failed': {
			const {problem, progress} = load;
			const {message, hint, ...rest} = problem;
			const isMissing = progress !== undefined && rowCount < progress.total;
			const incomplete =
				rowCount === 0 || progress === undefined
					? ''
					: isMissing
						? `Only ${count(rowCount)} of ${count(progress.total)} are here. `
						: 'These rows are from before. ';
			return problemBlocks(
				{...rest, message: incomplete + message, hint: `${hint} r tries again.`},
				width,
			);
		}
	}
}

function loadingRow({progress, waitMs}: Extract<Load, {kind: 'loading'}>): ReactNode {
	const {received, total} = progress ?? {received: 0, total: 0};
	return row(
		<>
			<Text {...palette.accent}>{'▸ '}</Text>
			{progress !== undefined && (
				<>
					<Bar share={total === 0 ? 1 : received / total} cells={10} style={palette.accent} />
					{` ${count(received)} of ${count(total)}`}
				</>
			)}
			{waitMs === undefined
				? `${progress ? ' ' : 'loading '}…`
				: `${progress ? ' ' : ''}${busyWords(waitMs)}`}
		</>,
	);
}
