import {createServer, request} from 'node:http';
import {type AddressInfo, connect, Server, type Socket} from 'node:net';
import {networkInterfaces} from 'node:os';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {createCallbackListener} from '../../source/adapters/callback-listener.ts';
import {answerIn} from '../../source/core/oauth/callback.ts';
import type {Secret} from '../../source/core/secret.ts';
import type {Listening} from '../../source/session/ports.ts';
import {eventually} from '../helpers/eventually.ts';
import {freePort} from '../helpers/free-port.ts';
import {authorizationRequest, oauthState, sentinel} from '../helpers/samples.ts';
import {expectNoSecret, run} from './helpers.ts';

const remote = 'https://www.anaplan.com';
const ours = `code=${sentinel}-code&state=${oauthState}`;

type Options = Parameters<typeof createCallbackListener>[0] & {readonly redirectUri?: string};

/** A listener on a free port unless the variables say otherwise, and what it told. */
async function listen({redirectUri = remote, ...options}: Options = {}) {
	const captured: Secret[] = [];
	const told = {expired: 0};
	const port = options.env === undefined ? await freePort() : undefined;
	const opened = await createCallbackListener({
		env: {ANAPLAN_TUI_PORT: String(port)},
		...options,
	}).listen(redirectUri, {
		judge: query => answerIn(query, {...authorizationRequest, redirectUri}),
		captured: query => captured.push(query),
		expired() {
			told.expired += 1;
		},
	});
	if (!opened.ok) {
		throw new Error(opened.problem.message);
	}

	onTestFinished(opened.value.close);
	return {...opened.value, captured, told};
}

/** Another program on a port of 127.0.0.1. */
async function occupied(): Promise<number> {
	const server = createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.close();
	});
	return (server.address() as AddressInfo).port;
}

type Sent = {
	readonly method?: string;
	readonly path?: string;
	readonly headers?: Record<string, string>;
	readonly host?: string;
};

type Answer = {
	readonly status: number;
	readonly body: string;
	readonly headers: Record<string, unknown>;
};

/** One request as a browser sends it; status 0 when there is no answer at all. */
async function send(
	{port}: Pick<Listening, 'port'>,
	{method = 'GET', path = `/callback?${ours}`, headers = {}, host = '127.0.0.1'}: Sent = {},
): Promise<Answer> {
	return new Promise(resolve => {
		const none = () => resolve({status: 0, body: '', headers: {}});
		const sent = request({host, port, method, path, headers, agent: false}, reply => {
			let body = '';
			reply.setEncoding('utf8');
			reply.on('data', text => {
				body += String(text);
			});
			reply.on('end', () => resolve({status: reply.statusCode ?? 0, body, headers: reply.headers}));
			reply.on('error', none);
		});
		sent.on('error', none);
		sent.end();
	});
}

/** Bytes on a connection of their own, which stays open. */
async function connectTo(port: number, text: string): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => undefined);
	onTestFinished(() => {
		socket.destroy();
	});
	await new Promise<void>(resolve => {
		socket.once('connect', resolve);
	});
	socket.write(text);
	return socket;
}

describe('a refusal of ours', () => {
	test('is taken, answered with words of its own, and a code may follow it', async () => {
		const listener = await listen();
		const refusal = `error=access_denied&error_description=${sentinel}&state=${oauthState}`;
		const answer = await send(listener, {path: `/callback?${refusal}`});
		expect(answer).toMatchObject({status: 200});
		expect(answer.body).toContain('Anaplan did not sign you in');
		expectNoSecret(answer.body, JSON.stringify(answer.headers));
		expect(await send(listener)).toMatchObject({status: 200});
		expect(listener.captured.map(query => query.reveal())).toEqual([`?${refusal}`, `?${ours}`]);
	});
});

