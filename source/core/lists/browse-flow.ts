import {type Attempt, type Notice, problemNotice} from '../notice.ts';
import {problem} from '../problem.ts';
import {stay} from '../step.ts';
import type {
	BrowsedList,
	BrowseEffect,
	BrowseEvent,
	BrowseState,
	BrowseStep,
	ListId,
	Load,
	Place,
	Row,
} from './browse-states.ts';
import {
	beginLoad,
	emptyFilter,
	filtered,
	filterText,
	keyOf,
	loadedWhole,
	loadFailed,
	loadOf,
	loadStopped,
	movedIn,
	newList,
	ordersOf,
	regarded,
	selectedRow,
	withRows,
} from './browsed-list.ts';

export const nobodyBrowses: BrowseState = {attempt: 0, lists: {}, places: []};

/** The list that is on screen, unless details are. */
export function listAt({lists, places}: BrowseState): BrowsedList | undefined {
	const place = places.at(-1);
	return place?.kind === 'list' ? lists[place.key] : undefined;
}

/** The row that a key acts on: the selected one, or the one whose details are on screen. */
export function rowAt(state: BrowseState): Row | undefined {
	const place = state.places.at(-1);
	const list = listAt(state);
	return place?.kind === 'details' ? place.row : list && selectedRow(list);
}

/** What going back means where one is. */
export function backOf(state: BrowseState): 'leaveField' | 'clearFilter' | 'leavePlace' {
	const list = listAt(state);
	if (list?.filterField === 'open') {
		return 'leaveField';
	}

	return list && filterText(list.filter) !== '' ? 'clearFilter' : 'leavePlace';
}

/**
 * Browsing through workspaces and models, as a pure function: which lists are there, how far each
 * is loaded, where one is and how it is looked at. An event that means nothing changes nothing.
 */
export function browse(state: BrowseState, event: BrowseEvent): BrowseStep {
	switch (event.type) {
		case 'workspacesWished':
			return openList(quiet(state), {kind: 'workspaces'});
		case 'modelsWished':
			return openList(quiet(state), {kind: 'models'});
		case 'enterPressed':
			return enter(quiet(state));
		case 'detailsWished':
			return openDetails(quiet(state));
		case 'moveWished':
			return change(quiet(state), list => movedIn(list, event.move, event.height));
		case 'filterWished':
			return change(quiet(state), list => regarded(list, {filterField: 'open'}));
		case 'filterEdited':
			return change(quiet(state), list => filtered(list, event.filter));
		case 'sortWished':
			return change(quiet(state), list => regarded(list, {sortBy: nextOrder(list)}));
		case 'archivedToggled':
			return change(quiet(state), toggleArchived);
		case 'idCopyWished':
			return copyId(quiet(state));
		case 'modelOpeningWished':
			return openModel(quiet(state));
		case 'loadWished':
			return loadHere(quiet(state));
		case 'stopWished':
			return stopHere(quiet(state));
		case 'backWished':
			return back(quiet(state));
		case 'rowsReceived':
			return ofLoad(state, event.attempt, (list, load) =>
				withRows(list, load, event.rows, event.progress),
			);
		case 'waitAsked':
			return ofLoad(state, event.attempt, (list, load) => ({
				...list,
				load: {...load, waitMs: event.waitMs},
			}));
		case 'listLoaded':
			return ofLoad(state, event.attempt, (list, load) => loadedWhole(list, load, event.counted));
		case 'listNotLoaded':
			return ofLoad(state, event.attempt, (list, load) => loadFailed(list, load, event.problem));
		case 'idCopied':
			return noted(state, {kind: 'done', text: copiedWords(event.id, event.route)});
		case 'modelOpened':
			return noted(state, {kind: 'done', text: 'Opened in the browser.'});
		case 'wishFailed':
			return noted(state, problemNotice(event.problem));
		case 'signInChanged':
			return forget(state);
	}
}

const noted = (state: BrowseState, notice: Notice): BrowseStep =>
	state.places.length === 0 ? stay(state) : [{...state, notice}, []];

function quiet(state: BrowseState): BrowseState {
	const {notice, ...rest} = state;
	return notice === undefined ? state : rest;
}

// A terminal never says whether it took the text.
const copiedWords = (id: string, route: 'system' | 'terminal'): string =>
	route === 'system' ? `ID copied: ${id}` : `ID sent to the terminal, not confirmed: ${id}`;

const put = (state: BrowseState, list: BrowsedList): BrowseState => ({
	...state,
	lists: {...state.lists, [keyOf(list.id)]: list},
});

function change(state: BrowseState, work: (list: BrowsedList) => BrowsedList): BrowseStep {
	const list = listAt(state);
	return stay(list ? put(state, work(list)) : state);
}

