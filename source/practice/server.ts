import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';

export interface LocalServer {
	readonly port: number;
	/** Ends every connection at once, also those that a scenario left hanging. Can be called twice. */
	close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1, and there only.
 * Neither the server nor its connections keep the process alive.
 * Rejects when the port is taken.
 */
export async function listenLocally(
	port: number,
	onRequest: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<LocalServer> {
	const server = createServer((request, response) => {
		// A request that broke off while it was read has nobody left to answer.
		onRequest(request, response).catch(() => response.destroy());
	});
	server.on('connection', socket => socket.unref());
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});
	server.unref();
	const address = server.address();
	if (address === null || typeof address === 'string')
		throw new Error('The practice tenant got no port');
	return {
		port: address.port,
		close: () =>
			new Promise(resolve => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
