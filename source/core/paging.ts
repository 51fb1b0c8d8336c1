import * as v from 'valibot';
import {apiProblem} from './anaplan-api.ts';
import type {HttpReply} from './http.ts';
import type {ListSource} from './list-source.ts';
import {type Problem, problem} from './problem.ts';
import {isHtml, unexpectedReply} from './reply.ts';
import {failure, type Result, success} from './result.ts';

type Json = Readonly<Record<string, unknown>>;

/** A page of a list, or a reply that is no page at all. */
export type Page =
	| {
			readonly kind: 'page';
			readonly envelope: Json;
			/** The key that the rows stand under, such as `workspaces`. */
			readonly rowsKey: string;
			readonly rows: readonly unknown[];
			readonly currentPageSize: number;
			readonly totalSize: number;
	  }
	| {readonly kind: 'whole'; readonly json: unknown};

const paged = v.looseObject({
	meta: v.looseObject({
		paging: v.looseObject({currentPageSize: v.number(), totalSize: v.number()}),
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
export function firstOffset(listUrl: string): number {
	const start = Number(new URL(listUrl).searchParams.get('offset'));
	return Number.isInteger(start) && start > 0 ? start : 0;
}

/**
 * Reads one page of a list. Shape: {meta: {paging: {currentPageSize, totalSize}}, KEY: […]}. The
 * `next` link is not looked at: Anaplan sends one even when nothing is left.
 * Source: Anaplan Integration API, meta.paging.
 */
export function readPage(reply: HttpReply): Result<Page> {
	if (reply.status >= 300) {
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
	const {currentPageSize, totalSize} = read.output.meta.paging;
	return success({kind: 'page', envelope: read.output, rowsKey, rows, currentPageSize, totalSize});
}

const rowsPage = v.object({
	meta: v.nullish(v.object({paging: v.nullish(v.object({totalSize: v.nullish(v.unknown())}))})),
});

/** The rows of a page, and how many the whole list has by what this page says. */
export type RowsPage = {readonly rows: readonly unknown[]; readonly totalSize: number};

/**
 * Reads the page of a list that begins at `offset`. Shape: {meta: {paging: {totalSize}}, KEY: […]}.
 * An empty list may lack its key, and a list without paging is whole. Problems: those of
 * `apiProblem`, the source's own for a 404, and `unexpected_reply`.
 * Source: Anaplan Integration API, meta.paging.
 */
export function readRows(
	reply: HttpReply,
	offset: number,
	{rowsKey, notFound}: Pick<ListSource<{id: string}>, 'rowsKey' | 'notFound'>,
): Result<RowsPage> {
	if (reply.status === 404 && notFound && !isHtml(reply)) {
		return failure(notFound);
	}

	if (reply.status >= 300) {
		return failure(apiProblem(reply));
	}

	const value = reply.body.kind === 'json' ? reply.body.value : undefined;
	const read = v.safeParse(rowsPage, value);
	if (!read.success) {
		return failure(unexpectedReply(reply));
	}

	const rows = (value as Json)[rowsKey];
	const said = read.output.meta?.paging?.totalSize;
	const totalSize = typeof said === 'number' && said >= 0 ? said : undefined;
	if (Array.isArray(rows)) {
		return success({rows, totalSize: totalSize ?? offset + rows.length});
	}

	return totalSize === undefined || (rows !== undefined && rows !== null)
		? failure(unexpectedReply(reply, rowsKey))
		: success({rows: [], totalSize});
}

/** The Problem of a list that ends before its end. */
export const listBroke = (): Problem =>
	problem('unexpected_reply', {
		message: 'The list broke off: a page came without rows although more were announced.',
		cause: 'The list changed while it was read, or Anaplan counts otherwise than it sends.',
		hint: 'Try again.',
	});

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
