import {type ExitCode, type Problem, problem} from '../core/problem.ts';
import {saysYes} from '../core/says-yes.ts';
import {isIdle} from '../core/sign-in/activity.ts';
import type {ConfirmingUser, Setup, SignedIn, SignInFailed, State} from '../core/sign-in/flow.ts';
import {standing} from '../core/sign-in/standing.ts';
import {userWords} from '../core/sign-in/user-words.ts';
import type {EpochMs} from '../core/time.ts';
import type {Answer} from '../session/answer-yes.ts';
import {giveUpSignIn} from '../session/check-user.ts';
import type {Desk} from '../session/desk.ts';
import type {SignIn} from '../session/sign-in.ts';
import {reached} from '../session/store.ts';
import {fail} from './command.ts';

/**
 * Waits until a sign-in has come to its end, with the question whose the profile is to be on the
 * way. Ends with that question only where it was not answered with yes.
 */
export async function settledUser(desk: Desk, store: SignIn, answer: Answer): Promise<Settled> {
	const reply = await reached(store, isSettled);
	if (reply.status === 'signInFailed' && reply.recovery.kind === 'checkUser' && answer === 'yes') {
		store.dispatch({type: 'replaceWished'});
		return settledUser(desk, store, answer);
	}

	if (reply.status !== 'confirmingUser') {
		return reply;
	}

	const {io, profiles} = desk;
	const [before, found] = [userWords(reply.remembered), userWords(reply.found)];
	io.note(`The profile “${profiles.name}” belongs to ${before}. You signed in as ${found}.`);
	if (answer === 'ask' && !(await isAgreed(desk, `Replace ${before} with ${found}? [y/N]`))) {
		return reply;
	}

	store.dispatch({type: 'replaceWished'});
	return settledUser(desk, store, answer);
}

type Settled = SignInFailed | SignedIn | ConfirmingUser | Setup;

const isSettled = (state: State): state is Settled =>
	state.status === 'signInFailed' ||
	state.status === 'setup' ||
	state.status === 'confirmingUser' ||
	// Remembered is only who had the profile before: what comes back needs nobody to be asked.
	(state.status === 'signedIn' && state.user.kind !== 'unknown' && isIdle(state));

/** The next line of the input; its end is no yes. */
async function isAgreed({io}: Desk, question: string): Promise<boolean> {
	const ask = () => io.note(question);
	ask();
	for await (const line of io.lines(new AbortController().signal, ask)) {
		return saysYes(line);
	}

	return false;
}

/** Gives the new sign-in up; the profile stays as it was, and nobody looks at it any more here. */
export async function refused(desk: Desk, store: SignIn, state: ConfirmingUser): Promise<ExitCode> {
	const {remembered, found} = state;
	const reason = problem('other_user', {
		message: `You signed in as ${userWords(found)}, but this profile belongs to ${userWords(remembered)}; nothing was replaced.`,
	});
	store.dispatch({type: 'quitWished', exitCode: reason.exitCode});
	const given = await giveUpSignIn(desk, state);
	return fail(desk, given.ok ? reason : given.problem);
}

/** A sign-in whose user could not be found out is stored, and is gone on with the next time. */
export const waiting = ({problem: reason, recovery}: SignInFailed): Problem =>
	recovery.kind === 'checkUser'
		? {
				...reason,
				message: `The new sign-in is stored, but whose it is could not be found out, so nothing was replaced. ${reason.message}`,
				hint: 'Run the command again: it goes on from here. With --yes it replaces the old sign-in unseen.',
			}
		: reason;

/** Why a sign-in came to nothing; what was before has come back, or nothing. */
export function leftBehind(state: SignedIn | Setup, now: EpochMs): Problem {
	const notice = state.status === 'setup' ? state.notice : state.happenings.at(-1)?.notice;
	if (notice?.kind !== 'problem') {
		return problem('other_user', notice && {message: notice.text});
	}

	const {problem: reason} = notice;
	return reason.code === 'sign_in_ended' && isStillGood(state, now)
		? {
				...reason,
				message:
					'The new sign-in has ended before it was known whose it is; the profile is as it was.',
			}
		: reason;
}

const isStillGood = (state: SignedIn | Setup, now: EpochMs): boolean =>
	state.status === 'signedIn' &&
	state.ended === undefined &&
	standing(state.session, now) !== 'signInNeeded';

/** Why a sign-in that was stored is none: Anaplan takes its tokens no more, or never did. */
export function deadFromTheStart({user, ended, session}: SignedIn): Problem | undefined {
	if (ended || user.kind !== 'unavailable' || user.problem.exitCode !== 4) {
		return ended;
	}

	// A refresh token that Anaplan has taken, or takes yet, is a sign-in, whatever one host says of the token.
	return user.problem.code === 'token_rejected' && session.refreshToken ? undefined : user.problem;
}
