import {expect, test} from 'vitest';
import type {HttpReply} from '../../source/core/anaplan/http.ts';
import {failure, success} from '../../source/core/result.ts';
import {patiently} from '../../source/session/patiently.ts';
import {fakeClock, noNetwork} from '../helpers/fakes.ts';
import {after, emptyReply, noon} from '../helpers/samples.ts';

const asking = (
	status: number,
	retryAfter: string | undefined,
	changes: Partial<HttpReply> = {},
) => ({
	...emptyReply(status),
	retryAfter,
	...changes,
});

const url = 'https://api.anaplan.com/2/0/users/me';

/** Sends through replies given in order, the last one for ever. */
async function sendThrough(...replies: readonly HttpReply[]) {
	return sendAs('POST', ...replies);
}

async function sendAs(method: string, ...replies: readonly HttpReply[]) {
	const {clock, slept} = fakeClock();
	const told: number[] = [];
	let sent = 0;
	const http = {
		send: async () => success(replies[Math.min(sent++, replies.length - 1)] ?? emptyReply(500)),
	};
	const outcome = await patiently(http, clock, waitMs => told.push(waitMs)).send({method, url});
	return {status: outcome.ok ? outcome.value.status : undefined, sent, slept, told};
}

test.each([429, 503])(
	'%d with Retry-After is sent again after that time, which is told',
	async status => {
		expect(await sendThrough(asking(status, '20'), emptyReply(200))).toEqual({
			status: 200,
			sent: 2,
			slept: [20_000],
			told: [20_000],
		});
	},
);

test('a date is read by the server’s clock, not by ours', async () => {
	const date = new Date(after(30_000)).toUTCString();
	const {slept} = await sendThrough(
		asking(429, date, {serverTime: noon, receivedAt: after(3_600_000)}),
		emptyReply(200),
	);
	expect(slept).toEqual([30_000]);
});

test.each([
	['longer than a minute', asking(429, '61')],
	['none', asking(429, undefined)],
	['not readable', asking(503, 'soon')],
])(
	'of a request that changes something, a wait that is %s is left to the caller',
	async (_, reply) => {
		expect(await sendThrough(reply)).toEqual({status: reply.status, sent: 1, slept: [], told: []});
	},
);

test.each([
	['GET', 429, undefined],
	['GET', 503, undefined],
	['HEAD', 429, undefined],
	['GET', 429, 'soon'],
])(
	'%s, answered %d without a wait that can be read, is sent again after a second and after two more',
	async (method, status, retryAfter) => {
		expect(await sendAs(method, asking(status, retryAfter))).toEqual({
			status,
			sent: 3,
			slept: [1000, 2000],
			told: [1000, 2000],
		});
	},
);

test('GET that is answered after a wait of our own is done', async () => {
	expect(await sendAs('GET', asking(429, undefined), emptyReply(200))).toMatchObject({
		status: 200,
		sent: 2,
		slept: [1000],
	});
});

test('GET is not sent again when Anaplan asks for more than a minute', async () => {
	expect(await sendAs('GET', asking(429, '61'))).toMatchObject({status: 429, sent: 1, slept: []});
});

test('waits add up to a minute, not more', async () => {
	expect(await sendThrough(asking(429, '25'))).toMatchObject({sent: 3, slept: [25_000, 25_000]});
});

test('a server that asks for no wait at all is asked four times', async () => {
	expect(await sendThrough(asking(429, '0'))).toMatchObject({status: 429, sent: 4});
});

test.each([200, 400, 401, 403, 404, 500, 502, 504])('%d is not sent again', async status => {
	expect(await sendThrough(asking(status, '1'))).toMatchObject({status, sent: 1, slept: []});
});

test('a request that got no reply is not sent again', async () => {
	const {clock, slept} = fakeClock();
	const http = {send: async () => failure(noNetwork)};
	const outcome = await patiently(http, clock, () => undefined).send({method: 'GET', url});
	expect(outcome).toEqual(failure(noNetwork));
	expect(slept).toEqual([]);
});

test('a wait that is cancelled leaves the refusal as it stands', async () => {
	const stop = new AbortController();
	let sent = 0;
	const http = {
		async send() {
			sent++;
			return success(asking(429, '5'));
		},
	};
	const outcome = await patiently(http, fakeClock().clock, () => stop.abort()).send(
		{method: 'GET', url},
		stop.signal,
	);
	expect(outcome).toMatchObject({ok: true, value: {status: 429}});
	expect(sent).toBe(1);
});
