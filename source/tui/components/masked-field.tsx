import {Text} from 'ink';
import type {ReactNode} from 'react';
import {textWidth} from '../../core/text-width.ts';

const mostDots = 8;

/** The column of the cursor: behind the dots. */
export const maskedCursorColumn = (length: number, clear = ''): number =>
	textWidth(clear) + Math.min(length, mostDots);

const wordsFor = (length: number, clear: string): string =>
	` ${length}${clear === '' ? '' : ' more'} ${length === 1 ? 'character' : 'characters'}`;

/**
 * A field for something secret: dots and how long it is, never a character of it. The cursor is always at the end: one cannot edit what one cannot see.
 */
export function MaskedField({
	clear = '',
	length,
	hasFocus,
}: {
	/** The beginning that may be shown. */
	readonly clear?: string;
	/** How many characters are hidden. */
	readonly length: number;
	readonly hasFocus: boolean;
}): ReactNode {
	const dots = '•'.repeat(Math.min(length, mostDots));
	return (
		<Text wrap="truncate">
			{clear}
			{dots}
			{hasFocus && ' '}
			{length > 0 && wordsFor(length, clear)}
		</Text>
	);
}
