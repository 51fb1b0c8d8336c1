import type {User} from '../anaplan/anaplan-api.ts';
import {problemNotice} from '../notice.ts';
import {type Problem, problem} from '../problem.ts';
import {stay} from '../step.ts';
import type {EpochMs} from '../time.ts';
import {enterSignedIn} from './enter-signed-in.ts';
import type {
	Attempt,
	ConfirmingUser,
	Event,
	Exchanging,
	Notice,
	Parked,
	Step,
	StoredProfile,
} from './flow.ts';
import {isSameUser} from './same-user.ts';
import {type Begun, failed} from './shared-steps.ts';
import {userWords} from './user-words.ts';

/** Finds out whose the parked sign-in is; with its own tokens, so that the old ones stay as they are. */
export const checkUser = ({attempt, client}: Begun, {session, remembered}: Parked): Step => [
	{
		status: 'exchanging',
		attempt,
		client,
		step: {kind: 'checkingUser', session, ...(remembered && {remembered})},
	},
	[{type: 'checkUser', attempt, client, session}],
];

/** Gives the profile to the parked sign-in. */
export const takePlace = (
	{attempt, client}: Begun,
	{session, remembered, user}: Parked & {readonly user?: User},
): Step => [
	{
		status: 'exchanging',
		attempt,
		client,
		step: {
			kind: 'takingPlace',
			session,
			...(remembered && {remembered}),
			...(user && {user}),
		},
	},
	[{type: 'takePlace', attempt, session, user, instead: remembered}],
];

/** Forgets the parked sign-in and ends its token; what was before comes back. */
export const giveUp = ({attempt, client}: Begun, {session}: Parked, notice: Notice): Step => [
	{status: 'exchanging', attempt, client, step: {kind: 'givingUp', notice}},
	[{type: 'giveUpSignIn', attempt, client, session}],
];

/**
 * The way in by what is stored: a sign-in that waits is decided on before anything else, and is the
 * same one still; an older one comes back under a number of its own.
 */
export function enterStored(
	profile: StoredProfile,
	at: EpochMs,
	attempt: Attempt,
	notice?: Notice,
): Step {
	const {parked, client, session, draft, user} = profile;
	if (parked) {
		return checkUser(
			{attempt: Math.max(1, attempt), client: parked.client},
			{session: parked.session, ...(user && {remembered: user})},
		);
	}

	return client && session
		? enterSignedIn({...profile, at, ...(notice && {notice})}, client, session, attempt + 1)
		: stay({status: 'setup', attempt, draft, ...(notice && {notice})});
}

/** While the parked sign-in is looked at, takes the place of the old one, or is given up. */
export function parkedStep(state: Exchanging, event: Event): Step {
	const {attempt, client, step} = state;
	if (event.type === 'signInLeft') {
		const notice = step.kind === 'givingUp' ? step.notice : decidedElsewhere;
		return enterStored(
			event.profile,
			event.at,
			attempt,
			event.problem ? problemNotice(event.problem) : notice,
		);
	}

	switch (step.kind) {
		case 'checkingUser':
			if (event.type === 'waitAsked') {
				return stay({...state, step: {...step, waitMs: event.waitMs}});
			}

			if (event.type === 'userChecked') {
				return checked(state, {...step, session: event.session}, event.user);
			}

			return event.type === 'userNotChecked'
				? notChecked(state, {...step, session: event.session}, event.problem)
				: stay(state);
		case 'takingPlace':
			if (event.type === 'sessionSaved') {
				const {user, remembered} = step;
				const isReplaced = user && remembered && !isSameUser(user, remembered);
				const text = `This profile was ${remembered ? userWords(remembered) : 'nobody'}’s until now.`;
				return enterSignedIn(
					{
						at: event.at,
						autoRefresh: event.autoRefresh,
						...(event.rotation && {rotation: event.rotation}),
						...(user && {known: user}),
						...(isReplaced && {notice: {kind: 'done', text}}),
					},
					client,
					step.session,
					attempt,
				);
			}

			return event.type === 'sessionNotSaved'
				? failed(state, event.problem, {...step, kind: 'takePlace'})
				: stay(state);
		default:
			return stay(state);
	}
}

/** The question whether the profile is to be given to someone else. */
export function confirmingUser(state: ConfirmingUser, event: Event): Step {
	const {remembered, found} = state;
	switch (event.type) {
		case 'replaceWished':
			return takePlace(state, {...state, user: found});
		case 'backWished':
			return giveUp(state, state, {
				kind: 'done',
				text: `Nothing was replaced: this profile is still ${userWords(remembered)}’s.`,
			});
		default:
			return stay(state);
	}
}

const decidedElsewhere: Notice = {
	kind: 'done',
	text: 'Another anaplan-tui has decided what becomes of the new sign-in.',
};

function checked(base: Begun, {session, remembered}: Parked, found: User): Step {
	const {attempt, client} = base;
	return remembered === undefined || isSameUser(remembered, found)
		? takePlace(base, {session, ...(remembered && {remembered}), user: found})
		: stay({status: 'confirmingUser', attempt, client, session, remembered, found});
}

function notChecked(base: Begun, {session, remembered}: Parked, reason: Problem): Step {
	// Tokens that are dead already can be asked with no more, nor be of use to anyone.
	return reason.code === 'sign_in_ended'
		? giveUp(base, {session}, problemNotice(problem('sign_in_ended')))
		: failed(base, reason, {kind: 'checkUser', session, ...(remembered && {remembered})});
}
