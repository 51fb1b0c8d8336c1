import {Text} from 'ink';
import type {ReactNode} from 'react';
import type {KeyTable} from '../keys.ts';
import {textWidth} from '../text-width.ts';
import {row} from './rows.tsx';

export type FooterEntry = {readonly label: string; readonly hint: string};

const separator = ' · ';

/**
 * What the footer says of a key table in `width` columns: every key with its hint where there is
 * room, else shorter hints, else keys alone from the end of the table on; well-known keys go first.
 */
export function footerEntries(table: KeyTable, width: number): readonly FooterEntry[] {
	const shown = table.filter(({hint}) => hint !== undefined);
	const full = shown.map(({label, hint = ''}) => ({label, hint}));
	if (widthOf(full) <= width) {
		return full;
	}

	const short = shown.map(({label, hint = '', short: shorter = hint}) => ({label, hint: shorter}));
	if (widthOf(short) <= width) {
		return short;
	}

	const needed = short.filter((_, index) => !shown[index]?.isWellKnown);
	const bare = needed.map(({label}) => ({label, hint: ''}));
	return needed.reduce<readonly FooterEntry[]>((entries, entry, index) => {
		const longer = entries.with(index, entry);
		return widthOf(longer) <= width ? longer : entries;
	}, bare);
}

const entryText = ({label, hint}: FooterEntry): string =>
	hint === '' ? label : `${label} ${hint}`;

const widthOf = (entries: readonly FooterEntry[]): number =>
	textWidth(entries.map(entryText).join(separator));

/** The last line: the keys that work now. */
export const footerRow = (table: KeyTable, width: number): ReactNode =>
	row(
		footerEntries(table, width).map(({label, hint}, index) => (
			<Text key={label}>
				{index > 0 && <Text dimColor>{separator}</Text>}
				<Text bold color="cyan">
					{label}
				</Text>
				{hint !== '' && <Text dimColor>{` ${hint}`}</Text>}
			</Text>
		)),
	);
