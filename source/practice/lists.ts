import {type Answer, json} from './answer.ts';
import {apiError, authenticate} from './api-host.ts';
import type {Call} from './call.ts';
import type {Tenant} from './tenant.ts';

/** GET /2/0/workspaces, in pages. Sizes come with `tenantDetails=true` only. Source: Anaplan integration API. */
export function answerWorkspaces(tenant: Tenant, call: Call, now: number): Answer {
	const rows = range(tenant.settings.workspaceCount).map(number => ({
		id: workspaceId(number),
		name: `Practice workspace ${number + 1}`,
		active: true,
		...(call.query.get('tenantDetails') === 'true' && {
			sizeAllowance: gibibyte,
			currentSize: 1_000_000 * (number % 1000),
		}),
	}));
	return answerList(tenant, call, now, {key: 'workspaces', schema: 'workspace', rows});
}

/** GET /2/0/models and GET /2/0/workspaces/{id}/models, in pages. Memory comes with `modelDetails=true` only. */
export function answerModels(tenant: Tenant, call: Call, now: number): Answer {
	const wanted = /^\/2\/0\/workspaces\/([^/]+)\/models$/.exec(call.path)?.[1];
	const {workspaceCount, modelCount, origin} = tenant.settings;
	const rows = range(modelCount)
		.map(number => {
			const workspace = number % Math.max(1, workspaceCount);
			const id = (0xb0de1_0000 + number).toString(16).padStart(32, '0').toUpperCase();
			return {
				id,
				name: `Practice model ${number + 1}`,
				activeState: number % 10 === 9 ? 'ARCHIVED' : 'UNLOCKED',
				currentWorkspaceId: workspaceId(workspace),
				currentWorkspaceName: `Practice workspace ${workspace + 1}`,
				modelUrl: `${origin}/anaplan/framework.jsp?selectedWorkspaceId=${workspaceId(workspace)}&selectedModelId=${id}`,
				categoryValues: [],
				...(call.query.get('modelDetails') === 'true' && {
					memoryUsage: 1_000_000 * (number % 1000),
				}),
			};
		})
		.filter(({currentWorkspaceId}) => wanted === undefined || currentWorkspaceId === wanted);
	return answerList(tenant, call, now, {key: 'models', schema: 'model', rows});
}

interface List {
	readonly key: string;
	readonly schema: string;
	readonly rows: readonly object[];
}

/**
 * One page. As in Anaplan, no page has more than 5,000 rows whatever the limit, the server may send fewer than were
 * asked for, and `next` is there even when nothing is left.
 */
function answerList(tenant: Tenant, call: Call, now: number, {key, schema, rows}: List): Answer {
	const caller = authenticate(tenant, call, now);
	if (!caller.ok) return caller.answer;
	const {origin, largestPage} = tenant.settings;
	const [limit, offset] = ['limit', 'offset'].map(name => call.query.get(name));
	if (!isCount(limit) || !isCount(offset)) return apiError(400, 'Bad Request', call, now);
	const start = Number(offset ?? 0);
	const page = rows.slice(start, start + Math.min(Number(limit ?? largestPage), largestPage));
	const link = (at: number): string => `${origin}${call.path}?limit=${limit ?? 20}&offset=${at}`;
	const paging = {
		currentPageSize: page.length,
		totalSize: rows.length,
		offset: start,
		next: link(start + (limit === null ? 20 : page.length)),
		...(start > 0 && {previous: link(Math.max(0, start - page.length))}),
	};
	const body = {
		meta: {schema: `${origin}/2/0/objects/${schema}`, paging},
		status: {code: 200, message: 'Success'},
		[key]: page,
	};
	return json(200, body, caller.violations);
}

const gibibyte = 1024 ** 3;
const range = (count: number): readonly number[] =>
	Array.from({length: count}, (_, index) => index);
const workspaceId = (number: number): string =>
	(0x8a8b_0000 + number).toString(16).padStart(32, '8');
const isCount = (text: string | null | undefined): boolean =>
	text === null || /^\d+$/.test(text ?? '');