describe('an address that is ours', () => {
	test('is taken once, answered with a page that repeats nothing, and ends the listening', async () => {
		const listener = await listen();
		const {status, body, headers} = await send(listener);
		expect(status).toBe(200);
		expect(body).toContain('The terminal has it');
		expect(listener.captured.map(query => query.reveal())).toEqual([`?${ours}`]);
		expectNoSecret(body, JSON.stringify(headers));
		expect(body + JSON.stringify(headers)).not.toContain(oauthState);
		expect(headers).toMatchObject({
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'x-content-type-options': 'nosniff',
			'content-security-policy': expect.stringContaining("default-src 'none'"),
		});
		expect(headers).not.toHaveProperty('access-control-allow-origin');
		expect(await send(listener)).toMatchObject({status: 0});
		expect(listener.captured).toHaveLength(1);
	});

	test.each([
		['as a navigation', {'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document'}],
		[
			'from another site, as the bookmarklet does it',
			{'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site'},
		],
		['by a browser that says nothing about it', {}],
		['by a program, with Node’s fetch', {'sec-fetch-mode': 'cors'}],
	])('counts %s', async (_, headers) => {
		const listener = await listen();
		expect(await send(listener, {headers})).toMatchObject({status: 200});
		expect(listener.captured).toHaveLength(1);
	});

	test('may name localhost', async () => {
		const listener = await listen();
		const headers = {host: `localhost:${listener.port}`};
		expect(await send(listener, {headers})).toMatchObject({status: 200});
	});

	test('keeps a question mark in its code', async () => {
		const listener = await listen();
		await send(listener, {path: `/callback?code=a?b?c&state=${oauthState}`});
		expect(listener.captured[0]?.reveal()).toBe(`?code=a?b?c&state=${oauthState}`);
	});

	test('that comes twice at the same time is taken once', async () => {
		const listener = await listen();
		const answers = await Promise.all(Array.from({length: 20}, async () => send(listener)));
		expect(answers.filter(({status}) => status === 200)).toHaveLength(1);
		expect(listener.captured).toHaveLength(1);
	});
});

describe('everything else gets one and the same answer and changes nothing', () => {
	const old = ours.replace(oauthState, 'the-state-of-an-attempt-that-is-over-and-done');
	const navigation = {'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document'};
	test.each<[string, Sent]>([
		['another host name', {headers: {host: 'attacker.example'}}],
		['a host name that is bound to 127.0.0.1', {headers: {host: '127.0.0.1.attacker.example'}}],
		['another port in the host name', {headers: {host: '127.0.0.1:1'}}],
		['no port in the host name', {headers: {host: '127.0.0.1'}}],
		['another path', {path: `/?${ours}`}],
		['a longer path', {path: `/callback/?${ours}`}],
		['a path with the query in another place', {path: `//callback?${ours}`}],
		['no query', {path: '/callback'}],
		['an empty query', {path: '/callback?'}],
		['POST', {method: 'POST'}],
		['PUT', {method: 'PUT'}],
		['OPTIONS', {method: 'OPTIONS'}],
		['an image', {headers: {'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image'}}],
		['a script', {headers: {'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script'}}],
		['fetch', {headers: {'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty'}}],
		['a frame', {headers: {...navigation, 'sec-fetch-dest': 'iframe'}}],
		['an old state', {path: `/callback?${old}`, headers: navigation}],
		['no state', {path: '/callback?code=abc', headers: navigation}],
		['no code', {path: `/callback?state=${oauthState}`, headers: navigation}],
		['two codes', {path: `/callback?${ours}&code=other`, headers: navigation}],
		['two states', {path: `/callback?${ours}&state=other`, headers: navigation}],
		['an error of another attempt', {path: '/callback?error=access_denied&state=another'}],
		['an error without a state', {path: '/callback?error=access_denied'}],
		['another address in the query', {path: `/callback?https://evil.example/?${ours}`}],
	])('%s', async (_, sent) => {
		const listener = await listen();
		const answer = await send(listener, sent);
		expect(answer).toMatchObject({status: 404});
		expect(answer.body).toContain('Nothing to see here');
		expect(answer).toEqual({
			...(await send(listener, {path: '/'})),
			headers: {...answer.headers, date: expect.anything()},
		});
		expect(answer.body).not.toContain(sentinel);
		expect(listener.captured).toEqual([]);
		expect(await send(listener)).toMatchObject({status: 200});
	});

	test('HEAD, without a body', async () => {
		const listener = await listen();
		expect(await send(listener, {method: 'HEAD'})).toMatchObject({status: 404, body: ''});
		expect(listener.captured).toEqual([]);
	});

	test.each([
		[
			'huge headers',
			`GET /callback?${ours} HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
		],
		['no HTTP at all', '\u0016\u0003\u0001\u0002\u0000 garbage \r\n\r\n'],
		[
			'two lengths',
			`GET /callback?${ours} HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
		],
		['no host name', `GET /callback?${ours} HTTP/1.1\r\n\r\n`],
	])('%s', async (_, text) => {
		const listener = await listen();
		const socket = await connectTo(listener.port, text);
		let seen = '';
		socket.on('data', data => {
			seen += String(data);
		});
		await new Promise(resolve => {
			socket.once('close', resolve);
		});
		expectNoSecret(seen);
		expect(listener.captured).toEqual([]);
		expect(await send(listener)).toMatchObject({status: 200});
	});

	test('a thousand requests, the largest there are', async () => {
		const listener = await listen();
		const path = `/callback?${'code=%20a,&'.repeat(1400)}`;
		for (let count = 0; count < 1000; count += 20) {
			await Promise.all(Array.from({length: 20}, async () => send(listener, {path})));
		}

		expect(listener.captured).toEqual([]);
		expect(await send(listener)).toMatchObject({status: 200});
	}, 300_000);
});

