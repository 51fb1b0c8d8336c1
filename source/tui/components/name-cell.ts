import {cellWidth, graphemes} from '../../core/text-width.ts';

/**
 * The most columns that a terminal may take for a text. Terminals differ: some draw an emoji with
 * its modifiers as one, some each part of it, and some a vowel sign beside its consonant.
 */
export const mostColumns = (text: string): number =>
	/^[\x20-\x7E]*$/.test(text)
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

	let taken = '';
	let left = width - 1;
	for (const grapheme of graphemes(name.slice(0, width * 8))) {
		left -= mostColumns(grapheme);
		if (left < 0) {
			break;
		}

		taken += grapheme;
	}

	return width > 0 ? `${taken}…` : '';
}
