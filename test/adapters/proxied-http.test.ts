import {createServer} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createAnaplanHttp} from '../../source/adapters/anaplan-http.ts';
import type {HttpRequest} from '../../source/core/anaplan/http.ts';
import type {Problem} from '../../source/core/problem.ts';
import {proxyFor} from '../../source/core/proxy.ts';
import {Secret} from '../../source/core/secret.ts';
import {epochMs} from '../../source/core/time.ts';
import {authority, authorityFile, certified} from '../helpers/certificates.ts';
import {eventually} from '../helpers/eventually.ts';
import {startProxy} from '../helpers/proxy.ts';
import {expectNoSecret, run, sentinel, serve} from './helpers.ts';

const httpThrough = (
	variables: Record<string, string>,
	trusted: readonly string[] = [],
	connectMs = 10_000,
) =>
	createAnaplanHttp({
		now: () => epochMs(42),
		connectMs,
		proxyFor: url => proxyFor(url, variables),
		systemCertificates: async () => trusted,
	});

const post = (url: string): HttpRequest => ({
	method: 'POST',
	url: `${url}/oauth/token`,
	accessToken: new Secret('access token', `${sentinel}-access`),
	json: {refresh_token: new Secret('refresh token', `${sentinel}-refresh`)},
});

async function problemOf(
	variables: Record<string, string>,
	url = 'https://localhost:9',
	connectMs?: number,
): Promise<Problem> {
	const reply = await httpThrough(variables, [authority()], connectMs).send(post(url));
	expectNoSecret(reply);
	if (reply.ok) {
		throw new Error('There was a reply.');
	}

	return reply.problem;
}

/** A server that keeps what it was sent. */
async function serveKeeping(tls?: Parameters<typeof serve>[1]) {
	const seen: Array<{headers: object; body: string}> = [];
	const served = await serve(async (request, response) => {
		const body = Buffer.concat(await request.toArray()).toString();
		seen.push({headers: request.headers, body});
		response.end('{"a":1}');
	}, tls);
	return {...served, seen};
}

