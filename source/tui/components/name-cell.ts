import {cellWidth, graphemes, wrapWords} from '../../core/text-width.ts';

/** Whether every terminal takes one column for each character. */
export const isPlain = (text: string): boolean => /^[\x20-\x7E]*$/.test(text);

/**
 * The most columns that a terminal may take for a text. Terminals differ: some draw an emoji with
 * its modifiers as one, some each part of it, and some a vowel sign beside its consonant.
 */
export const mostColumns = (text: string): number =>
	isPlain(text)
		? text.length
		: [...text].reduce(
				(width, character) => width + (character === '\uFE0F' ? 1 : cellWidth(character)),
				0,
			);

/** The beginning of a name that fits into `width` columns in every terminal; an ellipsis marks the cut. */
export function fitName(name: string, width: number): string {
	if (mostColumns(name) <= width) {
		return name;
	}

	return width > 0 ? `${beginningOf(name, width - 1)}…` : '';
}

/** A name in as many lines as it needs, none wider than `width` columns in any terminal. */
export function nameLines(name: string, width: number): readonly string[] {
	if (isPlain(name)) {
		return wrapWords(name, width);
	}

	const lines: string[] = [];
	for (let rest = name; rest !== ''; rest = rest.slice(lines.at(-1)?.length)) {
		lines.push(beginningOf(rest, width) || rest.slice(0, 1));
	}

	return lines.map(line => line.trim());
}

function beginningOf(name: string, width: number): string {
	let taken = '';
	let left = width;
	for (const grapheme of graphemes(name.slice(0, width * 8))) {
		left -= mostColumns(grapheme);
		if (left < 0) {
			break;
		}

		taken += grapheme;
	}

	return taken;
}
