import type {ListSource} from '../anaplan/list-source.ts';
import {isProtected} from '../anaplan/region.ts';
import {dateField, readNamed, sizeField, textField} from '../anaplan/row-fields.ts';
import {problem} from '../problem.ts';
import type {EpochMs} from '../time.ts';
import type {RowTraits} from './list-order.ts';

/** A model with text that is safe to draw; what Anaplan did not say is missing. */
export type Model = {
	/** '' where it came without one. */
	readonly id: string;
	readonly name: string;
	/** As it came, for Anaplan adds states; '' where it came without one. */
	readonly activeState: string;
	readonly workspaceId?: string;
	readonly workspaceName?: string;
	/** Bytes. */
	readonly memoryUsage?: number;
	readonly lastModifiedAt?: EpochMs;
	readonly createdAt?: EpochMs;
	/** Only an address that may be opened: `https`, or one of this computer. */
	readonly modelUrl?: string;
};

/** Source: Anaplan Integration API, GET /2/0/models?modelDetails=true. */
export const modelList: ListSource<Model> = {
	path: '/2/0/models?modelDetails=true',
	rowsKey: 'models',
	readRow: readModel,
};

/** Source: Anaplan Integration API, GET /2/0/workspaces/{id}/models?modelDetails=true. */
export const modelsOfWorkspace = (workspaceId: string): ListSource<Model> => ({
	...modelList,
	path: `/2/0/workspaces/${pathSegment(workspaceId)}/models?modelDetails=true`,
	notFound: problem('not_found', {
		message: 'Anaplan shows no such workspace to this user.',
		cause: 'The workspace ID is wrong, in another tenant, or this user has no access to it.',
		hint: 'See the IDs of the workspaces: anaplan-tui workspaces.',
	}),
});

// "." and ".." would be taken for steps in the path, even when they are escaped once.
const pathSegment = (text: string): string =>
	/^\.{1,2}$/.test(text) ? text.replaceAll('.', '%252E') : encodeURIComponent(text);

/**
 * Reads one row. Shape: {id, name, activeState, currentWorkspaceId, currentWorkspaceName,
 * memoryUsage (bytes), lastModified, isoCreationDate (ISO 8601 with an offset like +0000),
 * modelUrl}, each of which may be missing or wrong. A row with a name and no ID is still a row; one
 * with neither is none.
 */
export function readModel(row: unknown): Model | undefined {
	const named = readNamed(row);
	if (!named) {
		return undefined;
	}

	const {fields, id, name} = named;
	const workspaceId = textField(fields['currentWorkspaceId'], 100);
	const workspaceName = textField(fields['currentWorkspaceName'], 200);
	const memoryUsage = sizeField(fields['memoryUsage']);
	const lastModifiedAt = dateField(fields['lastModified']);
	const createdAt = dateField(fields['isoCreationDate']);
	const modelUrl = addressField(fields['modelUrl']);
	return {
		id,
		name,
		activeState: textField(fields['activeState'], 40),
		...(workspaceId !== '' && {workspaceId}),
		...(workspaceName !== '' && {workspaceName}),
		...(memoryUsage !== undefined && {memoryUsage}),
		...(lastModifiedAt !== undefined && {lastModifiedAt}),
		...(createdAt !== undefined && {createdAt}),
		...(modelUrl !== undefined && {modelUrl}),
	};
}

// The parsed address has everything escaped that could act on a terminal.
function addressField(value: unknown): string | undefined {
	const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
	const isHarmless = url && isProtected(url) && url.username === '' && url.password === '';
	return isHarmless ? url.href : undefined;
}

/** What a list of models is sorted and filtered by. */
export const modelTraits = (model: Model): RowTraits => ({
	id: model.id,
	name: model.name,
	searched: [model.workspaceName, model.activeState],
	size: model.memoryUsage,
	changedAt: model.lastModifiedAt,
	isArchived: model.activeState === 'ARCHIVED',
});
