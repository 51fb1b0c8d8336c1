import {type Answer, json} from './answer.ts';
import {apiError, authenticate} from './api-host.ts';
import type {Call} from './call.ts';
import type {Row} from './content.ts';
import type {Tenant} from './tenant.ts';

/** GET /2/0/workspaces, in pages. Sizes come with `tenantDetails=true` only. Source: Anaplan integration API. */
export function answerWorkspaces(tenant: Tenant, call: Call, now: number): Answer {
	const rows = tenant.content.workspaces;
	return answerList(tenant, call, now, {
		key: 'workspaces',
		schema: 'workspace',
		details: 'tenantDetails',
		rows,
	});
}

/** GET /2/0/models, in pages. Memory and dates come with `modelDetails=true` only. */
export function answerModels(tenant: Tenant, call: Call, now: number): Answer {
	return answerList(tenant, call, now, {...modelList, rows: tenant.content.models});
}

/** GET /2/0/workspaces/{id}/models: 404 for a workspace that the user cannot see, and no `sort`. */
export function answerModelsOfWorkspace(tenant: Tenant, call: Call, now: number): Answer {
	const wanted = decodeURIComponent(call.path.split('/')[4] ?? '');
	const caller = authenticate(tenant, call, now);
	if (!caller.ok) return caller.answer;
	if (!tenant.content.workspaces.some(({basic}) => basic.id === wanted)) {
		return apiError(404, 'Not Found', call, now);
	}

	const rows = tenant.content.models.filter(({basic}) => basic['currentWorkspaceId'] === wanted);
	return answerList(tenant, call, now, {...modelList, rows});
}

const modelList = {key: 'models', schema: 'model', details: 'modelDetails'};

/** Which page a request asks for, the first being 1, when all pages before it were full. */
export function pageNumber(tenant: Tenant, {query}: Call): number {
	const {largestPage} = tenant.settings;
	const size = Math.min(Number(query.get('limit') ?? largestPage), largestPage);
	return Math.floor(Number(query.get('offset') ?? 0) / Math.max(1, size)) + 1;
}

interface List {
	readonly key: string;
	readonly schema: string;
	/** The parameter that asks for a row's details. */
	readonly details: string;
	readonly rows: readonly Row[];
}

/**
 * One page. As in Anaplan, no page has more than 5,000 rows whatever the limit, the server may send fewer than were
 * asked for, and `next` is there even when nothing is left.
 */
function answerList(
	tenant: Tenant,
	call: Call,
	now: number,
	{key, schema, details, rows}: List,
): Answer {
	const caller = authenticate(tenant, call, now);
	if (!caller.ok) return caller.answer;
	const {origin, largestPage} = tenant.settings;
	const [limit, offset] = ['limit', 'offset'].map(name => call.query.get(name));
	if (!isCount(limit) || !isCount(offset)) return apiError(400, 'Bad Request', call, now);
	const start = Number(offset ?? 0);
	const size = Math.min(Number(limit ?? largestPage), call.twist.rows ?? largestPage);
	const isDetailed = call.query.get(details) === 'true';
	const page = rows
		.slice(start, start + Math.min(size, largestPage))
		.map(row => ({...row.basic, ...(isDetailed && row.details)}));
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

const isCount = (text: string | null | undefined): boolean =>
	text === null || /^\d+$/.test(text ?? '');
