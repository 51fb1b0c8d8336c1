import {Text} from 'ink';
import type {ReactNode} from 'react';
import {printable} from '../../core/printable.ts';
import {type ProfileEntry, stateWords} from '../../core/profiles/profile-list.ts';
import {shownName} from '../../core/profiles/profile-name.ts';
import {fitText, textWidth} from '../../core/text-width.ts';
import {row} from '../components/rows.tsx';
import {type Block, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';

const stateWidth = Math.max(...Object.values(stateWords).map(words => words.length));
const regionWidth = 4;
const leadWidth = 4;
const gap = '  ';
/** From here on there is room for the user and the region beside the name. */
const roomy = 64;

/** The profiles, one a row, with the one in focus in view; in a narrow window that one's user stands below. `others` is whether those out of focus give way to what else there is to read. */
export function entryBlocks(
	entries: readonly ProfileEntry[],
	focused: string | undefined,
	width: number,
	others: 'always' | 'whereRoom',
): readonly Block[] {
	const isRoomy = width >= roomy;
	const rest =
		width - leadWidth - stateWidth - gap.length - (isRoomy ? regionWidth + 2 * gap.length : 0);
	const longest = Math.max(...entries.map(({name}) => textWidth(shownName(name))));
	const longestUser = Math.max(...entries.map(({user = ''}) => textWidth(printable(user, 200))));
	const nameWidth = isRoomy ? Math.min(longest, Math.floor(rest / 2)) : rest;
	const userWidth = Math.min(longestUser, rest - nameWidth);
	return entries.map(entry => {
		const hasFocus = entry.name === focused;
		const {name, isCurrent, user = '', region = '', state} = entry;
		const cells = [
			cell(shownName(name), nameWidth),
			...(isRoomy
				? [cell(printable(user, 200), userWidth), cell(printable(region, 10), regionWidth)]
				: []),
			stateWords[state],
		];
		const text = cells.join(gap);
		return {
			rows: [
				row(
					<>
						<Text {...palette.accent}>{hasFocus ? '▸ ' : '  '}</Text>
						<Text {...palette.done}>{isCurrent ? '* ' : '  '}</Text>
						{text}
					</>,
					hasFocus ? palette.strong : {},
				),
				...(hasFocus && !isRoomy ? asideRow(entry, width) : []),
			],
			isFocus: hasFocus,
			...(others === 'whereRoom' && !hasFocus && {optional: 7}),
		};
	});
}

function asideRow({user = '', region = ''}: ProfileEntry, width: number): readonly ReactNode[] {
	const text = [user, region]
		.filter(Boolean)
		.map(one => printable(one, 200))
		.join(', ');
	return text === '' ? [] : [row(' '.repeat(leadWidth) + fitText(text, width - leadWidth))];
}

const rightToLeft =
	/[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A text in so many columns; one that runs from right to left ends with a mark, so that what follows does not join it. */
function cell(text: string, width: number): string {
	const cut = fitText(text, width);
	const space = ' '.repeat(Math.max(0, width - textWidth(cut)));
	return `${cut}${rightToLeft.test(cut) ? '\u200E' : ''}${space}`;
}

/** What the marks mean, where there is room to say it. */
export const legendBlock = (entries: readonly ProfileEntry[]): readonly Block[] =>
	entries.some(({isCurrent}) => isCurrent)
		? [optionalBlock(5, [row('* current: used where none is named')])]
		: [];
