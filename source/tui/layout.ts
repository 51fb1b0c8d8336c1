import {Text} from 'ink';
import {createElement, type ReactNode} from 'react';

export const smallest = {columns: 40, rows: 12} as const;

/** Where everything goes in a window; nothing else decides about places. */
export type Layout = {
	readonly columns: number;
	readonly rows: number;
	readonly isTooSmall: boolean;
	/** Columns left free on the left. */
	readonly margin: number;
	/** Columns that content may use. */
	readonly width: number;
	/** Columns that the header and the footer may use. */
	readonly fullWidth: number;
	/** Rows of the whole frame: one less than the window, which would scroll otherwise. */
	readonly frameRows: number;
	readonly header: 'tall' | 'short';
	/** Free rows under the header and above the footer. */
	readonly padding: number;
	/** Rows between header and footer. */
	readonly bodyRows: number;
};

/** Longer lines are hard to read. */
const widest = 90;
const tallHeaderRows = 3;

export function layoutFor({columns, rows}: {columns: number; rows: number}): Layout {
	const isRoomy = columns >= 60 && rows >= 18;
	const margin = isRoomy ? 2 : 1;
	const frameRows = Math.max(1, rows - 1);
	const header = isRoomy ? 'tall' : 'short';
	const padding = rows >= 16 ? 1 : 0;
	const fixedRows = (header === 'tall' ? tallHeaderRows : 1) + 2 * padding + 1;
	return {
		columns,
		rows,
		isTooSmall: columns < smallest.columns || rows < smallest.rows,
		margin,
		width: Math.min(widest, columns - 2 * margin),
		fullWidth: columns - 2 * margin,
		frameRows,
		header,
		padding,
		bodyRows: Math.max(1, frameRows - fixedRows),
	};
}

/** A cell: its row counts from the top of a block or of the body, its column from where content begins. */
export type Place = {readonly row: number; readonly column: number};

/** Rows that belong together. Each row is one line high and at most as wide as the content. */
export type Block = {
	readonly rows: readonly ReactNode[];
	/** Left out when there is no room, the highest first; absent: always there. */
	readonly optional?: number;
	/** An empty row between two blocks; disappears at the edges and beside another. */
	readonly isGap?: boolean;
	/** Stays in view when even the rest is too tall. */
	readonly isFocus?: boolean;
	/** Where the terminal's cursor stands, in a field that takes text. */
	readonly cursor?: Place;
};

export const block = (...rows: readonly ReactNode[]): Block => ({rows});
export const gap = (optional = 5): Block => ({
	rows: [createElement(Text, null, ' ')],
	optional,
	isGap: true,
});
export const optionalBlock = (optional: number, rows: readonly ReactNode[]): Block => ({
	rows,
	optional,
});

/** The rows that are drawn in `height` rows. */
export const fitBlocks = (blocks: readonly Block[], height: number): readonly ReactNode[] =>
	placeBlocks(blocks, height).rows;

/**
 * The rows that are drawn in `height` rows, and where among them the cursor stands. Optional blocks go
 * first, of several with the same number the last; what is still too tall is scrolled to the block in focus.
 */
export function placeBlocks(
	blocks: readonly Block[],
	height: number,
): {readonly rows: readonly ReactNode[]; readonly cursor: Place | undefined} {
	let kept = withoutIdleGaps(blocks);
	while (rowCount(kept) > height) {
		const least = Math.max(...kept.map(({optional = 0}) => optional));
		if (least <= 0) {
			break;
		}

		const dropped = kept.findLastIndex(({optional}) => optional === least);
		kept = withoutIdleGaps(kept.filter((_, index) => index !== dropped));
	}

	const focused = kept.findIndex(({isFocus}) => isFocus);
	const end = rowCount(kept.slice(0, focused + 1));
	const start = Math.max(0, end - height);
	return {
		rows: kept.flatMap(({rows}) => rows).slice(start, start + height),
		cursor: cursorIn(kept, start, height),
	};
}

function cursorIn(blocks: readonly Block[], start: number, height: number): Place | undefined {
	const index = blocks.findIndex(({cursor}) => cursor);
	const cursor = blocks[index]?.cursor;
	const row = rowCount(blocks.slice(0, index)) + (cursor?.row ?? 0) - start;
	return cursor && row >= 0 && row < height ? {row, column: cursor.column} : undefined;
}

const rowCount = (blocks: readonly Block[]): number =>
	blocks.reduce((count, {rows}) => count + rows.length, 0);

function withoutIdleGaps(blocks: readonly Block[]): readonly Block[] {
	const filled = blocks.filter(({rows}) => rows.length > 0);
	return filled.filter(
		({isGap}, index) =>
			!isGap || (index > 0 && index < filled.length - 1 && !filled[index + 1]?.isGap),
	);
}
