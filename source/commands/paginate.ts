import type {HttpReply} from '../core/http.ts';
import {firstOffset, joinPages, listBroke, type Page, pageUrl, readPage} from '../core/paging.ts';
import {failure, type Result, success} from '../core/result.ts';

/**
 * Fetches all pages of a list and joins them into one document. A reply that is no list is given
 * back as it is.
 */
export async function fetchPages(
	listUrl: string,
	send: (url: string) => Promise<Result<HttpReply>>,
): Promise<Result<unknown>> {
	const rows: unknown[] = [];
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

		first ??= page;
		rows.push(...page.rows);
		offset += page.currentPageSize;
		if (offset >= page.totalSize) {
			return success(joinPages(first, rows));
		}

		if (page.currentPageSize <= 0) {
			return failure(listBroke());
		}
	}
}