describe('connections', () => {
	test('that never say a word do not keep an address out', async () => {
		const listener = await listen();
		for (let count = 0; count < 40; count += 1) {
			await connectTo(listener.port, count % 2 === 0 ? '' : 'GET /callback');
		}

		expect(await send(listener)).toMatchObject({status: 200});
		expect(listener.captured).toHaveLength(1);
	});

	test('that stay open are ended when the listening ends', async () => {
		const listener = await listen();
		const ends = ['', 'GET /callback?'].map(async text => {
			const socket = await connectTo(listener.port, text);
			socket.resume();
			return new Promise(resolve => {
				socket.once('close', resolve);
			});
		});
		await eventually(async () => (await send(listener, {path: '/'})).status).toBe(404);
		listener.close();
		await Promise.all(ends);
	});

	test('that stay open do not keep the process alive', async () => {
		const program = run(`
			import {connect} from 'node:net';
			import {createCallbackListener} from '@/adapters/callback-listener.ts';
			const opened = await createCallbackListener({env: {ANAPLAN_TUI_PORT: '${await freePort()}'}}).listen('${remote}', {judge: () => 'none', captured() {}, expired() {}});
			const socket = connect(opened.value.port, '127.0.0.1');
			socket.unref();
			await new Promise(resolve => socket.once('connect', resolve));
			socket.write('GET /callback');
			await new Promise(resolve => setTimeout(resolve, 50));
			console.log('done');
		`);
		expect(await program.ended).toMatchObject({code: 0});
	});

	test('come from this computer only', async () => {
		const listener = await listen();
		const others = Object.values(networkInterfaces())
			.flatMap(addresses => addresses ?? [])
			.filter(({internal, family}) => !internal && family === 'IPv4')
			.map(({address}) => address);
		for (const host of ['127.0.0.2', ...others]) {
			expect(await send(listener, {host})).toMatchObject({status: 0});
		}

		expect(listener.captured).toEqual([]);
	});
});

