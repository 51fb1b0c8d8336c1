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

const hex = (character: string): string => (character.codePointAt(0) ?? 0).toString(16);

/**
 * A value as JSON whose text is safe to print as it is: what `printable` takes out of texts for
 * people is here written as `\uXXXX`, which reads back as the same value.
 */
export const jsonText = (value: unknown): string =>
	JSON.stringify(value).replace(unprintable, run =>
		run.replace(/[\s\S]/g, unit => `\\u${hex(unit).padStart(4, '0')}`),
	);

/** A text with everything in it that could act on a terminal, but for line ends and tabs, written as `\u{1b}`. */
export const visible = (text: string): string =>
	text.replace(unprintable, run =>
		run.replace(/\r\n|./gsu, found =>
			/^(?:\r?\n|\t)$/.test(found) ? found : `\\u{${hex(found)}}`,
		),
	);
