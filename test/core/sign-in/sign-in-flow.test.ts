import {describe, expect, test} from 'vitest';
import {authorizationRequest} from '../../../source/core/oauth/authorization-code.ts';
import {newSession} from '../../../source/core/oauth/session.ts';
import {problem} from '../../../source/core/problem.ts';
import type {Effect, Event, Fact, State, Wish} from '../../../source/core/sign-in/flow.ts';
import {initialState, transition} from '../../../source/core/sign-in/sign-in-flow.ts';
import {
	callbackText,
	client,
	clientWith,
	draft,
	noon,
	oauthState,
	responseNamed,
	secret,
	sessionNamed,
} from '../../helpers/samples.ts';

const on = (state: State, event: Wish | Fact) => {
	const [next, effects] = transition(state, {...event, at: noon} as Event);
	return {next, effects, kinds: effects.map(({type}: Effect) => type)};
};

const request = authorizationRequest(client, oauthState);
const code = secret('authorization code', 'code');
const session = newSession(responseNamed('1'), client);
const badNews = problem('server_error');

const setup: State = {status: 'setup', attempt: 3, draft};
const preparing: State = {status: 'preparing', attempt: 4, client};
const capture = {loopback: {kind: 'off'}, clipboard: 'trying'} as const;
const authorizing: State = {status: 'authorizing', attempt: 4, client, request, capture};
const awaitingCallback: State = {
	status: 'awaitingCallback',
	attempt: 4,
	client,
	request,
	capture,
};
const sendingCode: State = {
	status: 'exchanging',
	attempt: 4,
	client,
	step: {kind: 'sendingCode', code},
};
const storingTokens: State = {
	status: 'exchanging',
	attempt: 4,
	client,
	step: {kind: 'storingTokens', session},
};
const failed = (recovery: Extract<State, {status: 'signInFailed'}>['recovery']): State => ({
	status: 'signInFailed',
	attempt: 4,
	client,
	problem: badNews,
	recovery,
});
const answer = callbackText(`https://www.anaplan.com/?code=the-code&state=${oauthState}`);

describe('the start', () => {
	const loaded = {type: 'profileLoaded', draft, autoRefresh: true} as const;

	test.each(['resume', 'signIn', 'review'] as const)('loads the profile to %s', intent => {
		expect(on(initialState, {type: 'started', intent})).toMatchObject({
			next: initialState,
			effects: [{type: 'loadProfile', intent}],
		});
	});

	test('goes on with a stored sign-in, and asks who it is', () => {
		const {next, kinds} = on(initialState, {...loaded, intent: 'resume', client, session});
		expect(next).toMatchObject({
			status: 'signedIn',
			attempt: 1,
			signIn: 1,
			session,
			activity: {kind: 'idle'},
			autoRefresh: true,
		});
		expect(kinds).toEqual(['fetchUser']);
	});

	test('goes on with the stored choice of automatic refresh', () => {
		expect(
			on(initialState, {...loaded, autoRefresh: false, intent: 'resume', client, session}).next,
		).toMatchObject({status: 'signedIn', autoRefresh: false});
	});

	test('begins a new sign-in in spite of a stored one when that is wished', () => {
		const {next, kinds} = on(initialState, {...loaded, intent: 'signIn', client, session});
		expect(next).toEqual({status: 'preparing', attempt: 1, client});
		expect(kinds).toEqual(['prepareSignIn']);
	});

	test('goes past Setup when nothing is missing there', () => {
		expect(on(initialState, {...loaded, intent: 'resume', client}).next.status).toBe('preparing');
	});

	test('shows every setting when a review is wished, even when nothing is missing', () => {
		for (const known of [{client}, {client, session}]) {
			expect(on(initialState, {...loaded, intent: 'review', ...known})).toEqual({
				next: {status: 'setup', attempt: 0, draft},
				effects: [],
				kinds: [],
			});
		}
	});

	test('tells at a review what is wrong with the store', () => {
		const unreadable = problem('store_unreadable');
		expect(
			on(initialState, {...loaded, intent: 'review', client, problem: unreadable}),
		).toMatchObject({
			next: {status: 'setup', draft, notice: {kind: 'problem', problem: unreadable}},
			effects: [],
		});
	});

	test('asks for what is missing', () => {
		expect(on(initialState, {...loaded, intent: 'resume'})).toMatchObject({
			next: {status: 'setup', attempt: 0, draft},
			effects: [],
		});
	});

	test('shows a store that cannot be read before anything is signed in over it', () => {
		const unreadable = problem('store_unreadable');
		expect(
			on(initialState, {...loaded, intent: 'resume', client, problem: unreadable}).next,
		).toMatchObject({
			status: 'setup',
			notice: {kind: 'problem', problem: unreadable},
		});
		expect(
			on(initialState, {...loaded, intent: 'signIn', client, problem: unreadable}).next.status,
		).toBe('preparing');
	});
});

