import {
	endOf,
	hasHole,
	isDoubtful,
	listBroke,
	listRepeats,
	unread,
	withPage,
} from '../core/anaplan/list-extent.ts';
import {type ListSource, listRequest} from '../core/anaplan/list-source.ts';
import {type RowsPage, readRows} from '../core/anaplan/paging.ts';
import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {sendAuthenticated} from './authenticated.ts';
import {oneRefresh} from './one-refresh.ts';
import {patiently} from './patiently.ts';
import type {Http, Ports} from './ports.ts';
import type {Kept, SessionKeeper} from './session-keeper.ts';

/** How far a list has come: rows handed on, and how many the list has by what Anaplan said last. */
export type ListProgress = {readonly received: number; readonly total: number};

/** A list that came to its end: rows handed on, and how many Anaplan counts, which may be more. */
export type ListEnd = {readonly received: number; readonly counted: number};

export type ListListeners<Row> = {
	/** Takes the rows of a page, in the order in which the pages come. */
	readonly onRows: (rows: readonly Row[], progress: ListProgress) => void;
	/** Hears of tokens that were refreshed on the way, by us or by another process; also after a cancellation. */
	readonly onRefreshed?: (kept: Kept) => void;
	/** Hears that Anaplan is too busy, and of the wait. */
	readonly onWait?: (waitMs: number) => void;
	/** Ends everything that is under way or waits; nothing is handed on afterwards. */
	readonly signal?: AbortSignal;
};

type Desk = {
	readonly ports: Pick<Ports, 'http' | 'pacer' | 'clock'>;
	readonly keeper: SessionKeeper;
};

/** Fewer than Anaplan would send: pages of 5,000 rows, four at once, take 50 MB while they are read. */
const pageRows = 2000;

/** Every page after the first is one of these, until it is known how many there are. */
type Span = {readonly from: number; readonly to: number};

/**
 * Fetches all pages of a list: the first alone, then the others, each as soon as the pacer lets it.
 * A row that comes twice, by its ID, is handed on once. A page without rows is asked for again, and is
 * the end of the list whatever is counted, unless rows come from behind it. A 401 is answered with one
 * refresh for all pages together, and 429 and 503 with a wait. Rows that came before a
 * failure stay with whoever took them. Problems: `cancelled`, those of the keeper, of Http and of
 * `readRows`.
 */
export async function fetchList<Row extends {readonly id: string}>(
	desk: Desk,
	source: ListSource<Row>,
	listeners: ListListeners<Row>,
): Promise<Result<ListEnd>> {
	const {onRows, onRefreshed, onWait, signal} = listeners;
	const stop = new AbortController();
	const cancel = () => stop.abort();
	signal?.addEventListener('abort', cancel, {once: true});
	if (signal?.aborted) {
		cancel();
	}

	const keeper = oneRefresh(desk.keeper, onRefreshed);
	const seen = new Set<string>();
	let received = 0;
	let extent = unread;
	/** Rows of the first page, which tells how long the pages of this server are. */
	let pageLength = 0;

	const ask = async (offset: number, limit: number): Promise<Result<RowsPage>> => {
		const page = await fetchPage(desk, keeper, source, {
			offset,
			limit,
			signal: stop.signal,
			onWait: onWait ?? (() => undefined),
		});
		return stop.signal.aborted ? failure(problem('cancelled')) : page;
	};

	/** Fetches the page at an offset and hands its rows on; says how many Anaplan sent. */
	const take = async (offset: number, limit: number): Promise<Result<number>> => {
		const once = await ask(offset, limit);
		const page =
			once.ok && isDoubtful(extent, once.value, offset) ? await ask(offset, limit) : once;
		if (!page.ok) {
			return page;
		}

		const {rows, fresh, newIds} = newRows(page.value.rows, source, seen);
		const {length} = page.value.rows;
		const size = {rows: length, fresh: newIds, totalSize: page.value.totalSize};
		extent = withPage(extent, size, {offset, limit});
		if (extent.isCounted && rows > 0 && fresh.length === 0 && length >= pageLength) {
			return failure(listRepeats());
		}

		// Without a count it is a list that has no pages, is the same for every offset, and whole.
		if (!extent.isCounted && offset > 0 && newIds === 0) {
			return success(0);
		}

		pageLength ||= length;
		received += fresh.length;
		onRows(fresh, {received, total: Math.max(received, extent.counted)});
		return success(length);
	};

	/** Fetches a span, in as many pages as the server makes of it. */
	const takeSpan = async ({from, to}: Span): Promise<Result<void>> => {
		let offset = from;
		while (offset < Math.min(to, endOf(extent))) {
			const taken = await take(offset, to - offset);
			if (!taken.ok) {
				return taken;
			}

			if (taken.value === 0) {
				break;
			}

			offset += taken.value;
		}

		return success(undefined);
	};

	try {
		const first = await take(0, pageRows);
		if (!first.ok) {
			return first;
		}

		let next = first.value;
		let trouble: Problem | undefined;
		const work = async (): Promise<void> => {
			// The total may change with every page.
			while (next < endOf(extent) && trouble === undefined) {
				const span = {from: next, to: next + first.value};
				next = span.to;
				const taken = await takeSpan(span);
				if (!taken.ok && trouble === undefined) {
					trouble = taken.problem;
					cancel();
				}
			}
		};
		await Promise.all(Array.from({length: workers}, work));
		if (trouble) {
			return failure(trouble);
		}

		return hasHole(extent) ? failure(listBroke()) : success({received, counted: extent.counted});
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

// As many as the pacer lets through at once.
const workers = 4;

async function fetchPage<Row extends {readonly id: string}>(
	{ports: {http, pacer, clock}}: Desk,
	keeper: SessionKeeper,
	source: ListSource<Row>,
	{
		offset,
		limit,
		signal,
		onWait,
	}: {
		readonly offset: number;
		readonly limit: number;
		readonly signal: AbortSignal;
		readonly onWait: (waitMs: number) => void;
	},
): Promise<Result<RowsPage>> {
	const paced: Http = {send: async (request, stop) => pacer.send(http, request, stop)};
	const patient = patiently(paced, clock, onWait);
	const sent = await sendAuthenticated(
		{http: {send: async request => patient.send(request, signal)}, keeper},
		(client, {accessToken}) => listRequest(source, client.hosts, accessToken, {offset, limit}),
	);
	return sent.ok ? readRows(sent.value.reply, source) : sent;
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
