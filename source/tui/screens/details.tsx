import type {ReactNode} from 'react';
import type {BrowseState, Row} from '../../core/browse-states.ts';
import type {Model} from '../../core/models.ts';
import {dayAndTime} from '../../core/moment-words.ts';
import type {Workspace} from '../../core/workspaces.ts';
import {nameLines} from '../components/name-cell.ts';
import {noticeBlocks} from '../components/problem-view.tsx';
import {labelWidth, row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import {type Block, gap, optionalBlock} from '../layout.ts';
import {useRoom} from '../surroundings.ts';
import {detailsKeys} from './browse-keys.ts';
import {percentWords, sizeOr, unknown, usedShare, usedWords} from './list-columns.tsx';

type Field = {
	readonly label: string;
	readonly value: string | undefined;
	/** Left out where there is no room, the highest first. */
	readonly optional?: number;
};

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
	const fields = isModel ? modelFields(of) : workspaceFields(of);
	return (
		<Screen
			step="Profile"
			keys={detailsKeys(isModel, browse, openHelp)}
			blocks={[
				...fields.map(field => fieldBlock(field, width)),
				gap(9),
				...noticeBlocks(notice, width),
			]}
		/>
	);
}

const narrow = 50;

function fieldBlock({label, value, optional}: Field, width: number): Block {
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

function workspaceFields(workspace: Workspace): readonly Field[] {
	const {id, name, isActive, sizeAllowance, currentSize} = workspace;
	const share = usedShare(workspace);
	const percent = share === undefined ? '' : ` (${percentWords(share)})`;
	return [
		{label: 'Workspace', value: name},
		{label: 'ID', value: id},
		{label: 'Used', value: usedWords(workspace) + percent},
		{label: 'Bytes used', value: digits(currentSize), optional: 2},
		{label: 'Bytes allowed', value: digits(sizeAllowance), optional: 2},
		{label: 'Active', value: isActive === undefined ? undefined : isActive ? 'yes' : 'no'},
	];
}

const digits = (bytes: number | undefined) => (bytes === undefined ? undefined : String(bytes));
const moment = (at: Model['createdAt']) => (at === undefined ? undefined : dayAndTime(at));

function modelFields(model: Model): readonly Field[] {
	return [
		{label: 'Model', value: model.name},
		{label: 'ID', value: model.id},
		{label: 'State', value: model.activeState},
		{label: 'Size', value: sizeOr(model.memoryUsage, '')},
		{label: 'Changed', value: moment(model.lastModifiedAt)},
		{label: 'Created', value: moment(model.createdAt), optional: 2},
		{label: 'Workspace', value: model.workspaceName},
		{label: 'Its ID', value: model.workspaceId, optional: 1},
		{label: 'Address', value: model.modelUrl, optional: 3},
	];
}
