import * as v from 'valibot';
import {failure, type Result, success} from '../result.ts';
import {apiProblem, unexpectedOrRefused} from './api-problem.ts';
import type {HttpReply} from './http.ts';
import type {ListSource} from './list-source.ts';
import {isHtml, unexpectedReply} from './reply.ts';
import {sizeField} from './row-fields.ts';
import {innerStatus} from './server-words.ts';

type Json = Readonly<Record<string, unknown>>;

/** A page of a list, or a reply that is no page at all. */
export type Page =
	| {
			readonly kind: 'page';
			readonly envelope: Json;
			/** The key that the rows stand under, such as `workspaces`. */
			readonly rowsKey: string;
			readonly rows: readonly unknown[];
			/** How many the whole list has by what this page says, if it says so. */
			readonly totalSize: number | undefined;
	  }
	| {readonly kind: 'whole'; readonly json: unknown};

const paged = v.looseObject({
	meta: v.looseObject({
		paging: v.looseObject({totalSize: v.nullish(v.unknown())}),
	}),
});

/** The largest page that Anaplan gives, and its default. */
const largestPage = 5000;

/** The URL of the page that begins at `offset`; a limit that is there already is kept. */
export function pageUrl(listUrl: string, offset: number): string {
	const url = new URL(listUrl);
	if (!url.searchParams.has('limit')) {
		url.searchParams.set('limit', String(largestPage));
	}

	url.searchParams.set('offset', String(offset));
	return url.href;
}

/** Where a list is to begin, by its URL. */
export const firstOffset = (listUrl: string): number => countIn(listUrl, 'offset') ?? 0;

/** How many rows a page of a list may have, by its URL. */
export const limitOf = (listUrl: string): number => countIn(listUrl, 'limit') ?? largestPage;

function countIn(listUrl: string, name: string): number | undefined {
	const count = Number(new URL(listUrl).searchParams.get(name));
	return Number.isInteger(count) && count > 0 ? count : undefined;
}

/**
 * Reads one page of a list. Shape: {meta: {paging: {totalSize}}, KEY: […]}. The
 * `next` link is not looked at: Anaplan sends one even when nothing is left.
 * Source: Anaplan Integration API, meta.paging.
 */
export function readPage(reply: HttpReply): Result<Page> {
	if (reply.status >= 300 || innerStatus(reply) !== undefined) {
		return failure(apiProblem(reply));
	}

	if (reply.body.kind !== 'json') {
		return failure(unexpectedReply(reply));
	}

	const json: unknown = JSON.parse(reply.body.text.reveal());
	const read = v.safeParse(paged, json);
	const list = read.success
		? Object.entries(read.output).find((field): field is [string, unknown[]] =>
				Array.isArray(field[1]),
			)
		: undefined;
	if (!read.success || list === undefined) {
		return success({kind: 'whole', json});
	}

	const [rowsKey, rows] = list;
	const totalSize = sizeField(read.output.meta.paging.totalSize);
	return success({kind: 'page', envelope: read.output, rowsKey, rows, totalSize});
}

const rowsPage = v.object({
	meta: v.nullish(v.object({paging: v.nullish(v.object({totalSize: v.nullish(v.unknown())}))})),
});

/** The rows of a page, and how many the whole list has by what this page says, if it says so. */
export type RowsPage = {
	readonly rows: readonly unknown[];
	readonly totalSize: number | undefined;
};

/**
 * Reads a page of a list. Shape: {meta: {paging: {totalSize}}, KEY: […]}. An empty list may lack its
 * key, and a list may come without paging. Problems: those of
 * `apiProblem`, the source's own for a 404, and `unexpected_reply`.
 * Source: Anaplan Integration API, meta.paging.
 */
export function readRows(
	reply: HttpReply,
	{rowsKey, notFound}: Pick<ListSource<{id: string}>, 'rowsKey' | 'notFound'>,
): Result<RowsPage> {
	const status = innerStatus(reply) ?? reply.status;
	if (status === 404 && notFound && !isHtml(reply)) {
		return failure(notFound);
	}

	if (status >= 300) {
		return failure(apiProblem(reply));
	}

	const value = reply.body.kind === 'json' ? reply.body.value : undefined;
	const read = v.safeParse(rowsPage, value);
	if (!read.success) {
		return failure(unexpectedReply(reply));
	}

	const rows = (value as Json)[rowsKey];
	const totalSize = sizeField(read.output.meta?.paging?.totalSize);
	if (Array.isArray(rows)) {
		return success({rows, totalSize});
	}

	return totalSize === undefined || (rows !== undefined && rows !== null)
		? failure(unexpectedOrRefused(reply, rowsKey))
		: success({rows: [], totalSize});
}

/** All rows in the envelope of the first page, as if they had come in one reply. */
export function joinPages(first: Extract<Page, {kind: 'page'}>, rows: readonly unknown[]): Json {
	const meta = first.envelope['meta'] as Json;
	const {next: _, previous: __, ...paging} = meta['paging'] as Json;
	return {
		...first.envelope,
		meta: {...meta, paging: {...paging, currentPageSize: rows.length}},
		[first.rowsKey]: rows,
	};
}
