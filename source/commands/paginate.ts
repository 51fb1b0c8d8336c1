import type {HttpReply} from '../core/anaplan/http.ts';
import {
	endOfList,
	firstOffset,
	joinPages,
	limitOf,
	listBroke,
	type Page,
	pageUrl,
	readPage,
} from '../core/anaplan/paging.ts';
import {failure, type Result, success} from '../core/result.ts';

/**
 * Fetches all pages of a list and joins them into one document. A reply that is no list is given
 * back as it is.
 */
export async function fetchPages(
	listUrl: string,
	send: (url: string) => Promise<Result<HttpReply>>,
): Promise<Result<unknown>> {
	const limit = limitOf(listUrl);
	const rows: unknown[] = [];
	let isCounted = false;
	let last: readonly unknown[] = [];
	let first: Extract<Page, {kind: 'page'}> | undefined;
	let offset = firstOffset(listUrl);
	for (;;) {
		const reply = await send(pageUrl(listUrl, offset));
		const read = reply.ok ? readPage(reply.value) : reply;
		if (!read.ok) {
			return read;
		}

		const page = read.value;
		if (page.kind === 'whole') {
			return first === undefined ? success(page.json) : failure(listBroke());
		}

		const {totalSize = 0} = page;
		if (page.rows.length === 0 && offset < totalSize) {
			return failure(listBroke());
		}

		// A server that counts nothing and sends the same rows for every offset never comes to an end.
		if (first !== undefined && !isCounted && isSame(page.rows, last)) {
			return success(joinPages(first, rows));
		}

		last = page.rows;
		isCounted ||= first === undefined && totalSize > offset + page.rows.length;
		first ??= page;
		rows.push(...page.rows);
		const end = endOfList(page, {offset, limit, isCounted});
		offset += page.rows.length;
		if (offset >= end) {
			return success(joinPages(first, rows));
		}
	}
}

const isSame = (rows: readonly unknown[], others: readonly unknown[]): boolean =>
	JSON.stringify(rows) === JSON.stringify(others);
