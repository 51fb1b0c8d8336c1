import {backOf, listAt} from '../../core/lists/browse-flow.ts';
import type {BrowsedList, BrowseState} from '../../core/lists/browse-states.ts';
import {selectedRow} from '../../core/lists/browsed-list.ts';
import type {Move} from '../../core/lists/list-window.ts';
import {printable} from '../../core/printable.ts';
import type {Back} from '../app-keys.ts';
import {editingKeys} from '../components/editing-keys.ts';
import {type Edit, edited} from '../components/text-field-state.ts';
import type {Binding, KeyTable, TextInput} from '../keys.ts';
import type {BrowseFlow} from '../surroundings.ts';

/** Esc, by what it does in a list, its filter and the details. */
export function backWithin(state: BrowseState, dispatch: BrowseFlow['dispatch']): Back {
	const words = {
		leaveField: {hint: 'to the list', short: 'list'},
		clearFilter: {hint: 'clear filter', short: 'clear'},
		leavePlace: {hint: 'back'},
	};
	return {...words[backOf(state)], run: () => dispatch({type: 'backWished'})};
}

// Asked at each key, for one before it in the same chunk may have opened or closed the field.
const isFilterOpen = (browse: BrowseFlow) => listAt(browse.getState())?.filterField === 'open';

function edit(browse: BrowseFlow, change: Edit): void {
	const list = listAt(browse.getState());
	if (list?.filterField === 'open') {
		browse.dispatch({type: 'filterEdited', filter: edited(list.filter, change)});
	}
}

const longestFilter = 200;

/** Where letters go while the filter is open. */
export const filterInput = (browse: BrowseFlow): TextInput => ({
	type: text => edit(browse, {type: 'insert', text}),
	paste: text => edit(browse, {type: 'insert', text: printable(text, longestFilter)}),
	lineBreaks: 'enter',
	isOpen: () => isFilterOpen(browse),
});

/** A paste into a list, or a filter that came in one chunk with its slash, is looked for. */
export function openFilterWith(browse: BrowseFlow, text: string): void {
	browse.dispatch({type: 'filterWished'});
	edit(browse, {type: 'clear'});
	filterInput(browse).paste(text.replace(/^\s*\//, ''));
}

const helpKey = (openHelp: () => void): Binding => ({
	keys: ['?'],
	label: '?',
	hint: 'help',
	isMain: true,
	run: openHelp,
});

/** What can be done in a list. */
export function listKeys({
	list,
	height,
	browse,
	openHelp,
}: {
	readonly list: BrowsedList;
	readonly height: number;
	readonly browse: BrowseFlow;
	readonly openHelp: () => void;
}): KeyTable {
	const {dispatch} = browse;
	const move = (to: Move) => () => dispatch({type: 'moveWished', move: to, height});
	const editing = editingKeys(change => edit(browse, change));
	const orEdit = (key: string, otherwise: () => void) => () =>
		isFilterOpen(browse) ? editing.find(({keys}) => keys.includes(key))?.run() : otherwise();
	const moves: readonly Binding[] = [
		{keys: ['up', 'k'], label: '↑↓', about: 'also PgUp PgDn Home End, j k', run: move('up')},
		{keys: ['down', 'j'], label: '↓', run: move('down')},
		{keys: ['pageup'], label: 'PgUp', run: move('pageUp')},
		{keys: ['pagedown', ' '], label: 'PgDn', run: move('pageDown')},
		{
			keys: ['home', 'g'],
			label: 'Home',
			run: orEdit('home', move('first')),
		},
		{keys: ['end', 'G'], label: 'End', run: orEdit('end', move('last'))},
	];
	const actions = [...listActions(list, dispatch), helpKey(openHelp)];
	return [
		...(list.filterField === 'open' ? fieldKeys(dispatch, actions) : actions),
		...moves,
		...editing,
	];
}

function listActions(list: BrowsedList, dispatch: BrowseFlow['dispatch']): readonly Binding[] {
	const {id, load, archived} = list;
	// Without a row these keys do nothing; they stay in the table, for a row may come before the next frame.
	const ofRow = ({hint, ...binding}: Binding): Binding =>
		hint === undefined || selectedRow(list) === undefined ? binding : {...binding, hint};
	const isOfWorkspaces = id.kind === 'workspaces';
	const bind = (
		key: string,
		hint: string,
		about: string,
		type:
			| 'filterWished'
			| 'sortWished'
			| 'idCopyWished'
			| 'detailsWished'
			| 'loadWished'
			| 'stopWished'
			| 'modelsWished'
			| 'modelOpeningWished'
			| 'archivedToggled',
	): Binding => ({keys: [key], label: key, hint, about, run: () => dispatch({type})});
	const enter: Binding = {
		keys: ['enter'],
		label: 'Enter',
		hint: isOfWorkspaces ? 'models' : 'details',
		about: isOfWorkspaces ? 'the models of this workspace' : 'all that is known of the model',
		isMain: true,
		run: () => dispatch({type: 'enterPressed'}),
	};
	return [
		ofRow(enter),
		bind('/', 'filter', 'every word, in any order', 'filterWished'),
		bind('s', 'sort', isOfWorkspaces ? 'by name or size' : 'by name, size or change', 'sortWished'),
		ofRow(bind('c', 'copy ID', 'copy the ID', 'idCopyWished')),
		...(isOfWorkspaces
			? [
					ofRow(bind('d', 'details', 'all that is known of this one', 'detailsWished')),
					bind('m', 'all models', 'the models of all workspaces', 'modelsWished'),
				]
			: [
					ofRow(bind('u', 'open', 'open the model in the browser', 'modelOpeningWished')),
					bind(
						'h',
						archived === 'shown' ? 'hide archived' : 'show archived',
						'hide archived models, or not',
						'archivedToggled',
					),
				]),
		load.kind === 'loading'
			? {...bind('x', 'stop', 'stop loading; the rows stay', 'stopWished'), isMain: true}
			: {
					...bind('r', 'reload', 'load the list again', 'loadWished'),
					isMain: load.kind !== 'loaded',
				},
	];
}

/** While one types, letters are text: only what no letter does is offered. */
function fieldKeys(
	dispatch: BrowseFlow['dispatch'],
	actions: readonly Binding[],
): readonly Binding[] {
	const leave: Binding = {
		keys: ['enter'],
		label: 'Enter',
		hint: 'to the list',
		isMain: true,
		run: () => dispatch({type: 'enterPressed'}),
	};
	const clear: Binding = {
		keys: ['ctrl+u'],
		label: 'Ctrl+U',
		hint: 'clear',
		run: () => dispatch({type: 'filterEdited', filter: {before: '', after: ''}}),
	};
	// The letters stay in the table, for Enter and a letter may come in one chunk.
	return [leave, clear, ...actions.map(({hint: _, about: __, ...action}) => action)];
}

/** What can be done with the details of a row. */
export function detailsKeys(
	isModel: boolean,
	{dispatch}: BrowseFlow,
	openHelp: () => void,
): KeyTable {
	const copy: Binding = {
		keys: ['c'],
		label: 'c',
		hint: 'copy ID',
		about: 'copy the ID',
		isMain: true,
		run: () => dispatch({type: 'idCopyWished'}),
	};
	const open: Binding = {
		keys: ['u'],
		label: 'u',
		hint: 'open in the browser',
		short: 'open',
		about: 'open the model in the browser',
		run: () => dispatch({type: 'modelOpeningWished'}),
	};
	return [copy, ...(isModel ? [open] : []), helpKey(openHelp)];
}
