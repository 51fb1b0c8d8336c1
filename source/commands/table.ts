import {fitText, textWidth} from '../core/text-width.ts';

/** A column of a table for people. */
export type Column<Row> = {
	readonly title: string;
	readonly text: (row: Row) => string;
	readonly align?: 'right';
	/** Cut where the window is too narrow for all of it, but not to less than this. */
	readonly cutTo?: number;
	/** Left out where the window is too narrow, the highest first. */
	readonly leaveOut?: number;
};

const gap = '  ';

// A name that is written from right to left would draw the next column into its run; this mark,
// which takes no room, ends the run.
const leftToRight = '\u200E';
const rightToLeft =
	/[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Rows in aligned columns under their titles, for a terminal of so many columns; each line ends
 * with a line feed. Texts that do not fit are cut, then columns left out; what cannot be shortened
 * is left to the terminal's own wrapping.
 */
export function table<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	width: number,
): string {
	const cells = columns.map(({title, text}) => [title, ...rows.map(text)]);
	const widths = cells.map(texts =>
		texts.reduce((most, text) => Math.max(most, textWidth(text)), 0),
	);
	const {shown, shownWidths} = fitted(columns, widths, width);
	const last = shown.at(-1);
	const lines = ['', ...rows].map((_, line) =>
		shown
			.map((column, place) => {
				const text = cells[column]?.[line] ?? '';
				const room = shownWidths[place] ?? 0;
				return padded(fitText(text, room), room, columns[column]?.align, column === last);
			})
			.join(gap)
			.trimEnd(),
	);
	return lines.map(line => `${line}\n`).join('');
}

function padded(text: string, width: number, align: 'right' | undefined, isLast: boolean): string {
	const ended = rightToLeft.test(text) ? `${text}${leftToRight}` : text;
	const space = ' '.repeat(Math.max(0, width - textWidth(text)));
	return align === 'right' ? space + ended : isLast ? ended : ended + space;
}

/** Which columns are shown, by their places, and how wide each is. */
function fitted(
	columns: readonly Column<never>[],
	widths: readonly number[],
	width: number,
): {readonly shown: readonly number[]; readonly shownWidths: readonly number[]} {
	const least = (place: number): number =>
		Math.min(columns[place]?.cutTo ?? Number.POSITIVE_INFINITY, widths[place] ?? 0);
	const room = (places: readonly number[]): number =>
		width - places.reduce((sum, place) => sum + least(place), 0) - gap.length * (places.length - 1);
	let shown = columns.map((_, place) => place);
	while (room(shown) < 0) {
		const least = shown
			.filter(place => columns[place]?.leaveOut !== undefined)
			.sort((a, b) => (columns[b]?.leaveOut ?? 0) - (columns[a]?.leaveOut ?? 0))[0];
		if (least === undefined) {
			break;
		}

		shown = shown.filter(place => place !== least);
	}

	return {
		shown,
		shownWidths: grown(
			shown.map(least),
			shown.map(place => widths[place] ?? 0),
			room(shown),
		),
	};
}

/** The widths that `spare` makes of the least ones, evenly, so that none is wider than it needs. */
function grown(
	least: readonly number[],
	needed: readonly number[],
	spare: number,
): readonly number[] {
	const widths = [...least];
	let left = spare;
	for (let grew = true; grew; ) {
		grew = false;
		for (const [place, width] of widths.entries()) {
			if (left > 0 && width < (needed[place] ?? 0)) {
				widths[place] = width + 1;
				left--;
				grew = true;
			}
		}
	}

	return widths;
}

/** What stands between two tabs; nothing for what is not known. */
export type Field = string | number | boolean | undefined;

/** Rows for programs: tabs between fields, and nothing else. The fields have neither tabs nor line ends. */
export const tabSeparated = (rows: ReadonlyArray<readonly Field[]>): string =>
	rows.map(fields => `${fields.join('\t')}\n`).join('');