describe('setup', () => {
	test('begins a new attempt with what was submitted', () => {
		const other = clientWith({clientId: 'other'});
		expect(on(setup, {type: 'clientSubmitted', client: other, draft})).toMatchObject({
			next: {status: 'preparing', attempt: 4, client: other},
			effects: [{type: 'prepareSignIn', attempt: 4, client: other}],
		});
	});
});

describe('preparing', () => {
	test('becomes authorizing with a URL that carries the state that was drawn', () => {
		const {next, effects} = on(preparing, {
			type: 'signInPrepared',
			attempt: 4,
			oauthState,
			watchClipboard: true,
		});
		expect(next).toEqual(authorizing);
		expect(effects).toEqual([]);
	});

	test('goes back to Setup with the reason when the store cannot be written', () => {
		const reason = problem('store_unwritable');
		expect(
			on(preparing, {type: 'signInNotPossible', attempt: 4, problem: reason}).next,
		).toMatchObject({
			status: 'setup',
			attempt: 4,
			draft: {clientId: 'client-1'},
			notice: {kind: 'problem', problem: reason},
		});
	});

	test('can be left', () => {
		expect(on(preparing, {type: 'backWished'}).next).toMatchObject({status: 'setup', attempt: 4});
	});
});

describe('authorizing', () => {
	test('opens, copies and waits as wished', () => {
		expect(on(authorizing, {type: 'browserWished'}).effects).toEqual([
			{type: 'openBrowser', attempt: 4, url: request.url},
		]);
		expect(on(authorizing, {type: 'urlCopyWished'}).effects).toEqual([
			{type: 'copyText', what: 'authorizationUrl', text: request.url},
		]);
		expect(on(authorizing, {type: 'callbackScreenWished'}).next).toEqual(awaitingCallback);
		expect(on(authorizing, {type: 'backWished'}).next.status).toBe('setup');
	});

	test('says what came of it', () => {
		const reason = problem('no_browser');
		expect(on(authorizing, {type: 'browserOpened', attempt: 4}).next).toMatchObject({
			notice: {kind: 'done'},
		});
		expect(
			on(authorizing, {type: 'browserNotOpened', attempt: 4, problem: reason}).next,
		).toMatchObject({notice: {problem: reason}});
		expect(
			on(authorizing, {type: 'copied', what: 'authorizationUrl', route: 'system'}).next,
		).toMatchObject({
			notice: {kind: 'done'},
		});
		expect(
			on(authorizing, {type: 'notCopied', what: 'authorizationUrl', problem: reason}).next,
		).toMatchObject({notice: {problem: reason}});
	});

	test('does not take the copying of an access token for that of its URL', () => {
		expect(on(authorizing, {type: 'copied', what: 'accessToken', route: 'system'}).next).toBe(
			authorizing,
		);
		expect(on(authorizing, {type: 'notCopied', what: 'accessToken', problem: badNews}).next).toBe(
			authorizing,
		);
	});

	test('takes an address that is pasted one screen early', () => {
		expect(on(authorizing, {type: 'callbackSubmitted', text: answer}).kinds).toEqual([
			'exchangeCode',
		]);
		expect(
			on(authorizing, {type: 'callbackSubmitted', text: callbackText('x')}).next,
		).toMatchObject({
			status: 'awaitingCallback',
			refusal: {reason: 'noCode'},
		});
	});
});

