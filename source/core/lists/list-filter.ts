// Letters of the Latin alphabet that Unicode does not take apart.
const plainLetters: Readonly<Record<string, string>> = {
	ø: 'o',
	ł: 'l',
	đ: 'd',
	ı: 'i',
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	// The sigma at the end of a word, which is another one before it is.
	'\u03C2': '\u03C3',
};

/** A text without accents, case and forms of width, as a filter compares it: `Ｌódź` is `lodz`. */
export const foldText = (text: string): string =>
	/^[\x20-\x7E]*$/.test(text)
		? text.toLowerCase()
		: text
				.normalize('NFKD')
				.replace(/\p{M}+/gu, '')
				.toLowerCase()
				.replace(/[øłđıßæœ\u03C2]/g, letter => plainLetters[letter] ?? letter);

/** The words of a filter, folded. */
export const filterWords = (filter: string): readonly string[] =>
	foldText(filter).split(/\s+/).filter(Boolean);

/** One folded text to look for words in; a word never reaches from one part into the next. */
export const searchKey = (parts: ReadonlyArray<string | undefined>): string =>
	foldText(parts.filter(part => part !== undefined && part !== '').join('\n'));

/** What words are looked for in, both folded. */
export type Searched = {readonly key: string; readonly idKey: string};

// IDs are hexadecimal: a year or a short word such as “fee” is somewhere in too many of them.
const isLong = (word: string): boolean => word.length >= 6;

const isInId = (idKey: string, word: string): boolean =>
	isLong(word) ? idKey.includes(word) : idKey.startsWith(word);

/** Whether every word is in the key, or in the ID: at its beginning, and from six letters on anywhere. */
export const hasWords = ({key, idKey}: Searched, words: readonly string[]): boolean =>
	words.every(word => key.includes(word) || isInId(idKey, word));

/** Whether whatever has the `next` words has the words `before` as well. */
export const narrows = (before: readonly string[], next: readonly string[]): boolean =>
	before.every(old =>
		next.some(word => (isLong(word) ? isLong(old) && word.includes(old) : word.startsWith(old))),
	);
