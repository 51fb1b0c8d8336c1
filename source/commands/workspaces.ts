import {sizeWords} from '../core/lists/size-words.ts';
import {type Workspace, workspaceList, workspaceTraits} from '../core/lists/workspaces.ts';
import type {ExitCode} from '../core/problem.ts';
import type {Desk} from '../session/desk.ts';
import {type Printed, printList} from './list.ts';

/** Prints the workspaces that the user can reach. */
export const workspaces = async (desk: Desk): Promise<ExitCode> =>
	printList(desk, workspaceList, printed);

const printed: Printed<Workspace> = {
	noun: 'workspaces',
	traits: workspaceTraits,
	columns: [
		{title: 'ID', text: ({id}) => id},
		{title: 'SIZE', text: ({currentSize}) => size(currentSize), align: 'right', leaveOut: 2},
		{title: 'OF', text: ({sizeAllowance}) => size(sizeAllowance), align: 'right', leaveOut: 3},
		{title: 'STATE', text: ({isActive}) => state(isActive), leaveOut: 1},
		{title: 'NAME', text: ({name}) => name, cutTo: 16},
	],
	fields: ({id, name, isActive, currentSize, sizeAllowance}) => [
		id,
		name,
		isActive,
		currentSize,
		sizeAllowance,
	],
	json: ({id, name, isActive, currentSize, sizeAllowance}, exact) => ({
		id,
		name: exact('name') ?? name,
		active: isActive ?? null,
		currentSize: currentSize ?? null,
		sizeAllowance: sizeAllowance ?? null,
	}),
};

const size = (bytes: number | undefined): string => (bytes === undefined ? '' : sizeWords(bytes));
const state = (isActive: boolean | undefined): string =>
	isActive === undefined ? '' : isActive ? 'active' : 'inactive';
