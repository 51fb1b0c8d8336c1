import fc from 'fast-check';
import {expect, test} from 'vitest';
import {failure, success} from '../../source/core/result.ts';
import {fetchPages} from '../../source/session/fetch-pages.ts';
import {noNetwork} from '../helpers/fakes.ts';
import {emptyReply, htmlReply, jsonReply} from '../helpers/samples.ts';

const list = 'https://api.anaplan.com/2/0/models?modelDetails=true';

/** A server with `total` rows that gives `sizeAt` rows of a page. */
function server(total: number, sizeAt: (page: number) => number = () => 5000) {
	const urls: URL[] = [];
	const send = async (url: string) => {
		const asked = new URL(url);
		urls.push(asked);
		const offset = Number(asked.searchParams.get('offset'));
		const limit = Number(asked.searchParams.get('limit'));
		const size = Math.max(0, Math.min(limit, sizeAt(urls.length), total - offset));
		const models = Array.from({length: size}, (_, index) => ({id: offset + index}));
		const paging = {
			currentPageSize: size,
			totalSize: total,
			offset,
			next: `${list}&offset=20&limit=20`,
		};
		return success(jsonReply(200, {meta: {schema: 'x', paging}, status: {code: 200}, models}));
	};

	return {urls, send};
}

test('every row comes once and in order, however the server cuts its pages', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.nat(400),
			fc.array(fc.integer({min: 1, max: 90}), {minLength: 1}),
			async (total, sizes) => {
				const {send, urls} = server(total, page => sizes[page % sizes.length] ?? 1);
				const pages = await fetchPages(list, send);
				expect(pages).toEqual(
					success({
						meta: {schema: 'x', paging: {currentPageSize: total, totalSize: total, offset: 0}},
						status: {code: 200},
						models: Array.from({length: total}, (_, id) => ({id})),
					}),
				);
				expect(urls.every(({searchParams}) => searchParams.get('limit') === '5000')).toBe(true);
				expect(urls.every(({searchParams}) => searchParams.get('modelDetails') === 'true')).toBe(
					true,
				);
			},
		),
		{numRuns: 100},
	);
});

test('a limit and an offset that are given are kept', async () => {
	const {send, urls} = server(10);
	const pages = await fetchPages(`${list}&limit=3&offset=4`, send);
	expect(pages).toMatchObject({value: {models: [4, 5, 6, 7, 8, 9].map(id => ({id}))}});
	expect(
		urls.map(({searchParams}) => `${searchParams.get('limit')}@${searchParams.get('offset')}`),
	).toEqual(['3@4', '3@7']);
});

test.each([
	['nothing', () => ({})],
	['its number as a text', () => ({totalSize: '10'})],
	['only the rows of the page', (count: number) => ({totalSize: count})],
	['a page larger than what came', () => ({totalSize: 10, currentPageSize: 50})],
])('a list of which the server counts %s comes whole', async (_, pagingOf) => {
	const all = Array.from({length: 10}, (_, id) => ({id}));
	const send = async (url: string) => {
		const offset = Number(new URL(url).searchParams.get('offset'));
		const models = all.slice(offset, offset + 5);
		return success(jsonReply(200, {meta: {paging: pagingOf(models.length)}, models}));
	};
	expect(await fetchPages(`${list}&limit=5`, send)).toMatchObject({value: {models: all}});
});

test('a list that nobody counts comes whole in smaller pages than asked for', async () => {
	const all = Array.from({length: 12}, (_, id) => ({id}));
	const send = async (url: string) => {
		const offset = Number(new URL(url).searchParams.get('offset'));
		return success(jsonReply(200, {meta: {paging: {}}, models: all.slice(offset, offset + 5)}));
	};
	expect(await fetchPages(list, send)).toMatchObject({value: {models: all}});
});

test('a server that sends the same page for every offset is asked no more than twice', async () => {
	const models = [{id: 1}, {id: 2}];
	let asked = 0;
	const send = async () => {
		asked++;
		return success(jsonReply(200, {meta: {paging: {totalSize: 2}}, models}));
	};
	expect(await fetchPages(`${list}&limit=2`, send)).toMatchObject({value: {models}});
	expect(asked).toBe(2);
});

test('a page without rows is the end when it is so twice, and it is told that more were counted', async () => {
	const {send, urls} = server(10, page => (page < 3 ? 2 : 0));
	const short: object[] = [];
	expect(await fetchPages(list, send, sizes => short.push(sizes))).toMatchObject({
		value: {models: [0, 1, 2, 3].map(id => ({id})), meta: {paging: {totalSize: 10}}},
	});
	expect(short).toEqual([{received: 4, counted: 10}]);
	expect(urls).toHaveLength(4);
});

test('a page that came without rows once is asked for again, and nothing is told', async () => {
	const {send} = server(10, page => (page === 3 ? 0 : 2));
	const short: object[] = [];
	expect(await fetchPages(list, send, sizes => short.push(sizes))).toMatchObject({
		value: {models: Array.from({length: 10}, (_, id) => ({id}))},
	});
	expect(short).toEqual([]);
});

test('the same page again though more are counted ends with a Problem', async () => {
	const models = [{id: 1}, {id: 2}];
	const send = async () => success(jsonReply(200, {meta: {paging: {totalSize: 50}}, models}));
	expect(await fetchPages(list, send)).toMatchObject({
		ok: false,
		problem: {code: 'unexpected_reply', exitCode: 1},
	});
});

test('a reply that is no list comes back whole, but not in the middle of one', async () => {
	const whole = jsonReply(200, {user: {id: '1'}});
	expect(await fetchPages(list, async () => success(whole))).toEqual(success({user: {id: '1'}}));
	const {send, urls} = server(10, () => 2);
	const broken = async (url: string) => (urls.length === 2 ? success(whole) : send(url));
	expect(await fetchPages(list, broken)).toMatchObject({ok: false});
});

test.each([
	['a refusal', success(emptyReply(503)), 'server_error'],
	['a redirect with JSON', success(jsonReply(302, {})), 'unexpected_reply'],
	['a page for people', success(htmlReply(200)), 'unexpected_reply'],
	['no network', failure(noNetwork), 'network_unreachable'],
] as const)('%s ends the list with its Problem', async (_, outcome, code) => {
	const {send, urls} = server(10, () => 2);
	const broken = async (url: string) => (urls.length === 2 ? outcome : send(url));
	expect(await fetchPages(list, broken)).toMatchObject({ok: false, problem: {code}});
});
