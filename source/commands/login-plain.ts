import {type GrantType, readClient} from '../core/oauth/client.ts';
import {type ExitCode, problem} from '../core/problem.ts';
import type {Authorizing, AwaitingDevice, Exchanging, Setup, State} from '../core/sign-in/flow.ts';
import {whyNoRefreshToken} from '../core/sign-in/refresh-token-words.ts';
import type {Answer} from '../session/answer-yes.ts';
import type {Desk} from '../session/desk.ts';
import type {SignIn} from '../session/sign-in.ts';
import {reached} from '../session/store.ts';
import {fail} from './command.ts';
import {addressMissing} from './login-address.ts';
import {approval} from './login-device.ts';
import {deadFromTheStart, leftBehind, refused, settledUser, waiting} from './login-user.ts';
import {tellWaits} from './login-waits.ts';

/**
 * Signs in without screens: the authorization URL goes to stdout on a line of its own, the redirect
 * address comes from stdin and is asked for again while it is wrong, everything else is told on
 * stderr. With the device grant the code and its address go to stdout, and nothing is read. Ends with
 * `Signed in as EMAIL` on stdout.
 */
export async function loginPlain(
	desk: Desk,
	store: SignIn,
	grant?: GrantType,
	answer: Answer = 'ask',
): Promise<ExitCode> {
	const stopTelling = tellWaits(desk.io, store);
	try {
		return await signIn(desk, store, grant, answer);
	} finally {
		stopTelling();
	}
}

async function signIn(
	desk: Desk,
	store: SignIn,
	grant: GrantType | undefined,
	answer: Answer,
): Promise<ExitCode> {
	store.dispatch({type: 'started', intent: 'signIn', grant});
	const begun = await reached(store, isBegun);
	if (begun.status === 'setup') {
		return notBegun(desk, begun);
	}

	if (begun.status === 'awaitingDevice') {
		await approval(desk, store, begun);
		return finished(desk, store, begun, answer);
	}

	// A sign-in of an earlier run waits still until it is known whose it is.
	if (begun.status !== 'authorizing') {
		return finished(desk, store, begun, answer);
	}

	const missing = await addressMissing(desk, store, begun);
	if (missing) {
		return fail(desk, missing);
	}

	return finished(desk, store, begun, answer);
}

/** What comes after the address was accepted: the tokens, and the user's name. */
async function finished(
	desk: Desk,
	store: SignIn,
	{attempt}: Begun,
	answer: Answer,
): Promise<ExitCode> {
	const ended = await settledUser(desk, store, answer);
	if (ended.status === 'confirmingUser') {
		return refused(desk, store, ended);
	}

	if (ended.status === 'signInFailed') {
		return fail(desk, waiting(ended));
	}

	// What was before has come back, or nothing.
	if (ended.status === 'setup' || ended.signIn !== attempt) {
		return fail(desk, leftBehind(ended, desk.ports.clock.now()));
	}

	const dead = deadFromTheStart(ended);
	if (dead) {
		return fail(desk, dead);
	}

	const {user, session} = ended;
	if (session.scope !== session.requestedScope) {
		desk.io.note(`Anaplan granted: ${session.scope} (asked for: ${session.requestedScope}).`);
	}

	if (session.refreshToken === undefined) {
		desk.io.note(
			`There is no refresh token: ${whyNoRefreshToken(session)}, so the sign-in ends with the access token.`,
		);
	}

	const {path, unsealed} = desk.ports.credentials.storage();
	if (unsealed) {
		desk.io.note(`The sign-in is stored in a private file, ${path}. ${unsealed.message}`);
	}

	if (user.kind === 'unavailable') {
		desk.io.note(
			`The sign-in is stored, but the user could not be fetched. ${user.problem.message}`,
		);
	}

	const email = 'user' in user ? user.user.email : '';
	await desk.io.out(email === '' ? 'Signed in\n' : `Signed in as ${email}\n`);
	return 0;
}

type Begun = Authorizing | AwaitingDevice | Setup | Exchanging;

const isBegun = (state: State): state is Begun =>
	state.status === 'authorizing' ||
	state.status === 'awaitingDevice' ||
	state.status === 'setup' ||
	state.status === 'exchanging';

// Setup has no screen here, so whatever it would ask for is said instead.
async function notBegun(desk: Desk, {draft, notice}: Setup): Promise<ExitCode> {
	if (notice?.kind === 'problem') {
		return fail(desk, notice.problem);
	}

	const client = readClient(draft);
	const faults = client.ok ? [] : client.problem;
	const wrong = faults.flatMap(({variable}) => variable ?? []).join(' and ');
	return fail(
		desk,
		problem('usage', {
			message: faults.map(({message}) => message).join(' '),
			cause: 'Without screens the OAuth client comes from variables or from an earlier sign-in.',
			hint:
				wrong !== ''
					? `Correct ${wrong}, or unset it, and try again.`
					: draft.grant === 'device_code'
						? 'Set ANAPLAN_CLIENT_ID to a client of type Device grant, or run anaplan-tui login --device in a terminal.'
						: 'Set ANAPLAN_CLIENT_ID and ANAPLAN_CLIENT_SECRET, or run anaplan-tui login in a terminal.',
		}),
	);
}