/** What a load has brought; one that was given up, or replaced by another, changes nothing. */
function ofLoad(
	state: BrowseState,
	attempt: Attempt,
	work: (list: BrowsedList, load: Extract<Load, {kind: 'loading'}>) => BrowsedList,
): BrowseStep {
	for (const list of Object.values(state.lists)) {
		const load = loadOf(list, attempt);
		if (load) {
			return stay(put(state, work(list, load)));
		}
	}

	return stay(state);
}

/** Goes to a list, and loads it unless it is there whole or on its way. */
function openList(state: BrowseState, id: ListId): BrowseStep {
	const key = keyOf(id);
	if (state.places.some(place => place.kind === 'list' && place.key === key)) {
		return stay(state);
	}

	const list = state.lists[key] ?? newList(id);
	const place: Place = {kind: 'list', key};
	const there = put({...state, places: [...state.places, place]}, list);
	return list.load.kind === 'loaded' ? stay(there) : load(there, list);
}

function load(state: BrowseState, list: BrowsedList): BrowseStep {
	if (list.load.kind === 'loading') {
		return stay(state);
	}

	const attempt = state.attempt + 1;
	const next = put({...state, attempt}, beginLoad(list, attempt));
	return [next, [{type: 'loadList', attempt, list: list.id}]];
}

function loadHere(state: BrowseState): BrowseStep {
	const list = listAt(state);
	return list ? load(state, list) : stay(state);
}

function stopHere(state: BrowseState): BrowseStep {
	const list = listAt(state);
	return list ? stop(state, list) : stay(state);
}

function stop(state: BrowseState, list: BrowsedList): BrowseStep {
	return list.load.kind === 'loading'
		? [put(state, loadStopped(list, list.load)), stopEffects(list)]
		: stay(state);
}

const stopEffects = ({load}: BrowsedList): readonly BrowseEffect[] =>
	load.kind === 'loading' ? [{type: 'stopLoad', attempt: load.attempt}] : [];

function enter(state: BrowseState): BrowseStep {
	if (listAt(state)?.filterField === 'open') {
		return change(state, list => regarded(list, {filterField: 'closed'}));
	}

	const row = listAt(state) && rowAt(state);
	if (row === undefined || 'activeState' in row) {
		return openDetails(state);
	}

	return row.id === ''
		? noted(state, problemNotice(withoutId()))
		: openList(state, {kind: 'modelsOf', workspace: row});
}

function openDetails(state: BrowseState): BrowseStep {
	const row = listAt(state) && rowAt(state);
	return stay(row ? {...state, places: [...state.places, {kind: 'details', row}]} : state);
}

function nextOrder({id, sortBy}: BrowsedList): BrowsedList['sortBy'] {
	const orders = ordersOf(id);
	return orders[(orders.indexOf(sortBy) + 1) % orders.length] ?? 'name';
}

const toggleArchived = (list: BrowsedList): BrowsedList =>
	list.id.kind === 'workspaces'
		? list
		: regarded(list, {archived: list.archived === 'shown' ? 'hidden' : 'shown'});

function copyId(state: BrowseState): BrowseStep {
	const row = rowAt(state);
	if (row === undefined) {
		return stay(state);
	}

	return row.id === ''
		? noted(state, problemNotice(withoutId()))
		: [state, [{type: 'copyId', id: row.id}]];
}

function openModel(state: BrowseState): BrowseStep {
	const row = rowAt(state);
	if (row === undefined || !('activeState' in row)) {
		return stay(state);
	}

	return row.modelUrl === undefined
		? noted(state, problemNotice(withoutUrl()))
		: [state, [{type: 'openModel', url: row.modelUrl}]];
}

const withoutId = () =>
	problem('unexpected_reply', {
		message: 'Anaplan gave no ID for this one.',
		cause: 'The row came without one.',
		hint: 'Press r in the list to load it again.',
	});

const withoutUrl = () =>
	problem('unexpected_reply', {
		message: 'Anaplan gave no address for this model that can be opened.',
		cause: 'The row came without one, or with one that is not https.',
		hint: 'Open the model from Anaplan’s own pages.',
	});

function back(state: BrowseState): BrowseStep {
	const list = listAt(state);
	if (list === undefined) {
		return stay({...state, places: state.places.slice(0, -1)});
	}

	switch (backOf(state)) {
		case 'leaveField':
			return change(state, current => regarded(current, {filterField: 'closed'}));
		case 'clearFilter':
			return change(state, clearFilter);
		case 'leavePlace':
			// What nobody looks at any more is not loaded to its end.
			return stop({...state, places: state.places.slice(0, -1)}, list);
	}
}

// Whoever looked for a row wants to see it among the others.
function clearFilter(list: BrowsedList): BrowsedList {
	const row = selectedRow(list);
	return {
		...list,
		filter: emptyFilter,
		selection: row === undefined ? list.selection : {...list.selection, row},
	};
}

function forget(state: BrowseState): BrowseStep {
	const effects = Object.values(state.lists).flatMap(stopEffects);
	return state.places.length === 0 && Object.keys(state.lists).length === 0
		? stay(state)
		: [{...nobodyBrowses, attempt: state.attempt}, effects];
}
