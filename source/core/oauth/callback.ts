import {printable} from '../printable.ts';
import {Secret} from '../secret.ts';
import {trimEnds} from '../trim.ts';
import {type AuthorizationRequest, isAuthorizationUrl} from './authorization-code.ts';
import {
	callbackCandidates,
	codeAndState,
	isWrappedLine,
	maxCallbackBytes,
} from './callback-text.ts';

export type RefusalReason =
	| 'noCode'
	| 'bareCode'
	| 'noState'
	| 'otherAttempt'
	| 'wrongAddress'
	| 'duplicated'
	| 'errorResponse'
	| 'authorizationUrl'
	| 'tooLong'
	| 'controlCharacters';

export type Refusal = {
	readonly verdict: 'refused';
	readonly reason: RefusalReason;
	/** What is wrong, and what to do; safe to print, never holds a code. */
	readonly message: string;
	readonly hint: string;
	/** The error that Anaplan named, safe to print; only with `errorResponse`. */
	readonly error?: string;
};

/** What a pasted text is worth. `empty` is no text yet. */
export type CallbackVerdict =
	| {readonly verdict: 'accepted'; readonly code: Secret}
	| {readonly verdict: 'empty'}
	| Refusal;

/**
 * Reads what a person brings back from the browser: the whole address, its query,
 * `code=…&state=…`, or the two values alone, with whatever copying has done to it. A code counts only with our own `state`;
 * any text gives a verdict, never an exception.
 * Source: RFC 6749 §4.1.2, RFC 9700 §4.7 (state binds the reply to this attempt).
 */
export function readCallback(pasted: Secret, request: AuthorizationRequest): CallbackVerdict {
	const text = pasted.reveal();
	if (text.length > maxCallbackBytes) {
		return refused('tooLong');
	}

	const candidates = callbackCandidates(text);
	if (candidates === 'controlCharacters') {
		return refused('controlCharacters');
	}

	const verdicts = candidates.map(candidate => readCandidate(candidate, request));
	const accepted = verdicts.filter(verdict => verdict.verdict === 'accepted');
	const [first = verdicts[0] ?? {verdict: 'empty'}] = accepted;
	// Two codes for one state. Only a code cut by a line break is known to be whole when put together;
	// a word behind it, or a second address, is not.
	const isPutTogether = first === verdicts[0] && isWrappedLine(text);
	return first.verdict === 'accepted' &&
		!isPutTogether &&
		accepted.some(({code}) => !code.equals(first.code))
		? refused('duplicated')
		: first.verdict === 'accepted'
			? first
			: // The first candidate is the whole text: its verdict has the most to say.
				(readPair(text, request) ?? first);
}

function readPair(text: string, {oauthState}: AuthorizationRequest): CallbackVerdict | undefined {
	const pair = codeAndState(text);
	if (pair?.state === oauthState) {
		return {verdict: 'accepted', code: new Secret('authorization code', pair.code)};
	}

	return pair?.isPlain ? refused('otherAttempt') : undefined;
}

/**
 * What a text is that came by itself, not by paste: Anaplan's code for this attempt, its refusal of
 * this attempt, or nothing of ours. Read only where our state stands in it, so that what others send
 * or copy costs nothing.
 * Source: RFC 6749 §4.1.2.1 (an error comes with the state of the request).
 */
export function answerIn(text: Secret, request: AuthorizationRequest): 'code' | 'refusal' | 'none' {
	if (text.length > maxAnswerLength || !text.reveal().includes(request.oauthState)) {
		return 'none';
	}

	const verdict = readCallback(text, request);
	if (verdict.verdict === 'accepted') {
		return 'code';
	}

	return verdict.verdict === 'refused' && verdict.reason === 'errorResponse' ? 'refusal' : 'none';
}

/** Characters; longer than a browser can send. */
const maxAnswerLength = 16_384;

function readCandidate(text: string, request: AuthorizationRequest): CallbackVerdict {
	const address = readAddress(text, request.redirectUri);
	if (address === undefined) {
		return refused(looksLikeCode(text) ? 'bareCode' : 'noCode');
	}

	const {url, parameters} = address;
	const codes = parameters.get('code') ?? [];
	const states = parameters.get('state') ?? [];
	const error = parameters.get('error')?.find(value => value !== '');
	if (url && codes.length === 0 && isAuthorizationUrl(url)) {
		return refused('authorizationUrl');
	}

	if (url && !isRedirectUri(url, request.redirectUri)) {
		const wrong = refused('wrongAddress', printable(request.redirectUri, 200));
		const hasMovedOn = codes.length > 0 && isSameSite(url, request.redirectUri);
		return hasMovedOn ? {...wrong, hint: pasteQuery} : wrong;
	}

	if (codes.length > 1 || states.length > 1) {
		return refused('duplicated');
	}

	const state = states[0] ?? '';
	if (error !== undefined) {
		return state !== '' && state !== request.oauthState
			? refused('otherAttempt')
			: {
					...refused('errorResponse', errorWords(error, parameters.get('error_description')?.[0])),
					error: printable(error, 60),
				};
	}

	const code = codes[0] ?? '';
	if (code === '') {
		return refused('noCode');
	}

	if (state === '') {
		return refused('noState');
	}

	if (state !== request.oauthState) {
		return refused('otherAttempt');
	}

	// RFC 6749 §A.11: code = 1*VSCHAR. Anything else crept in on the way.
	return /^[\x20-\x7E]+$/.test(code)
		? {verdict: 'accepted', code: new Secret('authorization code', code)}
		: refused('controlCharacters');
}

