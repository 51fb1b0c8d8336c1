import {cellWidth} from './text-width.ts';

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
 * every column, as drawings need it.
 */
export function plainAscii(text: string, how: 'sameWidth' | 'anyWidth'): string {
	const signs = how === 'sameWidth' ? sameWidth : wider;
	// A word that waits reads as one: “Looking ..” and not “Looking ~”.
	const waiting = how === 'sameWidth' ? text.replaceAll(' …', '..') : text;
	return waiting.replace(/[^\0-\x7F]+/g, run =>
		Array.from(run, character => signs[character] ?? unaccented(character)).join(''),
	);
}

function unaccented(character: string): string {
	const [base = '?'] = character.normalize('NFKD');
	return /^[\x20-\x7E]$/.test(base) ? base : '?'.repeat(cellWidth(character));
}
