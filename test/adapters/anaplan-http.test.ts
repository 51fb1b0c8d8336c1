import {readFileSync} from 'node:fs';
import type {RequestListener} from 'node:http';
import {createServer} from 'node:net';
import {brotliCompressSync, gzipSync} from 'node:zlib';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createAnaplanHttp} from '../../source/adapters/anaplan-http.ts';
import type {HttpRequest} from '../../source/core/anaplan/http.ts';
import type {Problem} from '../../source/core/problem.ts';
import {Secret} from '../../source/core/secret.ts';
import {epochMs} from '../../source/core/time.ts';
import {eventually} from '../helpers/eventually.ts';
import {expectNoSecret, fixture, run, sentinel, serve} from './helpers.ts';

const http = createAnaplanHttp({now: () => epochMs(42)});
const tls = {
	key: readFileSync(fixture('loopback-key.pem'), 'utf8'),
	cert: readFileSync(fixture('loopback-cert.pem'), 'utf8'),
};

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'GET',
	url,
	...more,
});

/** A request as full of secrets as one can be. */
const refresh = (url: string): HttpRequest => ({
	method: 'POST',
	url: `${url}/oauth/token`,
	accessToken: new Secret('access token', `${sentinel}-access`),
	json: {
		grant_type: 'refresh_token',
		client_id: 'client-1',
		client_secret: new Secret('client secret', `${sentinel}-client`),
		refresh_token: new Secret('refresh token', `${sentinel}-refresh`),
	},
});

async function problemOf(request: HttpRequest, signal?: AbortSignal, by = http): Promise<Problem> {
	const reply = await by.send(request, signal);
	expectNoSecret(reply);
	if (reply.ok) {
		throw new Error('There was a reply.');
	}

	expect(Object.keys(reply.problem)).not.toContain('stack');
	return reply.problem;
}

async function replyTo(listener: RequestListener, more: Partial<HttpRequest> = {}) {
	const {url} = await serve(listener);
	const reply = await http.send(get(`${url}/`, more));
	if (!reply.ok) {
		throw new Error(reply.problem.message);
	}

	return reply.value;
}

