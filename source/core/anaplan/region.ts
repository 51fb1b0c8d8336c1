import {problem} from '../problem.ts';
import {failure, type Result, success} from '../result.ts';

/** The three base URLs that a sign-in talks to, each without a path or a trailing slash. */
export type Hosts = {
	/** Authorization and token endpoint: `/auth/prelogin`, `/oauth/token`. */
	readonly oauth: string;
	/** Validation and logout: `/token/validate`, `/token/logout`. */
	readonly auth: string;
	/** Integration API: `/2/0/…`. */
	readonly api: string;
};

export type Region = {
	readonly code: string;
	readonly label: string;
	/** The host of the pages that people work on; it may differ from the OAuth host. */
	readonly uiHost: string;
	readonly hosts: Hosts;
};

const region = (
	code: string,
	label: string,
	uiHost: string,
	[oauth, auth, api]: readonly [string, string, string],
): Region => ({
	code,
	label,
	uiHost,
	hosts: {oauth: `https://${oauth}`, auth: `https://${auth}`, api: `https://${api}`},
});

// Eight regions share these three hosts.
const shared = ['us1a.app.anaplan.com', 'auth.anaplan.com', 'api.anaplan.com'] as const;
const own = (name: string) =>
	[`${name}.app.anaplan.com`, `${name}.auth.anaplan.com`, `${name}.api.anaplan.com`] as const;

/** Anaplan's regions in the order of its own list of hosts and addresses. */
export const regions: readonly Region[] = [
	region('us1', 'Data Center US East', 'us1a.app.anaplan.com', shared),
	region('us2', 'Data Center US West', 'us1a.app.anaplan.com', shared),
	region('us5', 'Cloud US East', 'us5a.app.anaplan.com', shared),
	region('us7', 'Cloud US', 'us7a.app.anaplan.com', shared),
	region('us9', 'Cloud US', 'us9.app.anaplan.com', own('us9')),
	region('eu1', 'Data Center Netherlands', 'eu1a.app.anaplan.com', shared),
	region('eu2', 'Data Center Germany', 'eu2a.app.anaplan.com', shared),
	region('eu3', 'Cloud Europe', 'eu3.app.anaplan.com', own('eu3')),
	region('eu4', 'Cloud Europe', 'eu4.app.anaplan.com', shared),
	region('eu5', 'Cloud Europe', 'eu5.app.anaplan.com', own('eu5')),
	region('gb1', 'Cloud UK', 'gb1.app.anaplan.com', own('gb1')),
	region('ap1', 'Cloud Japan', 'ap1a.app.anaplan.com', shared),
	region('au1', 'Cloud Australia', 'au1a.app2.anaplan.com', [
		'au1a.app2.anaplan.com',
		'au1a.app2.anaplan.com',
		'api.au1a.app2.anaplan.com',
	]),
	region('ca1', 'Cloud Canada', 'ca1a.app.anaplan.com', own('ca1a')),
	region('sg1', 'Cloud Singapore', 'sg1.app.anaplan.com', own('sg1')),
	region('ae1', 'Cloud UAE', 'ae1.app.anaplan.com', own('ae1')),
	region('in1', 'Cloud India', 'in1.app.anaplan.com', own('in1')),
	region('id1', 'Cloud Indonesia', 'id1.app.anaplan.com', own('id1')),
	region('me1', 'Cloud Saudi Arabia', 'me1.app.anaplan.com', own('me1')),
];

/** The region of a code such as `us1`, however it is typed. */
export const findRegion = (code: string): Region | undefined =>
	regions.find(candidate => candidate.code === code.trim().toLowerCase());

const hostOf = (text: string): string | undefined =>
	/^\s*['"<]?(?:https?:\/\/)?([a-z\d.-]+\.anaplan\.com)(?:[:/?#'">\s]|$)/i
		.exec(text)?.[1]
		?.toLowerCase();

/**
 * Finds the region in what a person typed or pasted: a code such as `eu3`, or an address copied
 * from the browser such as `https://eu3.app.anaplan.com/…`. The shared US host reads as `us1`.
 * Returns undefined when the text names no region.
 */
export function regionFromText(text: string): Region | undefined {
	const byCode = findRegion(text);
	if (byCode) {
		return byCode;
	}

	const host = hostOf(text);
	if (host === undefined) {
		return undefined;
	}

	return regions.find(
		({uiHost, hosts}) =>
			uiHost === host || Object.values(hosts).some(base => base === `https://${host}`),
	);
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host is this computer, where `http` is allowed and nothing leaves the machine. */
export const isLoopback = (url: URL): boolean =>
	loopback.has(url.hostname) || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);

/** Whether what is sent to a URL is protected on its way: `https`, or `http` that stays on this computer. */
export const isProtected = (url: URL): boolean =>
	url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));

/**
 * Reads a base URL: `https`, or `http` on a loopback host; no user, path, query or fragment.
 * Returns it without a trailing slash, or the Problem `usage` that names `source` (a variable or field).
 */
export function readBaseUrl(text: string, source: string): Result<string> {
	const refuse = (why: string) =>
		failure(
			problem('usage', {
				message: `${source} is no usable base URL: ${why}.`,
				hint: `Give it as https://HOST, without a path.`,
			}),
		);
	const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
	if (!url) {
		return refuse('it cannot be read as a URL');
	}

	if (url.username || url.password) {
		return refuse('it holds a user name or password');
	}

	if (!isProtected(url)) {
		return refuse('only https is allowed, except for this computer (127.0.0.1, localhost)');
	}

	if (url.pathname !== '/' || url.search || url.hash) {
		return refuse('it has a path, query or fragment');
	}

	return success(url.origin);
}
