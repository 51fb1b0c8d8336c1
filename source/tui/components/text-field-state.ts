import {graphemes} from '../../core/text-width.ts';

/** A line of text and the cursor in it. */
export type TextFieldState = {readonly before: string; readonly after: string};

/** What can be done to it; a character is what people see as one. */
export type Edit =
	| {readonly type: 'insert'; readonly text: string}
	| {readonly type: 'deleteBefore' | 'deleteAfter' | 'deleteWord' | 'deleteToEnd' | 'clear'}
	| {readonly type: 'left' | 'right' | 'wordLeft' | 'wordRight' | 'home' | 'end'};

export const textFieldOf = (text: string): TextFieldState => ({before: text, after: ''});
export const textOf = ({before, after}: TextFieldState): string => before + after;

/** The field after an edit. */
export function edited(field: TextFieldState, edit: Edit): TextFieldState {
	const {before, after} = field;
	switch (edit.type) {
		case 'insert':
			return {before: before + edit.text, after};
		case 'deleteBefore':
			return {before: withoutLast(before), after};
		case 'deleteAfter':
			return {before, after: withoutFirst(after)};
		case 'deleteWord':
			return {before: withoutLastWord(before), after};
		case 'deleteToEnd':
			return {before, after: ''};
		case 'clear':
			return textFieldOf('');
		case 'left':
			return cut(field, withoutLast(before).length);
		case 'right':
			return cut(field, before.length + after.length - withoutFirst(after).length);
		case 'wordLeft':
			return cut(field, withoutLastWord(before).length);
		case 'wordRight':
			return cut(
				field,
				before.length + (/^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(after)?.[0].length ?? 0),
			);
		case 'home':
			return cut(field, 0);
		case 'end':
			return cut(field, before.length + after.length);
	}
}

const cut = (field: TextFieldState, at: number): TextFieldState => {
	const text = textOf(field);
	return {before: text.slice(0, at), after: text.slice(at)};
};

// Enough for the longest emoji; a pasted text of many kilobytes is not searched through for a key.
const longestGrapheme = 64;

const withoutLast = (text: string): string => {
	const last = graphemes(text.slice(-longestGrapheme)).at(-1) ?? '';
	return text.slice(0, text.length - last.length);
};

const withoutFirst = (text: string): string =>
	text.slice((graphemes(text.slice(0, longestGrapheme))[0] ?? '').length);

/** Back to the beginning of a word, as shells do it for letters and digits. */
const withoutLastWord = (text: string): string => {
	let end = text.length;
	const isWord = (at: number) => /[\p{L}\p{N}\p{Surrogate}]/u.test(text.charAt(at - 1));
	while (end > 0 && !isWord(end)) {
		end--;
	}

	while (end > 0 && isWord(end)) {
		end--;
	}

	return text.slice(0, end);
};
