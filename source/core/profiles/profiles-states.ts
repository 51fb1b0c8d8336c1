import type {Attempt, Notice} from '../notice.ts';
import type {Problem} from '../problem.ts';
import type {EpochMs} from '../time.ts';
import type {ProfileEntry} from './profile-list.ts';
import type {ProfileChoice} from './profile-name.ts';

/** What is being done in the list of profiles. */
export type ProfilesTask =
	| {readonly kind: 'choosing'}
	| {readonly kind: 'namingNew'; readonly refusal?: Problem}
	| {readonly kind: 'renaming'; readonly name: string; readonly refusal?: Problem}
	| {readonly kind: 'confirmingRemoval'; readonly entry: ProfileEntry}
	/** Anaplan could not be reached to end the sign-in; removing it here only is offered. */
	| {readonly kind: 'offeringLocalRemoval'; readonly name: string; readonly problem: Problem}
	/** Something that takes time, and that only its own fact ends. */
	| {
			readonly kind: 'underWay';
			readonly what: 'switching' | 'renaming' | 'removing';
			readonly name: string;
	  };

type Base = {
	/** The last attempt that was begun; a fact of an earlier one changes nothing. */
	readonly attempt: Attempt;
	/** The profile that the screens are in. */
	readonly room: string;
	/** Whether a switch makes a profile the current one; not where an option or a variable has chosen. */
	readonly chosenBy: ProfileChoice['by'];
	/** A new profile that becomes the current one as soon as it is signed in. */
	readonly becomesCurrent?: string;
};

export type ProfilesShut = Base & {readonly status: 'shut'};

export type ProfilesOpen = Base & {
	readonly status: 'open';
	/** Undefined until they have been read. */
	readonly entries: readonly ProfileEntry[] | undefined;
	readonly task: ProfilesTask;
	readonly notice?: Notice;
};

/** The list of profiles, over the screens of one of them. */
export type ProfilesState = ProfilesShut | ProfilesOpen;

export type ProfilesWish =
	| {readonly type: 'opened'}
	| {readonly type: 'backWished'}
	| {readonly type: 'switchWished'; readonly name: string}
	| {readonly type: 'newWished'}
	| {readonly type: 'renameWished'; readonly name: string}
	| {readonly type: 'named'; readonly text: string}
	| {readonly type: 'removalWished'; readonly name: string}
	| {readonly type: 'removalConfirmed'}
	| {readonly type: 'localRemovalWished'};

export type ProfilesFact =
	| {readonly type: 'listed'; readonly attempt: Attempt; readonly entries: readonly ProfileEntry[]}
	| {readonly type: 'notListed'; readonly attempt: Attempt; readonly problem: Problem}
	| {
			readonly type: 'roomEntered';
			readonly attempt: Attempt;
			readonly name: string;
			/** Why it could not be made the current profile. */
			readonly problem?: Problem;
	  }
	| {
			readonly type: 'renamed';
			readonly attempt: Attempt;
			readonly from: string;
			readonly to: string;
	  }
	| {
			readonly type: 'removed';
			readonly attempt: Attempt;
			readonly name: string;
			readonly current: string;
			readonly words: {readonly text: string; readonly more: string};
	  }
	| {readonly type: 'notDone'; readonly attempt: Attempt; readonly problem: Problem}
	/** Someone has signed in in the room. */
	| {readonly type: 'roomSignedIn'; readonly name: string}
	/** A process, ours perhaps, has changed what is stored. */
	| {readonly type: 'storeChanged'};

export type ProfilesEvent = (ProfilesWish | ProfilesFact) & {readonly at: EpochMs};

/**
 * How a room is entered: a new profile begins with its settings, any other with what is stored; `anew`
 * also where the screens are in a room of that name, of which everything is gone.
 */
export type RoomIntent = 'resume' | 'review' | 'anew';

export type ProfilesEffect =
	| {readonly type: 'list'; readonly attempt: Attempt}
	| {
			readonly type: 'enterRoom';
			readonly attempt: Attempt;
			readonly name: string;
			readonly intent: RoomIntent;
			readonly makeCurrent: boolean;
	  }
	| {readonly type: 'makeCurrent'; readonly name: string}
	| {readonly type: 'rename'; readonly attempt: Attempt; readonly from: string; readonly to: string}
	| {
			readonly type: 'remove';
			readonly attempt: Attempt;
			readonly name: string;
			readonly how: 'atAnaplan' | 'locally';
	  };

export type ProfilesStep = readonly [state: ProfilesState, effects: readonly ProfilesEffect[]];
