import type {User} from '../anaplan/anaplan-api.ts';
import type {Client} from '../oauth/client.ts';
import type {KnownRotation} from '../oauth/rotation.ts';
import {isFresh, type Session} from '../oauth/session.ts';
import {stay} from '../step.ts';
import type {EpochMs} from '../time.ts';
import type {Attempt, Notice, SignedIn, Step, UserState} from './flow.ts';
import {endingOf, refreshIfDue} from './refreshing.ts';
import {userNotAsked} from './user-not-asked.ts';

/** The way into `signedIn`: from what is stored at the start, or right after a sign-in was saved. */
export function enterSignedIn(
	event: {
		readonly at: EpochMs;
		/** From an earlier run. */
		readonly user?: User;
		/** Whom Anaplan has just named, so that it need not be asked again. */
		readonly known?: User;
		readonly autoRefresh: boolean;
		readonly rotation?: KnownRotation;
		readonly notice?: Notice;
	},
	client: Client,
	session: Session,
	attempt: Attempt = 1,
): Step {
	const state: SignedIn = {
		status: 'signedIn',
		attempt,
		signIn: attempt,
		client,
		session,
		...endingOf(session),
		user: userOf(event),
		activity: {kind: 'idle'},
		autoRefresh: event.autoRefresh,
		...(event.rotation && {rotation: event.rotation}),
		happenings: event.notice ? [{at: event.at, notice: event.notice}] : [],
	};
	if (isFresh(session, event.at, 0)) {
		return askUser(state);
	}

	const [next, effects] = refreshIfDue(state, event.at);
	return effects.length > 0
		? [next, effects]
		: stay({...state, user: userNotAsked(state, event.at)});
}

/** Asks Anaplan whose the sign-in is, where that is not known yet. */
export function askUser(state: SignedIn): Step {
	const {signIn, client, session, user} = state;
	if (user.kind === 'known') {
		return stay(state);
	}

	// Why nobody could be asked before is over.
	const next: SignedIn = user.kind === 'unavailable' ? {...state, user: {kind: 'unknown'}} : state;
	return [next, [{type: 'fetchUser', signIn, client, session}]];
}

function userOf({user, known}: {readonly user?: User; readonly known?: User}): UserState {
	if (known) {
		return {kind: 'known', user: known};
	}

	return user ? {kind: 'remembered', user} : {kind: 'unknown'};
}
