import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {HttpReply, HttpRequest} from '../../source/core/anaplan/http.ts';
import {type Model, modelList, modelsOfWorkspace} from '../../source/core/lists/models.ts';
import {type Problem, problem} from '../../source/core/problem.ts';
import {hour} from '../../source/core/time.ts';
import {fetchList, type ListListeners} from '../../source/session/fetch-list.ts';
import type {ListProgress} from '../../source/session/list-intake.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {createSessionKeeper, type Kept} from '../../source/session/session-keeper.ts';
import {fakePorts, noNetwork, settled} from '../helpers/fakes.ts';
import {client, emptyReply, jsonReply, sessionNamed, tokenReply} from '../helpers/samples.ts';

type Answer = HttpReply | Problem | Promise<HttpReply | Problem>;
type Asked = {readonly offset: number; readonly limit: number; readonly token: string};

const cancelled = problem('cancelled');
const whenAborted = async (signal: AbortSignal | undefined): Promise<Problem> =>
	new Promise(resolve => {
		signal?.addEventListener('abort', () => resolve(cancelled));
	});

const modelsFrom = (offset: number, count: number, total: number) =>
	jsonReply(200, {
		meta: {paging: {currentPageSize: count, totalSize: total, offset}},
		models: Array.from({length: Math.max(0, count)}, (_, index) => ({id: `M${offset + index}`})),
	});

/** Pages of `total` models, as many to a page as asked for. */
const pagesOf =
	(total: number) =>
	({offset, limit}: Asked): HttpReply =>
		modelsFrom(offset, Math.min(limit, total - offset), total);

/** Someone signed in, at a server that answers pages with `answer` and refreshes with new tokens. */
async function start(
	answer: (asked: Asked, count: number, signal?: AbortSignal) => Answer,
	refresh?: (count: number) => Answer,
) {
	let refreshes = 0;
	const asked: Asked[] = [];
	let underWay = 0;
	let mostAtOnce = 0;
	const world = fakePorts(async (request: HttpRequest, _, signal) => {
		if (request.url.endsWith('/oauth/token')) {
			refreshes++;
			return refresh
				? refresh(refreshes)
				: tokenReply(`new${refreshes}`, {}, world.ports.clock.now());
		}

		const {searchParams} = new URL(request.url);
		const page = {
			offset: Number(searchParams.get('offset')),
			limit: Number(searchParams.get('limit')),
			token: request.accessToken?.reveal().replace(/.*access-/, '') ?? '',
		};
		asked.push(page);
		mostAtOnce = Math.max(mostAtOnce, ++underWay);
		const said = await answer(page, asked.length, signal);
		underWay--;
		return said;
	});
	const profiles = createProfiles(world.ports, 'default', {});
	await profiles.keepSignIn(client, sessionNamed('old'));
	const keeper = createSessionKeeper({...world.ports, profiles});
	const ids: string[] = [];
	const progress: ListProgress[] = [];
	const told: Kept[] = [];
	const waits: number[] = [];
	const fetching = async (listeners: Partial<ListListeners<Model>> = {}, source = modelList) =>
		fetchList({ports: world.ports, keeper}, source, {
			onRows(rows, now) {
				ids.push(...rows.map(({id}) => id));
				progress.push(now);
			},
			onRefreshed: kept => told.push(kept),
			onWait: waitMs => waits.push(waitMs),
			...listeners,
		});
	return {
		...world,
		profiles,
		fetching,
		asked,
		ids,
		progress,
		told,
		waits,
		refreshes: () => refreshes,
		mostAtOnce: () => mostAtOnce,
	};
}

const sorted = (ids: readonly string[]) =>
	ids.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
const upTo = (count: number) => Array.from({length: count}, (_, number) => `M${number}`);

