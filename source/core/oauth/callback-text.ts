import {trimEnds} from '../trim.ts';

/** A longer text is no address; the limit keeps every check cheap. UTF-16 units. */
export const maxCallbackBytes = 64 * 1024;

// Marks of bracketed paste and focus reports that a terminal or a multiplexer let slip into the
// text, with or without the escape character in front.
const terminalLeftovers = /\u001B?\[20[01]~|\u001B\[[IO]|^\s*\[I|\[O(?=\s*$)/g;

const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;

const opening = /[\s"'`“”‘’«»<>()[\]{}*_|]/u;
const closing = /[\s"'`“”‘’«»<>()[\]{}*|.,;:!?]/u;

/**
 * The readings that a pasted text allows, the likeliest first: all of it with line breaks and
 * spaces taken out (a terminal or mail wrapped the address), then each word of it (the address
 * stood in a sentence) and each address in that (it was pasted behind another one). Returns `controlCharacters` when the text holds any that no copying
 * explains, and no reading at all for empty text.
 */
export function callbackCandidates(text: string): readonly string[] | 'controlCharacters' {
	const visible = withoutLeftovers(text);
	if (/[^\P{Cc}\t\n\v\f\r\u0085]/u.test(visible)) {
		return 'controlCharacters';
	}

	const words = visible.split(separators).filter(Boolean);
	const addresses = words.flatMap(word => word.split(/(?=https?:\/\/)/i));
	const parts = addresses.length > 1 ? new Set([...words, ...addresses]) : [];
	const readings = [words.join(''), ...parts].map(withoutWrapping);
	return readings.filter(reading => reading !== '').slice(0, maxReadings);
}

/**
 * The two parts of a text that is a code and a state and nothing else, `CODE#STATE` or `CODE STATE` as
 * other programs hand them out; undefined for any other text. `isPlain` where only a pair looks so, and
 * not a code alone that a terminal wrapped.
 */
export function codeAndState(
	text: string,
): {readonly code: string; readonly state: string; readonly isPlain: boolean} | undefined {
	const [, code, between, state] =
		/^([\w~-]{16,})(#|\s+)([\w~-]+)$/.exec(trimEnds(withoutLeftovers(text), quotes, quotes)) ?? [];
	return code === undefined || between === undefined || state === undefined
		? undefined
		: {
				code,
				state,
				isPlain: !/[\n\v\f\r\u2028\u2029]/.test(between) && state.length === stateLength,
			};
}

// What a code may begin or end with stays, an underscore for one.
const quotes = /[\s"'`“”‘’«»<>()[\]{}]/u;

// 256 bits in base64url.
const stateLength = 43;

const withoutLeftovers = (text: string): string =>
	text.replace(terminalLeftovers, '').replace(invisible, '');

/** Whether a pasted text is an answer, or meant for one, and not the rest of another paste. */
export const beginsAnswer = (text: string): boolean =>
	/https?:\/\/|(^|[?#&\s])(code|error|state)=/i.test(text) || codeAndState(text)?.isPlain === true;

// Arrows, function keys, Alt with a letter, the marks of a paste, what a terminal answers; then what all
// other keys send.
const keySequences =
	/\u001B(?:\][^\u0007\u001B\s]*(?:\u0007|\u001B\\)?|\[[\x30-\x3F]*[\x20-\x2F]*[\x40-\x7E]|O[\x40-\x7E]|[^\u001B[O])?/g;
const keyControls = /[^\P{Cc}\s]/gu;

/**
 * What was pasted, or typed, for an answer or a part of one, in all that a terminal sent where there
 * is no field; undefined where keys were pressed and nothing else.
 */
export function pastedAmongKeys(received: string): string | undefined {
	const text = received.replace(keySequences, '').replace(keyControls, '').trim();
	// Nobody presses so many keys by mistake.
	return beginsAnswer(text) || /\S{16}/.test(text) ? text : undefined;
}

// Also the next-line control, which terminals count as white space, and the middle of a Markdown link.
const separators = /[\s\u0085|│]+|\]\(/u;

/** Whether the text is cut by line breaks alone, as a terminal or a mail wraps a long address. */
export const isWrappedLine = (text: string): boolean =>
	!text
		.split(/[\n\v\f\r\u0085\u2028\u2029]/)
		.some(line => /[\s|│]/u.test(trimEnds(line, framing, framing)));

// Padding and the box that a terminal program draws around its text.
const framing = /[\s|│]/u;

// Enough for an address in a mail; a pasted book is no address.
const maxReadings = 200;

const withoutWrapping = (text: string): string =>
	trimEnds(
		text
			.replace(/&(?:amp|#38|#x26);/gi, '&')
			// Shells put a backslash before ? & = when an address is pasted into them.
			.replace(/\\(?=[?&=#%])/g, ''),
		opening,
		closing,
	)
		// A label in front: "address: https://…".
		.replace(/^.*?(?=https?:\/\/)/i, prefix => (prefix.includes('=') ? prefix : ''));