type Address = {
	/** Undefined when only a query was pasted. */
	readonly url: URL | undefined;
	readonly parameters: ReadonlyMap<string, readonly string[]>;
};

function readAddress(text: string, redirectUri: string): Address | undefined {
	const complete = withScheme(text, redirectUri);
	if (complete !== undefined) {
		if (!URL.canParse(complete)) {
			return undefined;
		}

		const url = new URL(complete);
		return {url, parameters: readParameters([url.search, url.hash])};
	}

	return /(^|[?#&])(code|state|error)=/i.test(text)
		? {url: undefined, parameters: readParameters(text.replace(/^[^?#=]*[?#]/, '').split('#'))}
		: undefined;
}

// Browsers hide "https://" in the address bar, and so do people who retype it. What stands before
// the query is then a host, ours or another; a path alone, or nothing, is no address.
const withScheme = (text: string, redirectUri: string): string | undefined => {
	if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
		return text;
	}

	const {protocol, host} = new URL(redirectUri);
	if (text.startsWith('//')) {
		return `${protocol}${text}`;
	}

	const isAddress =
		text.toLowerCase().startsWith(`${host}/`) ||
		(/^[^/?#&=]+[/?#]/.test(text) && /[?#&](code|state|error)=/i.test(text));
	return isAddress ? `${protocol}//${text}` : undefined;
};

// Not URLSearchParams: it turns a literal `+` in a code into a space.
function readParameters(parts: readonly string[]): ReadonlyMap<string, readonly string[]> {
	const parameters = new Map<string, string[]>();
	for (const pair of parts.flatMap(part => part.replace(/^[?#]/, '').split('&'))) {
		const equals = pair.indexOf('=');
		if (equals > 0) {
			const name = decoded(pair.slice(0, equals)).toLowerCase();
			const values = parameters.get(name) ?? [];
			values.push(decoded(pair.slice(equals + 1)));
			parameters.set(name, values);
		}
	}

	return parameters;
}

const decoded = (text: string): string => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};

/** Whether an address is the redirect URI, but for the slash that browsers add and the parameters of the reply. */
function isRedirectUri(url: URL, redirectUri: string): boolean {
	const path = (pathname: string) => trimEnds(pathname, /^$/, /\//);
	return isSameSite(url, redirectUri) && path(url.pathname) === path(new URL(redirectUri).pathname);
}

function isSameSite(url: URL, redirectUri: string): boolean {
	const {protocol, host} = new URL(redirectUri);
	return (
		url.protocol === protocol && url.host === host && url.username === '' && url.password === ''
	);
}

const looksLikeCode = (text: string): boolean => /^[\w.~+/=-]{16,}$/.test(text);

const errorWords = (error = '', description = ''): string => {
	const words = printable(description.replaceAll('+', ' '), 200);
	return words === '' ? printable(error, 60) : `${printable(error, 60)}: ${words}`;
};

function refused(reason: RefusalReason, detail = ''): Refusal {
	const [message, hint] = refusalWords[reason];
	return {verdict: 'refused', reason, message: message.replace('%', () => detail), hint};
}

const copyWhole =
	'Copy the whole address from the browser’s address bar, from https:// to the end.';

// A site may send its visitors on, to the page in their language say.
const pasteQuery =
	'If the site moved on to this page by itself, paste only what follows the question mark, from code= on.';

const refusalWords: Record<RefusalReason, readonly [message: string, hint: string]> = {
	noCode: ['There is no code in this.', copyWhole],
	bareCode: ['This is only a code: without its state nobody can tell whose it is.', copyWhole],
	noState: ['The state is missing: without it nobody can tell whose code this is.', copyWhole],
	otherAttempt: [
		'The state belongs to another attempt, not to this one.',
		'Open the URL of this attempt, and copy the address that it ends on. Close older tabs.',
	],
	wrongAddress: ['This is not the redirect URI, which is %.', copyWhole],
	duplicated: [
		'The code or the state stands in it twice, so it is not what Anaplan sent.',
		'Copy the address once more, and paste it once.',
	],
	errorResponse: [
		'Anaplan sent an error instead of a code. It says: %',
		'Go back and open the URL again; if it stays, check the client in Anaplan.',
	],
	authorizationUrl: [
		'This is the URL to sign in with, not the one that it ends on.',
		'Open it in a browser, sign in, then copy the address that you land on.',
	],
	tooLong: ['This is far too long to be the address (over 64 kB).', copyWhole],
	controlCharacters: ['There are control characters in this.', copyWhole],
};
