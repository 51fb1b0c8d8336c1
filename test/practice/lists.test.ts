import {expect, test} from 'vitest';
import type {PracticeTenantOptions} from '../../source/practice/settings.ts';
import {read, send, startTenant, withToken} from './practice-client.ts';

async function startLists(options: PracticeTenantOptions = {}) {
	const tenant = await startTenant(options);
	const content = withToken(tenant.issue().access_token);
	return {
		tenant,
		list: async (path: string) => read(await send(tenant, `GET /2/0/${path}`, content)),
	};
}

test('workspaces and models have the fields of Anaplan, with details when asked', async () => {
	const {list} = await startLists();
	const plain = await list('workspaces');
	expect(plain.workspaces[0]).toEqual({
		id: expect.stringMatching(/^[\da-f]{32}$/),
		name: 'Practice workspace 1',
		active: true,
	});
	expect(plain.status).toEqual({code: 200, message: 'Success'});
	expect((await list('workspaces?tenantDetails=true')).workspaces[0].sizeAllowance).toBe(1024 ** 3);
	const {models} = await list('models?modelDetails=true');
	expect(models[0]).toMatchObject({
		id: expect.stringMatching(/^[\dA-F]{32}$/),
		activeState: 'UNLOCKED',
		currentWorkspaceId: plain.workspaces[0].id,
		memoryUsage: 0,
	});
	expect(new Set(models.map(({id}: {id: string}) => id)).size).toBe(12);
});

test('the models of a workspace are its own', async () => {
	const {list} = await startLists();
	const [, second] = (await list('workspaces')).workspaces;
	const {models, meta} = await list(`workspaces/${second.id}/models`);
	expect(meta.paging.totalSize).toBe(4);
	expect(
		new Set(models.map((model: {currentWorkspaceId: string}) => model.currentWorkspaceId)),
	).toEqual(new Set([second.id]));
});

test('a page has what limit and offset ask for, and next even when nothing is left', async () => {
	const {list, tenant} = await startLists();
	const last = await list('models?limit=5&offset=10');
	expect(last.models).toHaveLength(2);
	expect(last.meta.paging).toEqual({
		currentPageSize: 2,
		totalSize: 12,
		offset: 10,
		next: `${tenant.origin}/2/0/models?limit=5&offset=12`,
		previous: `${tenant.origin}/2/0/models?limit=5&offset=8`,
	});
	const whole = await list('models');
	expect(whole.models).toHaveLength(12);
	expect(whole.meta.paging.next).toBe(`${tenant.origin}/2/0/models?limit=20&offset=20`);
	expect((await list('models?offset=50')).models).toEqual([]);
	expect((await list('models?limit=all')).status.code).toBe(400);
});

test('no page is larger than the server likes, whatever the limit', async () => {
	const {list} = await startLists({modelCount: 7370, largestPage: 250});
	const page = await list('models?limit=5000');
	expect(page.meta.paging).toMatchObject({currentPageSize: 250, totalSize: 7370});
	const {list: hard} = await startLists({modelCount: 7370});
	expect((await hard('models?limit=9999')).models).toHaveLength(5000);
});

test('a list needs a token', async () => {
	const tenant = await startTenant();
	const reply = await send(tenant, 'GET /2/0/workspaces', withToken('wrong'));
	expect(reply.status).toBe(401);
	expect(read(reply).path).toBe('/2/0/workspaces');
});
