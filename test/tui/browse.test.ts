import {describe, expect, test} from 'vitest';
import {listAt} from '../../source/core/lists/browse-flow.ts';
import {day} from '../../source/core/moment-words.ts';
import {problem} from '../../source/core/problem.ts';
import {
	type FakeBrowse,
	fakeBrowse,
	manyModels,
	modelNamed,
	workspaceNamed,
} from '../helpers/browse.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {browseFaces, failed, withModels, withWorkspaces} from './list-faces.ts';
import {signedInState} from './states.ts';

const sizes = [
	[120, 40],
	[80, 24],
	[40, 12],
] as const;

/** The day on which `modelNamed`’s were changed, as it is written in this time zone. */
const changed = day(modelNamed('any').lastModifiedAt!);

const open = async (browse: FakeBrowse, [columns, rows]: readonly [number, number] = [80, 24]) => {
	const fake = fakeFlow(signedInState);
	const screen = await openScreens(fake, {columns, rows, room: {browse: browse.flow}});
	return {screen, fake};
};

describe.each(Object.entries(browseFaces))('%s', (_name, face) => {
	test.each(sizes)('fits into %d×%d, with its keys on the last line', async (columns, rows) => {
		const {screen} = await open(face(), [columns, rows]);
		const lines = screen.lines();
		expect(lines[0]).toContain('anaplan-tui');
		expect(lines.at(rows - 1)).toBe('');
		expect(lines.at(rows - 2)?.trim()).toBe(screen.footer());
		expect(screen.footer()).toMatch(/^(Enter|c|\/) .*Ctrl\+C( leave)?$/);
		expect(screen.hasOverflow()).toBe(false);
	});
});

test.each(sizes)('at %d×%d the columns stay straight beside any name', async (columns, rows) => {
	const browse = browseFaces['models']!();
	const {screen} = await open(browse, [columns, rows]);
	// Every size is the same, so that its last letter shows where the column ends.
	const rowsSeen: number[] = [];
	for (const _ of [1, 2, 3]) {
		rowsSeen.push(
			...screen
				.lines()
				.filter(line => line.includes('156 MB'))
				.map(line => line.indexOf('156 MB')),
		);
		await screen.press('pagedown');
	}

	expect(rowsSeen.length).toBeGreaterThanOrEqual(18);
	expect(new Set(rowsSeen).size).toBe(1);
	expect(screen.written).not.toContain('\u202E');
});

test('rows are drawn right where the terminal has other widths than Ink, however one scrolls', async () => {
	// This terminal takes one column for an emoji, Ink two.
	const names = Array.from({length: 60}, (_, index) => `🚀🚀🚀 the same in each ${index + 100}`);
	const {screen} = await open(
		withModels(names.map((name, index) => modelNamed(name, {id: `m${index}`}))),
		[80, 24],
	);
	for (const move of ['pagedown', 'up', 'pageup', 'end', 'home', 'down', 'pagedown']) {
		await screen.press(move);
		await screen.until(`after ${move}`, text => {
			const drawn = text.split('\n').filter(line => line.includes('156 MB'));
			const shown = drawn.map(line => line.split(`${changed}   `)[1]?.split('  Fin')[0]);
			return shown.every(
				(name, index) => name !== undefined && name === names[names.indexOf(shown[0]!) + index],
			);
		});
	}
});

test('a window shows fewer columns the narrower it is', async () => {
	const browse = withModels([modelNamed('Budget', {activeState: 'PRODUCTION_MAINTENANCE'})]);
	const {screen} = await open(browse, [140, 40]);
	expect(screen.text()).toMatch(
		new RegExp(
			`▸ 0+427564676574 {2}PRODUCTION_MAINTENANCE +156 MB {2}${changed} +Budget {2}Financial Planning`,
		),
	);
	screen.resize(80, 24);
	await screen.until(
		new RegExp(`▸ PRODUCTION_… +156 MB {2}${changed} +Budget {2}Financial Planning`),
	);
	screen.resize(40, 12);
	await screen.until(/▸ {2}156 MB {2}Budget {2}Financial Pla/);
	await screen.press('s', 's');
	await screen.until(new RegExp(`▸ ${changed} +Budget`));
	expect(screen.text()).toContain('Changed ▾');
});

