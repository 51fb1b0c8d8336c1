import {problemNotice} from '../notice.ts';
import {authorizationRequest} from '../oauth/authorization-code.ts';
import type {Client} from '../oauth/client.ts';
import {newSession} from '../oauth/session.ts';
import {stay} from '../step.ts';
import {authorizing, awaitingCallback} from './callback-flow.ts';
import {awaitingDevice, lateTokens, requestingDeviceCode} from './device-flow.ts';
import {enterSignedIn} from './enter-signed-in.ts';
import type {
	Attempt,
	Event,
	Exchanging,
	Preparing,
	Setup,
	SignInFailed,
	State,
	Step,
} from './flow.ts';
import {
	checkUser,
	confirmingUser,
	enterStored,
	giveUp,
	parkedStep,
	takePlace,
} from './parked-flow.ts';
import {backFrom} from './recovery.ts';
import {backToSetup, failed, storeTokens} from './shared-steps.ts';
import {signedIn} from './signed-in-flow.ts';

export const initialState: State = {status: 'starting'};

/**
 * The sign-in, from the first setting to the stored session, as a pure function: the screens and
 * the commands drive it with events, and carry out the effects that it answers with. An event that
 * means nothing in a state changes nothing.
 */
export function transition(state: State, event: Event): Step {
	if (event.type === 'quitWished' && state.status !== 'closed') {
		return [{status: 'closed', exitCode: event.exitCode}, []];
	}

	const late = lateTokens(state, event);
	if (late) {
		return [state, [late]];
	}

	switch (state.status) {
		case 'closed':
			return stay(state);
		case 'starting':
			return starting(state, event);
		case 'setup':
			return setup(state, event);
		case 'preparing':
			return preparing(state, event);
		case 'authorizing':
			return authorizing(state, event);
		case 'awaitingCallback':
			return awaitingCallback(state, event);
		case 'requestingDeviceCode':
			return requestingDeviceCode(state, event);
		case 'awaitingDevice':
			return awaitingDevice(state, event);
		case 'exchanging':
			return exchanging(state, event);
		case 'signInFailed':
			return signInFailed(state, event);
		case 'confirmingUser':
			return confirmingUser(state, event);
		case 'signedIn':
			return event.type === 'signInWished'
				? prepare(state.client, state.attempt + 1)
				: signedIn(state, event);
	}
}

const prepare = (client: Client, attempt: Attempt): Step => [
	{status: 'preparing', attempt, client},
	[{type: 'prepareSignIn', attempt, client}],
];

function starting(state: State, event: Event): Step {
	if (event.type === 'started') {
		const {intent, grant} = event;
		return [state, [{type: 'loadProfile', intent, ...(grant && {grant})}]];
	}

	if (event.type !== 'profileLoaded') {
		return stay(state);
	}

	const {client, session, parked, draft, intent, problem} = event;
	if (parked || (client && session && intent === 'resume')) {
		return enterStored(event, event.at, 0);
	}

	// A store that cannot be read is shown before anything is signed in over it.
	return client && intent !== 'review' && (problem === undefined || intent === 'signIn')
		? prepare(client, 1)
		: stay({
				status: 'setup',
				attempt: 0,
				draft,
				...(problem && {notice: problemNotice(problem)}),
			});
}

function setup(state: Setup, event: Event): Step {
	return event.type === 'clientSubmitted' ? prepare(event.client, state.attempt + 1) : stay(state);
}

function preparing(state: Preparing, event: Event): Step {
	if (event.type === 'backWished') {
		return backToSetup(state);
	}

	if (event.type === 'signInPrepared' && event.attempt === state.attempt) {
		const {attempt, client} = state;
		if (client.grant === 'device_code') {
			return [
				{status: 'requestingDeviceCode', attempt, client},
				[{type: 'requestDeviceCode', attempt, client}],
			];
		}

		return stay({
			status: 'authorizing',
			attempt,
			client,
			request: authorizationRequest(client, event.oauthState),
			capture: {
				loopback: {kind: 'off'},
				clipboard: event.watchClipboard ? 'trying' : 'off',
			},
			...(event.wayOut && {wayOut: event.wayOut}),
		});
	}

	if (event.type === 'signInNotPossible' && event.attempt === state.attempt) {
		return backToSetup(state, problemNotice(event.problem));
	}

	return stay(state);
}

function exchanging(state: Exchanging, event: Event): Step {
	const {attempt, client, step} = state;
	// Going back while the code is under way would throw away tokens that may already be ours.
	if (!('attempt' in event) || event.attempt !== attempt) {
		return stay(state);
	}

	if (step.kind === 'sendingCode') {
		if (event.type === 'tokensReceived') {
			return storeTokens(state, newSession(event.response, client));
		}

		if (event.type === 'waitAsked') {
			return stay({...state, step: {...step, waitMs: event.waitMs}});
		}

		if (event.type === 'codeNotExchanged') {
			const {problem} = event;
			// Only a code that was certainly not taken may be sent again: its request never left, or was
			// turned away for being one too many (RFC 6585 §4).
			const recovery =
				problem.reached === 'no' || problem.code === 'rate_limited'
					? ({kind: 'sendCode', code: step.code} as const)
					: ({kind: 'newSignIn'} as const);
			return failed(state, problem, recovery);
		}
	}

	if (step.kind === 'storingTokens') {
		if (event.type === 'sessionSaved') {
			return enterSignedIn(event, client, step.session, attempt);
		}

		if (event.type === 'signInParked') {
			return checkUser(state, {session: step.session, remembered: event.remembered});
		}

		if (event.type === 'sessionNotSaved') {
			return failed(state, event.problem, {kind: 'storeTokens', session: step.session});
		}
	}

	return parkedStep(state, event);
}

function signInFailed(state: SignInFailed, event: Event): Step {
	const {attempt, client, recovery} = state;
	if (event.type === 'backWished') {
		return goBack(state);
	}

	if (event.type === 'replaceWished') {
		return recovery.kind === 'checkUser' ? takePlace(state, recovery) : stay(state);
	}

	if (event.type !== 'retryWished') {
		return stay(state);
	}

	switch (recovery.kind) {
		case 'sendCode':
			// Only the authorization code grant has a code to send.
			return client.grant === 'authorization_code'
				? [
						{
							status: 'exchanging',
							attempt,
							client,
							step: {kind: 'sendingCode', code: recovery.code},
						},
						[{type: 'exchangeCode', attempt, client, code: recovery.code}],
					]
				: prepare(client, attempt + 1);
		case 'storeTokens':
			return storeTokens(state, recovery.session);
		case 'checkUser':
			return checkUser(state, recovery);
		case 'takePlace':
			return takePlace(state, recovery);
		case 'newSignIn':
			return prepare(client, attempt + 1);
	}
}

function goBack(state: SignInFailed): Step {
	const back = backFrom(state.recovery);
	switch (back.kind) {
		case 'stay':
			return stay(state);
		case 'giveUp':
			return giveUp(state, back.parked, {
				kind: 'done',
				text: 'Nothing was replaced: the new sign-in was given up.',
			});
		case 'toSetup':
			return backToSetup(state);
	}
}
