import {browse, nobodyBrowses} from '../../source/core/lists/browse-flow.ts';
import type {BrowseState, Row} from '../../source/core/lists/browse-states.ts';
import type {Model} from '../../source/core/lists/models.ts';
import type {Workspace} from '../../source/core/lists/workspaces.ts';
import {printable} from '../../source/core/printable.ts';
import {fakeStore} from './fake-store.ts';
import {after} from './samples.ts';

/** Browsing with the real transitions, whose effects are kept as data. */
export function fakeBrowse(start: BrowseState = nobodyBrowses) {
	const store = fakeStore(start, browse);
	const {dispatch, state} = store;
	return {
		...store,
		/** Lets the load that was begun last bring rows, of `total`, and end there if that is all. */
		bring(rows: readonly Row[], total = rows.length) {
			const {attempt} = state();
			const progress = {received: rows.length, total};
			dispatch({type: 'rowsReceived', attempt, rows, progress});
			if (rows.length === total) {
				dispatch({type: 'listLoaded', attempt, counted: total});
			}
		},
	};
}

export type FakeBrowse = ReturnType<typeof fakeBrowse>;

const mebibyte = 1024 ** 2;
const day = 24 * 3_600_000;

const idOf = (name: string, length: number): string =>
	[...name]
		.map(letter => letter.codePointAt(0)?.toString(16))
		.join('')
		.slice(0, length)
		.padStart(length, '0');

/** A workspace with a text that came from Anaplan for a name. */
export const workspaceNamed = (name: string, changes: Partial<Workspace> = {}): Workspace => ({
	id: `8a8b${idOf(name, 28)}`,
	name: printable(name, 200),
	isActive: true,
	currentSize: 834 * mebibyte,
	sizeAllowance: 1024 * mebibyte,
	...changes,
});

export const modelNamed = (name: string, changes: Partial<Model> = {}): Model => ({
	id: idOf(name, 32).toUpperCase(),
	name: printable(name, 200),
	activeState: 'UNLOCKED',
	workspaceId: '8a8b8c8d8e8f1a2b3c4d5e6f78901234',
	workspaceName: 'Financial Planning',
	memoryUsage: 156 * mebibyte,
	lastModifiedAt: after(-30 * day),
	createdAt: after(-300 * day),
	modelUrl: `https://us1a.app.anaplan.com/anaplan/framework.jsp?selectedModelId=${name.length}`,
	...changes,
});

/** So many models, of all sizes and ages. */
export const manyModels = (count: number): readonly Model[] =>
	Array.from({length: count}, (_, index) =>
		modelNamed(`Model ${index + 1}`, {
			id: (index + 0xb0de10000).toString(16).padStart(32, '0').toUpperCase(),
			activeState: index % 10 === 9 ? 'ARCHIVED' : 'UNLOCKED',
			memoryUsage: ((index * 7919) % 1000) * mebibyte,
			lastModifiedAt: after(-((index * 104_729) % 2000) * day),
		}),
	);