test('a workspace shows what it uses of its allowance, also over it, and what is not known', async () => {
	const gib = 1024 ** 3;
	const browse = withWorkspaces(
		workspaceNamed('A half', {currentSize: gib / 2, sizeAllowance: gib}),
		workspaceNamed('B over', {currentSize: 1.2 * gib, sizeAllowance: gib}),
		workspaceNamed('C far over', {currentSize: 50 * gib, sizeAllowance: gib}),
		workspaceNamed('D none allowed', {currentSize: gib, sizeAllowance: 0}),
		{id: 'e', name: 'E silent'},
		workspaceNamed('F resting', {isActive: false, currentSize: 0, sizeAllowance: gib}),
	);
	const {screen} = await open(browse);
	const text = await screen.until('F resting');
	expect(text).toMatch(/█{5}░{5} +50 % +512 MB of 1 GB {2}A half/);
	expect(text).toMatch(/█{10} +120 %! +1\.2 GB of 1 GB {2}B over/);
	expect(text).toMatch(/█{10} +>999%! +50 GB of 1 GB {2}C far over/);
	expect(text).toMatch(/·{10} +\? +1 GB of 0 B {2}D none allowed/);
	expect(text).toMatch(/·{10} +\? +unknown {2}E silent/);
	expect(text).toMatch(/░{10} +0 % +0 B of 1 GB {2}F resting {2}not active/);
});

test('w opens the workspaces, Enter a workspace’s models and a model’s details, Esc goes back', async () => {
	const browse = fakeBrowse();
	const {screen} = await open(browse);
	await screen.press('w');
	await screen.until('loading …');
	browse.bring([workspaceNamed('Finance'), workspaceNamed('Supply')]);
	await screen.until('Workspaces  2');
	await screen.press('down', 'enter');
	browse.bring([modelNamed('Budget')]);
	await screen.until('Models  1 in Supply');
	await screen.press('enter');
	await screen.until('Its ID');
	expect(screen.text()).toMatch(/Created +\d+ Jan 2026/);
	await screen.press('esc', 'esc');
	expect(await screen.until('Workspaces  2')).toContain('▸ █');
	expect(screen.text()).toMatch(/▸.*Supply/);
	await screen.press('esc');
	await screen.until('Access token');
});

test('what Anaplan does not say of a model is unknown in its details', async () => {
	const browse = withModels([{id: 'M', name: 'Bare', activeState: ''}]);
	browse.dispatch({type: 'enterPressed'});
	const {screen} = await open(browse);
	const text = await screen.until('Address');
	for (const label of ['State', 'Size', 'Changed', 'Created', 'Workspace', 'Its ID', 'Address']) {
		expect(text).toMatch(new RegExp(`${label} +unknown`));
	}
});

test('/ opens the filter, each letter narrows the list, and the counts say by how much', async () => {
	const {screen} = await open(withModels(manyModels(20_000)));
	await screen.until('All models  20,000');
	await screen.press('/');
	await screen.until('Enter to the list');
	await screen.type('model 1999');
	await screen.until(/All models {2}\d\d of 20,000/);
	await screen.press('backspace');
	await screen.until(/All models {2}\d{3} of 20,000/);
	await screen.press('enter');
	await screen.until('s sort');
	await screen.press('esc');
	await screen.until('All models  20,000');
});

test('letters are text while the filter is open, and keys again when it is closed', async () => {
	const browse = withModels(manyModels(30));
	const {screen} = await open(browse);
	await screen.press('/', 'c', 'u', 's', 'h', '?', 'q');
	await screen.until('/ cush?q');
	expect(browse.effects).toHaveLength(1);
	await screen.until('Nothing matches “cush?q”.');
	await screen.press('ctrl+u', 'enter', 'c');
	expect(browse.effects.at(-1)).toMatchObject({type: 'copyId'});
});

test('keys that come in one chunk act in their order', async () => {
	const browse = withModels(manyModels(30));
	const {screen} = await open(browse);
	await screen.type('\u001B[B'.repeat(25));
	await screen.until(/▸.*Model 26 /);
	await screen.type('/7\r');
	await screen.until(/\/ 7$/m);
	expect(listAt(browse.state())?.filterField).toBe('closed');
	await screen.type('/model 12\r\r');
	await screen.until('Its ID');
});

test('a paste is looked for, as is a word that comes in one chunk', async () => {
	const browse = withModels(manyModels(30));
	const {screen} = await open(browse);
	await screen.paste(manyModels(30)[6]!.id);
	await screen.until('All models  1 of 30');
	expect(screen.text()).toMatch(/▸.*Model 7/);
	await screen.press('esc', 'esc');
	await screen.type('/model 30');
	await screen.until('All models  1 of 30');
});

test('the footer offers to stop while a list loads, and says what loads again after that', async () => {
	const browse = withModels(manyModels(30), 20_000);
	const {screen} = await open(browse);
	expect(screen.text()).toContain('30 of 20,000 …');
	expect(screen.footer()).toContain('x stop');
	await screen.press('x');
	await screen.until('! Stopped at 30 of 20,000. r loads again.');
	expect(screen.footer()).toContain('r reload');
	await screen.press('r');
	await screen.until('▸ loading …');
	expect(screen.text()).toContain('Model 1 ');
});