describe('awaiting the callback', () => {
	test('sends the code of an answer to this very attempt, and only that', () => {
		const {next, effects} = on(awaitingCallback, {type: 'callbackSubmitted', text: answer});
		expect(next).toMatchObject({status: 'exchanging', step: {kind: 'sendingCode'}});
		const [effect] = effects;
		expect(effect?.type === 'exchangeCode' && effect.code.reveal()).toBe('the-code');
		expect(effect).toMatchObject({attempt: 4, client});
	});

	test('keeps the reason for which a text is refused, until the next one', () => {
		const foreign = callbackText('https://www.anaplan.com/?code=x&state=other');
		const refused = on(awaitingCallback, {type: 'callbackSubmitted', text: foreign});
		expect(refused).toMatchObject({
			next: {status: 'awaitingCallback', refusal: {reason: 'otherAttempt'}},
			effects: [],
		});
		expect(
			on(refused.next, {type: 'callbackSubmitted', text: callbackText('')}).next,
		).toMatchObject({refusal: {verdict: 'empty'}});
		expect(on(refused.next, {type: 'callbackSubmitted', text: answer}).kinds).toEqual([
			'exchangeCode',
		]);
	});

	test('goes back to the same URL', () => {
		expect(on(awaitingCallback, {type: 'backWished'}).next).toEqual(authorizing);
	});
});

describe('exchanging', () => {
	test('stores the tokens before anything uses them', () => {
		const {next, effects} = on(sendingCode, {
			type: 'tokensReceived',
			attempt: 4,
			response: responseNamed('1'),
		});
		expect(next).toEqual(storingTokens);
		expect(effects).toEqual([{type: 'saveSession', attempt: 4, client, session}]);
	});

	test('is signed in once they are stored, and then asks who it is', () => {
		const {next, effects} = on(storingTokens, {
			type: 'sessionSaved',
			attempt: 4,
			autoRefresh: true,
		});
		expect(next).toMatchObject({
			status: 'signedIn',
			attempt: 4,
			signIn: 4,
			session,
			user: {kind: 'unknown'},
		});
		expect(effects).toEqual([{type: 'fetchUser', signIn: 4, client, session}]);
	});

	test.each([true, false])(
		'is followed by automatic refresh as it was chosen before: %s',
		autoRefresh => {
			expect(on(storingTokens, {type: 'sessionSaved', attempt: 4, autoRefresh}).next).toMatchObject(
				{status: 'signedIn', autoRefresh},
			);
		},
	);

	test.each(['backWished', 'retryWished', 'signInWished'] as const)(
		'does not listen to %s, which could lose the tokens',
		type => {
			expect(on(sendingCode, {type})).toMatchObject({next: sendingCode, effects: []});
			expect(on(storingTokens, {type})).toMatchObject({next: storingTokens, effects: []});
		},
	);

	test('offers the code again only when the request certainly never left', () => {
		const told = (reached: 'no' | 'perhaps' | undefined) =>
			on(sendingCode, {
				type: 'codeNotExchanged',
				attempt: 4,
				problem: problem('timed_out', reached === undefined ? {} : {reached}),
			}).next;
		expect(told('no')).toMatchObject({
			status: 'signInFailed',
			recovery: {kind: 'sendCode', code},
		});
		expect(told('perhaps')).toMatchObject({recovery: {kind: 'newSignIn'}});
		expect(told(undefined)).toMatchObject({recovery: {kind: 'newSignIn'}});
	});

	test('offers the code again when it was one request too many, after the waits that Anaplan asked for', () => {
		const waiting = on(sendingCode, {type: 'waitAsked', attempt: 4, waitMs: 2000}).next;
		expect(waiting).toMatchObject({step: {kind: 'sendingCode', waitMs: 2000}});
		expect(
			on(waiting, {type: 'codeNotExchanged', attempt: 4, problem: problem('rate_limited')}).next,
		).toMatchObject({status: 'signInFailed', recovery: {kind: 'sendCode', code}});
	});

	test('keeps the tokens when they cannot be stored', () => {
		const {next} = on(storingTokens, {type: 'sessionNotSaved', attempt: 4, problem: badNews});
		expect(next).toMatchObject({
			status: 'signInFailed',
			recovery: {kind: 'storeTokens', session},
		});
	});
});

