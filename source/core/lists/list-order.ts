import {once} from '../once.ts';
import type {EpochMs} from '../time.ts';
import {filterWords, foldText, hasWords, narrows, type Searched, searchKey} from './list-filter.ts';

/** What a list can be sorted by: names from A on, sizes from the largest, changes from the latest. */
export type SortBy = 'name' | 'size' | 'change';

/** How a list is to be shown. */
export type ListView = {
	/** What was typed: every word must be found, in any order. */
	readonly filter: string;
	readonly sortBy: SortBy;
	readonly archived: 'shown' | 'hidden';
};

/** What sorting and filtering look at in a row. */
export type RowTraits = {
	readonly name: string;
	readonly id: string;
	/** Further texts that a filter looks into. */
	readonly searched: ReadonlyArray<string | undefined>;
	/** Bytes. */
	readonly size: number | undefined;
	readonly changedAt: EpochMs | undefined;
	readonly isArchived: boolean;
};

/** A row with what was worked out of it once, so that a key press costs little. */
export type ListEntry<Row> = Searched & {
	readonly row: Row;
	readonly name: string;
	readonly id: string;
	readonly size: number;
	readonly changedAt: number;
	readonly isArchived: boolean;
};

/** A list as it is shown. */
export type Arranged<Row> = {
	/** All rows, by name. */
	readonly entries: readonly ListEntry<Row>[];
	readonly view: ListView;
	/** All rows in the order of the view. */
	readonly ordered: readonly ListEntry<Row>[];
	/** Those of them that the view lets through. */
	readonly shown: readonly ListEntry<Row>[];
};

// One locale, so that a script finds the same order on every computer.
const names = once(() => new Intl.Collator('en', {numeric: true}));

const byName = (a: ListEntry<unknown>, b: ListEntry<unknown>): number =>
	names().compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Adds rows to a list that is in the order of its names, and keeps it so. Rows that are alike keep their order. */
export function addRows<Row>(
	entries: readonly ListEntry<Row>[],
	rows: readonly Row[],
	traitsOf: (row: Row) => RowTraits,
): readonly ListEntry<Row>[] {
	const added = rows.map(row => entryOf(row, traitsOf(row))).sort(byName);
	return entries.length === 0 ? added : merged(entries, added);
}

function entryOf<Row>(row: Row, traits: RowTraits): ListEntry<Row> {
	const {name, id, searched, size, changedAt, isArchived} = traits;
	return {
		row,
		key: searchKey([name, ...searched]),
		idKey: foldText(id),
		name,
		id,
		size: size ?? -1,
		changedAt: changedAt ?? Number.NEGATIVE_INFINITY,
		isArchived,
	};
}

function merged<Row>(
	left: readonly ListEntry<Row>[],
	right: readonly ListEntry<Row>[],
): readonly ListEntry<Row>[] {
	const all: ListEntry<Row>[] = [];
	let from = 0;
	for (const entry of right) {
		for (let next = left[from]; next && byName(next, entry) <= 0; next = left[from]) {
			all.push(next);
			from++;
		}

		all.push(entry);
	}

	return [...all, ...left.slice(from)];
}

const orders: Record<
	SortBy,
	((a: ListEntry<unknown>, b: ListEntry<unknown>) => number) | undefined
> = {
	// The list is in this order already, and so are rows that are otherwise alike.
	name: undefined,
	size: (a, b) => b.size - a.size,
	change: (a, b) => (a.changedAt === b.changedAt ? 0 : b.changedAt - a.changedAt),
};

/**
 * Sorts and filters a list. `before` is how it was shown last, if it was: what it shares with the
 * new view is not worked out again.
 */
export function arrange<Row>(
	entries: readonly ListEntry<Row>[],
	view: ListView,
	before?: Arranged<Row>,
): Arranged<Row> {
	const known =
		before?.entries === entries && before.view.sortBy === view.sortBy ? before : undefined;
	const order = orders[view.sortBy];
	const ordered = known?.ordered ?? (order ? entries.toSorted(order) : entries);
	const words = filterWords(view.filter);
	const hidesArchived = view.archived === 'hidden';
	const isNarrower =
		known !== undefined &&
		(hidesArchived || known.view.archived === 'shown') &&
		narrows(filterWords(known.view.filter), words);
	const shown =
		words.length === 0 && !hidesArchived
			? ordered
			: (isNarrower ? known.shown : ordered).filter(
					entry => !(hidesArchived && entry.isArchived) && hasWords(entry, words),
				);
	return {entries, view, ordered, shown};
}
