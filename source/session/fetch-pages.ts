import type {HttpReply} from '../core/anaplan/http.ts';
import {
	endOf,
	isDoubtful,
	listBroke,
	listRepeats,
	unread,
	withPage,
} from '../core/anaplan/list-extent.ts';
import {
	firstOffset,
	joinPages,
	limitOf,
	type Page,
	pageUrl,
	readPage,
} from '../core/anaplan/paging.ts';
import {failure, type Result, success} from '../core/result.ts';

/**
 * Fetches all pages of any list, one after the other, and joins them into one document, row by row as
 * it came; `fetchList` is for lists of which the rows are known. A reply that is no list is given back
 * as it is. A list ends with a page without rows, whatever is counted; `onShort` then hears
 * how many came, and of how many.
 */
export async function fetchPages(
	listUrl: string,
	send: (url: string) => Promise<Result<HttpReply>>,
	onShort: (sizes: {readonly received: number; readonly counted: number}) => void = () => undefined,
): Promise<Result<unknown>> {
	const limit = limitOf(listUrl);
	const start = firstOffset(listUrl);
	const rows: unknown[] = [];
	let extent = unread;
	let last: readonly unknown[] = [];
	let first: Extract<Page, {kind: 'page'}> | undefined;
	const ask = async (offset: number): Promise<Result<Page>> => {
		const reply = await send(pageUrl(listUrl, offset));
		return reply.ok ? readPage(reply.value) : reply;
	};

	for (let offset = start; first === undefined || offset < endOf(extent); ) {
		const once = await ask(offset);
		const isStumble =
			once.ok && once.value.kind === 'page' && isDoubtful(extent, once.value, offset);
		const read = isStumble ? await ask(offset) : once;
		if (!read.ok) {
			return read;
		}

		const page = read.value;
		if (page.kind === 'whole') {
			return first === undefined ? success(page.json) : failure(listBroke());
		}

		if (first !== undefined && page.rows.length > 0 && isSame(page.rows, last)) {
			// Without a count it is a list that has no pages, and whole.
			return extent.isCounted ? failure(listRepeats()) : success(joinPages(first, rows));
		}

		const {length} = page.rows;
		const size = {rows: length, fresh: length, totalSize: page.totalSize};
		extent = withPage(extent, size, {offset, limit});
		last = page.rows;
		first ??= page;
		rows.push(...page.rows);
		offset += length;
	}

	const {counted, emptyFrom} = extent;
	if (emptyFrom < counted) {
		onShort({received: start + rows.length, counted});
	}

	return success(joinPages(first, rows));
}

// The first rows tell nearly always, and cost little: a whole page may be megabytes of text.
const isSame = (rows: readonly unknown[], others: readonly unknown[]): boolean =>
	rows.length === others.length && isAlike(rows[0], others[0]) && isAlike(rows, others);

const isAlike = (one: unknown, other: unknown): boolean =>
	JSON.stringify(one) === JSON.stringify(other);
