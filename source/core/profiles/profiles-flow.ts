import {type Notice, problemNotice} from '../notice.ts';
import type {Problem} from '../problem.ts';
import {stay} from '../step.ts';
import {
	findProfile,
	type ProfileChoice,
	profileTaken,
	readProfileName,
	shownName,
} from './profile-name.ts';
import {canRemoveLocally} from './profile-removal.ts';
import type {
	ProfilesEffect,
	ProfilesEvent,
	ProfilesOpen,
	ProfilesShut,
	ProfilesState,
	ProfilesStep,
	ProfilesTask,
	RoomIntent,
} from './profiles-states.ts';

export type * from './profiles-states.ts';

/** Shut, with the screens in the profile that was chosen; `by` decides whether a switch is kept for the next run. */
export const initialProfiles = ({name, by}: ProfileChoice): ProfilesState => ({
	status: 'shut',
	attempt: 0,
	room: name,
	chosenBy: by,
});

/**
 * The list of profiles over the screens: which of them the screens are in, and what is done to them.
 * Pure, like the sign-in. While something is under way nothing else is begun. Whether a person may
 * leave the present room is not asked here: the list is opened only where nothing unsaved is held.
 */
export function profilesTransition(state: ProfilesState, event: ProfilesEvent): ProfilesStep {
	if (event.type === 'roomSignedIn') {
		return roomSignedIn(state, event.name);
	}

	return state.status === 'shut'
		? event.type === 'opened'
			? list({...state, status: 'open', entries: undefined, task: choosing})
			: stay(state)
		: open(state, event);
}

const choosing: ProfilesTask = {kind: 'choosing'};

/** Reads the list again; what is shown stays until then. */
function list(state: ProfilesOpen): ProfilesStep {
	const attempt = state.attempt + 1;
	return [{...state, attempt}, [{type: 'list', attempt}]];
}

function shut({attempt, room, chosenBy, becomesCurrent}: ProfilesOpen): ProfilesShut {
	return {
		status: 'shut',
		// What is still being read is for nobody any more.
		attempt: attempt + 1,
		room,
		chosenBy,
		...(becomesCurrent !== undefined && {becomesCurrent}),
	};
}

function roomSignedIn(state: ProfilesState, name: string): ProfilesStep {
	const {becomesCurrent, ...rest} = state;
	return becomesCurrent === name ? [rest, [{type: 'makeCurrent', name}]] : stay(state);
}

function open(state: ProfilesOpen, event: ProfilesEvent): ProfilesStep {
	if ('attempt' in event && event.attempt !== state.attempt) {
		return stay(state);
	}

	switch (state.task.kind) {
		case 'choosing':
			return whileChoosing(state, event);
		case 'namingNew':
		case 'renaming':
			return whileNaming(state, state.task, event);
		case 'confirmingRemoval':
			return event.type === 'removalConfirmed'
				? remove(state, state.task.entry.name, 'atAnaplan')
				: backOrStay(state, event);
		case 'offeringLocalRemoval':
			return event.type === 'localRemovalWished'
				? remove(state, state.task.name, 'locally')
				: backOrStay(state, event);
		case 'underWay':
			return whileUnderWay(state, state.task, event);
	}
}

const backOrStay = (state: ProfilesOpen, event: ProfilesEvent): ProfilesStep =>
	event.type === 'backWished' ? list(withTask(state, choosing)) : stay(state);

function withTask(state: ProfilesOpen, task: ProfilesTask, notice?: Notice): ProfilesOpen {
	const {notice: _, ...rest} = state;
	return {...rest, task, ...(notice && {notice})};
}

const done = (text: string): Notice => ({kind: 'done', text});
const namesOf = ({entries = []}: ProfilesOpen): readonly string[] => entries.map(({name}) => name);

function whileChoosing(state: ProfilesOpen, event: ProfilesEvent): ProfilesStep {
	const entry = 'name' in event ? state.entries?.find(({name}) => name === event.name) : undefined;
	switch (event.type) {
		case 'listed':
			return stay({...state, entries: event.entries});
		case 'notListed':
			return stay({...withTask(state, choosing, problemNotice(event.problem)), entries: []});
		case 'storeChanged':
			return list(state);
		case 'backWished':
			return stay(shut(state));
		case 'newWished':
			return stay(withTask(state, {kind: 'namingNew'}));
		case 'renameWished':
			return stay(entry ? withTask(state, {kind: 'renaming', name: entry.name}) : state);
		case 'removalWished':
			return stay(entry ? withTask(state, {kind: 'confirmingRemoval', entry}) : state);
		case 'switchWished':
			return entry ? enter(state, entry.name) : stay(state);
		default:
			return stay(state);
	}
}

