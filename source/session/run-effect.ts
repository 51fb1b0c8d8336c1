import {codeExchangeRequest} from '../core/oauth/authorization-code.ts';
import {
	deviceAuthorizationRequest,
	readDeviceAuthorization,
} from '../core/oauth/device-authorization.ts';
import {devicePollRequest, readDevicePoll} from '../core/oauth/device-poll.ts';
import {readTokenReply} from '../core/oauth/token-endpoint.ts';
import type {Problem} from '../core/problem.ts';
import {type Result, success} from '../core/result.ts';
import type {Attempt, Effect, Fact} from '../core/sign-in/flow.ts';
import {checkedUser, giveUpSignIn} from './check-user.ts';
import {copiedText, copiedToken} from './copied-fact.ts';
import {endAtAnaplan, logOut} from './log-out.ts';
import {patiently} from './patiently.ts';
import type {Ports} from './ports.ts';
import type {Admission, Profiles} from './profiles.ts';
import {refreshedFact} from './refreshed-fact.ts';
import type {SessionKeeper} from './session-keeper.ts';
import {storedProfile} from './stored-profile-fact.ts';
import {tellUser} from './tell-user.ts';
import {validate} from './validate.ts';

export type Workshop = {
	readonly ports: Ports;
	readonly profiles: Profiles;
	readonly keeper: SessionKeeper;
	/** The same for a parked sign-in, so that a look at its user leaves the old one alone. */
	readonly parkedKeeper: SessionKeeper;
};

export type Dispatch = (fact: Fact) => void;

/**
 * Carries out effects: builds the request, calls a port, reads the reply, tells the fact. It
 * decides nothing. An exception in here is a defect and is passed to `failed`.
 */
export function createRunEffect(workshop: Workshop, failed: (error: unknown) => void) {
	return (effect: Effect, dispatch: Dispatch): void => {
		run(effect, workshop, dispatch).catch(failed);
	};
}