/** A server below HTTP, for replies that no HTTP server would send. */
async function serveBytes(answer: string | undefined, end: 'end' | 'reset' | 'stay') {
	const server = createServer(socket => {
		socket.on('error', () => {});
		socket.once('data', () => {
			if (answer !== undefined) {
				socket.write(answer);
			}

			if (end === 'end') {
				socket.end();
			} else if (end === 'reset') {
				socket.resetAndDestroy();
			}
		});
		onTestFinished(() => {
			socket.destroy();
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.close();
	});
	return (server.address() as {port: number}).port;
}

test('headers of 200 kB, as some proxies make them, do not cost the reply', async () => {
	const {url} = await serve((_, response) => {
		response.setHeader('set-cookie', 'x'.repeat(200 * 1024)).end('{}');
	});
	expect((await http.send(refresh(url))).ok).toBe(true);
});

describe('a request', () => {
	test('carries JSON with secrets revealed, the AnaplanAuthToken scheme and neutral headers', async () => {
		let seen: {headers: object; body: unknown} | undefined;
		const {url} = await serve(async (request, response) => {
			const chunks = await request.toArray();
			seen = {headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString())};
			response.end('{}');
		});
		expect((await http.send(refresh(url))).ok).toBe(true);
		expect(seen?.body).toEqual({
			grant_type: 'refresh_token',
			client_id: 'client-1',
			client_secret: `${sentinel}-client`,
			refresh_token: `${sentinel}-refresh`,
		});
		expect(seen?.headers).toMatchObject({
			authorization: `AnaplanAuthToken ${sentinel}-access`,
			'user-agent': 'Mozilla/5.0',
			accept: 'application/json',
			'content-type': 'application/json',
			connection: 'close',
		});
	});

	test('carries a ready body with its own content type', async () => {
		const {url} = await serve((request, response) => {
			response.setHeader('x-type', request.headers['content-type'] ?? '');
			request.pipe(response);
		});
		const reply = await http.send({
			method: 'PUT',
			url,
			body: {contentType: 'text/csv', bytes: Buffer.from('a,b\n')},
			read: 'bytes',
		});
		expect(reply).toMatchObject({ok: true, value: {body: {kind: 'bytes'}}});
		expect(reply.ok && reply.value.body.kind === 'bytes' && reply.value.body.bytes).toEqual(
			Buffer.from('a,b\n'),
		);
	});

	test.each([
		'http://us1a.app.anaplan.com/oauth/token',
		'ftp://127.0.0.1/',
		'https://user:password@127.0.0.1/',
		'nonsense',
		'http://127.0.0.1.example.com/',
	])('to %s is refused before anything is sent', async url => {
		expect(await problemOf(refresh(url))).toMatchObject({code: 'usage'});
	});

	test('does not follow a redirect, which would carry secrets elsewhere', async () => {
		let visits = 0;
		const reply = await replyTo((_request, response) => {
			visits += 1;
			response.writeHead(302, {location: '/elsewhere'}).end();
		});
		expect(reply).toMatchObject({status: 302, body: {kind: 'empty'}});
		expect(visits).toBe(1);
	});

	test('is not repeated after a server error', async () => {
		let visits = 0;
		const reply = await replyTo((_request, response) => {
			visits += 1;
			response.writeHead(503, {'retry-after': '0'}).end('busy');
		});
		expect(reply).toMatchObject({status: 503, retryAfter: '0', body: {kind: 'text'}});
		expect(visits).toBe(1);
	});

	test('with a token that no header can carry is a rejected token', async () => {
		const {url} = await serve((_request, response) => response.end());
		const problem = await problemOf({
			...refresh(url),
			accessToken: new Secret('access token', `${sentinel}\nbad`),
		});
		expect(problem.code).toBe('token_rejected');
	});
});

describe('a reply', () => {
	test('has its token fields wrapped, also inside tokenInfo and arrays', async () => {
		const reply = await replyTo((_request, response) => {
			response.setHeader('date', 'Tue, 24 Nov 2026 12:00:00 GMT');
			response.end(
				JSON.stringify({
					access_token: `${sentinel}-1`,
					refresh_token: `${sentinel}-2`,
					id_token: `${sentinel}-3`,
					device_code: `${sentinel}-4`,
					tokenInfo: {tokenValue: `${sentinel}-5`, expiresAt: 7},
					list: [{refreshToken: `${sentinel}-6`}],
					scope: 'openid',
					user_code: 'ABCD',
				}),
			);
		});
		expectNoSecret(reply);
		expect(reply).toMatchObject({
			receivedAt: 42,
			serverTime: Date.UTC(2026, 10, 24, 12),
			body: {kind: 'json', value: {scope: 'openid', user_code: 'ABCD', tokenInfo: {expiresAt: 7}}},
		});
		const value = reply.body.kind === 'json' ? (reply.body.value as Record<string, Secret>) : {};
		expect(value['refresh_token']?.reveal()).toBe(`${sentinel}-2`);
		expect(value['id_token']?.kind).toBe('ID token');
	});

	test('leaves an empty or non-textual token as it is, for the reader to refuse', async () => {
		const reply = await replyTo((_request, response) => {
			response.end('{"access_token":"","refresh_token":7,"id_token":null}');
		});
		expect(reply.body).toMatchObject({value: {access_token: '', refresh_token: 7, id_token: null}});
	});

	test('is JSON when it parses, whatever its content type says', async () => {
		const reply = await replyTo((_request, response) => {
			response.writeHead(200, {'content-type': 'text/html'}).end('\uFEFF{"a":1}');
		});
		expect(reply).toMatchObject({contentType: 'text/html', body: {kind: 'json', value: {a: 1}}});
	});

	test('that is no JSON is kept as text, 64 kB of it', async () => {
		const reply = await replyTo((_request, response) => {
			response.end(`<html>${sentinel}${'x'.repeat(200_000)}`);
		});
		expectNoSecret(reply);
		expect(reply.body.kind === 'text' && reply.body.text.length).toBe(65_536);
	});

	test('without UTF-8 in it is still read', async () => {
		const reply = await replyTo((_request, response) => {
			response.end(Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]));
		});
		expect(reply.body).toMatchObject({kind: 'json', value: {a: '\uFFFD'}});
	});

	test.each([
		['nothing', ''],
		['white space', ' \r\n'],
	])('of %s is empty', async (_what, text) => {
		expect((await replyTo((_request, response) => response.end(text))).body).toEqual({
			kind: 'empty',
		});
	});

	test('of 204 is empty', async () => {
		const reply = await replyTo((_request, response) => response.writeHead(204).end());
		expect(reply).toMatchObject({status: 204, body: {kind: 'empty'}});
	});

	test.each([
		['gzip', gzipSync],
		['br', brotliCompressSync],
	] as const)('is unpacked from %s', async (encoding, pack) => {
		const reply = await replyTo((_request, response) => {
			response.setHeader('content-encoding', encoding);
			response.end(pack('{"a":1}'));
		});
		expect(reply.body).toMatchObject({kind: 'json', value: {a: 1}});
	});

	test('with JSON nested 100,000 deep does no harm', async () => {
		const reply = await replyTo((_request, response) => response.end('['.repeat(100_000)));
		expect(reply.body.kind).toBe('text');
	});
});

