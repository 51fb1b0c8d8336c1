import {busyWords} from '../core/anaplan/busy-words.ts';
import {backOf, listAt} from '../core/lists/browse-flow.ts';
import type {BrowsedList, BrowseState, Load, Row} from '../core/lists/browse-states.ts';
import {filterText, selectedRow, shortfallWords, shownOf} from '../core/lists/browsed-list.ts';
import {rowFields, sizeOr, unknown, usedWords} from '../core/lists/row-words.ts';
import {printable} from '../core/printable.ts';
import {reached} from '../session/store.ts';
import type {House} from './house.ts';
import {wished} from './house.ts';
import {problemWords} from './news.ts';
import {type Choice, choose, sayChoices} from './talk.ts';

/** Rows that are said in one go. */
const pageRows = 20;

/** Where somebody browses; undefined while nobody does. */
export const placeIn = ({places}: BrowseState) => places.at(-1);

/** Workspaces and models, until one has gone back from all of them. */
export async function browseRows(house: House, over: AbortSignal): Promise<void> {
	let first = 0;
	let heard = '';
	while (!over.aborted) {
		const state = house.browse.getState();
		const place = placeIn(state);
		if (place === undefined) {
			return;
		}

		if (place.kind === 'details') {
			await details(place.row, house, over);
			continue;
		}

		const list = await settledList(house, over);
		if (list === undefined) {
			continue;
		}

		const view = `${place.key} ${filterText(list.filter)} ${list.archived} ${list.sortBy}`;
		if (!heard.startsWith(`${view} `)) {
			first = 0;
		}

		if (heard !== `${view} ${first}`) {
			sayPage(list, first, house);
			heard = `${view} ${first}`;
		}

		const answer = await listAnswer(list, first, house, over);
		if (answer === 'again') {
			heard = '';
		} else if (typeof answer === 'number') {
			first = answer;
		}
	}
}

/** The list at hand, once it is there as far as it comes. */
async function settledList(
	{talk, browse}: House,
	over: AbortSignal,
): Promise<BrowsedList | undefined> {
	const list = listAt(browse.getState());
	if (list?.load.kind !== 'loading') {
		return list;
	}

	talk.say(`Loading ${titleOf(list)}.`);
	const silence = browse.subscribe(sayWaits(talk, () => listAt(browse.getState())?.load));
	await Promise.race([
		reached(browse, state => listAt(state)?.load.kind !== 'loading'),
		new Promise(resolve => over.addEventListener('abort', resolve, {once: true})),
	]).finally(silence);
	const loaded = listAt(browse.getState());
	if (loaded?.load.kind === 'failed') {
		for (const words of problemWords(loaded.load.problem)) {
			talk.say(words);
		}
	}

	const short = loaded && shortfallWords(loaded);
	if (short !== undefined) {
		talk.say(short);
	}

	return loaded;
}

/** Says that Anaplan is busy, once for each length of the wait. */
function sayWaits(talk: House['talk'], loadNow: () => Load | undefined): () => void {
	let said: number | undefined;
	return () => {
		const load = loadNow();
		const waitMs = load?.kind === 'loading' ? load.waitMs : undefined;
		if (waitMs !== undefined && waitMs !== said) {
			talk.say(busyWords(waitMs));
		}

		said = waitMs ?? said;
	};
}

function titleOf({id}: BrowsedList): string {
	switch (id.kind) {
		case 'workspaces':
			return 'the workspaces';
		case 'models':
			return 'all models';
		case 'modelsOf':
			return `the models of ${printable(id.workspace.name || id.workspace.id, 200)}`;
	}
}

function sayPage(list: BrowsedList, first: number, {talk}: House): void {
	const shown = shownOf(list);
	const all = list.entries.length;
	const filter = filterText(list.filter);
	// There may be some; a list of none would say that there are not.
	if (list.load.kind === 'failed' && all === 0) {
		const title = titleOf(list);
		talk.say(
			`${title.charAt(0).toUpperCase()}${title.slice(1)} could not be loaded; r loads them again.`,
		);
		return;
	}

	talk.say(
		`Here are ${titleOf(list)}: ${shown.length === all ? all : `${shown.length} of ${all}`}${filter === '' ? '' : `, with the words ${printable(filter, 100)}`}, by ${list.sortBy}${list.archived === 'hidden' ? ', archived ones hidden' : ''}.`,
	);
	for (const [index, {row}] of shown.slice(first, first + pageRows).entries()) {
		talk.say(`${first + index + 1}. ${rowWords(row, list)}`);
	}
}

