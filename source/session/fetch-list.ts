import {type ListSource, listRequest} from '../core/anaplan/list-source.ts';
import {endOfList, listBroke, type RowsPage, readRows} from '../core/anaplan/paging.ts';
import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {sendAuthenticated} from './authenticated.ts';
import {oneRenewal} from './one-renewal.ts';
import {patiently} from './patiently.ts';
import type {Http, Ports} from './ports.ts';
import type {Kept, SessionKeeper} from './session-keeper.ts';

/** How far a list has come: rows handed on, and how many the list has by what Anaplan said last. */
export type ListProgress = {readonly received: number; readonly total: number};

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
 * A row that comes twice, by its ID, is handed on once. A 401 is answered with one refresh for all
 * pages together, and 429 and 503 with a wait. Rows that came before a
 * failure stay with whoever took them. Problems: `cancelled`, those of the keeper, of Http and of
 * `readRows`.
 */
export async function fetchList<Row extends {readonly id: string}>(
	desk: Desk,
	source: ListSource<Row>,
	listeners: ListListeners<Row>,
): Promise<Result<void>> {
	const {onRows, onRefreshed, onWait, signal} = listeners;
	const stop = new AbortController();
	const cancel = () => stop.abort();
	signal?.addEventListener('abort', cancel, {once: true});
	if (signal?.aborted) {
		cancel();
	}

	const keeper = oneRenewal(desk.keeper, onRefreshed);
	const seen = new Set<string>();
	let received = 0;
	let total = 0;
	/** The end as far as rows have shown it, beyond what was counted; pages come in any order. */
	let shown = 0;
	let isCounted = false;

	/** Fetches the page at an offset and hands its rows on; says how many Anaplan sent. */
	const take = async (offset: number, limit: number): Promise<Result<number>> => {
		const page = await fetchPage(desk, keeper, source, {
			offset,
			limit,
			signal: stop.signal,
			onWait: onWait ?? (() => undefined),
		});
		if (stop.signal.aborted) {
			return failure(problem('cancelled'));
		}

		if (!page.ok) {
			return page;
		}

		const {rows, totalSize = 0} = page.value;
		if (rows.length === 0 && offset < totalSize) {
			return failure(listBroke());
		}

		const fresh = newRows(rows, source, seen);
		received += fresh.length;
		isCounted ||= totalSize > rows.length && offset === 0;
		// A server that sends the same rows for every offset never comes to an end.
		const end = fresh.length > 0 ? endOfList(page.value, {offset, limit, isCounted}) : 0;
		shown = end > totalSize ? Math.max(shown, end) : shown;
		total = Math.max(totalSize, shown);
		onRows(fresh, {received, total: Math.max(received, totalSize)});
		return success(rows.length);
	};

	/** Fetches a span, in as many pages as the server makes of it. */
	const takeSpan = async ({from, to}: Span): Promise<Result<void>> => {
		let offset = from;
		while (offset < Math.min(to, total)) {
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
			while (next < total && trouble === undefined) {
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
		return trouble ? failure(trouble) : success(undefined);
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

/** The rows that have not been seen yet. A row without an ID is never the same as another. */
function newRows<Row extends {readonly id: string}>(
	rows: readonly unknown[],
	{readRow}: ListSource<Row>,
	seen: Set<string>,
): readonly Row[] {
	const fresh: Row[] = [];
	for (const one of rows) {
		const row = readRow(one);
		if (row === undefined || (row.id !== '' && seen.has(row.id))) {
			continue;
		}

		seen.add(row.id);
		fresh.push(row);
	}

	return fresh;
}