describe('the port', () => {
	test('is the one that the variable names', async () => {
		const port = await freePort();
		expect(await listen({env: {ANAPLAN_TUI_PORT: String(port)}})).toMatchObject({
			port,
			needsBookmarklet: true,
		});
	});

	test('is a free one when that is busy', async () => {
		const port = await occupied();
		const listener = await listen({env: {ANAPLAN_TUI_PORT: String(port)}});
		expect(listener.port).not.toBe(port);
		expect(await send(listener)).toMatchObject({status: 200});
	});

	test('is none where the system opens none, which is told as what it is', async () => {
		const refusing = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (
			this: Server,
		) {
			queueMicrotask(() => this.emit('error', Object.assign(new Error('no'), {code: 'EACCES'})));
			return this;
		});
		onTestFinished(() => refusing.mockRestore());
		const opened = await createCallbackListener().listen(remote, {
			judge: () => 'none',
			captured() {},
			expired() {},
		});
		expect(opened).toMatchObject({ok: false, problem: {code: 'no_redirect_port', exitCode: 1}});
	});

	test('differs between two listeners, and each takes its own', async () => {
		const env = {ANAPLAN_TUI_PORT: String(await freePort())};
		const [first, second] = [await listen({env}), await listen({env})];
		expect(first.port).not.toBe(second.port);
		await send(second);
		expect([first.captured.length, second.captured.length]).toEqual([0, 1]);
		expect(await send(first)).toMatchObject({status: 200});
	});

	test.each(['x', '0', '-1', '65536', '1e9', '80.5', '5000; rm -rf /', 'NaN', 'Infinity'])(
		'is refused when the variable says %j',
		async value => {
			const opened = await createCallbackListener({env: {ANAPLAN_TUI_PORT: value}}).listen(remote, {
				judge: () => 'none',
				captured: () => undefined,
				expired: () => undefined,
			});
			expect(opened).toMatchObject({ok: false, problem: {code: 'usage', exitCode: 2}});
		},
	);

	test('is one that can be used when the variable says nothing', async () => {
		const listener = await listen({env: {ANAPLAN_TUI_PORT: ''}});
		expect(await send(listener)).toMatchObject({status: 200});
	});
});

describe('a redirect URI on this computer', () => {
	test.each(['127.0.0.1', 'localhost'])(
		'at %s is listened at, without a bookmarklet',
		async host => {
			const port = await freePort();
			const redirectUri = `http://${host}:${port}/signed/in`;
			const listener = await listen({redirectUri, env: {}});
			expect(listener).toMatchObject({port, needsBookmarklet: false});
			expect(await send(listener, {path: `/callback?${ours}`})).toMatchObject({status: 404});
			const headers = {host: `${host}:${port}`};
			expect(await send(listener, {path: `/signed/in?${ours}`, headers})).toMatchObject({
				status: 200,
			});
		},
	);

	test('may have a query of its own', async () => {
		const redirectUri = `http://127.0.0.1:${await freePort()}/?from=anaplan`;
		const listener = await listen({redirectUri, env: {}});
		expect(await send(listener, {path: `/?from=anaplan&${ours}`})).toMatchObject({status: 200});
	});

	test.each([
		['whose port is taken', async () => `http://127.0.0.1:${await occupied()}/callback`],
		['that is not reached at 127.0.0.1', async () => `http://[::1]:${await freePort()}/callback`],
		['that is another address of it', async () => `http://127.0.0.2:${await freePort()}/callback`],
		['that speaks https', async () => `https://127.0.0.1:${await freePort()}/callback`],
	])('%s needs the bookmarklet', async (_, redirectUri) => {
		const env = {ANAPLAN_TUI_PORT: String(await freePort())};
		const listener = await listen({redirectUri: await redirectUri(), env});
		expect(listener).toMatchObject({port: Number(env.ANAPLAN_TUI_PORT), needsBookmarklet: true});
	});
});

describe('the listening', () => {
	test('ends after its time, and tells that once', async () => {
		const listener = await listen({limitMs: 30});
		await eventually(() => listener.told.expired).toBe(1);
		expect(await send(listener)).toMatchObject({status: 0});
		expect(listener.captured).toEqual([]);
	});

	test('that has been ended tells nothing any more', async () => {
		const listener = await listen({limitMs: 30});
		listener.close();
		listener.close();
		const other = await listen({limitMs: 60});
		await eventually(() => other.told.expired).toBe(1);
		expect(listener.told.expired).toBe(0);
		expect(await send(listener)).toMatchObject({status: 0});
	});
});
