import type {User} from '../anaplan/anaplan-api.ts';
import {problemNotice} from '../notice.ts';
import {type Client, type ClientDraft, draftOf} from '../oauth/client.ts';
import {clockWords} from '../oauth/clock-offset.ts';
import type {KnownRotation} from '../oauth/rotation.ts';
import {isFresh, type Session, sameTokens} from '../oauth/session.ts';
import type {Problem} from '../problem.ts';
import {stay} from '../step.ts';
import type {EpochMs} from '../time.ts';
import {begin, idle, isCurrent, isIdle} from './activity.ts';
import {askUser, enterSignedIn} from './enter-signed-in.ts';
import {type Event, maxHappenings, type Notice, type SignedIn, type Step} from './flow.ts';
import {otherUser} from './other-user.ts';
import {endingOf, refresh, refreshIfDue} from './refreshing.ts';
import {isSameUser} from './same-user.ts';
import {userNotAsked} from './user-not-asked.ts';

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
			return event.by === 'us'
				? adopt(knowing(state, event), event.session, at, refreshedWords(event))
				: follow(state, event, at);
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
		case 'waitAsked': {
			const {activity} = state;
			return activity.kind === 'validating' && activity.attempt === event.attempt
				? stay({...state, activity: {...activity, waitMs: event.waitMs}})
				: stay(state);
		}

		case 'userWaitAsked':
			// Whom a profile remembers is shown meanwhile.
			return state.user.kind === 'unknown'
				? stay({...state, user: {kind: 'unknown', waitMs: event.waitMs}})
				: stay(state);
		case 'userReceived':
			return userReceived(state, event.user, at);
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
		case 'rotationTold': {
			const {rotation} = event;
			return [{...state, rotation}, [{type: 'saveRotation', rotation}]];
		}

		case 'logoutWished':
			return isIdle(state) ? logOut(state) : stay(state);
		case 'notLoggedOut':
			return isCurrent(state, event.attempt) ? stay(notLoggedOut(state, event)) : stay(state);
		case 'forgetWished':
			return state.activity.kind === 'offeringToForget' ? forget(state) : stay(state);
		case 'backWished':
			return state.activity.kind === 'offeringToForget' ? stay(idle(state)) : stay(state);
		case 'loggedOut':
			return isCurrent(state, event.attempt)
				? signedOut(state, event.draft, signedOutNotice(state, event.how))
				: stay(state);
		case 'storeChanged':
			return storeChanged(state, event, at);
		default:
			return stay(state);
	}
}

type Learned = {readonly rotation?: KnownRotation | undefined};

const knowing = (state: SignedIn, {rotation}: Learned): SignedIn =>
	rotation ? {...state, rotation} : state;

const refreshedWords = ({clockAheadMs}: Extract<Event, {type: 'sessionRefreshed'}>): string =>
	clockAheadMs === undefined ? 'Refreshed.' : `Refreshed. ${clockWords(clockAheadMs)}`;

const adoptedWords = 'Another anaplan-tui refreshed; its tokens are used.';

const noted = (state: SignedIn, at: EpochMs, notice: Notice): SignedIn => ({
	...state,
	happenings: [{at, notice}, ...state.happenings].slice(0, maxHappenings),
});

function adopt(state: SignedIn, session: Session, at: EpochMs, words: string): Step {
	const {ended: _, ...rest} = state;
	const isOurRefresh = state.activity.kind === 'refreshing';
	const next = noted({...rest, session}, at, {kind: 'done', text: words});
	const after = isOurRefresh ? idle(next) : next;
	// While the old token worked, the user was asked for with it. Asking again with each new token
	// would never end where Anaplan answers 401 whatever the token: 401, refresh, 401, refresh, …
	return isOurRefresh || !isFresh(state.session, at, 0) ? askUser(after) : stay(after);
}

type Stored = Learned & {
	readonly session: Session;
	readonly client?: Client | undefined;
	readonly user?: User | undefined;
};

/**
 * Every refresh keeps the moment of its sign-in. The user alone cannot tell: it is written after the
 * tokens, and may not be there yet. It decides where an older version has kept no moment.
 */
const isAnotherSignIn = (state: SignedIn, {session, user}: Stored): boolean =>
	session.signedInAt !== state.session.signedInAt ||
	(user !== undefined && 'user' in state.user && !isSameUser(user, state.user.user));