/** A row in a line: its name, and what the screens have in columns. */
function rowWords(row: Row, {id}: BrowsedList): string {
	const name = printable(row.name || '(no name)', 200);
	if ('activeState' in row) {
		const home = id.kind === 'models' && row.workspaceName ? `, in ${row.workspaceName}` : '';
		return `${name}, ${row.activeState || unknown}, ${sizeOr(row.memoryUsage, 'size unknown')}${home}`;
	}

	return `${name}, ${usedWords(row)}${row.isActive === false ? ', not active' : ''}`;
}

/** What can be answered; what would change nothing in this list is not offered. */
function promptOf({id, archived}: BrowsedList): string {
	const ways = [
		'A number, n or Enter next, p previous, / and words to filter, s sort',
		...(id.kind === 'workspaces' ? [] : [`a ${archived === 'shown' ? 'hide' : 'show'} archived`]),
		...(id.kind === 'models' ? [] : ['m all models']),
		'r load again, b back, ? says the list again:',
	];
	return ways.join(', ');
}

/** Acts on one answer; gives the first row to be said next, or that the page is to be said again. */
async function listAnswer(
	list: BrowsedList,
	first: number,
	{talk, browse}: House,
	over: AbortSignal,
): Promise<number | 'again' | 'done'> {
	const answer = (await talk.ask({prompt: promptOf(list), typed: 'choice'}, over))?.trim();
	const {length} = shownOf(list);
	switch (answer) {
		case undefined:
			return 'done';
		case '':
		case 'n':
			return turned(first + pageRows, first, length, talk.say);
		case 'p':
			return turned(first - pageRows, first, length, talk.say);
		case '?':
			return 'again';
		case 's':
			browse.dispatch({type: 'sortWished'});
			return 'done';
		case 'a':
			if (list.id.kind === 'workspaces') {
				return chosen(answer, length, browse, talk);
			}

			browse.dispatch({type: 'archivedToggled'});
			return 'again';
		case 'm':
			if (list.id.kind === 'models') {
				return chosen(answer, length, browse, talk);
			}

			browse.dispatch({type: 'modelsWished'});
			return 'done';
		case 'r':
			browse.dispatch({type: 'loadWished'});
			return 'again';
		case 'b':
			// The filter first, as on the screens; then the list.
			if (backOf(browse.getState()) === 'clearFilter') {
				talk.say('The filter is cleared.');
			}

			browse.dispatch({type: 'backWished'});
			return 'done';
		default:
			return chosen(answer, length, browse, talk);
	}
}

function turned(
	to: number,
	from: number,
	length: number,
	say: (text: string) => void,
): number | 'done' {
	if (to >= 0 && to < length) {
		return to;
	}

	say(to < 0 ? 'This is the first page.' : 'This is the last page.');
	return from;
}

function chosen(
	answer: string,
	length: number,
	browse: House['browse'],
	talk: House['talk'],
): 'done' {
	if (answer.startsWith('/')) {
		const before = answer.slice(1).trim();
		browse.dispatch({type: 'filterEdited', filter: {before, after: ''}});
		return 'done';
	}

	const number = /^\d{1,6}$/.test(answer) ? Number(answer) : 0;
	if (number < 1 || number > length) {
		talk.forgetAhead();
		talk.say('That is none of these.');
		return 'done';
	}

	browse.dispatch({type: 'moveWished', move: 'first', height: 1});
	if (number > 1) {
		browse.dispatch({type: 'moveWished', move: 'pageDown', height: number - 1});
	}

	browse.dispatch({type: 'detailsWished'});
	return 'done';
}

/** All that is known of a row, and what can be done with it. */
async function details(row: Row, house: House, over: AbortSignal): Promise<void> {
	const {talk, browse} = house;
	for (const {label, value} of rowFields(row)) {
		talk.say(`${label}: ${value || unknown}`);
	}

	const choices: readonly Choice[] = [
		{words: 'Copy the ID', run: () => wished(browse, {type: 'idCopyWished'})},
		'activeState' in row
			? {
					words: 'Open the model in the browser',
					run: () => wished(browse, {type: 'modelOpeningWished'}),
				}
			: {words: 'List its models', run: () => openModels(house)},
		{words: 'Go back to the list', run: () => browse.dispatch({type: 'backWished'})},
	];
	sayChoices(talk, choices);
	while (!over.aborted && placeIn(browse.getState())?.kind === 'details') {
		await (await choose(talk, choices, over))?.run();
	}
}

function openModels({browse}: House): void {
	browse.dispatch({type: 'backWished'});
	const list = listAt(browse.getState());
	if (list && selectedRow(list)) {
		browse.dispatch({type: 'enterPressed'});
	}
}
