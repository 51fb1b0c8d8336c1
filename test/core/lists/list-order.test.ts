import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {foldText} from '../../../source/core/lists/list-filter.ts';
import {
	type Arranged,
	addRows,
	arrange,
	type ListView,
	type RowTraits,
} from '../../../source/core/lists/list-order.ts';
import {type Model, modelTraits} from '../../../source/core/lists/models.ts';
import {workspaceTraits} from '../../../source/core/lists/workspaces.ts';
import {epochMs} from '../../../source/core/time.ts';

const model = (name: string, more: Partial<Model> = {}): Model => ({
	id: `ID-${name}`,
	name,
	activeState: 'UNLOCKED',
	...more,
});
const everything: ListView = {filter: '', sortBy: 'name', archived: 'shown'};
const namesOf = ({shown}: Arranged<{readonly name: string}>) => shown.map(({row}) => row.name);
const shownOf = (models: readonly Model[], view: Partial<ListView> = {}) =>
	namesOf(arrange(addRows([], models, modelTraits), {...everything, ...view}));

describe('a filter', () => {
	const models = [
		model('Trésorerie hebdomadaire', {workspaceName: 'Europe'}),
		model('Łódź Warehouse', {workspaceName: 'Supply Chain', activeState: 'ARCHIVED'}),
		model('Größen & Margen', {workspaceName: 'DACH', id: 'A81F'}),
		model('売上計画', {workspaceName: '日本 ΠΩΛΗΣΕΙΣ'}),
	];

	test.each([
		['tresorerie', ['Trésorerie hebdomadaire']],
		['TRÉSO', ['Trésorerie hebdomadaire']],
		['tre\u0301so', ['Trésorerie hebdomadaire']],
		['lodz', ['Łódź Warehouse']],
		['grossen', ['Größen & Margen']],
		['größen', ['Größen & Margen']],
		['ｄａｃｈ', ['Größen & Margen']],
		['a81f', ['Größen & Margen']],
		['archived chain', ['Łódź Warehouse']],
		['chain lodz', ['Łódź Warehouse']],
		['売上', ['売上計画']],
		['πωλης', ['売上計画']],
		['πωλησεις', ['売上計画']],
		['ΠΩΛΗΣ', ['売上計画']],
		['hebdo europe', ['Trésorerie hebdomadaire']],
		['hebdo dach', []],
		['hebdomadaireid', []],
		['nothing like it', []],
	])('%j finds %j', (filter, found) => {
		expect(shownOf(models, {filter})).toEqual(found);
	});

	test('looks for a short word at the beginning of an ID only, for a longer one anywhere', () => {
		const id = '8BA821045BB34083B467C0082781DA69';
		const ids = [model('Budget', {id}), model('Plan 4083', {id: 'X'})];
		expect(shownOf(ids, {filter: '4083'})).toEqual(['Plan 4083']);
		expect(shownOf(ids, {filter: '8ba8'})).toEqual(['Budget']);
		expect(shownOf(ids, {filter: '34083B'})).toEqual(['Budget']);
		expect(shownOf(ids, {filter: id})).toEqual(['Budget']);
	});

	test('of blanks finds everything', () => {
		expect(shownOf(models, {filter: ' \t\u3000'})).toHaveLength(4);
	});

	test('looks into the name and the ID of a workspace', () => {
		const rows = addRows([], [{id: 'W1', name: 'Zürich'}], workspaceTraits);
		for (const filter of ['zurich', 'w1', 'w1 zur']) {
			expect(arrange(rows, {...everything, filter}).shown).toHaveLength(1);
		}
	});

	test('hides what is archived on request: archived models, inactive workspaces', () => {
		expect(shownOf(models, {archived: 'hidden'})).toHaveLength(3);
		const rows = addRows(
			[],
			[
				{id: '1', name: 'old', isActive: false},
				{id: '2', name: 'new', isActive: true},
				{id: '3', name: 'unknown'},
			],
			workspaceTraits,
		);
		expect(namesOf(arrange(rows, {...everything, archived: 'hidden'}))).toEqual(['new', 'unknown']);
	});
});

