import {isLoopback} from './anaplan/region.ts';
import {problem} from './problem.ts';
import {type Variables, variable} from './profiles/profile.ts';
import {failure, type Result, success} from './result.ts';
import {Secret} from './secret.ts';

/** The proxy that a request goes through. */
export type WebProxy = {
	/** The whole address, which may hold a user name and password. */
	readonly address: Secret;
	/** Host and port, as it is named to people. */
	readonly name: string;
	/** The variable that it comes from. */
	readonly source: string;
	readonly hasPassword: boolean;
};

/**
 * The proxy for a URL, as the variables say: `HTTPS_PROXY` or `HTTP_PROXY` by the URL's scheme, else
 * `ALL_PROXY`, unless `NO_PROXY` excepts the host; lower-case names count first, as with curl.
 * Undefined when the request goes straight to its host; the Problem `usage`, which does not repeat
 * the address, when the variable holds none.
 */
export function proxyFor(url: URL, variables: Variables): Result<WebProxy | undefined> {
	const scheme = url.protocol === 'https:' ? 'https' : 'http';
	const source = [`${scheme}_proxy`, 'all_proxy']
		.flatMap(name => [name, name.toUpperCase()])
		.find(name => variable(variables, name) !== undefined);
	const text = source && variable(variables, source);
	if (!text || isExcepted(url, variable(variables, 'no_proxy', 'NO_PROXY') ?? '')) {
		return success(undefined);
	}

	const read = readAddress(text);
	if (typeof read === 'string') {
		return failure(
			problem('usage', {
				message: `${source} holds no usable address of a proxy: ${read}.`,
				cause: 'A proxy is named as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.',
				hint: `Correct ${source}, or unset it.`,
			}),
		);
	}

	// Plain http is allowed because it stays on this computer; and what another computer calls
	// localhost is not ours.
	if (isLoopback(url) && !isLoopback(read)) {
		return success(undefined);
	}

	return success({
		address: new Secret('proxy address', read.href),
		name: read.host,
		source,
		hasPassword: read.password !== '',
	});
}

function readAddress(text: string): URL | string {
	const full = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
	const url = URL.canParse(full) ? new URL(full) : undefined;
	if (!url) {
		return 'it cannot be read as a URL; special characters in a password are written as %XX';
	}

	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		return 'only proxies that speak HTTP are supported, no SOCKS and no PAC file';
	}

	if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
		return 'it has a path; special characters in a password are written as %XX';
	}

	try {
		decodeURIComponent(url.username + url.password);
		return url;
	} catch {
		return 'a percent sign in the user name or password is written as %25';
	}
}

const defaultPorts: Readonly<Record<string, string>> = {'http:': '80', 'https:': '443'};

/** Whether one of the entries, parted by commas or blanks, names the URL's host or a domain above it. */
function isExcepted(url: URL, exceptions: string): boolean {
	const host = url.hostname.replace(/\.$/, '');
	const port = url.port || defaultPorts[url.protocol];
	return exceptions
		.toLowerCase()
		.split(/[\s,]+/)
		.filter(Boolean)
		.some(entry => {
			const [, name = entry, entryPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
			return (entryPort === undefined || entryPort === port) && names(name, host);
		});
}

/** `*` names every host, `*.x`, `.x` and `x` name x and what is below it, `*x` all that ends in x. */
function names(entry: string, host: string): boolean {
	if (entry.includes(':')) {
		const address = `http://[${entry.replace(/^\[|\]$/g, '')}]`;
		return URL.canParse(address) && new URL(address).hostname === host;
	}

	const [, star, dot, rest = ''] = /^(\*?)(\.?)(.*?)\.?$/.exec(entry) ?? [];
	return star !== '' && dot === ''
		? host.endsWith(rest)
		: rest !== '' && (host === rest || host.endsWith(`.${rest}`));
}
