import {describe, expect, test} from 'vitest';
import type {ContentName} from '../../source/practice/content.ts';
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

test('a workspace that nobody can see has no models, but 404', async () => {
	const {list} = await startLists();
	expect(await list('workspaces/8a81/models')).toMatchObject({
		status: {code: 404, message: 'Not Found'},
		path: '/2/0/workspaces/8a81/models',
	});
});

describe('what there is', () => {
	const all = async (content: ContentName) => {
		const {list, tenant} = await startLists({content});
		const {workspaces} = await list('workspaces?tenantDetails=true');
		const models: Record<string, unknown>[] = [];
		for (let offset = 0; offset < 20_000; offset += 5000) {
			models.push(...(await list(`models?modelDetails=true&limit=5000&offset=${offset}`)).models);
		}

		return {workspaces, models, tenant};
	};

	test('in the demo is a dozen workspaces with some fifty models, in all states', async () => {
		const {workspaces, models} = await all('demo');
		expect(workspaces).toHaveLength(12);
		expect(models).toHaveLength(48);
		expect(new Set(models.map(({activeState}) => activeState)).size).toBe(5);
		const ids = new Set(workspaces.map(({id}: {id: string}) => id));
		expect(models.every(({currentWorkspaceId}) => ids.has(currentWorkspaceId))).toBe(true);
		for (const {currentSize, sizeAllowance} of workspaces) {
			expect(currentSize).toBeGreaterThan(0);
			expect(currentSize).toBeLessThan(sizeAllowance);
		}
	});

	test('in the large one is 300 workspaces with 20,000 models, and everything that is odd', async () => {
		const {workspaces, models, tenant} = await all('large');
		expect(workspaces).toHaveLength(300);
		expect(models).toHaveLength(20_000);
		expect(new Set(models.map(({id}) => id)).size).toBe(20_000);
		const names = models.map(({name}) => String(name));
		for (const odd of [
			/\p{Emoji_Presentation}/u,
			/\p{Script=Han}/u,
			/\p{Script=Hebrew}/u,
			/\p{M}/u,
			/\u202E/,
			/\t.*\n/,
			/^.{100}/,
		]) {
			expect(names.some(name => odd.test(name))).toBe(true);
		}

		expect(new Set(names).size).toBeLessThan(names.length);
		expect(models.some(({activeState}) => activeState === 'HIBERNATING')).toBe(true);
		expect(models.find(({lastModified}) => lastModified !== undefined)?.['lastModified']).toMatch(
			/^\d{4}-\d\d-\d\dT[\d:.]{12}\+0000$/,
		);
		for (const field of ['activeState', 'memoryUsage', 'lastModified', 'isoCreationDate']) {
			expect(models.some(model => model[field] === undefined)).toBe(true);
		}

		expect(new Set(models.map(model => typeof model['lastSavedSerialNumber'])).size).toBe(2);
		expect(tenant.violations).toEqual([]);
	});
});

describe('a fault in one page of a list', () => {
	test.each([
		[{name: 'unauthorized'}, 401],
		[{name: 'forbidden'}, 403],
		[{name: 'notFound'}, 404],
		[{name: 'rateLimited'}, 429],
		[{name: 'serverError'}, 503],
	] as const)('%o strikes there and nowhere else', async (fault, status) => {
		const tenant = await startTenant({
			modelCount: 50,
			largestPage: 10,
			scenarios: [{...fault, endpoint: 'models', page: 3, times: 1}],
		});
		const content = withToken(tenant.issue().access_token);
		const statuses: number[] = [];
		for (const offset of [0, 10, 20, 30, 20]) {
			statuses.push(
				(await send(tenant, `GET /2/0/models?limit=5000&offset=${offset}`, content)).status,
			);
		}

		expect(statuses).toEqual([200, 200, status, 200, 200]);
	});

	test('can make it shorter than was asked for', async () => {
		const {list} = await startLists({
			modelCount: 50,
			largestPage: 10,
			scenarios: [{name: 'shortPage', rows: 3, endpoint: 'models', page: 2}],
		});
		expect((await list('models?limit=5000&offset=0')).models).toHaveLength(10);
		expect((await list('models?limit=5000&offset=10')).models).toHaveLength(3);
	});
});

describe('traffic', () => {
	test('of more than ten requests in a second is answered with 429 and counted', async () => {
		// However long it takes to send them.
		const now = Date.now();
		const tenant = await startTenant({clock: () => now});
		const content = withToken(tenant.issue().access_token);
		const burst = async () =>
			Promise.all(
				Array.from(
					{length: 11},
					async () => (await send(tenant, 'GET /2/0/users/me', content)).status,
				),
			);
		expect((await burst()).toSorted()).toEqual([...Array(10).fill(200), 429]);
		expect(tenant.traffic.mostInASecond).toBe(11);
		expect(tenant.violations.map(({rule}) => rule)).toEqual(['too many requests in a second']);
		tenant.advanceClock(1000);
		const later = await send(tenant, 'GET /2/0/users/me', content);
		expect(later.status).toBe(200);
		expect(tenant.traffic.mostAtOnce).toBeLessThanOrEqual(11);
	});

	test('that is under way at the same time is counted until it is answered or given up', async () => {
		const tenant = await startTenant({
			scenarios: [{name: 'slow', delayMs: 100, endpoint: 'models'}],
		});
		const content = withToken(tenant.issue().access_token);
		const one = async () => send(tenant, 'GET /2/0/models', content);
		await Promise.all([one(), one(), one()]);
		await one();
		expect(tenant.traffic.mostAtOnce).toBe(3);
	});
});
