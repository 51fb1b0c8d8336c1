import type {HttpReply} from '../core/http.ts';
import {firstOffset, joinPages, type Page, pageUrl, readPage} from '../core/paging.ts';
import {problem} from '../core/problem.ts';
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

const listBroke = () =>
	problem('unexpected_reply', {
		message: 'The list broke off: a page came without rows although more were announced.',
		cause: 'The list changed while it was read, or Anaplan counts otherwise than it sends.',
		hint: 'Try again.',
	});