describe('what a server repeats', () => {
	const repeating = async (
		text: (said: string) => object,
		headers: Record<string, string> = {},
	) => {
		const {url} = await serve(async (request, response) => {
			const body = Buffer.concat(await request.toArray()).toString();
			const said = `${request.headers.authorization} ${body}`;
			response.writeHead(400, {...headers, 'content-type': `text/${sentinel}-access`});
			response.end(JSON.stringify(text(said)));
		});
		const reply = await http.send(refresh(url));
		if (!reply.ok) {
			throw new Error(reply.problem.message);
		}

		expectNoSecret(reply);
		return reply.value;
	};

	test('of the secrets that it was sent becomes their labels', async () => {
		const {body, contentType} = await repeating(said => ({
			error: 'invalid_grant',
			error_description: `Unknown: ${said}`,
			status: {message: [`${sentinel}-refresh`]},
		}));
		expect(body).toMatchObject({
			value: {
				error: 'invalid_grant',
				error_description: expect.stringMatching(
					/^Unknown: AnaplanAuthToken \[access token\] .*"client_secret":"\[client secret\]"/,
				),
				status: {message: ['[refresh token]']},
			},
		});
		expect(contentType).toBe('text/[access token]');
	});

	test('of a piece of a secret too, when it is long enough to be one', async () => {
		const {url} = await serve((_request, response) => {
			response.end('{"error":"token 23456789-abcdefghij expired, 23456789 too"}');
		});
		const reply = await http.send(
			get(url, {accessToken: new Secret('access token', 'v1.0123456789-abcdefghijkl')}),
		);
		expect(reply).toMatchObject({
			value: {body: {value: {error: 'token [access token] expired, 23456789 too'}}},
		});
	});

	test.each([
		[{'x-request-id': 'req-1'}, 'req-1'],
		[{'cf-ray': '8f3a-AMS'}, '8f3a-AMS'],
		[{'x-request-id': `${sentinel}-access`, 'cf-ray': 'ray'}, 'ray'],
		[{'x-request-id': 'two words'}, undefined],
		[{'x-request-id': 'x'.repeat(65)}, undefined],
		[{}, undefined],
	] as Array<[Record<string, string>, string | undefined]>)(
		'as the ID of the request (%j) is taken when it can be one',
		async (headers, requestId) => {
			expect((await repeating(() => ({}), headers)).requestId).toBe(requestId);
		},
	);

	test('is measured: the bodies of both directions', async () => {
		const {sentBytes, receivedBytes} = await repeating(() => ({a: 'é'}));
		expect(sentBytes).toBeGreaterThan(100);
		expect(receivedBytes).toBe(Buffer.byteLength('{"a":"é"}'));
	});
});

