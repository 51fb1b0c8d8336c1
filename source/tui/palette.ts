import type {TextProps} from 'ink';

export type Style = Pick<
	TextProps,
	'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'underline' | 'inverse'
>;

/**
 * Every look there is. None of the sixteen colours can be read on light and on dark in every usual
 * terminal, and faint text on hardly any (test/tui/palette.test.ts computes it), so whatever is to be
 * read has the terminal's own colours; bold, underline and inverse are free. Colour is for marks that
 * have a shape or a word of their own.
 */
export const palette = {
	strong: {bold: true},
	link: {underline: true},
	/** The choice that is made, the code to compare. */
	chosen: {inverse: true},
	/** Marks: where one is, what is under way. Not bold: that makes another colour in some terminals. */
	accent: {color: 'magentaBright'},
	done: {color: 'green'},
	alarm: {color: 'redBright'},
	/** Between the words: separators, the empty part of a bar. */
	quiet: {dimColor: true},
	/** Drawn for cameras, whatever colours the terminal has. */
	qr: {color: 'whiteBright', backgroundColor: 'black'},
} as const satisfies Readonly<Record<string, Style>>;
