import {describe, expect, test} from 'vitest';
import {backOf, listAt, rowAt} from '../../../source/core/lists/browse-flow.ts';
import {shownOf} from '../../../source/core/lists/browsed-list.ts';
import {problem} from '../../../source/core/problem.ts';
import {
	type FakeBrowse,
	fakeBrowse,
	manyModels,
	modelNamed,
	workspaceNamed,
} from '../../helpers/browse.ts';

const finance = workspaceNamed('Finance');
const supply = workspaceNamed('Supply');
const names = (browse: FakeBrowse) => {
	const list = listAt(browse.state());
	return list ? shownOf(list).map(({row}) => row.name) : [];
};

const loadOf = (browse: FakeBrowse) => listAt(browse.state())?.load;
const selected = (browse: FakeBrowse) => rowAt(browse.state())?.name;
const type = (browse: FakeBrowse, text: string) =>
	browse.dispatch({type: 'filterEdited', filter: {before: text, after: ''}});

const inWorkspaces = () => {
	const browse = fakeBrowse();
	browse.dispatch({type: 'workspacesWished'});
	browse.bring([supply, finance]);
	return browse;
};

const inModels = (count = 30) => {
	const browse = fakeBrowse();
	browse.dispatch({type: 'modelsWished'});
	browse.bring(manyModels(count));
	return browse;
};

const move = (browse: FakeBrowse, ...moves: ReadonlyArray<'up' | 'down' | 'pageDown' | 'last'>) => {
	for (const one of moves) {
		browse.dispatch({type: 'moveWished', move: one, height: 10});
	}
};

