import {apiProblem} from '../core/anaplan/api-problem.ts';
import type {HttpReply, HttpRequest} from '../core/anaplan/http.ts';
import {shortWords} from '../core/anaplan/list-extent.ts';
import {isHtml} from '../core/anaplan/reply.ts';
import {apiBaseOf} from '../core/oauth/client.ts';
import {defaultMinTtlMs} from '../core/oauth/session.ts';
import {type ExitCode, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {minute} from '../core/time.ts';
import {sendAuthenticated} from '../session/authenticated.ts';
import type {Desk} from '../session/desk.ts';
import {fetchPages} from '../session/fetch-pages.ts';
import type {Http} from '../session/ports.ts';
import {tellingOfDoubt} from '../session/telling-of-doubt.ts';
import {fail, finishWithReply, patient} from './command.ts';

export type ApiFlags = {
	/** Default: GET, with a body POST. */
	readonly method?: string;
	/** The file with the body; `-` is stdin. */
	readonly input?: string;
	readonly paginate?: boolean;
};

/** What is sent: a method, and a body where the method has one. */
type Sending = {
	readonly method: string;
	/** JSON, unless the content is no text. */
	readonly input: Uint8Array | undefined;
	readonly paginate: boolean;
};

const megabyte = 1024 * 1024;

/**
 * Sends one authenticated request to the Anaplan API and prints the body as it came. The path is
 * `/2/0/…`, one below it, or a whole URL on the profile's API host.
 */
export async function api(desk: Desk, path: string, flags: ApiFlags): Promise<ExitCode> {
	const {keeper, ports} = desk;
	if (path.trim() === '') {
		return fail(
			desk,
			problem('usage', {
				message: 'The path is empty.',
				cause: 'A variable that a script put here is not set.',
				hint: 'Name what to ask for, for example: anaplan-tui api /2/0/workspaces',
			}),
		);
	}

	const sending = await sendingOf(desk, flags);
	if (!sending.ok) {
		return fail(desk, sending.problem);
	}

	// What is wrong with the address no sign-in mends.
	const asked = await urlAsAsked(desk, path);
	if (!asked.ok) {
		return fail(desk, asked.problem);
	}

	const kept = await keeper.fresh(defaultMinTtlMs);
	if (!kept.ok) {
		return fail(desk, kept.problem);
	}

	const url = apiUrl(kept.value.client.hosts.api, path);
	if (!url.ok) {
		return fail(desk, url.problem);
	}

	const paced: Http = {send: async request => ports.pacer.send(ports.http, request)};
	const http = tellingOfDoubt(patient(desk, paced));
	const send = async (target: string) => {
		const sent = await sendAuthenticated({http, keeper}, (_, {accessToken}) =>
			requestFor(sending.value, target, accessToken),
		);
		return sent.ok ? success(sent.value.reply) : sent;
	};

	if (sending.value.paginate) {
		const pages = await fetchPages(url.value, send, sizes =>
			desk.io.note(`anaplan-tui: ${shortWords(sizes)}`),
		);
		return pages.ok ? finishWithReply(desk, pages.value) : fail(desk, pages.problem);
	}

	const reply = await send(url.value);
	return reply.ok ? printReply(desk, reply.value) : fail(desk, reply.problem);
}

async function sendingOf(
	{io}: Desk,
	{input: file, paginate = false, ...flags}: ApiFlags,
): Promise<Result<Sending>> {
	const method = flags.method ?? (file === undefined ? 'GET' : 'POST');
	if (paginate && method !== 'GET') {
		return failure(problem('usage', {message: '--paginate goes with GET only.'}));
	}

	if (file === undefined) {
		return success({method, input: undefined, paginate});
	}

	if (method === 'GET' || method === 'HEAD') {
		const message = `${method} has no body, so --input is wrong here.`;
		return failure(problem('usage', {message}));
	}

	const input = await io.bytes(file);
	return input.ok
		? success({method, input: input.value, paginate})
		: failure({...input.problem, hint: 'Check the path given to --input.'});
}

/** The URL by what is stored and set now, signed in or not; undefined where that does not say which host. */
async function urlAsAsked({profiles}: Desk, path: string): Promise<Result<string | undefined>> {
	const profile = await profiles.load();
	const base = profile.ok
		? (profile.value.signedIn?.client.hosts.api ?? apiBaseOf(profile.value.draft))
		: undefined;
	return base === undefined ? success(undefined) : apiUrl(base, path);
}

/**
 * The URL of an API path. A token is only ever sent to the profile's own API host, so any other
 * address is the Problem `usage`.
 */
export function apiUrl(base: string, path: string): Result<string> {
	const isUrl = /^[a-z][a-z\d+.-]*:/i.test(path) || path.startsWith('//') || path.startsWith('\\');
	const rooted = `/${path.replace(/^\/+/, '')}`;
	const text = isUrl
		? path
		: /^\/2\/0(\/|\?|$)/.test(rooted)
			? base + rooted
			: `${base}/2/0${rooted}`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.origin !== base || url.username !== '' || url.password !== '') {
		return failure(
			problem('usage', {
				message: 'The token is not sent to this address: it is not on the API host of the profile.',
				cause: `The API host is ${base}.`,
				hint: 'Give the path alone, for example: anaplan-tui api /2/0/workspaces',
			}),
		);
	}

	// "..", also written %2e%2e, must not lead out of the part of the API that was named.
	return /^\/2\/0(\/|$)/.test(url.pathname)
		? success(url.href)
		: failure(
				problem('usage', {message: 'The path leads out of /2/0, where the Anaplan API lives.'}),
			);
}

const requestFor = (
	{method, input, paginate}: Sending,
	url: string,
	accessToken: NonNullable<HttpRequest['accessToken']>,
): HttpRequest => ({
	method,
	url,
	accessToken,
	read: paginate ? 'json' : 'bytes',
	maxBytes: 200 * megabyte,
	timeoutMs: 10 * minute,
	...(input && {body: {contentType: contentTypeOf(input), bytes: input}}),
});

// Anaplan takes JSON everywhere but for file uploads, which are octets.
function contentTypeOf(input: Uint8Array): string {
	try {
		JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(input));
		return 'application/json';
	} catch {
		return 'application/octet-stream';
	}
}

/** The body goes to stdout whatever the status; what is no success is told on stderr besides. */
async function printReply(desk: Desk, reply: HttpReply): Promise<ExitCode> {
	// Redirects are not followed, and Anaplan's API has no pages: a proxy's login page is one.
	const isRefusal = reply.status >= 300 || isHtml(reply);
	const {body} = reply;
	if (!(isRefusal && desk.json) && body.kind !== 'empty') {
		await desk.io.body(body.kind === 'bytes' ? body.bytes : body.text.reveal());
	}

	return isRefusal ? fail(desk, apiProblem(reply)) : 0;
}
