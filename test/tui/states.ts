import {emptyDraft} from '../../source/core/oauth/client.ts';
import {problem} from '../../source/core/problem.ts';
import type {Capture, SignedIn, State} from '../../source/core/sign-in/flow.ts';
import {
	after,
	authorizationRequest,
	client,
	draft,
	noon,
	secret,
	sessionNamed,
	withoutRefreshToken,
} from '../helpers/samples.ts';

export const request = authorizationRequest;
const base = {attempt: 1, client} as const;
/** Both ways are open by which the address may come back by itself. */
export const capture: Capture = {
	loopback: {kind: 'listening', port: 5000, needsBookmarklet: true},
	clipboard: 'watching',
};
const longProblem = problem('store_unwritable', {
	message:
		'The sign-in cannot be stored in /home/someone/with/a/long/name/.config/anaplan-tui/credentials.json.',
});

export const user = {
	id: '8a8b844a477d5da70147d150ee080b17',
	email: 'a.user@example.com',
	name: 'A User',
	lastSignInAt: noon,
};

const someoneElse = {id: 'other', email: 'someone.else@example.com', name: 'Someone Else'};
const parked = {session: sessionNamed('parked'), remembered: user};

export const signedInState: SignedIn = {
	status: 'signedIn',
	...base,
	signIn: 1,
	session: sessionNamed('one', {requestedScope: 'openid profile email offline_access'}),
	user: {kind: 'known', user},
	activity: {kind: 'idle'},
	autoRefresh: true,
	happenings: [
		{at: after(3000), notice: {kind: 'problem', problem: problem('timed_out')}},
		{at: after(2000), notice: {kind: 'done', text: 'Valid at Anaplan.'}},
		{at: after(1000), notice: {kind: 'done', text: 'Refreshed.'}},
	],
};

