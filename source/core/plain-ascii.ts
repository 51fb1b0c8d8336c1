import {cellWidth, graphemes} from './text-width.ts';

// What we draw and print ourselves. One character for one, so that columns stay where they are.
const sameWidth: Readonly<Record<string, string>> = {
	'“': '"',
	'”': '"',
	'‘': "'",
	'’': "'",
	'–': '-',
	'—': '-',
	'…': '~',
	'·': '|',
	'∙': '*',
	'•': '*',
	'✓': '+',
	'✗': 'x',
	'▸': '>',
	'›': '>',
	'‹': '<',
	'→': '>',
	'←': '<',
	'↑': '^',
	'↓': 'v',
	'▴': '^',
	'▾': 'v',
	'×': 'x',
	'█': '#',
	'░': '.',
	'▔': '=',
};

/** Where nothing has to stay in its column. */
const wider: Readonly<Record<string, string>> = {...sameWidth, '…': '...', '—': '--', '✓': 'ok:'};

/**
 * Text for a terminal that can show ASCII only. Our own signs become the nearest ones there are,
 * letters lose their accents, and whatever is left is a question mark for each column that it takes: bytes of a
 * character that such a terminal does not know may act as its control characters. `sameWidth` keeps
 * every column, as drawings and tables need it.
 */
export function plainAscii(text: string, how: 'sameWidth' | 'anyWidth'): string {
	const signs = how === 'sameWidth' ? sameWidth : wider;
	// A word that waits reads as one: “Looking ..” and not “Looking ~”.
	const waiting = how === 'sameWidth' ? text.replaceAll(' …', '..') : text;
	const sign = (grapheme: string): string => {
		const found = signs[grapheme] ?? unaccented(grapheme);
		return how === 'sameWidth' ? found.padEnd(cellWidth(grapheme)) : found;
	};
	// With the character before, which an accent or a frame that follows belongs to.
	return waiting.replace(/[\0-\x7F]?[^\0-\x7F]+/g, run =>
		graphemes(run)
			.map(grapheme => (isAscii.test(grapheme) ? grapheme : sign(grapheme)))
			.join(''),
	);
}

const isAscii = /^[\0-\x7F]*$/;

function unaccented(grapheme: string): string {
	const [base = '?'] = grapheme.normalize('NFKD');
	return /^[\x20-\x7E]$/.test(base) ? base : '?'.repeat(cellWidth(grapheme));
}
