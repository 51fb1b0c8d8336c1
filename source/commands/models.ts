import {type Model, modelList, modelsOfWorkspace, modelTraits} from '../core/lists/models.ts';
import {sizeWords} from '../core/lists/size-words.ts';
import {day} from '../core/moment-words.ts';
import {type ExitCode, problem} from '../core/problem.ts';
import {isoTime} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import {fail} from './command.ts';
import {type Printed, printList} from './list.ts';

/** Prints the models that the user can reach, or those of one workspace. */
export async function models(desk: Desk, workspace: string | undefined): Promise<ExitCode> {
	if (workspace !== undefined && !/^[\w-]{1,100}$/.test(workspace)) {
		return fail(
			desk,
			problem('usage', {
				message: '--workspace takes the ID of a workspace, which has only letters and digits.',
				hint: 'See the IDs of the workspaces: anaplan-tui workspaces.',
			}),
		);
	}

	return printList(
		desk,
		workspace === undefined ? modelList : modelsOfWorkspace(workspace),
		printed,
	);
}

const printed: Printed<Model> = {
	noun: 'models',
	traits: modelTraits,
	columns: [
		{title: 'ID', text: ({id}) => id},
		{title: 'STATE', text: ({activeState}) => activeState, cutTo: 10, leaveOut: 1},
		{
			title: 'SIZE',
			text: ({memoryUsage}) => (memoryUsage === undefined ? '' : sizeWords(memoryUsage)),
			align: 'right',
			leaveOut: 2,
		},
		{
			title: 'CHANGED',
			text: ({lastModifiedAt}) => (lastModifiedAt === undefined ? '' : day(lastModifiedAt)),
			leaveOut: 3,
		},
		{title: 'NAME', text: ({name}) => name, cutTo: 16},
		{title: 'WORKSPACE', text: ({workspaceName}) => workspaceName ?? '', cutTo: 16, leaveOut: 4},
	],
	fields: ({
		id,
		name,
		activeState,
		workspaceId,
		workspaceName,
		memoryUsage,
		lastModifiedAt,
		createdAt,
		modelUrl,
	}) => [
		id,
		name,
		activeState,
		workspaceId,
		workspaceName,
		memoryUsage,
		lastModifiedAt && isoTime(lastModifiedAt),
		createdAt && isoTime(createdAt),
		modelUrl,
	],
	json: (model, exact) => ({
		id: model.id,
		name: exact('name') ?? model.name,
		activeState: model.activeState === '' ? null : model.activeState,
		workspaceId: model.workspaceId ?? null,
		workspaceName: exact('currentWorkspaceName') ?? null,
		memoryUsage: model.memoryUsage ?? null,
		lastModified: model.lastModifiedAt === undefined ? null : isoTime(model.lastModifiedAt),
		createdAt: model.createdAt === undefined ? null : isoTime(model.createdAt),
		modelUrl: model.modelUrl ?? null,
	}),
};