describe('a list', () => {
	test('of one page takes one request, with the limit said', async () => {
		const {fetching, asked, ids, progress} = await start(pagesOf(3));
		expect(await fetching()).toEqual({ok: true, value: {received: 3, counted: 3}});
		expect(asked).toMatchObject([{offset: 0, limit: 2000}]);
		expect(ids).toEqual(upTo(3));
		expect(progress).toEqual([{received: 3, total: 3}]);
	});

	test('without a row is told once, as empty', async () => {
		const {fetching, ids, progress} = await start(pagesOf(0));
		expect(await fetching()).toMatchObject({ok: true});
		expect({ids, progress}).toEqual({ids: [], progress: [{received: 0, total: 0}]});
	});

	test('of many pages begins with the first alone; then at most four are under way', async () => {
		let release = () => {};
		const held = new Promise<void>(resolve => {
			release = resolve;
		});
		const {fetching, asked, ids, progress, mostAtOnce} = await start(async (page, count) => {
			await (count === 1 ? undefined : held);
			return pagesOf(32_000)(page);
		});
		const fetched = fetching();
		await settled();
		expect(progress).toEqual([{received: 2000, total: 32_000}]);
		expect(asked).toHaveLength(5);
		release();
		expect(await fetched).toMatchObject({ok: true});
		expect(mostAtOnce()).toBe(4);
		expect(sorted(ids)).toEqual(upTo(32_000));
		expect(progress.at(-1)).toEqual({received: 32_000, total: 32_000});
	});

	test('has every row once, however the server cuts its pages', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(400),
				fc.array(fc.integer({min: 1, max: 90}), {minLength: 1}),
				async (total, sizes) => {
					const {fetching, ids, asked} = await start(({offset, limit}, count) => {
						const size = Math.min(limit, sizes[count % sizes.length] ?? 1, total - offset);
						return modelsFrom(offset, size, total);
					});
					expect(await fetching()).toMatchObject({ok: true});
					expect(sorted(ids)).toEqual(upTo(total));
					expect(new Set(asked.map(({offset}) => offset)).size).toBe(asked.length);
				},
			),
			{numRuns: 40},
		);
	});

	test('that grows while it is read is followed to its new end', async () => {
		const {fetching, ids} = await start(({offset, limit}, count) => {
			const total = count === 1 ? 20 : 35;
			return modelsFrom(offset, Math.min(limit, 10, total - offset), total);
		});
		expect(await fetching()).toMatchObject({ok: true});
		expect(sorted(ids)).toEqual(upTo(35));
	});

	test('that shrinks while it is read ends where it now ends', async () => {
		const {fetching, ids, progress} = await start(({offset, limit}, count) => {
			const total = count === 1 ? 100 : 15;
			return modelsFrom(offset, Math.max(0, Math.min(limit, 10, total - offset)), total);
		});
		expect(await fetching()).toMatchObject({ok: true});
		expect(sorted(ids)).toEqual(upTo(15));
		expect(progress.at(-1)?.total).toBe(15);
	});

	test('hands a row on once by its ID, and every row that has none', async () => {
		const rows = [
			[{id: 'A'}, {name: 'x'}],
			[{id: 'A'}, {name: 'x'}],
			[{id: 'B'}, null],
		];
		const {fetching, ids} = await start(({offset}) =>
			jsonReply(200, {meta: {paging: {totalSize: 6}}, models: rows[offset / 2]}),
		);
		expect(await fetching()).toMatchObject({ok: true});
		expect(ids.toSorted()).toEqual(['', '', 'A', 'B']);
	});

	test.each([
		['nothing', () => undefined],
		['no number', () => ({totalSize: null})],
		['none', () => ({totalSize: 0})],
		['its number as a text', () => ({totalSize: '12003'})],
		['only the rows of the page', (_: number, count: number) => ({totalSize: count})],
		['only the rows so far', (offset: number, count: number) => ({totalSize: offset + count})],
		['too few', () => ({totalSize: 5500})],
	])('of which the server counts %s comes whole', async (_, pagingOf) => {
		const {fetching, ids} = await start(({offset, limit}) => {
			const models = upTo(12_003).slice(offset, offset + limit);
			return jsonReply(200, {
				meta: {paging: pagingOf(offset, models.length)},
				models: models.map(id => ({id})),
			});
		});
		expect(await fetching()).toMatchObject({ok: true});
		expect(sorted(ids)).toEqual(upTo(12_003));
	});

	test('that is sent anew for every offset ends all the same', async () => {
		const {fetching, ids, asked} = await start(() => modelsFrom(0, 6000, 6000));
		expect(await fetching()).toMatchObject({ok: true});
		expect(sorted(ids)).toEqual(upTo(6000));
		expect(asked.length).toBeLessThan(3);
	});

	test('ends with a page without rows where the server counts some that nobody sees', async () => {
		const {fetching, ids, asked} = await start(({offset, limit}) =>
			modelsFrom(offset, Math.min(limit, 10, 35 - offset), 9000),
		);
		expect(await fetching()).toEqual({ok: true, value: {received: 35, counted: 9000}});
		expect(sorted(ids)).toEqual(upTo(35));
		expect(asked.length).toBeLessThan(15);
	});

	test('of which some are counted and none is seen is empty', async () => {
		const {fetching, asked} = await start(() => modelsFrom(0, 0, 30));
		expect(await fetching()).toEqual({ok: true, value: {received: 0, counted: 30}});
		expect(asked).toHaveLength(2);
	});

	test('is asked again for a page that came without rows, for a server may stumble', async () => {
		let stumbles = 0;
		const {fetching, ids} = await start(({offset, limit}) =>
			offset === 20 && stumbles++ < 1
				? modelsFrom(offset, 0, 0)
				: modelsFrom(offset, Math.min(limit, 10, 50 - offset), 50),
		);
		expect(await fetching()).toMatchObject({ok: true, value: {received: 50}});
		expect(sorted(ids)).toEqual(upTo(50));
	});

	test('without pages and without IDs, sent anew for every offset, is handed on once', async () => {
		const {fetching, ids} = await start(() => jsonReply(200, {models: [{id: 'A'}, {name: 'x'}]}));
		expect(await fetching()).toMatchObject({ok: true});
		expect(ids).toEqual(['A', '']);
	});

	test('with a hole in the middle has broken off, and keeps the rows that came', async () => {
		const {fetching, ids} = await start(({offset, limit}) =>
			modelsFrom(offset, offset === 20 ? 0 : Math.min(limit, 10), 50),
		);
		const outcome = await fetching();
		expect(outcome).toMatchObject({problem: {code: 'unexpected_reply', exitCode: 1}});
		expect(JSON.stringify(outcome)).toContain('The list broke off');
		expect(ids.slice(0, 10)).toEqual(upTo(10));
	});

	test('that gives the same page for every offset though more are counted cannot be had', async () => {
		const {fetching} = await start(() => modelsFrom(0, 10, 50));
		const outcome = await fetching();
		expect(outcome).toMatchObject({problem: {code: 'unexpected_reply', exitCode: 1}});
		expect(JSON.stringify(outcome)).toContain('the same rows');
	});

	test.each([
		['nothing', () => undefined],
		['too few', () => ({totalSize: 11})],
	])(
		'in smaller pages than asked for, of which the server counts %s, comes whole',
		async (_, paging) => {
			const {fetching, ids} = await start(({offset, limit}) =>
				jsonReply(200, {
					meta: {paging: paging()},
					models: upTo(47)
						.slice(offset, offset + Math.min(limit, 10))
						.map(id => ({id})),
				}),
			);
			expect(await fetching()).toMatchObject({ok: true});
			expect(sorted(ids)).toEqual(upTo(47));
		},
	);

	test('keeps the count of the pages before where a page does not say it', async () => {
		const {fetching, ids} = await start(({offset, limit}) =>
			offset === 20
				? jsonReply(200, {models: []})
				: modelsFrom(offset, Math.min(limit, 10, 50 - offset), 50),
		);
		expect(JSON.stringify(await fetching())).toContain('The list broke off');
		expect(ids).toContain('M49');
	});

	test('that repeats a row says that fewer came than were counted', async () => {
		const {fetching} = await start(({offset}) =>
			jsonReply(200, {
				meta: {paging: {totalSize: 4}},
				models: offset === 0 ? [{id: 'A'}, {id: 'B'}] : [{id: 'B'}, {id: 'C'}],
			}),
		);
		expect(await fetching()).toEqual({ok: true, value: {received: 3, counted: 4}});
	});
});

