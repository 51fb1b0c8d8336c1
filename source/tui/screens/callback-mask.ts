/** What may be seen of a text that holds a code: where it leads, and how much is hidden. */
export type MaskedCallback = {readonly clear: string; readonly hidden: number};

const longestClear = 60;
// A code has no business in a path, but may get there; paths that people know are short.
const longestPathPart = 24;

/**
 * Scheme, host and path of an address may be seen; everything from the first `?` or `#` on, and all
 * of anything else, may not.
 */
export function maskCallback(text: string): MaskedCallback {
	const address = /^\s*(https?:\/\/[a-z\d.:[\]-]+)((?:\/[\w.~-]*)*)(?=[?#]|$)/i.exec(text);
	const [, origin = '', path = ''] = address ?? [];
	const isShort =
		origin.length + path.length <= longestClear &&
		path.split('/').every(({length}) => length <= longestPathPart) &&
		origin.split('.').every(({length}) => length <= longestClear / 2);
	const clear = isShort ? origin + path : '';
	return {clear, hidden: text.length - clear.length};
}
