import {Box, useCursor} from 'ink';
import {createElement, type ReactNode} from 'react';
import {useAppKeys} from '../app-keys.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {useLayout} from '../hooks/use-layout.ts';
import type {KeyTable, TextInput} from '../keys.ts';
import {type Block, type Layout, type Place, placeBlocks, smallest} from '../layout.ts';
import {useRoom, useSurroundings} from '../surroundings.ts';
import {footerRow} from './footer.tsx';
import {headerRows} from './header.tsx';
import {paragraph} from './rows.tsx';
import type {StepName} from './stepper.tsx';

type Props = {
	readonly step?: StepName | undefined;
	/** The screen's own keys; those of the app are added in the footer. */
	readonly keys: KeyTable;
	readonly text?: TextInput | undefined;
	/** What to do with a paste while no field takes text. */
	readonly onStrayPaste?: (text: string) => void;
	readonly blocks: readonly Block[];
	/** A table may use the whole window; text is easier to read in a narrower column. */
	readonly isWide?: boolean;
};

/** The frame of every screen: header, body and the keys that work now, fitted to the window. */
export function Screen({step, keys, text, onStrayPaste, blocks, isWide = false}: Props): ReactNode {
	const layout = useLayout();
	const surroundings = useSurroundings();
	const room = useRoom();
	const appKeys = useAppKeys();
	// What cannot be seen must not be acted on; only the app's own keys work in a tiny window.
	useKeys(layout.isTooSmall ? [] : keys, layout.isTooSmall ? nowhere : text, onStrayPaste);
	const {frameRows, bodyRows, margin, width, fullWidth, padding} = layout;
	const header = headerRows(surroundings, room, step, layout);
	const body = placeBlocks(blocks, bodyRows);
	usePlacedCursor(layout, header.length + padding, isWide ? fullWidth : width, body.cursor);
	if (layout.isTooSmall) {
		return <TooSmall layout={layout} />;
	}

	// Clipping costs Ink as much again as drawing. A table, which is drawn with each key, is cut to fit already.
	const overflow = isWide ? 'visible' : 'hidden';
	return (
		<Box flexDirection="column" height={frameRows} paddingLeft={margin} overflow={overflow}>
			<Rows rows={header} width={width} />
			<Box height={padding} flexShrink={0} />
			<Box height={bodyRows} flexShrink={0} overflow={overflow}>
				<Rows rows={body.rows} width={isWide ? fullWidth : width} />
			</Box>
			<Box height={padding} flexShrink={0} />
			<Rows rows={[footerRow([...keys, ...appKeys], fullWidth)]} width={fullWidth} />
		</Box>
	);
}

/**
 * The terminal's own cursor in the field that takes text: screen readers, magnifiers and input methods look
 * for it there. Hidden where there is no such field.
 */
function usePlacedCursor(
	{margin, isTooSmall}: Layout,
	top: number,
	width: number,
	at: Place | undefined,
): void {
	const {setCursorPosition} = useCursor();
	setCursorPosition(
		at === undefined || isTooSmall
			? undefined
			: {x: margin + Math.min(at.column, width - 1), y: top + at.row},
	);
}

const nowhere: TextInput = {type() {}, paste() {}, lineBreaks: 'enter'};

// The rows are spread, not mapped: they are drawn anew each time and need no keys.
const Rows = ({rows, width}: {readonly rows: readonly ReactNode[]; readonly width: number}) =>
	createElement(Box, {flexDirection: 'column', flexShrink: 0, width}, ...rows);

function TooSmall({layout: {columns, rows, frameRows}}: {readonly layout: Layout}): ReactNode {
	const words = [
		`This is ${columns}×${rows}; anaplan-tui needs ${smallest.columns}×${smallest.rows}.`,
		'Ctrl+C leaves.',
	];
	const lines = words.flatMap(text => paragraph(text, columns));
	return (
		<Box height={frameRows} overflow="hidden">
			<Rows rows={lines.slice(0, frameRows)} width={columns} />
		</Box>
	);
}