async function run(effect: Effect, workshop: Workshop, dispatch: Dispatch): Promise<void> {
	const {ports, profiles, keeper} = workshop;
	switch (effect.type) {
		case 'loadProfile': {
			const {intent, grant} = effect;
			dispatch({type: 'profileLoaded', intent, ...(await storedProfile(profiles, intent, grant))});
			return;
		}

		case 'prepareSignIn': {
			const {attempt, client} = effect;
			const kept = await profiles.keepClient(client);
			dispatch(
				kept.ok
					? {
							type: 'signInPrepared',
							attempt,
							oauthState: ports.randomness.oauthState(),
							...kept.value,
						}
					: {type: 'signInNotPossible', attempt, problem: kept.problem},
			);
			return;
		}

		case 'openBrowser': {
			const {attempt} = effect;
			const opened = await ports.browser.open(effect.url);
			dispatch(
				opened.ok
					? {type: 'browserOpened', attempt}
					: {type: 'browserNotOpened', attempt, problem: opened.problem},
			);
			return;
		}

		case 'copyText': {
			dispatch(await copiedText(effect, ports));
			return;
		}

		case 'copyAccessToken': {
			dispatch(await copiedToken(effect, ports));
			return;
		}

		case 'writeUrl': {
			const {attempt} = effect;
			const written = await ports.urlFile.write(effect.url);
			dispatch(
				written.ok
					? {type: 'urlWritten', attempt, path: written.value}
					: {type: 'urlNotWritten', attempt, problem: written.problem},
			);
			return;
		}

		case 'exchangeCode': {
			const {attempt, client, code} = effect;
			const reply = await ports.http.send(codeExchangeRequest(client, code));
			const response = reply.ok ? readTokenReply(reply.value, client.grant) : reply;
			dispatch(
				response.ok
					? {type: 'tokensReceived', attempt, response: response.value}
					: {type: 'codeNotExchanged', attempt, problem: response.problem},
			);
			return;
		}

		case 'requestDeviceCode': {
			const {attempt, client} = effect;
			const reply = await ports.http.send(deviceAuthorizationRequest(client));
			const read = reply.ok ? readDeviceAuthorization(reply.value, client.hosts) : reply;
			dispatch(
				read.ok
					? {type: 'deviceCodeReceived', attempt, authorization: read.value}
					: {type: 'deviceCodeNotReceived', attempt, problem: read.problem},
			);
			return;
		}

		case 'pollDevice': {
			const {attempt, client, authorization} = effect;
			const sent = await ports.http.send(devicePollRequest(client, authorization));
			dispatch({type: 'devicePolled', attempt, client, poll: readDevicePoll(sent, authorization)});
			return;
		}

		// Where Anaplan cannot be asked they end by themselves; nobody holds them.
		case 'endTokens': {
			await endAtAnaplan(ports.http, effect);
			return;
		}

		case 'saveSession': {
			const {attempt, client, session} = effect;
			const kept = await profiles.keepSignIn(client, session);
			dispatch(kept.ok ? admittedFact(attempt, kept.value) : notSavedFact(attempt, kept.problem));
			return;
		}

		case 'checkUser': {
			const {attempt} = effect;
			const busy = (waitMs: number) => dispatch({type: 'waitAsked', attempt, waitMs});
			dispatch(await checkedUser(effect, patient(workshop, busy)));
			return;
		}

		case 'takePlace': {
			const {attempt, session, user, instead} = effect;
			const taken = await profiles.takePlace(session, user, instead);
			if (!taken.ok) {
				dispatch(notSavedFact(attempt, taken.problem));
			} else if (taken.value === 'superseded') {
				dispatch({type: 'signInLeft', attempt, profile: await storedProfile(profiles)});
			} else {
				dispatch({type: 'sessionSaved', attempt, ...taken.value});
			}

			return;
		}

		case 'giveUpSignIn': {
			const {attempt} = effect;
			const given = await giveUpSignIn(workshop, effect);
			const profile = await storedProfile(profiles);
			dispatch({
				type: 'signInLeft',
				attempt,
				profile,
				...(!given.ok && {problem: given.problem}),
			});
			return;
		}

		case 'fetchUser': {
			const {signIn} = effect;
			const busy = (waitMs: number) => dispatch({type: 'userWaitAsked', signIn, waitMs});
			await tellUser(effect, patient(workshop, busy), dispatch);
			return;
		}

		case 'saveUser': {
			// Only for display in the next run; the user is fetched again then.
			await profiles.keepUser(effect.user);
			return;
		}

		case 'refresh': {
			const kept = await keeper.refreshed(effect.observed);
			dispatch(
				kept.ok
					? refreshedFact(effect.signIn, kept.value)
					: {type: 'sessionNotRefreshed', attempt: effect.attempt, problem: kept.problem},
			);
			return;
		}

		case 'validate': {
			const {attempt, client, session} = effect;
			const busy = (waitMs: number) => dispatch({type: 'waitAsked', attempt, waitMs});
			const validated = await validate(patient(workshop, busy), client, session);
			dispatch(
				validated.ok
					? {type: 'tokenValidated', attempt, session: validated.value.session}
					: {type: 'tokenNotValidated', attempt, problem: validated.problem},
			);
			return;
		}

		// A preference that cannot be kept holds for this run; that is not worth a word.
		case 'saveAutoRefresh': {
			await profiles.keepPreferences({autoRefresh: effect.autoRefresh});
			return;
		}

		case 'saveRotation': {
			await profiles.keepPreferences({rotation: effect.rotation});
			return;
		}

		case 'saveClipboardChoice': {
			await profiles.keepPreferences({watchClipboard: effect.watchClipboard});
			return;
		}

		case 'saveWayOut': {
			await profiles.keepPreferences({wayOut: effect.wayOut});
			return;
		}

		case 'logOut':
		case 'forget': {
			const {attempt} = effect;
			const ended = effect.type === 'logOut' ? await logOut(workshop) : await forget(profiles);
			const {draft} = await storedProfile(profiles);
			dispatch(
				ended.ok
					? {type: 'loggedOut', attempt, draft, how: ended.value}
					: {type: 'notLoggedOut', attempt, problem: ended.problem},
			);
		}
	}
}

/** The workshop for questions: where Anaplan is busy it waits, and tells of it. */
const patient = (workshop: Workshop, busy: (waitMs: number) => void): Workshop => {
	const {ports} = workshop;
	return {...workshop, ports: {...ports, http: patiently(ports.http, ports.clock, busy)}};
};

function admittedFact(attempt: Attempt, admission: Admission): Fact {
	if (admission.kind === 'parked') {
		return {type: 'signInParked', attempt, remembered: admission.remembered};
	}

	const {kind: _, ...preferences} = admission;
	return {type: 'sessionSaved', attempt, ...preferences};
}

const notSavedFact = (attempt: Attempt, problem: Problem): Fact => ({
	type: 'sessionNotSaved',
	attempt,
	problem,
});

const forget = async (profiles: Profiles): Promise<Result<'locally'>> => {
	const forgotten = await profiles.forgetSession();
	return forgotten.ok ? success('locally') : forgotten;
};
