import {dayAndTime} from '../moment-words.ts';
import type {Row} from './browse-states.ts';
import type {Model} from './models.ts';
import {sizeWords} from './size-words.ts';
import type {Workspace} from './workspaces.ts';

/** What is said where Anaplan said nothing. */
export const unknown = 'unknown';

/** A size in the unit that suits it; `other` where Anaplan gave none. */
export const sizeOr = (bytes: number | undefined, other = unknown): string =>
	bytes === undefined ? other : sizeWords(bytes);

/** How much of its allowance a workspace uses; undefined where one of both is not known. */
export const usedShare = ({currentSize, sizeAllowance}: Workspace): number | undefined =>
	currentSize === undefined || !sizeAllowance ? undefined : currentSize / sizeAllowance;

/** Such as `81 %`; what is over the allowance says so without colours, too. */
export const percentWords = (share: number): string =>
	share > 9.99 ? '>999%!' : `${Math.floor(share * 100)} %${share > 1 ? '!' : ''}`;

/** Such as `834 MB of 1 GB`. */
export function usedWords({currentSize, sizeAllowance}: Workspace): string {
	return currentSize === undefined && sizeAllowance === undefined
		? unknown
		: `${sizeOr(currentSize, '?')} of ${sizeOr(sizeAllowance, '?')}`;
}

/** A detail of a workspace or a model; undefined or '' where Anaplan said nothing. */
export type RowField = {
	readonly label: string;
	readonly value: string | undefined;
	/** Left out where there is no room, the highest first. */
	readonly optional?: number;
};

/** All that is known of a workspace or a model. */
export const rowFields = (of: Row): readonly RowField[] =>
	'activeState' in of ? modelFields(of) : workspaceFields(of);

function workspaceFields(workspace: Workspace): readonly RowField[] {
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

function modelFields(model: Model): readonly RowField[] {
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
