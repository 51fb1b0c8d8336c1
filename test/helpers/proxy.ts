import {createServer, request as httpRequest} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';

export type ProxyOptions = {
	/** What it wants to be told; without, everyone may use it. */
	readonly credentials?: {readonly user: string; readonly password: string};
	/** The ways to sign in that it offers. */
	readonly offers?: readonly string[];
	/** Answers every CONNECT like this, whoever asks. */
	readonly answer?: string | 'nothing' | 'hangUp';
};

export type TestProxy = {
	readonly port: number;
	/** Its address, with the credentials when it wants some. */
	readonly url: string;
	/** What it was asked: `CONNECT host:port`, `GET http://…`. */
	readonly asked: readonly string[];
};

/** A proxy on this computer that opens tunnels and forwards plain requests. It ends with the test. */
export async function startProxy({
	credentials,
	offers = ['Basic realm="practice"'],
	answer,
}: ProxyOptions = {}): Promise<TestProxy> {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const wanted = credentials && basic(credentials);
	const isWelcome = (given: string | undefined) => wanted === undefined || given === wanted;

	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		if (!isWelcome(request.headers['proxy-authorization'])) {
			response.writeHead(407, {'proxy-authenticate': [...offers]}).end('Sign in to the proxy.');
			return;
		}

		const {'proxy-authorization': _, 'proxy-connection': __, ...headers} = request.headers;
		const onward = httpRequest(request.url ?? '', {method: request.method, headers}, reply => {
			response.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(response);
		});
		onward.on('error', () => response.writeHead(502).end('No way.'));
		request.pipe(onward);
	});
	server.on('connection', socket => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
	});
	server.on('connect', (request, socket: Socket) => {
		asked.push(`CONNECT ${request.url}`);
		if (answer === 'nothing') {
			return;
		}

		if (answer === 'hangUp') {
			socket.destroy();
		} else if (answer !== undefined) {
			socket.end(answer);
		} else if (isWelcome(request.headers['proxy-authorization'])) {
			tunnel(socket, request.url ?? '');
		} else {
			const lines = offers.map(offer => `Proxy-Authenticate: ${offer}\r\n`).join('');
			socket.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${lines}Content-Length: 0\r\n\r\n`);
		}
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		for (const socket of sockets) {
			socket.destroy();
		}

		server.close();
	});
	const {port} = server.address() as AddressInfo;
	const login = credentials
		? `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@`
		: '';
	return {port, url: `http://${login}127.0.0.1:${port}`, asked};
}

const basic = ({user, password}: {user: string; password: string}): string =>
	`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function tunnel(socket: Socket, target: string): void {
	const {hostname, port} = new URL(`http://${target}`);
	const onward = connect(Number(port || 443), hostname.replace(/^\[|\]$/g, ''));
	onward.once('connect', () => {
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		onward.pipe(socket).pipe(onward);
	});
	onward.on('error', () => {
		if (!socket.destroyed) {
			socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
		}
	});
	socket.on('close', () => onward.destroy());
}