describe('loading a list', () => {
	test('begins when it is opened, and not again while it is under way or loaded', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		expect(browse.effects).toEqual([{type: 'loadList', attempt: 1, list: {kind: 'workspaces'}}]);
		browse.dispatch({type: 'workspacesWished'});
		browse.dispatch({type: 'loadWished'});
		expect(browse.effects).toHaveLength(1);
		browse.bring([finance]);
		browse.dispatch({type: 'backWished'});
		browse.dispatch({type: 'workspacesWished'});
		expect(browse.effects).toHaveLength(1);
		expect(names(browse)).toEqual(['Finance']);
	});

	test('shows the rows of each page as it comes, and how many there are', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([supply], 2);
		expect(names(browse)).toEqual(['Supply']);
		expect(loadOf(browse)).toMatchObject({kind: 'loading', progress: {received: 1, total: 2}});
		browse.dispatch({
			type: 'rowsReceived',
			attempt: 1,
			rows: [finance],
			progress: {received: 2, total: 2},
		});
		browse.dispatch({type: 'listLoaded', attempt: 1, counted: 0});
		expect(names(browse)).toEqual(['Finance', 'Supply']);
		expect(loadOf(browse)).toEqual({kind: 'loaded'});
	});

	test('remembers that Anaplan counts more than it gave, and is whole all the same', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([supply], 9);
		browse.dispatch({type: 'listLoaded', attempt: 1, counted: 9});
		expect(loadOf(browse)).toEqual({kind: 'loaded', counted: 9});
	});

	test('says that Anaplan asks to wait, until rows come again', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.dispatch({type: 'waitAsked', attempt: 1, waitMs: 12_000});
		expect(loadOf(browse)).toMatchObject({waitMs: 12_000});
		browse.bring([supply], 2);
		expect(loadOf(browse)).not.toHaveProperty('waitMs');
	});

	test('can be stopped: the rows stay, later ones are not taken, and it can begin again', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([supply], 2);
		browse.dispatch({type: 'stopWished'});
		expect(browse.effects.at(-1)).toEqual({type: 'stopLoad', attempt: 1});
		const stopped = browse.state();
		browse.bring([finance]);
		browse.dispatch({type: 'listNotLoaded', attempt: 1, problem: problem('cancelled')});
		expect(browse.state()).toBe(stopped);
		expect(loadOf(browse)).toEqual({kind: 'stopped', progress: {received: 1, total: 2}});
		expect(names(browse)).toEqual(['Supply']);
		browse.dispatch({type: 'loadWished'});
		expect(browse.effects.at(-1)).toMatchObject({type: 'loadList', attempt: 2});
	});

	test('that fails in the middle keeps the rows that came; trying again keeps them until as many new ones are there', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([supply, finance], 3);
		const failure = problem('server_error');
		browse.dispatch({type: 'listNotLoaded', attempt: 1, problem: failure});
		expect(loadOf(browse)).toEqual({
			kind: 'failed',
			problem: failure,
			progress: {received: 2, total: 3},
		});
		browse.dispatch({type: 'loadWished'});
		browse.bring([{...finance, name: 'Finance, renamed'}], 2);
		expect(names(browse)).toEqual(['Finance', 'Supply']);
		browse.dispatch({
			type: 'rowsReceived',
			attempt: 2,
			rows: [workspaceNamed('Third')],
			progress: {received: 2, total: 2},
		});
		expect(names(browse)).toEqual(['Finance, renamed', 'Third']);
	});

	test('anew takes away what Anaplan no longer has, but only once it has come to its end', () => {
		const browse = inWorkspaces();
		browse.dispatch({type: 'loadWished'});
		browse.bring([finance], 1);
		expect(names(browse)).toEqual(['Finance']);
	});

	test('ends when its list is left, and goes on behind a list or details that are opened from it', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([finance], 2);
		browse.dispatch({type: 'enterPressed'});
		browse.dispatch({type: 'backWished'});
		expect(browse.effects.filter(({type: kind}) => kind === 'stopLoad')).toEqual([
			{type: 'stopLoad', attempt: 2},
		]);
		expect(loadOf(browse)).toMatchObject({kind: 'loading', attempt: 1});
		browse.dispatch({type: 'detailsWished'});
		browse.dispatch({type: 'backWished'});
		expect(loadOf(browse)).toMatchObject({kind: 'loading', attempt: 1});
		browse.dispatch({type: 'backWished'});
		expect(browse.effects.at(-1)).toEqual({type: 'stopLoad', attempt: 1});
		expect(browse.state().places).toEqual([]);
	});

	test('of another person’s sign-in leaves nothing behind', () => {
		const browse = inWorkspaces();
		browse.dispatch({type: 'modelsWished'});
		browse.dispatch({type: 'signInChanged'});
		expect(browse.effects.at(-1)).toEqual({type: 'stopLoad', attempt: 2});
		expect(browse.state()).toEqual({attempt: 2, lists: {}, places: []});
		browse.bring([modelNamed('Late')]);
		expect(browse.state().lists).toEqual({});
	});
});

describe('the filter', () => {
	test('selects the first row while one types, and keeps what was found when it is cleared', () => {
		const browse = inModels();
		move(browse, 'down', 'down');
		browse.dispatch({type: 'filterWished'});
		expect(selected(browse)).toBe('Model 3');
		type(browse, '2');
		expect(selected(browse)).toBe('Model 2');
		move(browse, 'down', 'down');
		const found = names(browse)[2];
		expect(selected(browse)).toBe(found);
		expect(backOf(browse.state())).toBe('leaveField');
		browse.dispatch({type: 'backWished'});
		expect(backOf(browse.state())).toBe('clearFilter');
		browse.dispatch({type: 'backWished'});
		expect(selected(browse)).toBe(found);
		expect(names(browse)).toHaveLength(30);
		expect(backOf(browse.state())).toBe('leavePlace');
	});

	test('is left with Enter, which then opens what is selected', () => {
		const browse = inModels();
		browse.dispatch({type: 'filterWished'});
		type(browse, 'model 17');
		browse.dispatch({type: 'enterPressed'});
		expect(listAt(browse.state())?.filterField).toBe('closed');
		browse.dispatch({type: 'enterPressed'});
		expect(browse.state().places.at(-1)).toMatchObject({kind: 'details', row: {name: 'Model 17'}});
	});

	test('stays, as do order and selection, while one looks into a row', () => {
		const browse = inWorkspaces();
		browse.dispatch({type: 'filterWished'});
		type(browse, 'supp');
		browse.dispatch({type: 'enterPressed'});
		browse.dispatch({type: 'sortWished'});
		const before = listAt(browse.state());
		browse.dispatch({type: 'enterPressed'});
		expect(listAt(browse.state())?.id).toEqual({kind: 'modelsOf', workspace: supply});
		browse.bring([modelNamed('One')]);
		browse.dispatch({type: 'backWished'});
		expect(listAt(browse.state())).toBe(before);
	});
});

