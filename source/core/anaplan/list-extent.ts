import {count} from '../number-words.ts';
import {type Problem, problem} from '../problem.ts';

/** How far a list goes by the pages that came, in whatever order. Places count from 0, as offsets do. */
export type Extent = {
	/** How many rows there are by the last page that said so. */
	readonly counted: number;
	readonly mostCounted: number;
	/** Behind the last row that came. */
	readonly reached: number;
	/** Further than was counted, where the count is missing, refuted by rows, or of one page alone. */
	readonly atLeast: number;
	/** Where the first page began that had no rows. */
	readonly emptyFrom: number;
	/** Whether the first page was counted as one of several. */
	readonly isCounted: boolean;
};

/** What a page said: how many rows it had, how many of them were new, and its count if it had one. */
export type PageSize = {
	readonly rows: number;
	readonly fresh: number;
	readonly totalSize: number | undefined;
};

/** Of a list of which nothing came yet. */
export const unread: Extent = {
	counted: 0,
	mostCounted: 0,
	reached: 0,
	atLeast: 0,
	emptyFrom: Number.POSITIVE_INFINITY,
	isCounted: false,
};

/**
 * Adds a page that was asked for at an offset with a limit. A count ends a list only while no rows
 * are beyond it, and a page that is as long as was asked for may have more behind it unless the
 * count said so from the first page on: some servers count only the page, or nothing. Then a page
 * without new rows is the end.
 */
export function withPage(
	extent: Extent,
	{rows, fresh, totalSize}: PageSize,
	{offset, limit}: {readonly offset: number; readonly limit: number},
): Extent {
	const end = offset + rows;
	const counted = totalSize ?? extent.counted;
	const mostCounted = Math.max(extent.mostCounted, counted);
	const isCounted = extent.isCounted || (extent === unread && counted > end);
	const mayGoOn = fresh > 0 && (counted < end || (rows >= limit && !isCounted));
	return {
		counted,
		mostCounted,
		isCounted,
		reached: rows > 0 ? Math.max(extent.reached, end) : extent.reached,
		atLeast: mayGoOn ? Math.max(extent.atLeast, end + 1) : extent.atLeast,
		emptyFrom: rows === 0 ? Math.min(extent.emptyFrom, offset) : extent.emptyFrom,
	};
}

/** Where the list ends, as far as is known. */
export const endOf = ({counted, atLeast, emptyFrom}: Extent): number =>
	Math.min(Math.max(counted, atLeast), emptyFrom);

/** Whether a page without rows is worth a second request, for a server may stumble. */
export const isDoubtful = (
	{mostCounted, emptyFrom}: Extent,
	{
		rows,
		totalSize = 0,
	}: {readonly rows: readonly unknown[]; readonly totalSize: number | undefined},
	offset: number,
): boolean => rows.length === 0 && offset < emptyFrom && offset < Math.max(mostCounted, totalSize);

/** Whether rows came from behind a page that had none: then some are missing. */
export const hasHole = ({reached, emptyFrom}: Extent): boolean => reached > emptyFrom;

/** The Problem of a list that has a hole, or turns into something else. */
export const listBroke = (): Problem =>
	problem('unexpected_reply', {
		message: 'The list broke off: a page came without rows although more were announced.',
		cause: 'The list changed while it was read, or Anaplan counts otherwise than it sends.',
		hint: 'Try again.',
	});

/** The Problem of a list that has more rows than it gives, whatever page is asked for. */
export const listRepeats = (): Problem =>
	problem('unexpected_reply', {
		message: 'The list broke off: the same rows came again although more were announced.',
		cause: 'Something between here and Anaplan answers for every page with the same one.',
		hint: 'Try again, or from another network.',
	});

/** What is said of a list that ended before its count; undefined of one that did not. */
export const shortWords = ({
	received,
	counted,
}: {
	readonly received: number;
	readonly counted: number;
}): string | undefined =>
	received < counted
		? `Anaplan counts ${count(counted)} and gave ${count(received)}: it may count what this user cannot see, or the list changed while it was read.`
		: undefined;
