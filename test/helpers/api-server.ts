import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';

export interface ApiRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

interface ApiAnswer {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
}

/** A server on this computer that answers as the test says, and keeps every request. It ends with the test. */
export async function apiServer(
	answer: (request: ApiRequest, count: number) => ApiAnswer = () => ({}),
) {
	const requests: ApiRequest[] = [];
	const server = createServer(async (incoming, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) {
			chunks.push(chunk);
		}

		const {method = '', url = '', headers} = incoming;
		const request = {method, url, headers, body: Buffer.concat(chunks)};
		requests.push(request);
		const {status = 200, headers: given = {}, body = ''} = answer(request, requests.length);
		response.writeHead(status, given);
		response.end(body);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const {port} = server.address() as AddressInfo;
	return {requests, port, origin: `http://127.0.0.1:${port}`};
}