describe('a 401 in the middle', () => {
	test('refreshes once for all pages together, goes on, and tells of the new tokens', async () => {
		const {fetching, ids, asked, refreshes, told} = await start((page, count) =>
			count > 1 && page.token === 'old'
				? emptyReply(401)
				: modelsFrom(page.offset, Math.min(page.limit, 10), 50),
		);
		expect(await fetching()).toMatchObject({ok: true});
		expect(sorted(ids)).toEqual(upTo(50));
		expect(refreshes()).toBe(1);
		expect(told).toHaveLength(1);
		expect(told[0]).toMatchObject({by: 'us'});
		expect(asked.filter(({token}) => token === 'old')).toHaveLength(5);
		expect(asked.filter(({token}) => token === 'new1')).toHaveLength(4);
	});

	test('to the new token stands, too, and is not answered with a second refresh', async () => {
		const {fetching, asked, refreshes} = await start((page, count) =>
			(count > 1 && page.token === 'old') || page.offset > 40
				? emptyReply(401)
				: modelsFrom(page.offset, Math.min(page.limit, 10), 60),
		);
		expect(await fetching()).toMatchObject({problem: {code: 'token_rejected'}});
		expect(refreshes()).toBe(1);
		expect(asked.filter(({offset}) => offset === 50)).toHaveLength(1);
	});

	test('never makes a page go back to tokens that have been replaced', async () => {
		const world = await start((page, count) => {
			if (page.offset === 40 && page.token === 'new1') {
				world.advance(hour);
			}

			return (count > 1 && page.token === 'old') || page.token === 'new2'
				? emptyReply(401)
				: modelsFrom(page.offset, Math.min(page.limit, 10), 60);
		});
		expect(await world.fetching()).toMatchObject({problem: {code: 'token_rejected'}});
		expect(world.asked.at(-1)).toMatchObject({offset: 50, token: 'new2'});
	});

	test('that a new token does not help stands, after one refresh', async () => {
		const {fetching, ids, refreshes} = await start(({offset, limit}) =>
			offset === 0 ? modelsFrom(0, Math.min(limit, 10), 500) : emptyReply(401),
		);
		expect(await fetching()).toMatchObject({problem: {code: 'token_rejected', exitCode: 4}});
		expect(refreshes()).toBe(1);
		expect(ids).toEqual(upTo(10));
	});

	test('whose refresh shows that the sign-in has ended says that', async () => {
		const {fetching, refreshes} = await start(
			({offset, limit}) =>
				offset === 0 ? modelsFrom(0, Math.min(limit, 10), 50) : emptyReply(401),
			() => jsonReply(403, {error: 'invalid_grant'}),
		);
		expect(await fetching()).toMatchObject({problem: {code: 'sign_in_ended', exitCode: 4}});
		expect(refreshes()).toBe(1);
	});

	test('is told of when another process had refreshed, too', async () => {
		const {fetching, told, profiles, refreshes} = await start(async (page, count) => {
			if (count === 2) {
				await profiles.amendSession(sessionNamed('old'), () => sessionNamed('theirs'));
			}

			return count > 1 && page.token === 'old'
				? emptyReply(401)
				: modelsFrom(page.offset, Math.min(page.limit, 10), 50);
		});
		expect(await fetching()).toMatchObject({ok: true});
		expect(refreshes()).toBe(0);
		expect(told).toMatchObject([{by: 'adopted'}]);
	});

	test('a token that is used up in the middle is refreshed once, and told once', async () => {
		const world = await start((page, count) => {
			if (count === 1) {
				world.advance(hour);
			}

			return modelsFrom(page.offset, Math.min(page.limit, 10), 90);
		});
		expect(await world.fetching()).toMatchObject({ok: true});
		expect(world.refreshes()).toBe(1);
		expect(world.told).toHaveLength(1);
	});

	test('a token that is nearly used up is refreshed before the first page, and told', async () => {
		const {fetching, told, advance} = await start(pagesOf(3));
		advance(hour);
		expect(await fetching()).toMatchObject({ok: true});
		expect(told).toMatchObject([{by: 'us'}]);
	});
});

