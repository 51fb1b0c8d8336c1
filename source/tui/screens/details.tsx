import type {ReactNode} from 'react';
import type {BrowseState, Row} from '../../core/lists/browse-states.ts';
import {type RowField, rowFields, unknown} from '../../core/lists/row-words.ts';
import {nameLines} from '../components/name-cell.ts';
import {noticeBlocks} from '../components/problem-view.tsx';
import {labelWidth, row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import {type Block, gap, optionalBlock} from '../layout.ts';
import {useRoom} from '../surroundings.ts';
import {detailsKeys} from './browse-keys.ts';

/** All that is known of a workspace or a model. */
export function DetailsScreen({
	of,
	notice,
	openHelp,
}: {
	readonly of: Row;
	readonly notice: BrowseState['notice'];
	readonly openHelp: () => void;
}): ReactNode {
	const {width} = useLayout();
	const {browse} = useRoom();
	const isModel = 'activeState' in of;
	return (
		<Screen
			step="Profile"
			keys={detailsKeys(isModel, browse, openHelp)}
			// Names may take all the room that there is: what came of a key is said above them.
			blocks={[
				...noticeBlocks(notice, width),
				...(notice ? [gap(9)] : []),
				...rowFields(of).map(field => fieldBlock(field, width)),
			]}
		/>
	);
}

const narrow = 50;

function fieldBlock({label, value, optional}: RowField, width: number): Block {
	// An ID is not broken where it fits into a row at all.
	const lead = width < narrow ? `${label}: ` : label.padEnd(labelWidth);
	const indent = ' '.repeat(lead.length);
	const rows = nameLines(value || unknown, width - lead.length).map((line, index) =>
		row(
			<>
				{index === 0 ? lead : indent}
				{line}
			</>,
		),
	);
	return optional === undefined ? {rows} : optionalBlock(optional, rows);
}