describe('a failed exchange', () => {
	test('sends the code once more when it never left', () => {
		expect(on(failed({kind: 'sendCode', code}), {type: 'retryWished'})).toMatchObject({
			next: sendingCode,
			effects: [{type: 'exchangeCode', attempt: 4, code}],
		});
	});

	test('stores the tokens once more when only that failed', () => {
		expect(on(failed({kind: 'storeTokens', session}), {type: 'retryWished'})).toMatchObject({
			next: storingTokens,
			effects: [{type: 'saveSession', session}],
		});
	});

	test('begins a new attempt otherwise', () => {
		expect(on(failed({kind: 'newSignIn'}), {type: 'retryWished'})).toMatchObject({
			next: {status: 'preparing', attempt: 5},
			effects: [{type: 'prepareSignIn', attempt: 5}],
		});
	});

	test('can be left, but not while tokens wait to be stored', () => {
		expect(on(failed({kind: 'newSignIn'}), {type: 'backWished'}).next.status).toBe('setup');
		const waiting = failed({kind: 'storeTokens', session});
		expect(on(waiting, {type: 'backWished'}).next).toBe(waiting);
	});
});

describe('facts of another attempt', () => {
	const late: Fact[] = [3, 5].flatMap(attempt => [
		{type: 'signInPrepared', attempt, oauthState: 'other', watchClipboard: true},
		{type: 'captureChanged', attempt, capture: {clipboard: 'unavailable'}},
		{type: 'callbackCaptured', attempt, text: answer},
		{type: 'urlWritten', attempt, path: '/tmp/url'},
		{type: 'urlNotWritten', attempt, problem: badNews},
		{type: 'signInNotPossible', attempt, problem: badNews},
		{type: 'browserOpened', attempt},
		{type: 'browserNotOpened', attempt, problem: badNews},
		{type: 'tokensReceived', attempt, response: responseNamed('stale')},
		{type: 'codeNotExchanged', attempt, problem: badNews},
		{type: 'sessionSaved', attempt, autoRefresh: true},
		{type: 'sessionNotSaved', attempt, problem: badNews},
		{type: 'sessionNotRefreshed', attempt, problem: badNews},
		{type: 'tokenValidated', attempt, session},
		{type: 'loggedOut', attempt, draft, how: 'locally'},
	]);
	const states = [
		setup,
		preparing,
		authorizing,
		awaitingCallback,
		sendingCode,
		storingTokens,
		failed({kind: 'newSignIn'}),
	];

	test.each(late.map(fact => [fact.type, 'attempt' in fact ? fact.attempt : 0, fact] as const))(
		'%s of attempt %d changes nothing',
		(_, __, fact) => {
			for (const state of states) {
				expect(on(state, fact)).toEqual({next: state, effects: [], kinds: []});
			}
		},
	);

	test('nor do refreshes, users and changes of the store that belong to an earlier sign-in', () => {
		const told: Fact[] = [1, 3, 4, 5].flatMap(signIn => [
			{type: 'sessionRefreshed', signIn, by: 'us', session: sessionNamed('stale')},
			{type: 'userReceived', signIn, user: {id: 'stale', email: '', name: ''}},
			{type: 'userUnavailable', signIn, problem: badNews},
		]);
		for (const fact of [
			...told,
			{type: 'storeChanged', session: undefined, draft},
			{type: 'secondPassed'},
		] satisfies Fact[]) {
			for (const state of states) {
				expect(on(state, fact)).toEqual({next: state, effects: [], kinds: []});
			}
		}
	});
});

describe('quitting', () => {
	test('closes every state with the exit code, and nothing happens after it', () => {
		for (const state of [
			initialState,
			setup,
			preparing,
			authorizing,
			awaitingCallback,
			sendingCode,
			storingTokens,
		]) {
			const {next, effects} = on(state, {type: 'quitWished', exitCode: 130});
			expect(next).toEqual({status: 'closed', exitCode: 130});
			expect(effects).toEqual([]);
			expect(on(next, {type: 'quitWished', exitCode: 0}).next).toBe(next);
			expect(on(next, {type: 'started', intent: 'resume'})).toEqual({next, effects: [], kinds: []});
		}
	});
});