describe('through a proxy', () => {
	test.each([
		['without a password', undefined],
		['with a password', {user: 'me', password: 'p:@/% ss'}],
	])('https goes in a tunnel, %s, and the proxy sees the host alone', async (_, credentials) => {
		const {url, port, seen} = await serveKeeping(certified('inspected'));
		const proxy = await startProxy(credentials && {credentials});
		const http = httpThrough({HTTPS_PROXY: proxy.url}, [authority()]);
		expect(await http.send(post(url))).toMatchObject({
			ok: true,
			value: {status: 200, host: `localhost:${port}`},
		});
		// The first is refused by us, until the certificates of the system are asked for.
		expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT localhost:${port}`]));
		expect(seen).toEqual([
			{
				headers: expect.objectContaining({authorization: `AnaplanAuthToken ${sentinel}-access`}),
				body: `{"refresh_token":"${sentinel}-refresh"}`,
			},
		]);
		expect(JSON.stringify(seen)).not.toContain('proxy');
	});

	test('http on this computer goes in the clear, with a password for the proxy alone', async () => {
		const {url, seen} = await serveKeeping();
		const proxy = await startProxy({credentials: {user: 'me', password: 'secret'}});
		const http = httpThrough({HTTP_PROXY: proxy.url});
		expect(await http.send(post(url))).toMatchObject({ok: true, value: {status: 200}});
		expect(proxy.asked).toEqual([`POST ${url}/oauth/token`]);
		expect(JSON.stringify(seen)).not.toContain('proxy-authorization');
	});

	test('goes nothing that NO_PROXY excepts', async () => {
		const {url} = await serveKeeping();
		const proxy = await startProxy();
		const http = httpThrough({HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1'});
		expect(await http.send(post(url))).toMatchObject({ok: true});
		expect(proxy.asked).toEqual([]);
	});

	test('the certificate is judged as without one', async () => {
		const {url} = await serveKeeping(certified('other-name'));
		const proxy = await startProxy();
		const problem = await problemOf({HTTPS_PROXY: proxy.url}, url);
		expect(problem).toMatchObject({code: 'tls_untrusted', reached: 'no'});
		expect(problem.message).toMatch(
			/^The certificate of localhost:\d+ is not trusted: it was made for another name\. It was issued by “Contoso TLS/,
		);
	});
});

describe('a proxy that refuses', () => {
	test('for want of a password is named, with what to do', async () => {
		const proxy = await startProxy({credentials: {user: 'me', password: `${sentinel}-right`}});
		const problem = await problemOf({HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`});
		expect(problem).toMatchObject({code: 'proxy_refused', exitCode: 1, reached: 'no'});
		expect(problem.message).toBe(
			`The proxy 127.0.0.1:${proxy.port} wants a user name and password (it answered 407).`,
		);
		expect(problem.hint).toContain(`HTTPS_PROXY to http://USER:PASSWORD@127.0.0.1:${proxy.port}`);
	});

	test('a wrong password is named, and does not print it', async () => {
		const proxy = await startProxy({credentials: {user: 'me', password: 'right'}});
		const address = `http://me:${sentinel}@127.0.0.1:${proxy.port}`;
		expect(await problemOf({https_proxy: address})).toMatchObject({
			code: 'proxy_refused',
			message: `The proxy 127.0.0.1:${proxy.port} does not accept the user name and password in https_proxy (it answered 407).`,
		});
	});

	test('for want of Kerberos says that it cannot be done', async () => {
		const proxy = await startProxy({
			credentials: {user: 'me', password: 'right'},
			offers: ['Negotiate', 'NTLM'],
		});
		const {cause} = await problemOf({HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`});
		expect(cause).toBe('It takes Negotiate or NTLM only, which anaplan-tui cannot do.');
	});

	test('in the clear is the proxy’s refusal too, not Anaplan’s', async () => {
		const {url} = await serveKeeping();
		const proxy = await startProxy({credentials: {user: 'me', password: 'right'}});
		const problem = await problemOf({HTTP_PROXY: `http://127.0.0.1:${proxy.port}`}, url);
		expect(problem).toMatchObject({code: 'proxy_refused', reached: 'no'});
	});

	test.each([
		[
			'HTTP/1.1 403 Forbidden\r\n\r\n<html>No',
			'proxy_refused',
			/does not let us through to localhost:9 \(it answered 403\)/,
		],
		['HTTP/1.1 302 Found\r\nLocation: http://login/\r\n\r\n', 'proxy_refused', /it answered 302/],
		[
			'HTTP/1.1 502 Bad Gateway\r\n\r\n',
			'network_unreachable',
			/could not reach localhost:9 \(it answered 502\)/,
		],
		[
			'HTTP/1.1 504 Late\r\ncontent-length: 9\r\n\r\nhalf',
			'network_unreachable',
			/it answered 504/,
		],
		['SSH-2.0-OpenSSH\r\n\r\n', 'proxy_refused', /something that is not HTTP/],
	])('with %j is told as what it is', async (answer, code, message) => {
		const proxy = await startProxy({answer});
		const problem = await problemOf({HTTPS_PROXY: proxy.url});
		expect(problem).toMatchObject({code, reached: 'no'});
		expect(problem.message).toMatch(message);
		expect(problem.message).toContain(`The proxy 127.0.0.1:${proxy.port}`);
	});

	test('the tunnel to a port where nothing answers is told with both names', async () => {
		const proxy = await startProxy();
		const problem = await problemOf({HTTPS_PROXY: proxy.url}, 'https://localhost:9');
		expect(problem.message).toBe(
			`The proxy 127.0.0.1:${proxy.port} could not reach localhost:9 (it answered 502).`,
		);
	});
});

