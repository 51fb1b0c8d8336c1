import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import process from 'node:process';
import {loopbackCallbackPath} from '../core/oauth/authorization-code.ts';
import {problem} from '../core/problem.ts';
import {failure, success} from '../core/result.ts';
import {Secret} from '../core/secret.ts';
import type {CallbackListener, Listening} from '../session/ports.ts';
import {donePage, refusalPage, strangerPage} from './callback-pages.ts';
import {readListenerPort} from './listener-port.ts';

type Options = {
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** How long a listener stays open, ms. */
	readonly limitMs?: number;
};

const ourNames = ['127.0.0.1', 'localhost'];

/** Whoever opens more connections than a browser does ends their own, the oldest first. */
const mostConnections = 32;

type Handlers = Parameters<CallbackListener['listen']>[1];
type Target = {readonly port: number; readonly path: string; readonly needsBookmarklet: boolean};

/**
 * Listens on 127.0.0.1 for the redirect: at the registered redirect URI where that is on this
 * computer, else where the bookmarklet sends it. Only a navigation to the right path, by the right
 * host name, with a query that `judge` says is ours, counts; nothing of a request is repeated.
 * Fails with `no_redirect_port`. Source: RFC 8252 §7.3, §8.3 (loopback redirect), RFC 9700 §4.7.
 */
export function createCallbackListener({
	env = process.env,
	limitMs = 10 * 60_000,
}: Options = {}): CallbackListener {
	return {
		async listen(redirectUri, handlers) {
			const port = readListenerPort(env);
			if (!port.ok) {
				return port;
			}

			const targets = targetsFor(redirectUri, port.value);
			for (const target of targets) {
				const opened = await open(target, handlers, limitMs);
				if (opened) {
					return success(opened);
				}
			}

			return failure(problem('no_redirect_port'));
		},
	};
}

/** Where to try to listen, in order. */
function targetsFor(redirectUri: string, firstPort: number): readonly Target[] {
	const url = new URL(redirectUri);
	// Another address of this computer, [::1] say, would never be heard here.
	const own =
		url.protocol === 'http:' && ourNames.includes(url.hostname)
			? [{port: Number(url.port || 80), path: url.pathname, needsBookmarklet: false}]
			: [];
	return [
		...own,
		...[firstPort, 0].map(port => ({port, path: loopbackCallbackPath, needsBookmarklet: true})),
	];
}

async function open(
	target: Target,
	handlers: Handlers,
	limitMs: number,
): Promise<Listening | undefined> {
	// Loaded on use: commands that await no address need no server.
	const {createServer} = await import('node:http');
	const server = createServer({maxHeaderSize: 64 * 1024, requestTimeout: 10_000});
	server.unref();
	const sockets = keepSockets(server);
	if (!(await bound(server, target.port))) {
		return undefined;
	}

	const {port} = server.address() as AddressInfo;
	const timer = setTimeout(() => {
		close();
		handlers.expired();
	}, limitMs).unref();
	let isOver = false;
	/** Ends all connections, but for one that is being answered, which ends by itself. */
	const close = (answered?: Socket) => {
		isOver = true;
		clearTimeout(timer);
		server.close();
		for (const socket of sockets) {
			if (socket !== answered) {
				socket.destroy();
			}
		}
	};

	server.on('request', (request, response) => {
		const query = isOver ? undefined : queryOf(request, port, target.path);
		const judgement = query === undefined ? 'none' : handlers.judge(query);
		if (query === undefined || judgement === 'none') {
			answer(response, 404, strangerPage);
			return;
		}

		if (judgement === 'code') {
			answer(response, 200, donePage);
			close(request.socket);
		} else {
			answer(response, 200, refusalPage);
		}

		handlers.captured(query);
	});
	return {port, needsBookmarklet: target.needsBookmarklet, close: () => close()};
}

/** The open connections, the oldest first. Browsers open some in advance and keep them; none keeps the process alive. */
function keepSockets(server: Server): ReadonlySet<Socket> {
	const sockets = new Set<Socket>();
	server.on('connection', socket => {
		socket.unref();
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		const [oldest] = sockets;
		if (sockets.size > mostConnections) {
			oldest?.destroy();
		}
	});
	return sockets;
}

async function bound(server: Server, port: number): Promise<boolean> {
	return new Promise(resolve => {
		// Also of use later: an error that nobody listens to would end the program.
		server.on('error', () => resolve(false));
		server.listen({host: '127.0.0.1', port, exclusive: true}, () => resolve(true));
	});
}

/** The query of a request that could be the redirect, or undefined for everything else. */
function queryOf(request: IncomingMessage, port: number, path: string): Secret | undefined {
	const {method, url = '', headers} = request;
	const names = ourNames.map(name => `${name}:${port}`);
	// Port 80 is left out of the name.
	const hosts = port === 80 ? [...names, ...ourNames] : names;
	// A page of another site may load this as an image or with fetch, but only a navigation of the
	// whole window is a redirect. Browsers say what it is for; those that do not are older, or are
	// programs: Node's fetch names a mode alone.
	const destination = headers['sec-fetch-dest'];
	const isNavigation =
		destination === undefined ||
		(destination === 'document' && (headers['sec-fetch-mode'] ?? 'navigate') === 'navigate');
	// A code may hold a question mark too.
	const [pathname, query] = url.split(/\?(.*)/s, 2);
	return method === 'GET' &&
		hosts.includes(headers.host ?? '') &&
		isNavigation &&
		pathname === path &&
		query !== undefined
		? new Secret('callback address', `?${query}`)
		: undefined;
}

function answer(response: ServerResponse, status: number, page: string): void {
	response.writeHead(status, {
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
		'cache-control': 'no-store',
		'referrer-policy': 'no-referrer',
		'x-content-type-options': 'nosniff',
		'cross-origin-resource-policy': 'same-origin',
		connection: 'close',
	});
	response.end(page);
}