/** Takes over what another process has stored: its tokens, or a sign-in of its own. */
function follow(state: SignedIn, stored: Stored, at: EpochMs): Step {
	const {session, client = state.client, user, rotation} = stored;
	if (!isAnotherSignIn(state, stored)) {
		return adopt(knowing({...state, client}, stored), session, at, adoptedWords);
	}

	// Another sign-in, with a number of its own: what is still learned of the old user is not its.
	const notice: Notice = {kind: 'done', text: 'Another anaplan-tui has signed in anew.'};
	const {autoRefresh} = state;
	return enterSignedIn(
		{at, autoRefresh, notice, ...(user && {user}), ...(rotation && {rotation})},
		client,
		session,
		state.attempt + 1,
	);
}

function storeChanged(
	state: SignedIn,
	{session, draft, ...stored}: Extract<Event, {type: 'storeChanged'}>,
	at: EpochMs,
): Step {
	// What we are changing ourselves is told by the fact that ends the work.
	if (state.activity.kind === 'refreshing' || state.activity.kind === 'loggingOut') {
		return stay(state);
	}

	if (session === undefined) {
		return signedOutElsewhere(state, draft);
	}

	// The settings of a first sign-in, with its region, are written after its tokens.
	return sameTokens(session, state.session)
		? amend({...state, ...endingOf(session), client: stored.client ?? state.client}, session, at)
		: follow(state, {...stored, session}, at);
}

/** Shown is whom Anaplan names; remembered stays whom the profile belongs to, until a sign-in decides. */
function userReceived(state: SignedIn, user: User, at: EpochMs): Step {
	const next: SignedIn = {...state, user: {kind: 'known', user}};
	const before = 'user' in state.user ? state.user.user : user;
	return isSameUser(before, user)
		? [next, [{type: 'saveUser', user}]]
		: stay(noted(next, at, problemNotice(otherUser(before, user))));
}

function notRefreshed(state: SignedIn, reason: Problem, at: EpochMs): Step {
	if (reason.code === 'not_signed_in') {
		return signedOutElsewhere(state, draftOf(state.client));
	}

	const {session, lastRefreshTryAt = at} = state;
	const next = idle(noted(state, at, problemNotice(reason)));
	return stay({
		...next,
		...(reason.code === 'sign_in_ended' && {ended: reason}),
		// A token that still worked when this began was asked with, and the answer comes yet.
		...(!isFresh(session, lastRefreshTryAt, 0) && {user: userNotAsked(next, at, reason)}),
	});
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
	// The tokens may have been refreshed while the validation was under way, the refresh token alone too.
	const {expiresAt} = session;
	const next = idle(noted(state, at, {kind: 'done', text}));
	return sameTokens(session, state.session)
		? amend(next, {...state.session, expiresAt}, at)
		: stay(next);
}

/** The same tokens with another expiry; a token that was taken for expired, and is not, is asked with. */
function amend(state: SignedIn, session: Session, at: EpochMs): Step {
	const next = {...state, session};
	return !isFresh(state.session, at, 0) && isFresh(session, at, 0) ? askUser(next) : stay(next);
}

function toggleAutoRefresh(state: SignedIn): Step {
	const autoRefresh = !state.autoRefresh;
	return [{...state, autoRefresh}, [{type: 'saveAutoRefresh', autoRefresh}]];
}

function logOut(state: SignedIn): Step {
	const next = begin(state, 'loggingOut');
	return [next, [{type: 'logOut', attempt: next.attempt, client: state.client}]];
}

function notLoggedOut(
	state: SignedIn,
	{problem, session}: Extract<Event, {type: 'notLoggedOut'}>,
): SignedIn {
	const isOurs = session !== undefined && sameTokens(session, state.session);
	return {
		...state,
		...(isOurs && {session}),
		activity: {kind: 'offeringToForget', problem},
	};
}

function forget(state: SignedIn): Step {
	const next = begin(state, 'loggingOut');
	return [next, [{type: 'forget', attempt: next.attempt}]];
}

const signedOut = ({attempt}: SignedIn, draft: ClientDraft, notice: Notice): Step =>
	stay({status: 'setup', attempt, draft, notice});

const signedOutElsewhere = ({attempt}: SignedIn, draft: ClientDraft): Step =>
	stay({
		status: 'setup',
		attempt,
		draft,
		arrival: 'unasked',
		notice: {kind: 'done', text: 'You were signed out by another anaplan-tui.'},
	});

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
