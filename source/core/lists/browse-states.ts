import type {Attempt, Notice} from '../notice.ts';
import type {Problem} from '../problem.ts';
import type {ListEntry, ListView} from './list-order.ts';
import type {Move, Selection} from './list-window.ts';
import type {Model} from './models.ts';
import type {Workspace} from './workspaces.ts';

export type Row = Workspace | Model;

export type ListId =
	| {readonly kind: 'workspaces'}
	/** All that the user can reach. */
	| {readonly kind: 'models'}
	| {readonly kind: 'modelsOf'; readonly workspace: Workspace};

/** How far a load has come: rows that are here, of those that there are. */
export type Progress = {readonly received: number; readonly total: number};

export type Load =
	| {
			readonly kind: 'loading';
			readonly attempt: Attempt;
			/** Rows that come while older ones are shown, until they are as many. */
			readonly incoming: readonly ListEntry<Row>[];
			readonly progress?: Progress;
			/** Anaplan is busy, and is asked again after this. */
			readonly waitMs?: number;
	  }
	/** Whole; `counted` where Anaplan counts more than it gave. */
	| {readonly kind: 'loaded'; readonly counted?: number}
	/** What was there stays, and is not all. */
	| {readonly kind: 'stopped'; readonly progress?: Progress}
	| {readonly kind: 'failed'; readonly problem: Problem; readonly progress?: Progress};

/** The text of the filter, with the cursor in it. */
export type FilterText = {readonly before: string; readonly after: string};

/** A list, what is loaded of it, and how it is looked at. */
export type BrowsedList = {
	readonly id: ListId;
	readonly load: Load;
	readonly entries: readonly ListEntry<Row>[];
	readonly filter: FilterText;
	/** Whether keys type into the filter. */
	readonly filterField: 'open' | 'closed';
	readonly sortBy: ListView['sortBy'];
	readonly archived: ListView['archived'];
	readonly selection: Selection<Row>;
};

export type Place =
	| {readonly kind: 'list'; readonly key: string}
	| {readonly kind: 'details'; readonly row: Row};

export type BrowseState = {
	/** The last load that was begun. */
	readonly attempt: Attempt;
	/** Every list that was opened, by its key. */
	readonly lists: Readonly<Record<string, BrowsedList>>;
	/** The way to where one is; empty while nobody browses. */
	readonly places: readonly Place[];
	/** What came of the last key; gone with the next one. */
	readonly notice?: Notice;
};

/** What a person wants, from a key. */
export type BrowseWish =
	| {readonly type: 'workspacesWished'}
	| {readonly type: 'modelsWished'}
	/** Leaves the filter's field; else opens what is selected: a workspace's models, a model's details. */
	| {readonly type: 'enterPressed'}
	| {readonly type: 'detailsWished'}
	| {readonly type: 'moveWished'; readonly move: Move; readonly height: number}
	| {readonly type: 'filterWished'}
	| {readonly type: 'filterEdited'; readonly filter: FilterText}
	| {readonly type: 'sortWished'}
	| {readonly type: 'archivedToggled'}
	| {readonly type: 'idCopyWished'}
	| {readonly type: 'modelOpeningWished'}
	| {readonly type: 'loadWished'}
	| {readonly type: 'stopWished'}
	| {readonly type: 'backWished'};

/** What has happened, from an effect. */
export type BrowseFact =
	| {
			readonly type: 'rowsReceived';
			readonly attempt: Attempt;
			readonly rows: readonly Row[];
			readonly progress: Progress;
	  }
	| {readonly type: 'waitAsked'; readonly attempt: Attempt; readonly waitMs: number}
	| {readonly type: 'listLoaded'; readonly attempt: Attempt; readonly counted: number}
	| {readonly type: 'listNotLoaded'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'idCopied'; readonly id: string; readonly route: 'system' | 'terminal'}
	| {readonly type: 'modelOpened'}
	| {readonly type: 'wishFailed'; readonly problem: Problem}
	/** Someone else is signed in now, or nobody: nothing of before may stay. */
	| {readonly type: 'signInChanged'};

export type BrowseEvent = BrowseWish | BrowseFact;

/** Work to be done outside, carried out by `session/run-browse-effect`. */
export type BrowseEffect =
	| {readonly type: 'loadList'; readonly attempt: Attempt; readonly list: ListId}
	| {readonly type: 'stopLoad'; readonly attempt: Attempt}
	| {readonly type: 'copyId'; readonly id: string}
	| {readonly type: 'openModel'; readonly url: string};

export type BrowseStep = readonly [state: BrowseState, effects: readonly BrowseEffect[]];