describe('a refusal', () => {
	test.each([
		[403, 'forbidden'],
		[500, 'server_error'],
		[502, 'server_error'],
		[503, 'server_error'],
		[429, 'rate_limited'],
	])('%d of a later page ends the fetch, and the rows that came stay', async (status, code) => {
		const {fetching, ids, asked} = await start(({offset, limit}) =>
			offset === 20
				? jsonReply(status, {status: {code: status, message: 'No'}})
				: modelsFrom(offset, Math.min(limit, 10), 1000),
		);
		expect(await fetching()).toMatchObject({ok: false, problem: {code}});
		expect(ids).toContain('M0');
		// Not all of a hundred; others go on while that page is tried again.
		expect(asked.length).toBeLessThan(20);
	});

	test('ends the other pages that are under way', async () => {
		const {fetching} = await start(({offset}, _, signal) =>
			offset === 0
				? modelsFrom(0, 10, 1000)
				: offset === 20
					? emptyReply(500)
					: whenAborted(signal),
		);
		expect(await fetching()).toMatchObject({problem: {code: 'server_error'}});
	});

	test('404 for the models of a workspace means that there is no such workspace', async () => {
		const {fetching} = await start(() => jsonReply(404, {status: {code: 404, message: 'No'}}));
		expect(await fetching({}, modelsOfWorkspace('8a81'))).toMatchObject({
			problem: {code: 'not_found'},
		});
	});

	test('a network that is pulled ends the fetch with its Problem', async () => {
		const {fetching} = await start(({offset, limit}) =>
			offset === 0 ? modelsFrom(0, Math.min(limit, 10), 50) : noNetwork,
		);
		expect(await fetching()).toEqual({ok: false, problem: noNetwork});
	});

	test.each([429, 503])('%d with Retry-After is waited for, and the list goes on', async status => {
		let refusals = 0;
		const {fetching, ids, slept, waits} = await start(({offset, limit}) =>
			offset === 20 && refusals++ < 1
				? {...emptyReply(status), retryAfter: '7'}
				: modelsFrom(offset, Math.min(limit, 10), 50),
		);
		expect(await fetching()).toMatchObject({ok: true});
		expect(sorted(ids)).toEqual(upTo(50));
		expect(slept).toContain(7000);
		expect(waits).toEqual([7000]);
	});
});

