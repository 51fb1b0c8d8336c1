import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {HttpReply} from '../../source/core/anaplan/http.ts';
import {type Result, success} from '../../source/core/result.ts';
import {epochMs} from '../../source/core/time.ts';
import {createPacer} from '../../source/session/pacer.ts';
import type {Http} from '../../source/session/ports.ts';
import {fakeClock, settled} from '../helpers/fakes.ts';
import {after, emptyReply, noon} from '../helpers/samples.ts';

const request = (name: string) => ({method: 'GET', url: `https://api.anaplan.com/${name}`});

/** A server that answers when it is told to. */
function heldServer() {
	const held: {readonly name: string; readonly release: () => void}[] = [];
	const http: Http = {
		async send({url}, signal): Promise<Result<HttpReply>> {
			return new Promise(resolve => {
				const release = () => resolve(success(emptyReply(200)));
				held.push({name: url.slice(url.lastIndexOf('/') + 1), release});
				signal?.addEventListener('abort', release);
			});
		},
	};
	return {http, held, names: () => held.map(({name}) => name)};
}

test('four requests are under way at once; the fifth takes the place of the first that ends', async () => {
	const {http, held, names} = heldServer();
	const pacer = createPacer(fakeClock().clock);
	const sent = ['a', 'b', 'c', 'd', 'e', 'f'].map(async name => pacer.send(http, request(name)));
	await settled();
	expect(names()).toEqual(['a', 'b', 'c', 'd']);
	held[1]?.release();
	await settled();
	expect(names()).toEqual(['a', 'b', 'c', 'd', 'e']);
	for (let next = 0; next < 6; next++) {
		held[next]?.release();
		await settled();
	}

	expect(await Promise.all(sent)).toHaveLength(6);
});

/** A clock that many can sleep by at once; `run` lets time pass until nobody does. */
function timeline() {
	let now = noon;
	const sleepers: {readonly at: number; readonly wake: () => void}[] = [];
	const sleep = async (ms: number, signal?: AbortSignal): Promise<void> =>
		new Promise(resolve => {
			const sleeper = {at: now + ms, wake: resolve};
			sleepers.push(sleeper);
			signal?.addEventListener('abort', () => {
				sleepers.splice(0, sleepers.length, ...sleepers.filter(other => other !== sleeper));
				resolve();
			});
		});
	return {
		clock: {now: () => now, sleep},
		async run() {
			for (await settled(); sleepers.length > 0; await settled()) {
				sleepers.sort((one, other) => one.at - other.at);
				const next = sleepers.shift();
				now = epochMs(next?.at ?? now);
				next?.wake();
			}
		},
	};
}

test('requests start in the order of asking, an eighth of a second apart at least', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(400), {minLength: 1, maxLength: 50}), async gaps => {
			const {clock, run} = timeline();
			const pacer = createPacer(clock);
			const starts: {readonly at: number; readonly url: string}[] = [];
			const http: Http = {
				async send({url}) {
					starts.push({at: clock.now(), url});
					return success(emptyReply(200));
				},
			};
			let asked = 0;
			const sent = gaps.map(async (gap, index) => {
				asked += gap;
				await clock.sleep(asked);
				return pacer.send(http, request(String(index)));
			});
			await run();
			await Promise.all(sent);
			expect(starts.map(({url}) => url)).toEqual(
				gaps.map((_, index) => request(String(index)).url),
			);
			for (const [index, {at}] of starts.slice(1).entries()) {
				expect(at - (starts[index]?.at ?? 0)).toBeGreaterThanOrEqual(125);
			}
		}),
		{numRuns: 200},
	);
});

test('a list that is left and opened again and again beside another makes no more than ten requests in any second', async () => {
	const pauses = fc.array(fc.integer({min: 60, max: 400}), {minLength: 40, maxLength: 40});
	await fc.assert(
		fc.asyncProperty(pauses, async opened => {
			const {clock, run} = timeline();
			const pacer = createPacer(clock);
			const starts: number[] = [];
			const http: Http = {
				async send(_, signal) {
					starts.push(clock.now());
					await clock.sleep(100, signal);
					return success(emptyReply(200));
				},
			};
			/** The first page, then four at once. */
			const load = async (signal: AbortSignal) => {
				const pages = async () => {
					while (!signal.aborted) {
						await pacer.send(http, request('page'), signal);
					}
				};

				await pacer.send(http, request('first'), signal);
				await Promise.all([pages(), pages(), pages(), pages()]);
			};

			const other = new AbortController();
			const leaveAndOpen = async () => {
				for (const pauseMs of opened) {
					const left = new AbortController();
					void load(left.signal);
					await clock.sleep(pauseMs);
					left.abort();
					await clock.sleep(60);
				}

				other.abort();
			};

			const all = Promise.all([load(other.signal), leaveAndOpen()]);
			await run();
			await all;
			const inSecondFrom = (at: number) => starts.filter(one => one >= at && one < at + 1000);
			expect(Math.max(...starts.map(at => inSecondFrom(at).length))).toBeLessThanOrEqual(10);
		}),
		{numRuns: 50},
	);
});

test('a clock that was set back makes nobody wait for longer than that', async () => {
	const {clock, advance} = fakeClock(after(3_600_000, noon));
	const pacer = createPacer(clock);
	const http: Http = {send: async () => success(emptyReply(200))};
	for (let sent = 0; sent < 10; sent++) {
		await pacer.send(http, request('x'));
	}

	advance(-3_600_000);
	await pacer.send(http, request('x'));
	expect(clock.now() - noon).toBeLessThanOrEqual(2000);
});

test('who waits for a place or for its time and is cancelled ends at once and is never sent', async () => {
	const {http, held, names} = heldServer();
	const {clock} = fakeClock();
	const pacer = createPacer(clock);
	const stop = new AbortController();
	const first = ['a', 'b', 'c', 'd'].map(async name => pacer.send(http, request(name)));
	const waiting = pacer.send(http, request('never'), stop.signal);
	const patient = pacer.send(http, request('e'));
	await settled();
	stop.abort();
	expect(await waiting).toMatchObject({ok: false, problem: {code: 'cancelled', exitCode: 130}});
	expect(await pacer.send(http, request('late'), stop.signal)).toMatchObject({ok: false});
	for (let next = 0; next < 5; next++) {
		held[next]?.release();
		await settled();
	}

	await Promise.all([...first, patient]);
	expect(names()).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('a place is free again after a request that failed inside', async () => {
	const pacer = createPacer(fakeClock().clock);
	const broken: Http = {
		async send() {
			throw new Error('defect');
		},
	};
	for (let sent = 0; sent < 5; sent++) {
		await expect(pacer.send(broken, request('x'))).rejects.toThrow('defect');
	}

	const working: Http = {send: async () => success(emptyReply(200))};
	expect(await pacer.send(working, request('x'))).toMatchObject({ok: true});
});
