import {createServer} from 'node:net';

/** Below the ports that systems give away themselves, to connections and whoever listens at any port. */
const [first, last] = [20_000, 32_000];

/** A port that nothing listens on at this moment, and that nobody is given by chance a moment later. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = first + Math.floor(Math.random() * (last - first));
		if (await isFree(port)) {
			return port;
		}
	}
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	return new Promise(resolve => {
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
