import {shortWords} from '../anaplan/list-extent.ts';
import type {Attempt} from '../notice.ts';
import type {Problem} from '../problem.ts';
import type {BrowsedList, FilterText, ListId, Load, Progress, Row} from './browse-states.ts';
import {type Arranged, addRows, arrange, type ListEntry, type ListView} from './list-order.ts';
import {firstRow, type Move, moved, selectedIndex} from './list-window.ts';
import {modelTraits} from './models.ts';
import {workspaceTraits} from './workspaces.ts';

export const emptyFilter: FilterText = {before: '', after: ''};
/** The whole text, on both sides of the cursor. */
export const filterText = ({before, after}: FilterText): string => before + after;

/** What a list is kept under; the models of each workspace are a list of their own. */
export const keyOf = (list: ListId): string =>
	list.kind === 'modelsOf' ? `models of ${list.workspace.id}` : list.kind;

/** A list of which nothing is there yet. */
export const newList = (id: ListId): BrowsedList => ({
	id,
	load: {kind: 'stopped'},
	entries: [],
	filter: emptyFilter,
	filterField: 'closed',
	sortBy: 'name',
	archived: 'shown',
	selection: firstRow,
});

// How each list was arranged last: a key press asks several times, and begins where the last one ended.
const lately = new WeakMap<readonly ListEntry<Row>[], Arranged<Row>>();

/** The rows of a list as it is looked at. Nothing is worked out twice for the same view. */
export function shownOf({entries, filter, sortBy, archived}: BrowsedList): Arranged<Row>['shown'] {
	const view: ListView = {filter: filterText(filter), sortBy, archived};
	const before = lately.get(entries);
	if (
		before?.view.filter === view.filter &&
		before.view.sortBy === view.sortBy &&
		before.view.archived === view.archived
	) {
		return before.shown;
	}

	const arranged = arrange(entries, view, before);
	lately.set(entries, arranged);
	return arranged.shown;
}

/** Undefined where nothing matches, or nothing is there yet. */
export const selectedRow = (list: BrowsedList): Row | undefined => {
	const shown = shownOf(list);
	return shown[selectedIndex(shown, list.selection)]?.row;
};

/** A load begins, or begins again: rows that are there stay until as many new ones are. */
export const beginLoad = (list: BrowsedList, attempt: Attempt): BrowsedList => ({
	...list,
	load: {kind: 'loading', attempt, incoming: []},
});

/** The load of an attempt, if it is the one under way. */
export const loadOf = (
	{load}: BrowsedList,
	attempt: Attempt,
): Extract<Load, {kind: 'loading'}> | undefined =>
	load.kind === 'loading' && load.attempt === attempt ? load : undefined;

/** Adds what a load has brought; older rows stay on screen until as many new ones are there. */
export function withRows(
	list: BrowsedList,
	load: Extract<Load, {kind: 'loading'}>,
	rows: readonly Row[],
	progress: Progress,
): BrowsedList {
	const {waitMs: _, ...rest} = load;
	const incoming = addRows(load.incoming, rows, traitsOf);
	return {
		...list,
		load: {...rest, incoming, progress},
		entries: incoming.length >= list.entries.length ? incoming : list.entries,
	};
}

const traitsOf = (row: Row) => ('activeState' in row ? modelTraits(row) : workspaceTraits(row));

/** The load came to its end; `counted` is how many rows Anaplan counts, kept where it gave fewer. */
export const loadedWhole = (
	list: BrowsedList,
	{incoming}: Extract<Load, {kind: 'loading'}>,
	counted: number,
): BrowsedList => ({
	...list,
	load: {kind: 'loaded', ...(counted > incoming.length && {counted})},
	entries: incoming,
});

/** What was on screen stays, and how far the load had come is kept to be said. */
export const loadFailed = (
	list: BrowsedList,
	{progress}: Extract<Load, {kind: 'loading'}>,
	problem: Problem,
): BrowsedList => ({...list, load: {kind: 'failed', problem, ...(progress && {progress})}});

/** A person stopped the load, or left the list; what was on screen stays. */
export const loadStopped = (
	list: BrowsedList,
	{progress}: Extract<Load, {kind: 'loading'}>,
): BrowsedList => ({...list, load: {kind: 'stopped', ...(progress && {progress})}});

/** Moves the selection among the rows that are shown; `height` is how many of them fit a page. */
export const movedIn = (list: BrowsedList, move: Move, height: number): BrowsedList => ({
	...list,
	selection: moved(shownOf(list), list.selection, move, height),
});

/** What matches best comes first: while one types, the first row is the selected one. */
export const filtered = (list: BrowsedList, filter: FilterText): BrowsedList =>
	filterText(filter) === filterText(list.filter)
		? {...list, filter}
		: {...list, filter, selection: firstRow};

/** Looks at the same rows in another way; the selected one stays selected. */
export function regarded(
	list: BrowsedList,
	change: Partial<Pick<BrowsedList, 'filter' | 'filterField' | 'sortBy' | 'archived'>>,
): BrowsedList {
	const row = selectedRow(list);
	return {
		...list,
		...change,
		selection:
			list.selection.row === undefined || row === undefined
				? list.selection
				: {...list.selection, row},
	};
}

/** The orders that tell the rows of a list apart: a workspace does not say when it was changed. */
export const ordersOf = ({kind}: ListId): readonly ListView['sortBy'][] =>
	kind === 'workspaces' ? ['name', 'size'] : ['name', 'size', 'change'];

/** What is said of a loaded list that Anaplan counts higher than it gave; undefined of every other. */
export const shortfallWords = ({load, entries}: BrowsedList): string | undefined =>
	load.kind === 'loaded' && load.counted !== undefined
		? shortWords({received: entries.length, counted: load.counted})
		: undefined;
