import type {User} from '../anaplan/anaplan-api.ts';
import type {Client} from '../oauth/client.ts';
import type {KnownRotation} from '../oauth/rotation.ts';
import {isFresh, isRefreshDue, type Session} from '../oauth/session.ts';
import {type Problem, problem} from '../problem.ts';
import type {EpochMs} from '../time.ts';
import type {Attempt, Notice, SignedIn, Step, UserState} from './flow.ts';

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

/** Refreshes by itself, when it is time to. */
export function refreshIfDue(state: SignedIn, at: EpochMs): Step {
	return isIdle(state) &&
		state.autoRefresh &&
		state.ended === undefined &&
		isRefreshDue(state.session, at, state.lastRefreshTryAt)
		? refresh(state, at)
		: [state, []];
}

export function refresh(state: SignedIn, at: EpochMs): Step {
	const next = {...begin(state, 'refreshing'), lastRefreshTryAt: at};
	return [
		next,
		[{type: 'refresh', attempt: next.attempt, signIn: state.signIn, observed: state.session}],
	];
}

/** The state with a new attempt at something under way. */
export function begin(state: SignedIn, kind: 'refreshing' | 'validating' | 'loggingOut'): SignedIn {
	const attempt = state.attempt + 1;
	return {...state, attempt, activity: {kind, attempt}};
}

/** Nothing is under way. */
export const isIdle = ({activity}: SignedIn): boolean => activity.kind === 'idle';
/** That the sign-in has ended, as it is known from the store. */
export const endingOf = ({endedAt}: Session): {readonly ended?: Problem} =>
	endedAt === undefined ? {} : {ended: problem('sign_in_ended')};