function whileNaming(
	state: ProfilesOpen,
	task: Extract<ProfilesTask, {kind: 'namingNew' | 'renaming'}>,
	event: ProfilesEvent,
): ProfilesStep {
	switch (event.type) {
		case 'listed':
			return stay({...state, entries: event.entries});
		case 'notListed':
			return stay({...state, entries: []});
		case 'storeChanged':
			return list(state);
		case 'named':
			// Before the list is read nobody knows which names are taken.
			return state.entries ? named(state, task, event.text) : stay(state);
		default:
			return backOrStay(state, event);
	}
}

function named(
	state: ProfilesOpen,
	task: Extract<ProfilesTask, {kind: 'namingNew' | 'renaming'}>,
	text: string,
): ProfilesStep {
	const read = readProfileName(text);
	if (!read.ok) {
		return stay(withTask(state, {...task, refusal: read.problem}));
	}

	const from = task.kind === 'renaming' ? task.name : undefined;
	const others = namesOf(state).filter(name => name !== from);
	const taken = findProfile(from === undefined ? [...others, state.room] : others, read.value);
	if (taken !== undefined) {
		return stay(withTask(state, {...task, refusal: profileTaken(taken)}));
	}

	return from === undefined
		? enter(state, read.value, 'review')
		: underWay(state, 'renaming', from, attempt => ({
				type: 'rename',
				attempt,
				from,
				to: read.value,
			}));
}

function underWay(
	state: ProfilesOpen,
	what: Extract<ProfilesTask, {kind: 'underWay'}>['what'],
	name: string,
	effect: (attempt: number) => ProfilesEffect,
): ProfilesStep {
	const attempt = state.attempt + 1;
	return [{...withTask(state, {kind: 'underWay', what, name}), attempt}, [effect(attempt)]];
}

/** Goes over to a profile. A new one becomes the current one only when it is signed in: until then there is nothing to use. */
function enter(
	state: ProfilesOpen,
	name: string,
	intent: 'resume' | 'review' = 'resume',
): ProfilesStep {
	const isNew = intent === 'review';
	const {becomesCurrent: _, ...rest} = state;
	const keeps = state.chosenBy === 'store';
	return underWay(
		{...rest, ...(isNew && keeps && {becomesCurrent: name})},
		'switching',
		name,
		attempt => ({type: 'enterRoom', attempt, name, intent, makeCurrent: keeps && !isNew}),
	);
}

const remove = (state: ProfilesOpen, name: string, how: 'atAnaplan' | 'locally'): ProfilesStep =>
	underWay(state, 'removing', name, attempt => ({type: 'remove', attempt, name, how}));

function whileUnderWay(
	state: ProfilesOpen,
	task: Extract<ProfilesTask, {kind: 'underWay'}>,
	event: ProfilesEvent,
): ProfilesStep {
	switch (event.type) {
		case 'roomEntered': {
			const entered = {...state, room: event.name};
			if (event.problem) {
				return list(withTask(entered, choosing, problemNotice(event.problem)));
			}

			return task.what === 'switching' ? stay(shut(entered)) : list({...entered, task: choosing});
		}

		case 'renamed': {
			const {from, to} = event;
			const words = `“${shownName(from)}” is called “${shownName(to)}” now.`;
			// What is shown until the list is read again must not be what is gone.
			const entries = state.entries?.map(entry =>
				entry.name === from ? {...entry, name: to} : entry,
			);
			return afterChange(
				{...state, entries, ...(state.becomesCurrent === from && {becomesCurrent: to})},
				done(words),
				state.room === from ? {name: to, intent: 'resume'} : undefined,
			);
		}

		case 'removed': {
			const entries = state.entries?.filter(({name}) => name !== event.name);
			return afterChange(
				{...state, entries},
				{kind: 'done', ...event.words},
				state.room === event.name ? {name: event.current, intent: 'anew'} : undefined,
			);
		}

		case 'notDone':
			return notDone(state, task, event.problem);
		default:
			return stay(state);
	}
}

/** The list anew; and another room first where the present one is gone. */
function afterChange(
	state: ProfilesOpen,
	notice: Notice,
	room: {readonly name: string; readonly intent: RoomIntent} | undefined,
): ProfilesStep {
	if (room === undefined) {
		return list(withTask(state, choosing, notice));
	}

	const attempt = state.attempt + 1;
	return [{...state, attempt, notice}, [{type: 'enterRoom', attempt, ...room, makeCurrent: false}]];
}

function notDone(
	state: ProfilesOpen,
	{what, name}: Extract<ProfilesTask, {kind: 'underWay'}>,
	problem: Problem,
): ProfilesStep {
	return what === 'removing' && canRemoveLocally(problem)
		? stay(withTask(state, {kind: 'offeringLocalRemoval', name, problem}))
		: list(withTask(state, choosing, problemNotice(problem)));
}
