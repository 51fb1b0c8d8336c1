import {cellWidth, graphemes, textWidth} from '../../core/text-width.ts';
import type {TextFieldState} from './text-field-state.ts';

/** What is seen of a field: the part around the cursor that fits. */
type FieldView = {
	readonly before: string;
	readonly cursor: string;
	readonly after: string;
};

/** The column of the cursor in a field of that width. */
export const cursorColumn = (field: TextFieldState, width: number): number =>
	textWidth(fieldView(field, width).before);

/**
 * The part of a field that fits into `width` columns, the cursor always in view; an ellipsis stands
 * where text is cut. Characters that cannot be drawn show as a space or a dot.
 */
export function fieldView({before, after}: TextFieldState, width: number): FieldView {
	// No more than what can be seen is taken apart.
	const left = graphemes(before.slice(-width * 8)).map(visible);
	const [cursor = ' ', ...right] = graphemes(after.slice(0, width * 8)).map(visible);
	const room = width - Math.max(1, cellWidth(cursor));
	// Some of what follows the cursor stays in view, as far as there is any.
	const ahead = Math.min(Math.floor(room / 4), widthOf(right));
	const shownBefore = fitted(left.toReversed(), room - ahead, before.length > width * 8);
	const shownAfter = fitted(right, room - widthOf(shownBefore), after.length > width * 8);
	return {
		before: shownBefore.toReversed().join(''),
		cursor: cursor === '' ? ' ' : cursor,
		after: shownAfter.join(''),
	};
}

const visible = (grapheme: string): string => {
	if (/^[\p{Cc}\p{Zl}\p{Zp}]/u.test(grapheme)) {
		return ' ';
	}

	return cellWidth(grapheme) === 0 || /^[\p{Cf}\p{Cs}]/u.test(grapheme) ? '·' : grapheme;
};

const widthOf = (list: readonly string[]): number =>
	list.reduce((sum, grapheme) => sum + cellWidth(grapheme), 0);

function fitted(list: readonly string[], width: number, isCut: boolean): readonly string[] {
	if (!isCut && widthOf(list) <= width) {
		return list;
	}

	const kept: string[] = [];
	let left = width - 1;
	for (const grapheme of list) {
		left -= cellWidth(grapheme);
		if (left < 0) {
			break;
		}

		kept.push(grapheme);
	}

	return width > 0 ? [...kept, '…'] : [];
}
