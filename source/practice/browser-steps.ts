import {type IncomingMessage, request} from 'node:http';

/** A page as a browser holds it: where it came from and what it says. */
export interface BrowserPage {
	readonly url: string;
	readonly status: number;
	readonly text: string;
	/** Set when the server wants the browser to go elsewhere; resolved against `url`, as in an address bar. */
	readonly location?: string;
}

/** Opens an address, or posts a form to it. Redirects are reported, not followed. */
export async function visit(url: string, form?: URLSearchParams): Promise<BrowserPage> {
	const response = await send(url, form);
	const chunks: Buffer[] = [];
	for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
	const page = {
		url,
		status: response.statusCode ?? 0,
		text: Buffer.concat(chunks).toString('utf8'),
	};
	const {location} = response.headers;
	return location === undefined ? page : {...page, location: new URL(location, url).href};
}

/** Opens an address and follows redirects, up to the first one for which `stop` says so. */
export async function browse(
	url: string,
	stop: (location: string) => boolean = () => false,
	form?: URLSearchParams,
): Promise<BrowserPage> {
	let page = await visit(url, form);
	for (let hops = 0; page.location !== undefined && !stop(page.location); hops++) {
		if (hops === 10) throw new Error('Too many redirects');
		page = await visit(page.location);
	}

	return page;
}

/**
 * Fills in the form of a page and presses the button with this value.
 * Throws with the page's own words when it has no such form, because then it is a page that reports an error.
 */
export async function submit(
	page: BrowserPage,
	button: string,
	typed: Readonly<Record<string, string>> = {},
	stop?: (location: string) => boolean,
): Promise<BrowserPage> {
	const form = /<form method="post" action="([^"]*)">(.*?)<\/form>/s.exec(page.text);
	const [, action = '', inside = ''] = form ?? [];
	const pressed = tagsOf(inside, 'button').find(tag => tag.get('value') === button);
	if (pressed === undefined) {
		throw new Error(`There is no "${button}" on this page. It says: ${wordsOf(page)}`);
	}

	const values = new URLSearchParams();
	for (const input of tagsOf(inside, 'input')) {
		const name = input.get('name') ?? '';
		values.set(name, typed[name] ?? input.get('value') ?? '');
	}

	values.set(pressed.get('name') ?? '', button);
	return browse(new URL(unescapeHtml(action), page.url).href, stop, values);
}

/** What a person would read on a page. */
export function wordsOf(page: BrowserPage): string {
	const main = /<main>(.*)<\/main>/s.exec(page.text)?.[1] ?? page.text;
	return unescapeHtml(main.replaceAll(/<[^>]*>/g, ' '))
		.replaceAll(/\s+/g, ' ')
		.trim();
}

function tagsOf(markup: string, name: string): Array<ReadonlyMap<string, string>> {
	return [...markup.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'g'))].map(([, attributes = '']) => {
		const pairs = attributes.matchAll(/([\w-]+)="([^"]*)"/g);
		return new Map([...pairs].map(([, key = '', value = '']) => [key, unescapeHtml(value)]));
	});
}

function unescapeHtml(text: string): string {
	return text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&#39;', "'")
		.replaceAll('&amp;', '&');
}

function send(url: string, form?: URLSearchParams): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const headers: Record<string, string> = {
			'user-agent': 'Mozilla/5.0 (practice person)',
			accept: 'text/html',
		};
		if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
		const outgoing = request(
			url,
			{method: form === undefined ? 'GET' : 'POST', headers, agent: false},
			resolve,
		);
		outgoing.once('error', reject);
		outgoing.end(form?.toString());
	});
}
