import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {modelsOfWorkspace, readModel} from '../../../source/core/lists/models.ts';
import {readWorkspace} from '../../../source/core/lists/workspaces.ts';
import {epochMs} from '../../../source/core/time.ts';

describe('a workspace', () => {
	test('is read with its sizes in bytes', () => {
		expect(
			readWorkspace({
				id: '8a8b8c8d8e8f1a2b3c4d5e6f78901234',
				name: 'Financial Planning',
				active: true,
				sizeAllowance: 1_073_741_824,
				currentSize: 873_741_824,
			}),
		).toEqual({
			id: '8a8b8c8d8e8f1a2b3c4d5e6f78901234',
			name: 'Financial Planning',
			isActive: true,
			sizeAllowance: 1_073_741_824,
			currentSize: 873_741_824,
		});
	});

	test('without details has what there is', () => {
		expect(readWorkspace({id: 'w', name: 'W', active: null, currentSize: 'much'})).toEqual({
			id: 'w',
			name: 'W',
		});
	});
});

describe('a model', () => {
	test('is read with dates whose offset has no colon, and whatever state it is in', () => {
		expect(
			readModel({
				id: '8BA821045BB34083B467C0082781DA69',
				name: 'Budgeting, Planning and Forecasting',
				activeState: 'HIBERNATING',
				lastSavedSerialNumber: '2010876',
				memoryUsage: 163_950_621,
				currentWorkspaceId: '8a8196a258539d4c0158b0f9abe70bfd',
				currentWorkspaceName: 'ZZZ Sorting',
				modelUrl: 'https://api.anaplan.com/anaplan/framework.jsp?selectedModelId=8BA8',
				categoryValues: [{id: '1'}],
				isoCreationDate: '2017-11-13T21:20:10.000+0000',
				lastModified: '2020-11-26T00:29:01.000+0000',
			}),
		).toEqual({
			id: '8BA821045BB34083B467C0082781DA69',
			name: 'Budgeting, Planning and Forecasting',
			activeState: 'HIBERNATING',
			memoryUsage: 163_950_621,
			workspaceId: '8a8196a258539d4c0158b0f9abe70bfd',
			workspaceName: 'ZZZ Sorting',
			modelUrl: 'https://api.anaplan.com/anaplan/framework.jsp?selectedModelId=8BA8',
			createdAt: epochMs(Date.parse('2017-11-13T21:20:10Z')),
			lastModifiedAt: epochMs(Date.parse('2020-11-26T00:29:01Z')),
		});
	});

	test('without anything else has an ID and no state', () => {
		expect(readModel({id: 'M', lastModified: 1_606_350_541_000})).toMatchObject({
			lastModifiedAt: 1_606_350_541_000,
		});
		expect(readModel({id: 'M', lastModified: 'yesterday', memoryUsage: -1})).toEqual({
			id: 'M',
			name: '',
			activeState: '',
		});
	});

	test.each([
		['javascript:alert(1)', undefined],
		['http://api.anaplan.com/x', undefined],
		['https://user:pass@api.anaplan.com/x', undefined],
		['not an address', undefined],
		[42, undefined],
		['http://127.0.0.1:5000/x', 'http://127.0.0.1:5000/x'],
		['https://a.example/\u001B]52;c;eA==\u0007\u009B', 'https://a.example/%1B]52;c;eA==%07%C2%9B'],
	])('at the address %j can be opened at %j', (modelUrl, opened) => {
		expect(readModel({id: 'M', modelUrl})?.modelUrl).toBe(opened);
	});
});

test('a row with a name and no ID is a row, and one with neither is none', () => {
	expect(readModel({name: 'Nameless'})).toEqual({id: '', name: 'Nameless', activeState: ''});
	for (const read of [readModel, readWorkspace]) {
		for (const row of [null, 'x', 7, [], {}, {id: '', name: ''}, {id: {}, name: []}]) {
			expect(read(row)).toBeUndefined();
		}
	}
});

test('no row, however odd, makes a reader fail or hands on what acts on a terminal', () => {
	const field = fc.oneof(
		fc.anything(),
		fc.string({unit: 'binary'}),
		fc.constant('\u001B[2J\u202E'),
	);
	const fields = [
		'id',
		'name',
		'active',
		'activeState',
		'memoryUsage',
		'currentSize',
		'lastModified',
		'modelUrl',
		'currentWorkspaceName',
	];
	fc.assert(
		fc.property(fc.record(Object.fromEntries(fields.map(name => [name, field]))), row => {
			for (const read of [readModel(row), readWorkspace(row)]) {
				expect(JSON.stringify(read) ?? '').not.toMatch(/\\u001b|[\p{Cc}\u202A-\u202E]/iu);
			}
		}),
	);
});

test.each([
	['8a81', '/2/0/workspaces/8a81/models?modelDetails=true'],
	['a/b?c#d', '/2/0/workspaces/a%2Fb%3Fc%23d/models?modelDetails=true'],
	['..', '/2/0/workspaces/%252E%252E/models?modelDetails=true'],
	['.', '/2/0/workspaces/%252E/models?modelDetails=true'],
])('the ID %j stays one step of the path', (id, path) => {
	const {pathname, search} = new URL(`https://api.anaplan.com${modelsOfWorkspace(id).path}`);
	expect(pathname + search).toBe(path);
});