describe('the selection', () => {
	test('stays at the top while nobody has moved it, whatever comes', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([supply], 2);
		browse.bring([finance], 2);
		expect(selected(browse)).toBe('Finance');
	});

	test('stays on its row when rows come before it, and its row in place on the screen', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([supply, workspaceNamed('Treasury')], 3);
		move(browse, 'down', 'up');
		browse.bring([finance], 3);
		expect(selected(browse)).toBe('Supply');
		expect(listAt(browse.state())?.selection.line).toBe(0);
	});

	test('is found again by its ID after a load anew', () => {
		const browse = inModels();
		move(browse, 'down', 'down', 'down');
		browse.dispatch({type: 'loadWished'});
		browse.bring(manyModels(30).map(model => ({...model})));
		expect(selected(browse)).toBe('Model 4');
	});

	test('stays on its row when the order changes or archived models are hidden', () => {
		const browse = inModels();
		move(browse, 'down', 'down');
		browse.dispatch({type: 'sortWished'});
		expect(selected(browse)).toBe('Model 3');
		browse.dispatch({type: 'archivedToggled'});
		expect(selected(browse)).toBe('Model 3');
		expect(names(browse)).toHaveLength(27);
	});
});

describe('what a key does to a row', () => {
	test('copies its ID, and says so until the next key', () => {
		const browse = inWorkspaces();
		browse.dispatch({type: 'idCopyWished'});
		expect(browse.effects.at(-1)).toEqual({type: 'copyId', id: finance.id});
		browse.dispatch({type: 'idCopied', id: finance.id, route: 'system'});
		expect(browse.state().notice).toEqual({kind: 'done', text: `ID copied: ${finance.id}`});
		move(browse, 'down');
		expect(browse.state().notice).toBeUndefined();
	});

	test('opens a model at the address that Anaplan gave, and says when there is none', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'modelsWished'});
		const {modelUrl: _, ...bare} = modelNamed('Z without address');
		const model = modelNamed('A');
		browse.bring([model, bare]);
		browse.dispatch({type: 'modelOpeningWished'});
		expect(browse.effects.at(-1)).toEqual({type: 'openModel', url: model.modelUrl});
		move(browse, 'last');
		browse.dispatch({type: 'modelOpeningWished'});
		expect(browse.effects).toHaveLength(2);
		expect(browse.state().notice).toMatchObject({
			problem: {message: 'Anaplan gave no address for this model that can be opened.'},
		});
	});

	test('says that a row without an ID can be neither copied nor opened', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([{id: '', name: 'Odd'}]);
		for (const wish of ['idCopyWished', 'enterPressed'] as const) {
			browse.dispatch({type: wish});
			expect(browse.state().notice).toMatchObject({kind: 'problem'});
			expect(browse.effects).toHaveLength(1);
		}
	});

	test('does nothing in an empty list', () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'workspacesWished'});
		browse.bring([]);
		const before = browse.state();
		for (const wish of [
			'idCopyWished',
			'enterPressed',
			'detailsWished',
			'modelOpeningWished',
		] as const) {
			browse.dispatch({type: wish});
		}

		expect(browse.state()).toBe(before);
	});

	test('goes through the orders that a list has', () => {
		const orders = (browse: FakeBrowse) =>
			Array.from({length: 4}, () => {
				browse.dispatch({type: 'sortWished'});
				return listAt(browse.state())?.sortBy;
			});
		expect(orders(inWorkspaces())).toEqual(['size', 'name', 'size', 'name']);
		expect(orders(inModels())).toEqual(['size', 'change', 'name', 'size']);
	});
});