test('a failure in the middle says so beside the rows that came', async () => {
	const {screen} = await open(failed());
	expect(screen.text()).toContain('✗ Only 30 of 50 are here. Anaplan has an error of its own.');
	expect(screen.text()).toContain('r tries again.');
	expect(screen.text()).toMatch(/▸.*Model 1 /);
});

test('a failure to load again says that the rows are those of before', async () => {
	const browse = withModels(manyModels(30));
	const {screen} = await open(browse);
	await screen.press('r');
	await screen.until('x stop');
	const rows = manyModels(10);
	const progress = {received: 10, total: 30};
	browse.dispatch({type: 'rowsReceived', attempt: 2, rows, progress});
	browse.dispatch({type: 'listNotLoaded', attempt: 2, problem: problem('server_error')});
	await screen.until('✗ These rows are from before. Anaplan has an error of its own.');
});

test.each(sizes)(
	'at %d×%d a list that is shorter than Anaplan counts says so',
	async (columns, rows) => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'modelsWished'});
		browse.bring(manyModels(30), 9000);
		browse.dispatch({type: 'listLoaded', attempt: 1, counted: 9000});
		const {screen} = await open(browse, [columns, rows]);
		expect(screen.text()).toContain('Anaplan counts 9,000 and gave 30');
		expect(screen.hasOverflow()).toBe(false);
	},
);

test('an empty list and one without a match have their own words', async () => {
	const {screen} = await open(withModels([]));
	await screen.until('Anaplan shows you no models.');
	const all = withModels([modelNamed('Old', {activeState: 'ARCHIVED'})]);
	const other = await open(all);
	await other.screen.press('h');
	await other.screen.until('Nothing is left to show. Archived models are hidden; h shows them.');
	const none = await open(withWorkspaces());
	await none.screen.until('Anaplan shows you no workspaces.');
});

test('without a row the last line leaves out the keys that need one', async () => {
	const {screen} = await open(withModels([]), [120, 40]);
	expect(screen.footer()).toBe(
		'/ filter · s sort · h hide archived · r reload · ? help · Esc back · Ctrl+C leave',
	);
	const workspaces = await open(withWorkspaces(workspaceNamed('Finance')), [120, 40]);
	expect(workspaces.screen.footer()).toMatch(/^Enter models .* c copy ID .* d details /);
	await workspaces.screen.press('/', 'q', 'enter');
	const withoutRows = /^\/ filter .* s sort .* m all models /;
	await workspaces.screen.untilTrue(() => withoutRows.test(workspaces.screen.footer()));
	expect(workspaces.screen.text()).toContain('Nothing matches “q”.');
});

test('what came of copying is said in the smallest window, however long the names are', async () => {
	const browse = withModels([
		modelNamed('Budget '.repeat(12), {workspaceName: 'Finance '.repeat(9)}),
	]);
	const {screen} = await open(browse, [40, 12]);
	await screen.press('enter');
	await screen.until('State');
	await screen.press('c');
	browse.dispatch({type: 'idCopied', id: 'ABC123', route: 'system'});
	await screen.until('ID copied');
	await screen.until('ABC123');
});

test('keys that are held, and come many at once, are as many presses', async () => {
	const {screen} = await open(withModels(manyModels(30)));
	await screen.type('jjjjj');
	await screen.until(/▸.*Model 6 /);
	await screen.type('kkkk');
	await screen.until(/▸.*Model 2 /);
});

test('? lists the keys of a list also in the smallest window', async () => {
	const {screen} = await open(withModels(manyModels(30)), [40, 12]);
	await screen.press('?');
	const text = await screen.until('copy the ID');
	for (const key of ['Enter', '/', 's', 'c', 'u', 'h', 'r', '↑↓', 'Ctrl+C']) {
		expect(text).toMatch(new RegExp(`^ ${key.replace(/[?+]/g, '\\$&')} +\\w`, 'm'));
	}

	await screen.press('esc');
	await screen.until('All models  30');
});

test('a change of the window keeps the selected row in view', async () => {
	const {screen} = await open(withModels(manyModels(500)), [120, 40]);
	for (const _ of Array.from({length: 29})) {
		await screen.press('down');
	}

	await screen.until(/▸.*Model 30 /);
	screen.resize(40, 12);
	await screen.until(/^ All models {2}500$/m);
	await screen.until(/▸.*Model 30 /);
	expect(screen.hasOverflow()).toBe(false);
	screen.resize(30, 8);
	await screen.until('40×12');
	screen.resize(80, 24);
	await screen.until(/▸.*Model 30 /);
});

test('a sign-in that ends elsewhere closes the lists', async () => {
	const browse = withModels(manyModels(30));
	const {screen, fake} = await open(browse);
	fake.dispatch({type: 'signInWished'});
	await screen.until('Preparing the sign-in');
});
