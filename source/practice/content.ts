import {demoContent} from './demo-content.ts';
import {largeContent} from './large-content.ts';

/** What a tenant holds: `plain` has numbered names, `demo` something to look at, `large` something to get tired of. */
export type ContentName = 'plain' | 'demo' | 'large';

/** A row of a list: what always comes, and what comes with `tenantDetails` or `modelDetails` only. */
export interface Row {
	readonly basic: {readonly id: string; readonly name: string} & Readonly<Record<string, unknown>>;
	readonly details: Readonly<Record<string, unknown>>;
}

export interface Content {
	readonly workspaces: readonly Row[];
	readonly models: readonly Row[];
}

/** What is said of a workspace; everything else follows from its number. */
export interface WorkspaceFacts {
	readonly name: string;
	readonly active?: boolean;
	/** Bytes; `undefined` is left out of the row. */
	readonly sizeAllowance?: number | undefined;
	readonly currentSize?: number | undefined;
}

export interface ModelFacts {
	readonly name: string;
	/** The number of its workspace. */
	readonly workspace: number;
	readonly activeState?: string | undefined;
	/** Bytes; `undefined` is left out of the row. */
	readonly memoryUsage?: number | undefined;
	/** Milliseconds since 1970; `undefined` is left out of the row. */
	readonly lastModified?: number | undefined;
	readonly created?: number | undefined;
	/** A number in Anaplan's documents, a text in others. */
	readonly lastSavedSerialNumber?: number | string;
}

const gibibyte = 1024 ** 3;

/** The content of a new tenant. */
export function createContent(
	name: ContentName,
	origin: string,
	counts: {readonly workspaceCount: number; readonly modelCount: number},
): Content {
	const {workspaces, models} =
		name === 'demo'
			? demoContent()
			: name === 'large'
				? largeContent()
				: plainContent(counts.workspaceCount, counts.modelCount);
	return {
		workspaces: workspaces.map(workspaceRow),
		models: models.map((facts, number) => modelRow(facts, number, workspaces, origin)),
	};
}

function plainContent(workspaceCount: number, modelCount: number) {
	const range = (count: number): readonly number[] =>
		Array.from({length: count}, (_, index) => index);
	return {
		workspaces: range(workspaceCount).map(number => ({
			name: `Practice workspace ${number + 1}`,
			sizeAllowance: gibibyte,
			currentSize: 1_000_000 * (number % 1000),
		})),
		models: range(modelCount).map(number => ({
			name: `Practice model ${number + 1}`,
			workspace: number % Math.max(1, workspaceCount),
			activeState: number % 10 === 9 ? 'ARCHIVED' : 'UNLOCKED',
			memoryUsage: 1_000_000 * (number % 1000),
		})),
	};
}

const workspaceId = (number: number): string =>
	(0x8a8b_0000 + number).toString(16).padStart(32, '8');

function workspaceRow(facts: WorkspaceFacts, number: number): Row {
	const {name, active = true, sizeAllowance, currentSize} = facts;
	return {
		basic: {id: workspaceId(number), name, active},
		details: {sizeAllowance, currentSize},
	};
}

function modelRow(
	facts: ModelFacts,
	number: number,
	workspaces: readonly WorkspaceFacts[],
	origin: string,
): Row {
	const id = (0xb0de1_0000 + number).toString(16).padStart(32, '0').toUpperCase();
	const currentWorkspaceId = workspaceId(facts.workspace);
	const {name, activeState, memoryUsage, lastSavedSerialNumber, lastModified, created} = facts;
	return {
		basic: {
			id,
			name,
			activeState,
			currentWorkspaceId,
			currentWorkspaceName: workspaces[facts.workspace]?.name,
			modelUrl: `${origin}/anaplan/framework.jsp?selectedWorkspaceId=${currentWorkspaceId}&selectedModelId=${id}`,
			categoryValues: [],
		},
		details: {
			lastSavedSerialNumber,
			memoryUsage,
			lastModified: lastModified && anaplanDate(lastModified),
			isoCreationDate: created && anaplanDate(created),
		},
	};
}

/** Anaplan writes the offset as `+0000`, without the colon that RFC 3339 asks for. */
export function anaplanDate(epochMs: number): string {
	return new Date(epochMs).toISOString().replace('Z', '+0000');
}