/** Every screen, and every face that it has. */
export const states: Readonly<Record<string, State>> = {
	starting: {status: 'starting'},
	'setup, empty': {status: 'setup', attempt: 0, draft: emptyDraft},
	'setup, filled in': {status: 'setup', attempt: 0, draft},
	'setup with a problem': {
		status: 'setup',
		attempt: 0,
		draft,
		notice: {kind: 'problem', problem: longProblem},
	},
	'setup after logging out': {
		status: 'setup',
		attempt: 2,
		draft,
		notice: {
			kind: 'done',
			text: 'Signed out: Anaplan has ended the access token, and it is forgotten here. Anaplan keeps the refresh token alive until its lifetime ends; only an administrator can end it sooner.',
		},
	},
	preparing: {status: 'preparing', ...base},
	authorizing: {status: 'authorizing', ...base, request, capture},
	'authorizing, no browser': {
		status: 'authorizing',
		...base,
		request,
		capture,
		notice: {kind: 'problem', problem: problem('no_browser')},
	},
	awaitingCallback: {status: 'awaitingCallback', ...base, request, capture},
	'authorizing, nothing captures': {
		status: 'authorizing',
		...base,
		request,
		capture: {
			loopback: {kind: 'closed', reason: 'No port could be opened on this computer.'},
			clipboard: 'unavailable',
		},
		notice: {
			kind: 'done',
			text: 'The URL is in /tmp/anaplan-tui-x/authorization-url.txt; only you can read it.',
		},
	},
	'authorizing, clipboard left alone': {
		status: 'authorizing',
		...base,
		request,
		capture: {
			loopback: {kind: 'listening', port: 8080, needsBookmarklet: false},
			clipboard: 'off',
		},
		wayOut: 'file',
	},
	'awaitingCallback, nothing captures': {
		status: 'awaitingCallback',
		...base,
		request,
		capture: {
			loopback: {kind: 'closed', reason: 'it was open for 10 minutes'},
			clipboard: 'unavailable',
		},
	},
	'awaitingCallback, refused': {
		status: 'awaitingCallback',
		...base,
		request,
		capture,
		refusal: {verdict: 'empty'},
	},
	'exchanging, sending': {
		status: 'exchanging',
		...base,
		step: {kind: 'sendingCode', code: secret('authorization code', 'code')},
	},
	'exchanging, storing': {
		status: 'exchanging',
		...base,
		step: {kind: 'storingTokens', session: sessionNamed('one')},
	},
	'signInFailed, send again': {
		status: 'signInFailed',
		...base,
		problem: problem('network_unreachable'),
		recovery: {kind: 'sendCode', code: secret('authorization code', 'code')},
	},
	'signInFailed, store again': {
		status: 'signInFailed',
		...base,
		problem: longProblem,
		recovery: {kind: 'storeTokens', session: sessionNamed('one')},
	},
	'signInFailed, new sign-in': {
		status: 'signInFailed',
		...base,
		problem: problem('invalid_grant'),
		recovery: {kind: 'newSignIn'},
	},
	'exchanging, checking the user': {
		status: 'exchanging',
		...base,
		step: {kind: 'checkingUser', ...parked},
	},
	'exchanging, checking the user while Anaplan is busy': {
		status: 'exchanging',
		...base,
		step: {kind: 'checkingUser', ...parked, waitMs: 30_000},
	},
	'exchanging, taking the place': {
		status: 'exchanging',
		...base,
		step: {kind: 'takingPlace', ...parked, user: someoneElse},
	},
	'exchanging, giving up': {
		status: 'exchanging',
		...base,
		step: {kind: 'givingUp', notice: {kind: 'done', text: 'Nothing was replaced.'}},
	},
	'signInFailed, user not known': {
		status: 'signInFailed',
		...base,
		problem: problem('network_unreachable', {
			message: 'api.anaplan.com could not be reached: nothing answers there.',
		}),
		recovery: {kind: 'checkUser', ...parked},
	},
	'signInFailed, place not taken': {
		status: 'signInFailed',
		...base,
		problem: longProblem,
		recovery: {kind: 'takePlace', ...parked, user: someoneElse},
	},
	confirmingUser: {
		status: 'confirmingUser',
		...base,
		...parked,
		found: someoneElse,
	},
	'confirmingUser, another tenant and long names': {
		status: 'confirmingUser',
		...base,
		...parked,
		remembered: {...user, customerId: '8b81da6f5fb6b75701604d6c950c05b1'},
		found: {
			...someoneElse,
			email: 'maximiliane.von.der-langen-strasse@subsidiary.example.co.uk',
			name: 'Maximiliane von der Langen-Straße 张伟',
			customerId: '8a81b01a5b1c4d2e9f3a6c7d8e9f0c2d',
		},
	},
	signedIn: signedInState,
	'signedIn, user unknown': {...signedInState, user: {kind: 'unknown'}, happenings: []},
	'signedIn, Anaplan is busy': {
		...signedInState,
		user: {kind: 'unknown', waitMs: 30_000},
		activity: {kind: 'validating', attempt: 1, waitMs: 2000},
	},
	'signedIn, user unavailable': {
		...signedInState,
		user: {kind: 'unavailable', problem: problem('forbidden')},
	},
	'signedIn, rotatable': {
		...signedInState,
		session: sessionNamed('one', {signedInAt: noon}),
		rotation: 'rotatable',
	},
	'signedIn, non-rotatable': {...signedInState, rotation: 'nonRotatable'},
	'signedIn, refreshing': {...signedInState, activity: {kind: 'refreshing', attempt: 1}},
	'signedIn, no refresh token': {
		...signedInState,
		session: withoutRefreshToken(sessionNamed('one', {scope: 'openid email', expiresAt: noon})),
	},
	'signedIn, ended': {...signedInState, ended: problem('sign_in_ended')},
	'signedIn, offering to forget': {
		...signedInState,
		activity: {kind: 'offeringToForget', problem: problem('network_unreachable')},
	},
};
