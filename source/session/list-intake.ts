import {
	endOf,
	hasHole,
	isDoubtful,
	listBroke,
	listRepeats,
	unread,
	withPage,
} from '../core/anaplan/list-extent.ts';
import type {ListSource} from '../core/anaplan/list-source.ts';
import type {RowsPage} from '../core/anaplan/paging.ts';
import {failure, type Result, success} from '../core/result.ts';

/** How far a list has come: rows handed on, and how many the list has by what Anaplan said last. */
export type ListProgress = {readonly received: number; readonly total: number};

/** A list that came to its end: rows handed on, and how many Anaplan counts, which may be more. */
export type ListEnd = {readonly received: number; readonly counted: number};

/** Where a page was asked for: rows from an offset on, as many as a limit. */
export type Slice = {readonly offset: number; readonly limit: number};

/** What has come of a list so far, in whatever order its pages come. */
export type ListIntake = {
	/** Where the list ends, as far as is known. */
	end(): number;
	isDoubtful(page: RowsPage, offset: number): boolean;
	/**
	 * Hands the rows of a page on that are new; gives how many Anaplan sent, or 0 at the end of the
	 * list. The Problem is that of a list that repeats itself.
	 */
	take(page: RowsPage, slice: Slice): Result<number>;
	/** The list once all pages are in; the Problem is that of a list with a hole. */
	whole(): Result<ListEnd>;
};

/** Takes in the pages of one list; a row that comes twice, by its ID, is handed on once. */
export function createListIntake<Row extends {readonly id: string}>(
	source: ListSource<Row>,
	onRows: (rows: readonly Row[], progress: ListProgress) => void,
): ListIntake {
	const seen = new Set<string>();
	let received = 0;
	let extent = unread;
	/** Rows of the first page, which tells how long the pages of this server are. */
	let pageLength = 0;

	return {
		end: () => endOf(extent),
		isDoubtful: (page, offset) => isDoubtful(extent, page, offset),
		take(page, slice) {
			const {rows, fresh, newIds} = newRows(page.rows, source, seen);
			const {length} = page.rows;
			const size = {rows: length, fresh: newIds, totalSize: page.totalSize};
			extent = withPage(extent, size, slice);
			if (extent.isCounted && rows > 0 && fresh.length === 0 && length >= pageLength) {
				return failure(listRepeats());
			}

			// Without a count it is a list that has no pages, is the same for every offset, and whole.
			if (!extent.isCounted && slice.offset > 0 && newIds === 0) {
				return success(0);
			}

			pageLength ||= length;
			received += fresh.length;
			onRows(fresh, {received, total: Math.max(received, extent.counted)});
			return success(length);
		},
		whole: () =>
			hasHole(extent) ? failure(listBroke()) : success({received, counted: extent.counted}),
	};
}

/**
 * The rows of a page that can be read: how many, those that have not been seen yet, and how many of
 * these have an ID. A row without one is never the same as another.
 */
function newRows<Row extends {readonly id: string}>(
	raw: readonly unknown[],
	{readRow}: ListSource<Row>,
	seen: Set<string>,
): {readonly rows: number; readonly fresh: readonly Row[]; readonly newIds: number} {
	const fresh: Row[] = [];
	const known = seen.size;
	let rows = 0;
	for (const one of raw) {
		const row = readRow(one);
		if (row === undefined) {
			continue;
		}

		rows++;
		if (row.id === '') {
			fresh.push(row);
		} else if (!seen.has(row.id)) {
			seen.add(row.id);
			fresh.push(row);
		}
	}

	return {rows, fresh, newIds: seen.size - known};
}
