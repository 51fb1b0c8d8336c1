// C0 and C1 controls, DEL, and the characters that reorder or hide text (bidirectional marks and
// isolates, zero-width characters, line and paragraph separators, tags).
const unprintable =
	/[\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]+/gu;

/**
 * Text from a server, a file or the clipboard, made safe to draw: one line, no control or
 * bidirectional characters, at most `limit` characters (an ellipsis marks the cut).
 */
export function printable(text: string, limit = 300): string {
	// Cut before cleaning, so that a reply of many megabytes costs nothing.
	const clean = text
		.slice(0, limit * 4)
		.replace(unprintable, ' ')
		.replace(/ {2,}/g, ' ')
		.trim();
	const characters = [...clean];
	return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : clean;
}