describe('a cancellation', () => {
	test('ends what is under way and hands nothing on afterwards', async () => {
		const stop = new AbortController();
		const {fetching, ids, asked} = await start((_, count, signal) =>
			count === 1 ? modelsFrom(0, 10, 500) : whenAborted(signal),
		);
		const fetched = fetching({signal: stop.signal});
		await settled();
		expect(asked).toHaveLength(5);
		stop.abort();
		expect(await fetched).toMatchObject({ok: false, problem: {code: 'cancelled', exitCode: 130}});
		await settled();
		expect(ids).toEqual(upTo(10));
		expect(asked).toHaveLength(5);
	});

	test('a page that comes in spite of it is not handed on', async () => {
		const stop = new AbortController();
		const {fetching, ids} = await start(page => {
			stop.abort();
			return pagesOf(3)(page);
		});
		expect(await fetching({signal: stop.signal})).toMatchObject({problem: {code: 'cancelled'}});
		expect(ids).toEqual([]);
	});

	test('before the start sends nothing', async () => {
		const {fetching, asked} = await start(pagesOf(3));
		expect(await fetching({signal: AbortSignal.abort()})).toMatchObject({
			problem: {code: 'cancelled'},
		});
		expect(asked).toEqual([]);
	});

	test('ends a wait that Anaplan asked for', async () => {
		const stop = new AbortController();
		const world = await start(() => ({...emptyReply(429), retryAfter: '60'}));
		world.ports.clock.sleep = async (_, signal) =>
			new Promise(resolve => {
				signal?.addEventListener('abort', () => resolve());
			});
		const fetched = world.fetching({signal: stop.signal});
		await settled();
		expect(world.waits).toEqual([60_000]);
		stop.abort();
		expect(await fetched).toMatchObject({problem: {code: 'cancelled'}});
		expect(world.asked).toHaveLength(1);
	});

	test('in the middle of a refresh does not lose the new tokens: they are told', async () => {
		const stop = new AbortController();
		const {fetching, told, ids} = await start(
			page => (page.token === 'old' ? emptyReply(401) : pagesOf(3)(page)),
			async count => {
				stop.abort();
				return tokenReply(`new${count}`);
			},
		);
		expect(await fetching({signal: stop.signal})).toMatchObject({problem: {code: 'cancelled'}});
		expect(told).toMatchObject([{by: 'us'}]);
		expect(ids).toEqual([]);
	});
});
