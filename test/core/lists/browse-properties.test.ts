import fc from 'fast-check';
import {expect, test} from 'vitest';
import {browse, listAt, nobodyBrowses, rowAt} from '../../../source/core/lists/browse-flow.ts';
import type {
	BrowseEvent,
	BrowseState,
	BrowseWish,
	ListId,
	Row,
} from '../../../source/core/lists/browse-states.ts';
import {keyOf, shownOf} from '../../../source/core/lists/browsed-list.ts';
import {problem} from '../../../source/core/problem.ts';
import {modelNamed, workspaceNamed} from '../../helpers/browse.ts';

const wishes: readonly BrowseWish[] = [
	...(
		[
			'workspacesWished',
			'workspacesWished',
			'modelsWished',
			'enterPressed',
			'enterPressed',
			'detailsWished',
			'filterWished',
			'sortWished',
			'archivedToggled',
			'idCopyWished',
			'modelOpeningWished',
			'loadWished',
			'stopWished',
			'backWished',
		] as const
	).map(type => ({type})),
	{type: 'moveWished', move: 'down', height: 5},
	{type: 'moveWished', move: 'pageDown', height: 5},
	{type: 'moveWished', move: 'last', height: 5},
	{type: 'filterEdited', filter: {before: '1', after: ''}},
	{type: 'filterEdited', filter: {before: '', after: ''}},
];

/** A pretended outside: loads that were asked for, and whether they still may bring anything. */
class World {
	state: BrowseState = nobodyBrowses;
	readonly loads: {readonly attempt: number; readonly list: ListId; isOver: boolean}[] = [];
	names = 0;

	dispatch(event: BrowseEvent) {
		const before = this.state;
		const [next, effects] = browse(before, event);
		const load =
			'attempt' in event ? this.loads.find(({attempt}) => attempt === event.attempt) : undefined;
		if ('attempt' in event && (load === undefined || load.isOver)) {
			expect(next).toBe(before);
			expect(effects).toEqual([]);
		}

		if (load && (event.type === 'listLoaded' || event.type === 'listNotLoaded')) {
			load.isOver = true;
		}

		for (const effect of effects) {
			if (effect.type === 'stopLoad') {
				const stopped = this.loads.find(({attempt}) => attempt === effect.attempt)!;
				expect(stopped.isOver).toBe(false);
				stopped.isOver = true;
			} else if (effect.type === 'loadList') {
				this.loads.push({attempt: effect.attempt, list: effect.list, isOver: false});
			}
		}

		this.state = next;
		this.check();
	}

	check() {
		const underWay = this.loads.filter(({isOver}) => !isOver);
		const keys = underWay.map(({list}) => keyOf(list));
		expect(new Set(keys).size).toBe(keys.length);
		const loading = Object.values(this.state.lists).filter(({load}) => load.kind === 'loading');
		expect(loading.map(({id}) => keyOf(id)).toSorted()).toEqual(keys.toSorted());
		// Nothing is loaded that is on nobody's way.
		const places = this.state.places.flatMap(place => (place.kind === 'list' ? [place.key] : []));
		expect(places).toEqual(expect.arrayContaining(keys));
		for (const list of Object.values(this.state.lists)) {
			// The name of a row says which list it was brought for.
			for (const {row} of list.entries) {
				expect(row.name).toContain(`in ${keyOf(list.id)};`);
			}
		}

		const list = listAt(this.state);
		if (list) {
			expect(rowAt(this.state) === undefined).toBe(shownOf(list).length === 0);
		}
	}

	rows({id, of}: {id: number; of: ListId}): readonly Row[] {
		return Array.from({length: id % 4}, () => {
			const name = `row ${++this.names % 17} in ${keyOf(of)};`;
			return of.kind === 'workspaces' ? workspaceNamed(name) : modelNamed(name);
		});
	}
}

const step = fc.oneof(
	fc.constantFrom(...wishes).map(wish => (world: World) => world.dispatch(wish)),
	fc.constantFrom(...wishes).map(wish => (world: World) => world.dispatch(wish)),
	fc.tuple(fc.nat(8), fc.nat(12)).map(([kind, pick]) => (world: World) => {
		const load = world.loads.at(-1 - (pick % 4));
		if (load === undefined) {
			return;
		}

		const {attempt} = load;
		world.dispatch(
			kind < 5
				? {
						type: 'rowsReceived',
						attempt,
						rows: world.rows({id: pick, of: load.list}),
						progress: {received: pick, total: 12},
					}
				: kind === 5
					? {type: 'waitAsked', attempt, waitMs: 1000}
					: kind === 6
						? {type: 'listNotLoaded', attempt, problem: problem('server_error')}
						: {type: 'listLoaded', attempt, counted: 0},
		);
	}),
	fc.nat(20).map(pick => (world: World) => {
		if (pick === 0) {
			world.dispatch({type: 'signInChanged'});
		}
	}),
);

test('whatever happens in whatever order, a list has one load at most, and one that was ended brings nothing', () => {
	let loads = 0;
	fc.assert(
		fc.property(fc.array(step, {minLength: 60, maxLength: 120}), steps => {
			const world = new World();
			for (const run of steps) {
				run(world);
			}

			loads += world.loads.length;
		}),
		{numRuns: 300},
	);
	// The steps do go places.
	expect(loads).toBeGreaterThan(1000);
});
