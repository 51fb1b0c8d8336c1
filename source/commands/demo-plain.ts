import {readUser, userRequest} from '../core/anaplan/anaplan-api.ts';
import {type ExitCode, type Problem, problem} from '../core/problem.ts';
import {type Result, success} from '../core/result.ts';
import {Secret} from '../core/secret.ts';
import type {State} from '../core/sign-in/flow.ts';
import {durationWords} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import {logOut} from '../session/log-out.ts';
import type {Kept} from '../session/session-keeper.ts';
import type {SignIn} from '../session/sign-in.ts';
import {reached} from '../session/store.ts';
import {validate} from '../session/validate.ts';
import {fail} from './command.ts';

/** Signs in on the practice tenant's pages as a person would; gives the address that the browser ends on. */
export type Person = (authorizationUrl: string) => Promise<string>;

/**
 * Plays the whole journey by itself against the practice tenant and prints every step; what goes
 * over the wire is told by the tracing Http of the desk. Ends with 0 only when every step worked.
 */
export async function demoPlain(desk: Desk, store: SignIn, person: Person): Promise<ExitCode> {
	const say = async (text: string) => desk.io.out(`${text}\n`);
	await say('This is the practice tenant on this computer, not Anaplan. Nothing is kept.');

	const signedIn = await signIn(desk, store, person, say);
	if (!signedIn.ok) {
		return fail(desk, signedIn.problem);
	}

	for (const [title, play] of laterSteps) {
		await say(`\n${title}`);
		const played = await play(desk, signedIn.value);
		if (!played.ok) {
			return fail(desk, played.problem);
		}

		await say(`   ✓ ${played.value}`);
	}

	await say('\nThe whole journey worked. Sign in to your own tenant with: anaplan-tui');
	return 0;
}

async function signIn(
	{ports}: Desk,
	store: SignIn,
	person: Person,
	say: (text: string) => Promise<void>,
): Promise<Result<Kept>> {
	await say('\n1. Authorize: the browser is sent to');
	store.dispatch({type: 'started', intent: 'signIn'});
	const begun = await reached(
		store,
		state => state.status !== 'starting' && state.status !== 'preparing',
	);
	if (begun.status !== 'authorizing') {
		return stuck(begun);
	}

	const {url, redirectUri} = begun.request;
	await say(`   ${url}`);
	await say('\n2. Callback: the practice person signs in and allows; the browser ends on');
	const address = new Secret('callback address', await person(url));
	await say(
		`   ${redirectUri}/?code=[authorization code]&state=…, whose state is compared with ours`,
	);
	await say('\n3. Exchange: the code for tokens, then the profile');
	store.dispatch({type: 'callbackSubmitted', text: address});
	const ended = await reached(
		store,
		state =>
			state.status !== 'exchanging' &&
			!(state.status === 'signedIn' && state.user.kind === 'unknown'),
	);
	if (ended.status !== 'signedIn' || ended.user.kind !== 'known') {
		return stuck(ended);
	}

	const {session, client, user} = ended;
	const left = durationWords(session.expiresAt - ports.clock.now());
	await say(`   ✓ Signed in as ${user.user.email}; the access token lives ${left}.`);
	await say(`   ✓ Granted: ${session.scope} (asked for: ${session.requestedScope}).`);
	return success({session, client, by: 'us'});
}

type LaterStep = readonly [
	title: string,
	play: (desk: Desk, start: Kept) => Promise<Result<string>>,
];

const laterSteps: readonly LaterStep[] = [
	[
		'4. Profile: who is signed in',
		async ({ports, keeper}) => {
			const kept = await keeper.fresh(0);
			const reply = kept.ok
				? await ports.http.send(
						userRequest(kept.value.client.hosts, kept.value.session.accessToken),
					)
				: kept;
			const user = reply.ok ? readUser(reply.value) : reply;
			return user.ok ? success(`${user.value.name}, ${user.value.email}`) : user;
		},
	],
	[
		'5. Refresh: a new access token; the refresh token is replaced too',
		async ({keeper}, {session}) => {
			const kept = await keeper.refreshed(session);
			return kept.ok ? success('The new tokens were stored before they were used.') : kept;
		},
	],
	[
		'6. Validate: what Anaplan says of the token',
		async desk => {
			const kept = await desk.keeper.fresh(0);
			const validated = kept.ok
				? await validate(desk, kept.value.client, kept.value.session)
				: kept;
			return validated.ok ? success('The token is valid.') : validated;
		},
	],
	[
		'7. Log out: the access token is ended',
		async desk => {
			const ended = await logOut(desk);
			return ended.ok ? success('Ended and forgotten.') : ended;
		},
	],
];

const stuck = (state: State): Result<never> => ({ok: false, problem: problemOf(state)});

function problemOf(state: State): Problem {
	switch (state.status) {
		case 'signInFailed':
			return state.problem;
		case 'signedIn':
			return state.user.kind === 'unavailable' ? state.user.problem : problem('internal_error');
		case 'setup':
			return state.notice?.kind === 'problem' ? state.notice.problem : problem('internal_error');
		default:
			return problem('internal_error', {message: `The journey stopped at “${state.status}”.`});
	}
}