describe('the order', () => {
	test('of names counts numbers, ignores case, and falls back on the ID', () => {
		const models = [
			model('Model 10'),
			model('model 9'),
			model('Alpha'),
			model('Émile'),
			model('Zoe'),
			model('Copy', {id: 'B'}),
			model('Copy', {id: 'A'}),
		];
		expect(shownOf(models)).toEqual([
			'Alpha',
			'Copy',
			'Copy',
			'Émile',
			'model 9',
			'Model 10',
			'Zoe',
		]);
		expect(
			addRows([], models, modelTraits)
				.map(({id}) => id)
				.slice(1, 3),
		).toEqual(['A', 'B']);
	});

	test('of sizes begins with the largest, of changes with the latest; what is not known comes last, by name', () => {
		const models = [
			model('c', {memoryUsage: 0, lastModifiedAt: epochMs(5)}),
			model('b'),
			model('d', {memoryUsage: 9, lastModifiedAt: epochMs(0)}),
			model('a'),
			model('e', {memoryUsage: 9, lastModifiedAt: epochMs(7)}),
		];
		expect(shownOf(models, {sortBy: 'size'})).toEqual(['d', 'e', 'c', 'a', 'b']);
		expect(shownOf(models, {sortBy: 'change'})).toEqual(['e', 'c', 'd', 'a', 'b']);
	});
});

const letters = fc.constantFrom('a', 'B', 'é', 'e', ' ', '1', '売', 'ß');
const someModels: fc.Arbitrary<Model[]> = fc.array(
	fc.record({
		id: fc.string({unit: letters, maxLength: 9}),
		name: fc.string({unit: letters, maxLength: 4}),
		activeState: fc.constantFrom('ARCHIVED', 'UNLOCKED'),
		memoryUsage: fc.nat(3),
		lastModifiedAt: fc.nat(3).map(epochMs),
	}),
	{maxLength: 30},
);
const views = fc.array(
	fc.record({
		filter: fc.string({unit: letters, maxLength: 8}),
		sortBy: fc.constantFrom('name' as const, 'size' as const, 'change' as const),
		archived: fc.constantFrom('shown' as const, 'hidden' as const),
	}),
	{minLength: 1, maxLength: 8},
);

// Each letter that is typed makes a view of its own.
const typed = fc
	.tuple(fc.string({unit: letters, minLength: 1, maxLength: 9}), views)
	.map(([text, others]) => [
		...Array.from(text, (_, at) => ({...others[0]!, filter: text.slice(0, at + 1)})),
		...others,
	]);

test('a view that follows another shows what it would show by itself, and no row is lost', () => {
	fc.assert(
		fc.property(someModels, typed, (models, all) => {
			const entries = addRows([], models, modelTraits);
			let before: Arranged<Model> | undefined;
			for (const view of all) {
				const next = arrange(entries, view, before);
				expect(next.shown).toEqual(arrange(entries, view).shown);
				const words = foldText(view.filter).split(/\s+/).filter(Boolean);
				const expected = models.filter(one => {
					const traits: RowTraits = modelTraits(one);
					const key = foldText(`${traits.name}\n${traits.searched.join('\n')}`);
					const id = foldText(traits.id);
					return (
						words.every(
							word =>
								key.includes(word) || id.startsWith(word) || (word.length > 5 && id.includes(word)),
						) && !(view.archived === 'hidden' && traits.isArchived)
					);
				});
				expect(new Set(next.shown.map(({row}) => row))).toEqual(new Set(expected));
				before = next;
			}
		}),
	);
});

test('rows that come page by page stand in the order that they would have at once', () => {
	fc.assert(
		fc.property(someModels, someModels, someModels, (...pages) => {
			const paged = pages.reduce(
				(entries, page) => addRows(entries, page, modelTraits),
				addRows<Model>([], [], modelTraits),
			);
			expect(paged).toEqual(addRows([], pages.flat(), modelTraits));
		}),
	);
});
