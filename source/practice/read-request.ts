import type {IncomingMessage} from 'node:http';
import type {Call} from './call.ts';

/** Far more than any request of ours; a client that sends more is not one of ours. */
const bodyLimit = 65_536;

/** Reads a request to its end; `tooLarge` instead of the body once it exceeds the limit. */
export async function readBody(request: IncomingMessage): Promise<string | 'tooLarge'> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		// The rest is read and thrown away: a client that is still sending would never see our answer.
		if (size <= bodyLimit) chunks.push(chunk);
	}

	return size > bodyLimit ? 'tooLarge' : Buffer.concat(chunks).toString('utf8');
}

/** The request as a Call. A proxy may have sent the whole address instead of a path. */
export function toCall(request: IncomingMessage, body: string, origin: string): Call {
	const url = readUrl(request.url ?? '/', origin);
	return {
		method: request.method ?? 'GET',
		path: url.pathname,
		query: url.searchParams,
		headers: request.headers,
		body,
		twist: {},
	};
}

function readUrl(target: string, origin: string): URL {
	// `//host/x` is a path here, though a URL parser would take it for a host.
	const address = target.startsWith('/') ? origin + target : target;
	return URL.canParse(address) ? new URL(address) : new URL(`${origin}/not-an-address`);
}
