import type {ListSource} from '../anaplan/list-source.ts';
import {readNamed, sizeField} from '../anaplan/row-fields.ts';
import type {RowTraits} from './list-order.ts';

/** A workspace with text that is safe to draw; what Anaplan did not say is missing. */
export type Workspace = {
	/** '' where it came without one. */
	readonly id: string;
	readonly name: string;
	readonly isActive?: boolean;
	/** Bytes. */
	readonly currentSize?: number;
	/** Bytes. */
	readonly sizeAllowance?: number;
};

/**
 * The workspaces of the user's default tenant, with sizes.
 * Source: Anaplan Integration API, GET /2/0/workspaces?tenantDetails=true.
 */
export const workspaceList: ListSource<Workspace> = {
	path: '/2/0/workspaces?tenantDetails=true',
	rowsKey: 'workspaces',
	readRow: readWorkspace,
};

/**
 * Reads one row. Shape: {id, name, active, sizeAllowance, currentSize (bytes)}, each of which may be
 * missing or wrong. A row with a name and no ID is still a row; one with neither is none.
 */
export function readWorkspace(row: unknown): Workspace | undefined {
	const named = readNamed(row);
	if (!named) {
		return undefined;
	}

	const {fields, id, name} = named;
	const {active} = fields;
	const currentSize = sizeField(fields['currentSize']);
	const sizeAllowance = sizeField(fields['sizeAllowance']);
	return {
		id,
		name,
		...(typeof active === 'boolean' && {isActive: active}),
		...(currentSize !== undefined && {currentSize}),
		...(sizeAllowance !== undefined && {sizeAllowance}),
	};
}

/** What a list of workspaces is sorted and filtered by. */
export const workspaceTraits = ({id, name, isActive, currentSize}: Workspace): RowTraits => ({
	id,
	name,
	searched: [],
	size: currentSize,
	changedAt: undefined,
	isArchived: isActive === false,
});
