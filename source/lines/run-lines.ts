import type {ExitCode} from '../core/problem.ts';
import {shownName} from '../core/profiles/profile-name.ts';
import type {State} from '../core/sign-in/flow.ts';
import {leaving, reached} from '../session/store.ts';
import {browseRows} from './browse.ts';
import {confirmUser, signInFailed} from './exchange.ts';
import {type Hall, type House, houseIn, type Room, type Rooms} from './house.ts';
import {news, noticeWords} from './news.ts';
import {profile} from './profile.ts';
import {profilesInLines, sayProfiles} from './profiles.ts';
import {isBrowsing, isListing, isSameQuestion, type Question, questionIn} from './question.ts';
import {setup} from './setup.ts';
import {authorize, callback, device, isClipboardKnown} from './sign-in.ts';
import {timeNews} from './time-news.ts';

/**
 * The screens' journey in lines, each said once and in the order in which things happen: for screen
 * readers, Braille displays, and terminals that cannot move their cursor. Resolves with the exit code
 * once the sign-in is closed.
 */
export async function runLines(rooms: Rooms, hall: Hall): Promise<ExitCode> {
	const {talk, practice} = hall;
	const {profiles} = rooms;
	let room = rooms.current();
	talk.say(`anaplan-tui in lines, profile ${shownName(room.profile)}. Ctrl+C leaves.`);
	if (practice) {
		talk.say('Practice: nothing here reaches Anaplan.');
	}

	const stop = sayProfiles(profiles, talk);
	try {
		for (;;) {
			const exitCode = await stayIn(room, rooms, houseIn(room, hall, profiles));
			if (exitCode !== undefined) {
				return exitCode;
			}

			room = rooms.current();
			talk.say(`Profile ${shownName(room.profile)}.`);
		}
	} finally {
		stop();
	}
}

/** The journey in one profile; undefined once the lines are in another one. */
async function stayIn(room: Room, rooms: Rooms, house: House): Promise<ExitCode | undefined> {
	const {signIn} = house;
	const isHere = () => rooms.current() === room;
	const moved = leaving({getState: isHere, subscribe: rooms.subscribe}, here => here);
	const stops = [moved.stop, sayNews(house), sayNotices(house), sayTime(house)];
	try {
		// The question whose choices were said already.
		let announced: Question | undefined;
		while (isHere()) {
			const state = signIn.getState();
			if (state.status === 'closed') {
				return state.exitCode;
			}

			const question = questionIn(state, house);
			const isAnnounced = announced !== undefined && isSameQuestion(announced, question);
			if ((await turn(state, house, moved.signal, isAnnounced)) === 'asked') {
				announced = question;
			}
		}

		return undefined;
	} finally {
		for (const stop of stops) {
			stop();
		}
	}
}

/** One question and what comes of it, or the wait for what is under way. */
async function turn(
	state: State,
	house: House,
	moved: AbortSignal,
	isAnnounced: boolean,
): Promise<'waited' | 'asked'> {
	const {signIn} = house;
	const question = questionIn(state, house);
	const isHere = (now: State) => isSameQuestion(questionIn(now, house), question);
	const {signal, stop} = leaving(signIn, isHere);
	try {
		if (isListing(house)) {
			await profilesInLines(house, AbortSignal.any([signal, moved]));
			return 'asked';
		}

		if (!isSettled(state)) {
			await reached(signIn, now => !isHere(now) || isSettled(now));
			return 'waited';
		}

		await visit(state, house, signal, isAnnounced);
		return 'asked';
	} finally {
		stop();
	}
}

async function visit(
	state: State,
	house: House,
	over: AbortSignal,
	isAnnounced: boolean,
): Promise<void> {
	switch (state.status) {
		case 'setup':
			return setup(state, house, over);
		case 'authorizing':
			return authorize(state, house, over, isAnnounced);
		case 'awaitingCallback':
			return callback(house, over);
		case 'awaitingDevice':
			return device(state, house, over, isAnnounced);
		case 'signInFailed':
			return signInFailed(state, house, over);
		case 'confirmingUser':
			return confirmUser(state, house, over);
		case 'signedIn':
			return isBrowsing(house) ? browseRows(house, over) : profile(state, house, over, isAnnounced);
		default:
			await reached(house.signIn, ({status}) => status !== state.status);
	}
}

/** Whether nothing is under way whose outcome belongs before the next question. */
function isSettled(state: State): boolean {
	if (state.status === 'authorizing') {
		return state.capture.loopback.kind !== 'off' && isClipboardKnown(state);
	}

	return (
		state.status !== 'signedIn' ||
		(state.user.kind !== 'unknown' &&
			(state.activity.kind === 'idle' || state.activity.kind === 'offeringToForget'))
	);
}

/** Says what comes of a wish while one browses. */
function sayNotices({browse, talk}: House): () => void {
	let before = browse.getState().notice;
	return browse.subscribe(() => {
		const {notice} = browse.getState();
		const words = notice === before ? [] : noticeWords(notice);
		before = notice;
		for (const line of words) {
			talk.say(line);
		}
	});
}

function sayNews({signIn, talk}: House): () => void {
	let before: State = {status: 'starting'};
	const look = () => {
		const after = signIn.getState();
		const lines = news(before, after);
		before = after;
		for (const line of lines) {
			talk.say(line);
		}
	};

	const stop = signIn.subscribe(look);
	look();
	return stop;
}

function sayTime({signIn, talk, now, everySecond}: House): () => void {
	let before = now();
	return everySecond(() => {
		const at = now();
		for (const line of timeNews(signIn.getState(), before, at)) {
			talk.say(line);
		}

		before = at;
	});
}
