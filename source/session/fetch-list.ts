import {type ListSource, listRequest} from '../core/anaplan/list-source.ts';
import {type RowsPage, readRows} from '../core/anaplan/paging.ts';
import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {sendAuthenticated} from './authenticated.ts';
import {createListIntake, type ListEnd, type ListProgress, type Slice} from './list-intake.ts';
import {oneRefresh} from './one-refresh.ts';
import {patiently} from './patiently.ts';
import type {Http, Ports} from './ports.ts';
import type {Kept, SessionKeeper} from './session-keeper.ts';

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
	const intake = createListIntake(source, onRows);

	const ask = async (slice: Slice): Promise<Result<RowsPage>> => {
		const page = await fetchPage(desk, keeper, source, {
			...slice,
			signal: stop.signal,
			onWait: onWait ?? (() => undefined),
		});
		return stop.signal.aborted ? failure(problem('cancelled')) : page;
	};

	/** Fetches the page at an offset and hands its rows on; says how many Anaplan sent. */
	const take = async (slice: Slice): Promise<Result<number>> => {
		const once = await ask(slice);
		const page = once.ok && intake.isDoubtful(once.value, slice.offset) ? await ask(slice) : once;
		return page.ok ? intake.take(page.value, slice) : page;
	};

	/** Fetches a span, in as many pages as the server makes of it. */
	const takeSpan = async ({from, to}: Span): Promise<Result<void>> => {
		let offset = from;
		while (offset < Math.min(to, intake.end())) {
			const taken = await take({offset, limit: to - offset});
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
		const first = await take({offset: 0, limit: pageRows});
		if (!first.ok) {
			return first;
		}

		let next = first.value;
		let trouble: Problem | undefined;
		const work = async (): Promise<void> => {
			// The total may change with every page.
			while (next < intake.end() && trouble === undefined) {
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
		return trouble ? failure(trouble) : intake.whole();
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
	}: Slice & {
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
