import type {User} from './anaplan-api.ts';
import {type Client, type ClientDraft, draftOf} from './client.ts';
import {clockWords} from './clock-offset.ts';
import {
	type Attempt,
	type Effect,
	type Event,
	maxHappenings,
	type Notice,
	type SignedIn,
	type Step,
} from './flow.ts';
import {type Problem, problem} from './problem.ts';
import {isFresh, isRefreshDue, type Session, sameTokens} from './session.ts';
import type {EpochMs} from './time.ts';

/** The way into `signedIn`: from what is stored at the start, or right after a sign-in was saved. */
export function enterSignedIn(
	event: {
		readonly at: EpochMs;
		readonly user?: User;
		readonly autoRefresh: boolean;
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
		user: event.user ? {kind: 'remembered', user: event.user} : {kind: 'unknown'},
		activity: {kind: 'idle'},
		autoRefresh: event.autoRefresh,
		happenings: [],
	};
	return isFresh(session, event.at, 0)
		? [state, [{type: 'fetchUser', signIn: attempt, client, session}]]
		: refreshIfDue(state, event.at);
}

/** Everything that happens while one is signed in: refresh, validate, copy, log out, and the clock. */
export function signedIn(state: SignedIn, event: Event): Step {
	const {at} = event;
	if ('signIn' in event && event.signIn !== state.signIn) {
		return stay(state);
	}

	switch (event.type) {
		case 'secondPassed':
			return refreshIfDue(state, at);
		case 'refreshWished':
			return isIdle(state) ? refresh(state, at) : stay(state);
		case 'sessionRefreshed':
			return adopt(state, event.session, at, refreshedWords(event));
		case 'signInEnded':
			return stay({
				...noted(state, at, problemNotice(event.problem)),
				ended: event.problem,
			});
		case 'sessionNotRefreshed':
			return isCurrent(state, event.attempt) ? notRefreshed(state, event.problem, at) : stay(state);
		case 'validationWished':
			return isIdle(state) ? validate(state) : stay(state);
		case 'tokenValidated':
			return isCurrent(state, event.attempt) ? validated(state, event.session, at) : stay(state);
		case 'tokenNotValidated':
			return isCurrent(state, event.attempt)
				? stay(idle(noted(state, at, problemNotice(event.problem))))
				: stay(state);
		case 'userReceived':
			return [
				{...state, user: {kind: 'known', user: event.user}},
				[{type: 'saveUser', user: event.user}],
			];
		case 'userUnavailable':
			return stay(userUnavailable(state, event.problem, at));
		case 'tokenCopyWished':
			return [state, [{type: 'copyAccessToken', accessToken: state.session.accessToken}]];
		case 'copied':
			// The URL of a sign-in that was left for this one is no news here.
			return event.what !== 'accessToken'
				? stay(state)
				: stay(noted(state, at, {kind: 'done', text: 'The access token was copied.'}));
		case 'notCopied':
			return event.what !== 'accessToken'
				? stay(state)
				: stay(noted(state, at, problemNotice(event.problem)));
		case 'autoRefreshToggled':
			return toggleAutoRefresh(state);
		case 'logoutWished':
			return isIdle(state) ? logOut(state) : stay(state);
		case 'notLoggedOut':
			return isCurrent(state, event.attempt)
				? stay({...state, activity: {kind: 'offeringToForget', problem: event.problem}})
				: stay(state);
		case 'forgetWished':
			return state.activity.kind === 'offeringToForget' ? forget(state) : stay(state);
		case 'backWished':
			return state.activity.kind === 'offeringToForget' ? stay(idle(state)) : stay(state);
		case 'loggedOut':
			return isCurrent(state, event.attempt)
				? signedOut(state, event.draft, signedOutNotice(state, event.how))
				: stay(state);
		case 'storeChanged':
			return storeChanged(state, event.session, event.draft, at);
		default:
			return stay(state);
	}
}

function refreshedWords({by, clockAheadMs}: Extract<Event, {type: 'sessionRefreshed'}>): string {
	const words = by === 'us' ? 'Refreshed.' : adoptedWords;
	return clockAheadMs === undefined ? words : `${words} ${clockWords(clockAheadMs)}`;
}

const adoptedWords = 'Another anaplan-tui refreshed; its tokens are used.';

const stay = (state: Step[0]): Step => [state, []];
const isIdle = ({activity}: SignedIn): boolean => activity.kind === 'idle';
const idle = (state: SignedIn): SignedIn => ({...state, activity: {kind: 'idle'}});
const problemNotice = (reason: Problem): Notice => ({kind: 'problem', problem: reason});

const isCurrent = ({activity}: SignedIn, attempt: Attempt): boolean =>
	'attempt' in activity && activity.attempt === attempt;

const endingOf = ({endedAt}: Session): {readonly ended?: Problem} =>
	endedAt === undefined ? {} : {ended: problem('sign_in_ended')};

const noted = (state: SignedIn, at: EpochMs, notice: Notice): SignedIn => ({
	...state,
	happenings: [{at, notice}, ...state.happenings].slice(0, maxHappenings),
});

