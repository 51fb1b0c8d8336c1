import type {Rule} from './records.ts';

/** A whole HTTP answer as plain data, and the rules that the request broke. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly violations: readonly Rule[];
}

const noStore = {'cache-control': 'no-store', pragma: 'no-cache'};

/** A JSON answer. Nothing that this tenant says may be kept in a cache. */
export function json(status: number, value: unknown, violations: readonly Rule[] = []): Answer {
	return {
		status,
		headers: {'content-type': 'application/json; charset=utf-8', ...noStore},
		body: JSON.stringify(value),
		violations,
	};
}

/** An HTML answer as a firewall or a gateway would send it. Pages for people come from page-layout.ts. */
export function plainHtml(status: number, title: string, violations: readonly Rule[] = []): Answer {
	return {
		status,
		headers: {'content-type': 'text/html; charset=utf-8', ...noStore},
		body: `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
		violations,
	};
}

/** A redirect; the location is sent exactly as given, since a browser is what normalises it. */
export function redirect(location: string, violations: readonly Rule[] = []): Answer {
	return {
		status: 302,
		headers: {location, 'referrer-policy': 'no-referrer', ...noStore},
		body: '',
		violations,
	};
}

/** An answer without a body. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
	return {status, headers: {...noStore, ...headers}, body: '', violations: []};
}

/** An OAuth error body: RFC 6749 §5.2, with the status codes of Anaplan's provider rather than the RFC's. */
export function oauthError(
	status: number,
	error: string,
	description: string,
	...violations: Rule[]
): Answer {
	return json(status, {error, error_description: description}, violations);
}
