import type {ReactNode} from 'react';
import type {BrowsedList, BrowseState} from '../../core/lists/browse-states.ts';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import {block, fitBlocks} from '../layout.ts';
import {useRoom} from '../surroundings.ts';
import {filterInput, listKeys, openFilterWith} from './browse-keys.ts';
import {emptyBlocks, filterCursor, filterRows, statusBlocks, titleRow} from './list-blocks.tsx';
import {headRow, listRows} from './list-rows.tsx';

/** A list: as many of its rows as the window holds, whatever it holds itself. */
export function ListScreen({
	list,
	notice,
	openHelp,
}: {
	readonly list: BrowsedList;
	readonly notice: BrowseState['notice'];
	readonly openHelp: () => void;
}): ReactNode {
	const {fullWidth: width, bodyRows} = useLayout();
	const {browse} = useRoom();
	const above = [titleRow(list, width), ...filterRows(list, width), headRow(list, width)];
	const status = statusBlocks(list, notice, width);
	const empty = emptyBlocks(list, width);
	// A long story of what went wrong leaves half of the window to the rows that are there.
	const isBare = list.entries.length === 0;
	const below = fitBlocks(
		[...empty, ...status],
		isBare ? bodyRows - above.length : Math.ceil(bodyRows / 2),
	);
	const height = Math.max(1, bodyRows - above.length - below.length);
	return (
		<Screen
			step="Profile"
			isWide
			keys={listKeys({list, height, browse, openHelp})}
			text={filterInput(browse)}
			onStrayPaste={text => openFilterWith(browse, text)}
			blocks={[
				{rows: above, ...filterCursor(list, width)},
				block(...listRows(list, width, height)),
				block(...below),
			]}
		/>
	);
}