function refreshIfDue(state: SignedIn, at: EpochMs): Step {
	return isIdle(state) &&
		state.autoRefresh &&
		state.ended === undefined &&
		isRefreshDue(state.session, at, state.lastRefreshTryAt)
		? refresh(state, at)
		: stay(state);
}

function begin(state: SignedIn, kind: 'refreshing' | 'validating' | 'loggingOut'): SignedIn {
	const attempt = state.attempt + 1;
	return {...state, attempt, activity: {kind, attempt}};
}

function refresh(state: SignedIn, at: EpochMs): Step {
	const next = {...begin(state, 'refreshing'), lastRefreshTryAt: at};
	return [
		next,
		[{type: 'refresh', attempt: next.attempt, signIn: state.signIn, observed: state.session}],
	];
}

function adopt(state: SignedIn, session: Session, at: EpochMs, words: string): Step {
	const {ended: _, ...rest} = state;
	const isOurRefresh = state.activity.kind === 'refreshing';
	const next = noted({...rest, session}, at, {kind: 'done', text: words});
	// While the old token worked, the user was asked for with it. Asking again with each new token
	// would never end where Anaplan answers 401 whatever the token: 401, refresh, 401, refresh, …
	const isUserAwaited =
		state.user.kind !== 'known' && (isOurRefresh || !isFresh(state.session, at, 0));
	const effects: Effect[] = isUserAwaited
		? [{type: 'fetchUser', signIn: state.signIn, client: state.client, session}]
		: [];
	return [isOurRefresh ? idle(next) : next, effects];
}

function storeChanged(
	state: SignedIn,
	session: Session | undefined,
	draft: ClientDraft,
	at: EpochMs,
): Step {
	// What we are changing ourselves is told by the fact that ends the work.
	if (state.activity.kind === 'refreshing' || state.activity.kind === 'loggingOut') {
		return stay(state);
	}

	if (session === undefined) {
		return signedOut(state, draft, signedOutElsewhere);
	}

	return sameTokens(session, state.session)
		? stay({...state, ...endingOf(session), session})
		: adopt(state, session, at, adoptedWords);
}

function notRefreshed(state: SignedIn, reason: Problem, at: EpochMs): Step {
	if (reason.code === 'not_signed_in') {
		return signedOut(state, draftOf(state.client), signedOutElsewhere);
	}

	const next = idle(noted(state, at, problemNotice(reason)));
	return stay(reason.code === 'sign_in_ended' ? {...next, ended: reason} : next);
}

function userUnavailable(state: SignedIn, reason: Problem, at: EpochMs): SignedIn {
	const next: SignedIn =
		'user' in state.user
			? noted(state, at, problemNotice(reason))
			: {...state, user: {kind: 'unavailable', problem: reason}};
	return reason.code === 'sign_in_ended' ? {...next, ended: reason} : next;
}

function validate(state: SignedIn): Step {
	const {client, session} = state;
	const next = begin(state, 'validating');
	return [next, [{type: 'validate', attempt: next.attempt, client, session}]];
}

function validated(state: SignedIn, session: Session, at: EpochMs): Step {
	const text = 'Valid at Anaplan.';
	// The tokens may have been refreshed while the validation was under way.
	const next = sameTokens(session, state.session) ? {...state, session} : state;
	return stay(idle(noted(next, at, {kind: 'done', text})));
}

function toggleAutoRefresh(state: SignedIn): Step {
	const autoRefresh = !state.autoRefresh;
	return [{...state, autoRefresh}, [{type: 'saveAutoRefresh', autoRefresh}]];
}

function logOut(state: SignedIn): Step {
	const next = begin(state, 'loggingOut');
	return [next, [{type: 'logOut', attempt: next.attempt, client: state.client}]];
}

function forget(state: SignedIn): Step {
	const next = begin(state, 'loggingOut');
	return [next, [{type: 'forget', attempt: next.attempt}]];
}

const signedOut = ({attempt}: SignedIn, draft: ClientDraft, notice: Notice): Step =>
	stay({status: 'setup', attempt, draft, notice});

const signedOutElsewhere: Notice = {
	kind: 'done',
	text: 'You were signed out by another anaplan-tui.',
};

/** Says what logging out did, and what it could not do: Anaplan has no way to end a refresh token. */
export function signedOutWords(how: 'atAnaplan' | 'locally', hadRefreshToken: boolean): string {
	const token =
		how === 'atAnaplan'
			? 'Signed out: Anaplan has ended the access token, and it is forgotten here.'
			: 'Signed out on this computer only; Anaplan still honours the access token until it expires.';
	return hadRefreshToken
		? `${token} Anaplan keeps the refresh token alive until its lifetime ends; only an administrator can end it sooner.`
		: token;
}

const signedOutNotice = (state: SignedIn, how: 'atAnaplan' | 'locally'): Notice => ({
	kind: 'done',
	text: signedOutWords(how, state.session.refreshToken !== undefined),
});
