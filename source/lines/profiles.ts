import {printable} from '../core/printable.ts';
import {type ProfileEntry, stateWords} from '../core/profiles/profile-list.ts';
import {shownName} from '../core/profiles/profile-name.ts';
import {removalQuestion} from '../core/profiles/profile-removal.ts';
import type {
	ProfilesOpen,
	ProfilesState,
	ProfilesTask,
	ProfilesWish,
} from '../core/profiles/profiles-states.ts';
import {
	forgottenWords,
	localRemovalWords,
	namingWords,
	switchWords,
	underWayWords,
} from '../core/profiles/profiles-words.ts';
import type {Talk} from '../session/ports.ts';
import {leaving} from '../session/store.ts';
import type {House, ProfilesFlow} from './house.ts';
import {noticeWords, problemWords} from './news.ts';
import {type Choice, choose, sayChoices} from './talk.ts';

/** The way to the list of profiles, from where nothing unsaved is held. */
export const profilesChoice = ({profiles}: House): Choice => ({
	words: 'Profiles: switch, add, rename or remove one',
	run: () => profiles.dispatch({type: 'opened'}),
});

/** The list of profiles, until one has gone back from it or over to another profile. */
export async function profilesInLines(house: House, over: AbortSignal): Promise<void> {
	const {profiles} = house;
	while (!over.aborted) {
		const state = profiles.getState();
		if (state.status === 'shut') {
			return;
		}

		const changed = leaving(profiles, now => asksTheSame(now, state));
		try {
			await ask(state, house, AbortSignal.any([over, changed.signal]));
		} finally {
			changed.stop();
		}
	}
}

/** Whether a question is still the one to ask; the list may have been read again without any news. */
const asksTheSame = (now: ProfilesState, {task, entries}: ProfilesOpen): boolean =>
	now.status === 'open' &&
	(task.kind === 'choosing'
		? now.task.kind === 'choosing' && listWords(now.entries) === listWords(entries)
		: now.task === task);

const listWords = (entries: ProfilesOpen['entries']): string | undefined =>
	entries?.map(entryWords).join('\n');

async function ask(state: ProfilesOpen, house: House, over: AbortSignal): Promise<void> {
	const {task} = state;
	switch (task.kind) {
		case 'choosing':
			return state.entries === undefined
				? untilOver(over)
				: chooseProfile(state, state.entries, house, over);
		case 'namingNew':
		case 'renaming':
			return askName(task, house, over);
		case 'confirmingRemoval':
			return confirm(
				[removalQuestion(task.entry, 'atAnaplan'), forgottenWords],
				{words: 'Remove it', wish: {type: 'removalConfirmed'}},
				house,
				over,
			);
		case 'offeringLocalRemoval':
			return confirm(
				[
					...problemWords({...task.problem, message: `Not removed. ${task.problem.message}`}),
					localRemovalWords(task.name, 'Choice 2'),
				],
				{words: 'Remove it here only', wish: {type: 'localRemovalWished'}},
				house,
				over,
			);
		case 'underWay':
			return untilOver(over);
	}
}

async function untilOver(over: AbortSignal): Promise<void> {
	await new Promise<void>(resolve => {
		if (over.aborted) {
			resolve();
		} else {
			over.addEventListener('abort', () => resolve(), {once: true});
		}
	});
}

async function chooseProfile(
	state: ProfilesOpen,
	entries: readonly ProfileEntry[],
	house: House,
	over: AbortSignal,
): Promise<void> {
	const {talk, profiles} = house;
	const choices: readonly Choice[] = [
		...entries.map(entry => ({
			words: entryWords(entry),
			run: () => chooseDeed(entry.name, state, house, over),
		})),
		{words: 'Add a new profile', run: () => profiles.dispatch({type: 'newWished'})},
		{words: 'Go back', run: () => profiles.dispatch({type: 'backWished'})},
	];
	talk.say(entries.length === 0 ? 'No profile is stored yet.' : 'The profiles:');
	sayChoices(talk, choices);
	await (await choose(talk, choices, over))?.run();
}

/** A profile in a line: what the screens have in columns. */
function entryWords({name, isCurrent, user = '', region = '', state}: ProfileEntry): string {
	return [
		shownName(name),
		isCurrent ? 'current' : '',
		printable(user, 200),
		printable(region, 10),
		stateWords[state],
	]
		.filter(Boolean)
		.join(', ');
}

/** What can be done with one profile. */
async function chooseDeed(
	name: string,
	{chosenBy}: ProfilesOpen,
	{talk, profiles}: House,
	over: AbortSignal,
): Promise<void> {
	const wish = (words: string, event: ProfilesWish): Choice => ({
		words,
		run: () => profiles.dispatch(event),
	});
	const choices: readonly Choice[] = [
		wish('Switch to it', {type: 'switchWished', name}),
		wish('Rename it', {type: 'renameWished', name}),
		wish('Remove it', {type: 'removalWished', name}),
		{words: 'Go back to the list', run() {}},
	];
	talk.say(switchWords(chosenBy, 'Choice 1'));
	sayChoices(talk, choices);
	await (await choose(talk, choices, over))?.run();
}

/** Asks for a name until one is taken; an empty line goes back. */
async function askName(
	task: Extract<ProfilesTask, {kind: 'namingNew' | 'renaming'}>,
	{talk, profiles}: House,
	over: AbortSignal,
): Promise<void> {
	const {title, rule} = namingWords(task);
	if (task.refusal) {
		talk.forgetAhead();
	}

	talk.say(task.refusal ? `Not taken: ${printable(task.refusal.message, 400)}` : `${title}.`);
	talk.say(printable(rule));
	const text = await talk.ask({prompt: 'Name, an empty line goes back:', typed: 'shown'}, over);
	if (text !== undefined) {
		profiles.dispatch(text.trim() === '' ? {type: 'backWished'} : {type: 'named', text});
	}
}

async function confirm(
	words: readonly string[],
	yes: {readonly words: string; readonly wish: ProfilesWish},
	{talk, profiles}: House,
	over: AbortSignal,
): Promise<void> {
	const choices: readonly Choice[] = [
		{words: 'Keep it', run: () => profiles.dispatch({type: 'backWished'})},
		{words: yes.words, run: () => profiles.dispatch(yes.wish)},
	];
	for (const line of words) {
		talk.say(line);
	}

	sayChoices(talk, choices);
	await (await choose(talk, choices, over))?.run();
}

/** Says what is under way in the list of profiles and what came of it, whichever profile the lines are in. */
export function sayProfiles(profiles: ProfilesFlow, talk: Talk): () => void {
	let before = profiles.getState();
	return profiles.subscribe(() => {
		const after = profiles.getState();
		for (const line of profilesNews(before, after)) {
			talk.say(line);
		}

		before = after;
	});
}

function profilesNews(before: ProfilesState, after: ProfilesState): readonly string[] {
	if (after.status === 'shut') {
		return [];
	}

	const known = before.status === 'open' ? before : undefined;
	const {task, notice} = after;
	return [
		...(task.kind === 'underWay' && known?.task !== task ? [sentence(underWayWords(task))] : []),
		...(notice === known?.notice ? [] : noticeWords(notice)),
	];
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