describe('a reply that is too long', () => {
	test('is refused by what it unpacks to, and the connection is closed', async () => {
		let isClosed = false;
		const {url} = await serve((request, response) => {
			request.socket.on('close', () => {
				isClosed = true;
			});
			response.setHeader('content-encoding', 'gzip');
			response.end(gzipSync(Buffer.alloc(50 * 1024 * 1024)));
		});
		const problem = await problemOf(get(url));
		expect(problem.code).toBe('unexpected_reply');
		expect(problem.message).toContain('1024 kB');
		await eventually(() => isClosed).toBe(true);
	});

	test('and endless is cut at the limit of the request', async () => {
		const {url} = await serve((_request, response) => {
			const more = () => {
				if (!response.destroyed) {
					response.write('x'.repeat(1000), () => setImmediate(more));
				}
			};
			more();
		});
		expect(await problemOf(get(url, {maxBytes: 5000}))).toMatchObject({code: 'unexpected_reply'});
	});

	test('is taken when the caller allows it', async () => {
		const reply = await replyTo((_request, response) => response.end(Buffer.alloc(2_000_000, 97)), {
			maxBytes: 3_000_000,
			read: 'bytes',
		});
		expect(reply.body.kind === 'bytes' && reply.body.bytes.length).toBe(2_000_000);
	});
});

describe('time', () => {
	test('a server that never answers is given up, and may have had the request', async () => {
		const {url} = await serve(() => {});
		const request = {...refresh(url), timeoutMs: 3000};
		expect(await problemOf(request)).toMatchObject({code: 'timed_out', reached: 'perhaps'});
	});

	test('a reply that drips ends at the limit for the whole request', async () => {
		const {url} = await serve((_request, response) => {
			const drip = setInterval(() => response.write(' '), 20);
			response.on('close', () => clearInterval(drip));
		});
		// Without the limit it would drip until the test is ended.
		expect(await problemOf(get(url, {timeoutMs: 3000}))).toMatchObject({
			code: 'timed_out',
			reached: 'perhaps',
		});
	});

	test('a server that is silent in the TLS handshake has not had the request', async () => {
		const port = await serveBytes(undefined, 'stay');
		const hasty = createAnaplanHttp({now: () => epochMs(42), connectMs: 1000});
		const problem = await problemOf(refresh(`https://127.0.0.1:${port}`), undefined, hasty);
		expect(problem).toMatchObject({code: 'timed_out', reached: 'no'});
		expect(problem.message).toContain('to make the connection secure');
	});

	test('an abort before or during the request is a cancellation', async () => {
		const {url} = await serve(() => {});
		expect(await problemOf(get(url), AbortSignal.abort())).toMatchObject({
			code: 'cancelled',
			reached: 'no',
		});
		const controller = new AbortController();
		const {url: slow} = await serve(() => controller.abort());
		expect(await problemOf(get(slow), controller.signal)).toMatchObject({
			code: 'cancelled',
			reached: 'perhaps',
		});
	});
});

