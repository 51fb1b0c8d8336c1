import {once} from './once.ts';

const segmenter = once(() => new Intl.Segmenter());

const segmentsOf = (text: string): Intl.Segments => segmenter().segment(text);

/** The characters as people see them: an emoji with its modifiers is one. */
export const graphemes = (text: string): string[] =>
	Array.from(segmentsOf(text), ({segment}) => segment);

// East Asian wide and full-width forms and pictographs; a little too many rather than too few.
const wide =
	/[\u1100-\u115F\u231A\u231B\u23E9-\u23FA\u25FD\u25FE\u2614-\u27BF\u2B1B-\u2B55\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1B000}-\u{1B2FF}\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}]|\uFE0F/u;
const narrowSymbols = /^[✓✗▸]$/u;
const nothingToSee = /^[\p{Cc}\p{Cf}\p{Mn}\p{Me}]+$/u;

/** How many columns a grapheme takes. */
export const cellWidth = (grapheme: string): number => {
	if (/^[\x20-\x7E]$/.test(grapheme) || narrowSymbols.test(grapheme)) {
		return 1;
	}

	if (nothingToSee.test(grapheme)) {
		return 0;
	}

	// A terminal gives a column to every sign of an Indic or Thai cluster that is not above or below another.
	return wide.test(grapheme) ? 2 : [...grapheme].filter(sign => !nothingToSee.test(sign)).length;
};

/** How many columns a text takes on one line. */
export const textWidth = (text: string): number =>
	/^[\x20-\x7E]*$/.test(text)
		? text.length
		: graphemes(text).reduce((width, grapheme) => width + cellWidth(grapheme), 0);

/** The beginning of the text that fits into `width` columns; an ellipsis marks the cut. */
export function fitText(text: string, width: number): string {
	return textWidth(text) <= width ? text : `${beginningOf(text, width - 1)}…`;
}

/** As much of the beginning as `width` columns hold. */
function beginningOf(text: string, width: number): string {
	let taken = '';
	let left = width;
	for (const {segment} of segmentsOf(text.slice(0, width * 16))) {
		left -= cellWidth(segment);
		if (left < 0) {
			break;
		}

		taken += segment;
	}

	return taken;
}

/** The lines that a text takes in `width` columns, broken between words; a longer word is cut. */
export function wrapWords(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ').filter(Boolean)) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (textWidth(longer) <= width) {
			line = longer;
			continue;
		}

		if (line !== '') {
			lines.push(line);
		}

		line = word;
		while (textWidth(line) > width) {
			const piece = beginningOf(line, width) || line.slice(0, 1);
			lines.push(piece);
			line = line.slice(piece.length);
		}
	}

	return line === '' ? lines : [...lines, line];
}
