import type {User} from '../anaplan/anaplan-api.ts';
import type {Client} from '../oauth/client.ts';
import type {KnownRotation} from '../oauth/rotation.ts';
import {isFresh, type Session} from '../oauth/session.ts';
import type {EpochMs} from '../time.ts';
import type {Attempt, Notice, SignedIn, Step, UserState} from './flow.ts';
import {endingOf, refreshIfDue} from './refreshing.ts';

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
	if (!isFresh(session, event.at, 0)) {
		return refreshIfDue(state, event.at);
	}

	return [
		state,
		state.user.kind === 'known' ? [] : [{type: 'fetchUser', signIn: attempt, client, session}],
	];
}

function userOf({user, known}: {readonly user?: User; readonly known?: User}): UserState {
	if (known) {
		return {kind: 'known', user: known};
	}

	return user ? {kind: 'remembered', user} : {kind: 'unknown'};
}