describe('a connection', () => {
	test('that is refused has not reached the server', async () => {
		const {url, server} = await serve(() => {});
		await new Promise(resolve => {
			server.close(resolve);
		});
		const problem = await problemOf(refresh(url));
		expect(problem).toMatchObject({code: 'network_unreachable', reached: 'no'});
		expect(problem.message).toContain('nothing answers there');
	});

	test('to a name that does not exist has not reached the server', async () => {
		const problem = await problemOf(refresh('https://no-such-host.invalid'));
		expect(['network_unreachable', 'timed_out']).toContain(problem.code);
		expect(problem.reached).toBe('no');
		expect(problem.message).toContain('no-such-host.invalid');
	});

	test.each([
		['before a word of reply', undefined, 'end'],
		['by a reset', undefined, 'reset'],
		['short of the content length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":', 'end'],
		[
			'in the middle of a chunk',
			'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n50\r\n{"a"',
			'end',
		],
	] as const)('that breaks %s may have reached the server', async (_when, answer, end) => {
		const port = await serveBytes(answer, end);
		expect(await problemOf(refresh(`http://127.0.0.1:${port}`))).toMatchObject({
			code: 'connection_lost',
			reached: 'perhaps',
		});
	});

	test('that breaks inside a compressed reply may have reached the server', async () => {
		const {url} = await serve((_request, response) => {
			response.setHeader('content-encoding', 'gzip');
			response.end(gzipSync(JSON.stringify({text: 'x'.repeat(5000)})).subarray(0, 30));
		});
		expect(await problemOf(refresh(url))).toMatchObject({
			code: 'connection_lost',
			reached: 'perhaps',
		});
	});

	test('to something that is not HTTP is an unexpected reply', async () => {
		const port = await serveBytes('SSH-2.0-OpenSSH_9.2\r\n', 'stay');
		expect(await problemOf(refresh(`http://127.0.0.1:${port}`))).toMatchObject({
			code: 'unexpected_reply',
		});
	});
});

describe('a certificate', () => {
	test('that nobody vouches for is refused, with the host and the reason', async () => {
		const {url} = await serve((_request, response) => response.end('{}'), tls);
		const problem = await problemOf(refresh(url));
		expect(problem).toMatchObject({code: 'tls_untrusted', reached: 'no'});
		expect(problem.message).toMatch(
			/localhost:\d+ is not trusted: it is signed by nobody but itself/,
		);
	});

	test('of another name is refused, and one that NODE_EXTRA_CA_CERTS names is accepted', async () => {
		const {port} = await serve((_request, response) => response.end('{"a":1}'), tls);
		const program = run(
			`import {createAnaplanHttp} from '@/adapters/anaplan-http.ts';
			const http = createAnaplanHttp({now: Date.now as never});
			for (const host of ['localhost', '127.0.0.1']) {
				const reply = await http.send({method: 'GET', url: \`https://\${host}:${port}/\`});
				console.log(reply.ok ? reply.value.status : reply.problem.message);
			}`,
			{NODE_EXTRA_CA_CERTS: fixture('loopback-cert.pem')},
		);
		expect(await program.ended).toEqual({code: 0, signal: null});
		expect(program.output()).toMatch(
			/^200\n.*127\.0\.0\.1.*it was made for another name\. It was issued by “localhost”\.\n$/,
		);
	});

	test('is not looked for where a server speaks plain HTTP', async () => {
		const {port} = await serve((_request, response) => response.end());
		const problem = await problemOf(refresh(`https://127.0.0.1:${port}`));
		expect(problem).toMatchObject({code: 'tls_untrusted', reached: 'no'});
		expect(problem.message).toContain('does not speak TLS');
	});
});

test('the process ends at once after a reply, though the server keeps connections open', async () => {
	const {server, port} = await serve((_request, response) => response.end('{}'));
	server.keepAliveTimeout = 60_000;
	const program = run(`
		import {createAnaplanHttp} from '@/adapters/anaplan-http.ts';
		const http = createAnaplanHttp({now: Date.now as never});
		await http.send({method: 'GET', url: 'http://127.0.0.1:${port}/'});
		const done = performance.now();
		process.on('exit', () => console.log(performance.now() - done < 2500 ? 'at once' : 'late'));
	`);
	await program.ended;
	expect(program.output()).toContain('at once');
});

test('two hundred requests at the same time leave no connection open', async () => {
	const {url, server} = await serve((_request, response) => response.end('{"a":1}'));
	const replies = await Promise.all(
		Array.from({length: 200}, async () => http.send(get(url, {timeoutMs: 20_000}))),
	);
	expect(replies.filter(reply => !reply.ok)).toEqual([]);
	await eventually(
		async () => new Promise(resolve => server.getConnections((_error, count) => resolve(count))),
	).toBe(0);
});
