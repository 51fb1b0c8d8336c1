import {Text} from 'ink';
import type {ReactNode} from 'react';
import {textWidth} from '../../core/text-width.ts';
import type {KeyTable} from '../keys.ts';
import {palette} from '../palette.ts';
import {row} from './rows.tsx';

export type FooterEntry = {readonly label: string; readonly hint: string};

export type Footer = {readonly entries: readonly FooterEntry[]; readonly separator: string};

/**
 * What the footer says of a key table in `width` columns: every key, with its hint where there is
 * room, else with a shorter one, else the keys alone and as many hints as fit, the main ones first.
 * Where even the keys alone are too many, they stand closer.
 */
export function footerFor(table: KeyTable, width: number): Footer {
	const shown = table.filter(({hint}) => hint !== undefined);
	const full = shown.map(({label, hint = ''}) => ({label, hint}));
	const short = shown.map(({label, hint = '', short: shorter = hint}) => ({label, hint: shorter}));
	const roomy = [full, short].find(entries => widthOf({entries, separator: ' · '}) <= width);
	if (roomy) {
		return {entries: roomy, separator: ' · '};
	}

	const indexes = [...shown.keys()];
	const isMain = (index: number) => shown[index]?.isMain === true;
	const order = [...indexes.filter(isMain), ...indexes.filter(index => !isMain(index))];
	const bare = shown.map(({label}) => ({label, hint: ''}));
	if (widthOf({entries: bare, separator: '  '}) > width) {
		return {entries: bare, separator: ' '};
	}

	const entries = order.reduce<readonly FooterEntry[]>((sofar, index) => {
		const longer = sofar.with(index, short[index] ?? {label: '', hint: ''});
		return widthOf({entries: longer, separator: '  '}) <= width ? longer : sofar;
	}, bare);
	return {entries, separator: '  '};
}

/** The footer as plain text. */
export const footerText = ({entries, separator}: Footer): string =>
	entries.map(({label, hint}) => `${label} ${hint}`.trim()).join(separator);

const widthOf = (footer: Footer): number => textWidth(footerText(footer));

/** The last line: the keys that work now. */
export function footerRow(table: KeyTable, width: number): ReactNode {
	const {entries, separator} = footerFor(table, width);
	return row(
		entries.map(({label, hint}, index) => (
			<Text key={label}>
				{index > 0 && <Text {...palette.quiet}>{separator}</Text>}
				<Text {...palette.strong}>{label}</Text>
				{hint !== '' && ` ${hint}`}
			</Text>
		)),
	);
}