describe('a proxy that does not answer', () => {
	test('where nothing listens is named', async () => {
		for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY']) {
			const scheme = name === 'HTTP_PROXY' ? 'http' : 'https';
			const problem = await problemOf({[name]: 'http://127.0.0.1:9'}, `${scheme}://localhost:7`);
			expect(problem).toMatchObject({code: 'network_unreachable', exitCode: 75, reached: 'no'});
			expect(problem.message).toBe(
				'The proxy 127.0.0.1:9 could not be reached: nothing answers there.',
			);
			expect(problem.hint).toContain(`Check ${name}`);
		}
	});

	test('and hangs up is named', async () => {
		const proxy = await startProxy({answer: 'hangUp'});
		const problem = await problemOf({HTTPS_PROXY: proxy.url});
		expect(problem).toMatchObject({code: 'network_unreachable', reached: 'no'});
		expect(problem.message).toMatch(
			/^The proxy 127\.0\.0\.1:\d+ could not be reached: (?:it closed the connection without an answer|the connection was cut while it was made)\.$/,
		);
	});

	test('and is silent is named at the limit, and its connection is closed', async () => {
		let open = 0;
		const server = createServer(socket => {
			open++;
			socket.on('error', () => undefined).on('close', () => open--);
			socket.resume();
		});
		await new Promise<void>(resolve => {
			server.listen(0, '127.0.0.1', resolve);
		});
		onTestFinished(() => {
			server.close();
		});
		const {port} = server.address() as {port: number};
		const problem = await problemOf({HTTPS_PROXY: `http://127.0.0.1:${port}`}, undefined, 1000);
		expect(problem).toMatchObject({code: 'timed_out', exitCode: 75, reached: 'no'});
		expect(problem.message).toBe(
			`The proxy 127.0.0.1:${port} did not answer in time (1 s to open the way).`,
		);
		await eventually(() => open).toBe(0);
	});

	test('can be given up, and its connection is closed', async () => {
		const proxy = await startProxy({answer: 'nothing'});
		const controller = new AbortController();
		const reply = httpThrough({HTTPS_PROXY: proxy.url}).send(
			post('https://localhost:9'),
			controller.signal,
		);
		await eventually(() => proxy.asked.length).toBe(1);
		controller.abort();
		expect(await reply).toMatchObject({ok: false, problem: {code: 'cancelled', reached: 'no'}});
	});

	test('whose own certificate is not trusted is named', async () => {
		const {port} = await serve(() => undefined, certified('other-name'));
		const problem = await problemOf({HTTPS_PROXY: `https://localhost:${port}`});
		expect(problem).toMatchObject({code: 'tls_untrusted', reached: 'no'});
		expect(problem.message).toBe(
			`The certificate of the proxy localhost:${port} is not trusted: it was made for another name.`,
		);
	});
});

test('an address that is none sends nothing', async () => {
	expect(await problemOf({HTTPS_PROXY: `socks5://me:${sentinel}@proxy`})).toMatchObject({
		code: 'usage',
		exitCode: 2,
	});
});

test('the program ends at once after a reply through a proxy, and after one that never came', async () => {
	const {url} = await serveKeeping(certified('inspected'));
	const good = await startProxy();
	const silent = await startProxy({answer: 'nothing'});
	const program = (proxy: string, connectMs: number) =>
		run(
			`import {createAnaplanHttp} from '@/adapters/anaplan-http.ts';
			import {proxyFor} from '@/core/proxy.ts';
			const http = createAnaplanHttp({
				now: Date.now as never,
				connectMs: ${connectMs},
				proxyFor: url => proxyFor(url, {HTTPS_PROXY: '${proxy}'}),
			});
			const reply = await http.send({method: 'GET', url: '${url}'});
			console.log(reply.ok ? reply.value.status : reply.problem.code);
			const done = performance.now();
			process.on('exit', () => console.log(performance.now() - done < 2500 ? 'at once' : 'late'));`,
			{NODE_EXTRA_CA_CERTS: authorityFile},
		);
	const programs = [program(good.url, 10_000), program(silent.url, 300)];
	await Promise.all(programs.map(async ({ended}) => ended));
	expect(programs.map(({output}) => output())).toEqual(['200\nat once\n', 'timed_out\nat once\n']);
});
