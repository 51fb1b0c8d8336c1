import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {Session} from '../../source/core/oauth/session.ts';
import {problem} from '../../source/core/problem.ts';
import type {Variables} from '../../source/core/profiles/profile.ts';
import type {Effect, State} from '../../source/core/sign-in/flow.ts';
import {hour, minute} from '../../source/core/time.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {createRunEffect} from '../../source/session/run-effect.ts';
import {createSessionKeeper} from '../../source/session/session-keeper.ts';
import {type SignIn, signInMachine} from '../../source/session/sign-in.ts';
import {createStore} from '../../source/session/store.ts';
import {watchStore} from '../../source/session/watch-store.ts';
import {diskFull, fakePorts, noNetwork, replyLost, sent, settled} from '../helpers/fakes.ts';
import {
	after,
	callbackText,
	client,
	draft,
	emptyReply,
	jsonReply,
	noon,
	sentinel,
	sessionNamed,
	tokenReply,
	userReply,
} from '../helpers/samples.ts';

type Answer = Parameters<typeof fakePorts>[0];
const denied = jsonReply(401, {status: 'FAILURE_UNAUTHORIZED_USER_ACTION'});

/** The flow with its effects, as the program runs it, over a store that may hold a session. */
const start = async (answer: Answer, session?: Session, variables: Variables = {}) => {
	const world = fakePorts(answer);
	const profiles = createProfiles(world.ports, 'default', variables);
	const keeper = createSessionKeeper({...world.ports, profiles});
	const parkedKeeper = createSessionKeeper({...world.ports, profiles: profiles.parked});
	if (session) {
		await profiles.keepSignIn(client, session);
	}

	const failures: unknown[] = [];
	const effects: Effect[] = [];
	const run = createRunEffect({ports: world.ports, profiles, keeper, parkedKeeper}, error =>
		failures.push(error),
	);
	const store = createStore(world.ports.clock, signInMachine, (effect, dispatch) => {
		effects.push(effect);
		run(effect, dispatch);
	});
	watchStore({ports: world.ports, profiles}, store);
	world.journal.length = 0;
	const dispatch = async (event: Parameters<SignIn['dispatch']>[0]) => {
		store.dispatch(event);
		await settled();
		return store.getState();
	};

	const stored = () => world.store.credentialsOf.get('default')?.session;
	return {...world, files: world.store, store, dispatch, failures, effects, stored};
};

/** Paths: /oauth/token gives new tokens, /2/0/users/me the user, the rest 204. */
const anaplan: Answer = ({url}, count) =>
	url.endsWith('/oauth/token')
		? tokenReply(`new-${count}`)
		: url.endsWith('/users/me')
			? userReply()
			: emptyReply(204);

const answerTo = (state: State) => {
	if (state.status !== 'awaitingCallback' && state.status !== 'authorizing') {
		throw new Error(`no sign-in to answer to: ${state.status}`);
	}

	return callbackText(
		`https://www.anaplan.com/?code=${sentinel}-code&state=${state.request.oauthState}`,
	);
};

describe('a sign-in', () => {
	test('goes from nothing to the user, and everything is in the store', async () => {
		const world = await start(anaplan);
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			status: 'setup',
		});
		const authorizing = await world.dispatch({type: 'clientSubmitted', client, draft});
		expect(authorizing).toMatchObject({
			status: 'authorizing',
			request: {oauthState: expect.stringMatching(/^state-1-/)},
		});
		await world.dispatch({type: 'browserWished'});
		await world.dispatch({type: 'urlCopyWished'});
		const url = authorizing.status === 'authorizing' ? authorizing.request.url : '';
		expect([world.opened, world.copied]).toEqual([[url], [url]]);
		const signedIn = await world.dispatch({type: 'callbackSubmitted', text: answerTo(authorizing)});
		expect(signedIn).toMatchObject({
			status: 'signedIn',
			user: {kind: 'known', user: {email: 'a.user@example.com'}},
		});
		expect(sent(world.requests[0], 'code')).toBe(`${sentinel}-code`);
		expect(world.stored()?.accessToken.reveal()).toBe(`${sentinel}-access-new-1`);
		expect(world.files.settingsOf.get('default')).toMatchObject({
			user: {email: 'a.user@example.com'},
		});
		expect(world.files.violations).toEqual([]);
		expect(world.failures).toEqual([]);
	});

	test('copies to the system’s clipboard, else to the terminal’s, else says so with a way out', async () => {
		const world = await start(anaplan);
		await world.dispatch({type: 'started', intent: 'resume'});
		await world.dispatch({type: 'clientSubmitted', client, draft});
		const loopback = {kind: 'listening', port: 5000, needsBookmarklet: true} as const;
		await world.dispatch({type: 'captureChanged', attempt: 1, capture: {loopback}});
		world.clipboard.trouble = problem('no_clipboard');
		expect(await world.dispatch({type: 'urlCopyWished'})).toMatchObject({
			notice: {problem: {code: 'no_clipboard', hint: expect.stringContaining('Press p')}},
		});
		world.terminal.takesText = true;
		const sent = await world.dispatch({type: 'urlCopyWished'});
		expect(sent).toMatchObject({notice: {text: expect.stringContaining('terminal’s clipboard')}});
		// Nobody knows whether that way works.
		expect(sent).not.toHaveProperty('wayOut');
		await world.dispatch({type: 'bookmarkletCopyWished'});
		expect(world.copied).toEqual([]);
		expect(world.sentToTerminal).toEqual([
			expect.stringContaining('/auth/prelogin?'),
			expect.stringContaining('javascript:'),
		]);
	});

	test('writes the URL to a file when wished, and says where or why not', async () => {
		const world = await start(anaplan);
		await world.dispatch({type: 'started', intent: 'resume'});
		const authorizing = await world.dispatch({type: 'clientSubmitted', client, draft});
		const url = authorizing.status === 'authorizing' ? authorizing.request.url : '';
		expect(await world.dispatch({type: 'urlFileWished'})).toMatchObject({
			notice: {text: expect.stringContaining('/tmp/authorization-url.txt')},
		});
		expect(world.written).toEqual([url]);
		world.faults.urlFile = diskFull;
		expect(await world.dispatch({type: 'urlFileWished'})).toMatchObject({
			notice: {problem: diskFull},
		});
	});

	test('remembers the way out that worked and the choice about the clipboard, for the next one', async () => {
		const world = await start(anaplan);
		await world.dispatch({type: 'started', intent: 'resume'});
		const first = await world.dispatch({type: 'clientSubmitted', client, draft});
		expect(first).toMatchObject({capture: {clipboard: 'trying'}});
		expect(first).not.toHaveProperty('wayOut');
		await world.dispatch({type: 'urlFileWished'});
		await world.dispatch({type: 'clipboardWatchToggled'});
		expect(world.files.settingsOf.get('default')).toMatchObject({
			wayOut: 'file',
			watchClipboard: false,
		});
		const signedIn = await world.dispatch({type: 'callbackSubmitted', text: answerTo(first)});
		expect(signedIn).toMatchObject({status: 'signedIn'});
		expect(await world.dispatch({type: 'signInWished'})).toMatchObject({
			status: 'authorizing',
			wayOut: 'file',
			capture: {clipboard: 'off'},
		});
		expect(world.files.violations).toEqual([]);
	});

	test('has its tokens on disk before they are used', async () => {
		const world = await start(anaplan);
		await world.dispatch({type: 'started', intent: 'resume'});
		const authorizing = await world.dispatch({type: 'clientSubmitted', client, draft});
		world.journal.length = 0;
		await world.dispatch({type: 'callbackSubmitted', text: answerTo(authorizing)});
		const first = (entry: string) => world.journal.indexOf(entry);
		expect(first('http /oauth/token')).toBeLessThan(first('credentials written'));
		expect(first('credentials written')).toBeLessThan(first('http /2/0/users/me'));
	});

	test('does not begin when the store cannot be written, before anyone is sent to a browser', async () => {
		const world = await start(anaplan);
		await world.dispatch({type: 'started', intent: 'resume'});
		world.files.faults.write.push(diskFull);
		expect(await world.dispatch({type: 'clientSubmitted', client, draft})).toMatchObject({
			status: 'setup',
			notice: {problem: diskFull},
		});
	});

	test.each([
		['never left is sent again when wished', noNetwork, 2, 'signedIn'],
		['may have arrived is not', replyLost, 1, 'authorizing'],
		['was refused is not', jsonReply(403, {error: 'invalid_grant'}), 1, 'authorizing'],
	] as const)('whose code %s', async (_, first, exchanges, status) => {
		const world = await start((request, count) => (count === 1 ? first : anaplan(request, count)));
		await world.dispatch({type: 'started', intent: 'resume'});
		const authorizing = await world.dispatch({type: 'clientSubmitted', client, draft});
		expect(
			await world.dispatch({type: 'callbackSubmitted', text: answerTo(authorizing)}),
		).toMatchObject({status: 'signInFailed'});
		expect(await world.dispatch({type: 'retryWished'})).toMatchObject({status});
		expect(world.to('/oauth/token')).toHaveLength(exchanges);
	});

	test('whose tokens cannot be stored keeps them until they can', async () => {
		const world = await start(anaplan);
		await world.dispatch({type: 'started', intent: 'resume'});
		const authorizing = await world.dispatch({type: 'clientSubmitted', client, draft});
		world.files.faults.write.push(diskFull);
		expect(
			await world.dispatch({type: 'callbackSubmitted', text: answerTo(authorizing)}),
		).toMatchObject({status: 'signInFailed', problem: diskFull});
		expect(await world.dispatch({type: 'retryWished'})).toMatchObject({status: 'signedIn'});
		expect(world.to('/oauth/token')).toHaveLength(1);
		expect(world.stored()?.accessToken.reveal()).toContain('access-new-1');
	});

	test('goes on with the choice of automatic refresh that was stored before it', async () => {
		const world = await start(anaplan, sessionNamed('old'));
		await world.dispatch({type: 'started', intent: 'resume'});
		await world.dispatch({type: 'autoRefreshToggled'});
		const authorizing = await world.dispatch({type: 'signInWished'});
		expect(
			await world.dispatch({type: 'callbackSubmitted', text: answerTo(authorizing)}),
		).toMatchObject({status: 'signedIn', signIn: 2, autoRefresh: false});
		expect(world.files.settingsOf.get('default')).toMatchObject({autoRefresh: false});
	});

	test('of another person neither shows nor stores the user of the one before, however late that comes', async () => {
		const users: ((reply: ReturnType<typeof userReply>) => void)[] = [];
		const world = await start(
			(request, count) =>
				request.url.endsWith('/users/me')
					? new Promise(resolve => {
							users.push(resolve);
						})
					: anaplan(request, count),
			sessionNamed('old'),
		);
		const storedUser = () => world.files.settingsOf.get('default')?.user?.email;
		await world.dispatch({type: 'started', intent: 'resume'});
		const authorizing = await world.dispatch({type: 'signInWished'});
		const second = await world.dispatch({
			type: 'callbackSubmitted',
			text: answerTo(authorizing),
		});
		expect(second).toMatchObject({status: 'signedIn', user: {kind: 'unknown'}});
		expect(users).toHaveLength(2);
		users[0]?.(userReply('first@example.com'));
		await settled();
		expect(world.store.getState()).toBe(second);
		expect(storedUser()).toBeUndefined();
		users[1]?.(userReply('second@example.com'));
		await settled();
		expect(world.store.getState()).toMatchObject({
			user: {kind: 'known', user: {email: 'second@example.com'}},
		});
		expect(storedUser()).toBe('second@example.com');
		expect(world.files.violations).toEqual([]);
	});

	test('that is abandoned on the way stores no user who comes meanwhile', async () => {
		let answerIt: (reply: ReturnType<typeof userReply>) => void = () => {};
		const world = await start(
			(request, count) =>
				request.url.endsWith('/users/me')
					? new Promise(resolve => {
							answerIt = resolve;
						})
					: anaplan(request, count),
			sessionNamed('old'),
		);
		await world.dispatch({type: 'started', intent: 'resume'});
		const authorizing = await world.dispatch({type: 'signInWished'});
		answerIt(userReply());
		await settled();
		expect(world.store.getState()).toBe(authorizing);
		expect(world.files.settingsOf.get('default')).not.toHaveProperty('user');
	});

	test('that is to be reviewed first begins at Setup with everything filled in', async () => {
		const world = await start(anaplan, sessionNamed('old'));
		expect(await world.dispatch({type: 'started', intent: 'review'})).toEqual({
			status: 'setup',
			attempt: 0,
			draft,
		});
		expect(world.journal).toEqual([]);
		expect(await world.dispatch({type: 'clientSubmitted', client, draft})).toMatchObject({
			status: 'authorizing',
			attempt: 1,
		});
		expect(world.stored()).toEqual(sessionNamed('old'));
	});

	test('never shows a secret in states, effects or the journal', async () => {
		const world = await start(anaplan);
		const seen: unknown[] = [];
		world.store.subscribe(() => seen.push(world.store.getState()));
		await world.dispatch({type: 'started', intent: 'resume'});
		const authorizing = await world.dispatch({type: 'clientSubmitted', client, draft});
		await world.dispatch({type: 'callbackSubmitted', text: answerTo(authorizing)});
		expect(
			inspect([seen, world.effects, world.journal, world.requests], {depth: null}) +
				JSON.stringify([seen, world.effects]),
		).not.toContain(sentinel);
	});
});

describe('a resumed sign-in', () => {
	test('asks for the user with the stored token', async () => {
		const world = await start(anaplan, sessionNamed('old'));
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			status: 'signedIn',
			user: {kind: 'known'},
		});
		expect(world.journal.filter(entry => entry.startsWith('http'))).toEqual(['http /2/0/users/me']);
	});

	test('waits for the user where Anaplan is busy, and tells of the wait', async () => {
		const world = await start(
			(request, count) =>
				count <= 2 ? jsonReply(429, {}, {retryAfter: '3'}) : anaplan(request, count),
			sessionNamed('old'),
		);
		const users: unknown[] = [];
		world.store.subscribe(() => {
			const state = world.store.getState();
			const user = state.status === 'signedIn' ? state.user : undefined;
			// Writing the user brings the state once more, with nothing new in it.
			if (users.at(-1) !== user) {
				users.push(user);
			}
		});
		await world.dispatch({type: 'started', intent: 'resume'});
		expect(users).toMatchObject([
			{kind: 'unknown'},
			{kind: 'unknown', waitMs: 3000},
			{kind: 'unknown', waitMs: 3000},
			{kind: 'known'},
		]);
		expect(world.slept).toEqual([3000, 3000]);
	});

	test('refreshes an expired token first, once, and then asks for the user', async () => {
		const world = await start(anaplan, sessionNamed('old'));
		world.advance(hour);
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			user: {kind: 'known'},
			activity: {kind: 'idle'},
		});
		expect(world.to('/oauth/token')).toHaveLength(1);
		expect(world.to('/2/0/users/me')).toHaveLength(1);
	});

	test('whose token is refused on users/me is refreshed once, and the user asked for once more', async () => {
		const world = await start(
			(request, count) => (count === 1 ? denied : anaplan(request, count)),
			sessionNamed('old'),
		);
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			user: {kind: 'known'},
		});
		expect(world.stored()?.accessToken.reveal()).toContain('access-new-2');
		expect(world.journal.filter(entry => entry.startsWith('http'))).toEqual([
			'http /2/0/users/me',
			'http /oauth/token',
			'http /2/0/users/me',
		]);
	});

	test('whose every token is refused on users/me is refreshed once and once only', async () => {
		const world = await start(
			(request, count) => (request.url.endsWith('/users/me') ? denied : anaplan(request, count)),
			sessionNamed('old'),
		);
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			user: {kind: 'unavailable', problem: {code: 'forbidden'}},
		});
		expect(world.to('/oauth/token')).toHaveLength(1);
		expect(world.to('/2/0/users/me')).toHaveLength(2);
	});

	test('shows that it has ended, and stays', async () => {
		const world = await start(() => jsonReply(403, {error: 'invalid_grant'}), sessionNamed('old'));
		world.advance(hour);
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			status: 'signedIn',
			ended: {code: 'sign_in_ended'},
		});
		world.advance(hour);
		await world.dispatch({type: 'secondPassed'});
		expect(world.to('/oauth/token')).toHaveLength(1);
	});

	test('from a store that cannot be read shows Setup with the reason', async () => {
		const world = await start(anaplan, sessionNamed('old'));
		world.files.faults.read = problem('store_unreadable');
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			status: 'setup',
			notice: {problem: {code: 'store_unreadable'}},
		});
	});

	test('that a variable makes unusable shows Setup with the reason, and stays stored', async () => {
		const world = await start(anaplan, sessionNamed('old'), {ANAPLAN_REGION: 'xx'});
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			status: 'setup',
			draft: {region: 'xx'},
			notice: {kind: 'problem', problem: {code: 'usage'}},
		});
		expect(world.requests).toEqual([]);
		expect(world.stored()).toEqual(sessionNamed('old'));
	});

	test('shows the user of the run before until the present one is known', async () => {
		const world = await start(
			request => (request.url.endsWith('/users/me') ? noNetwork : emptyReply(204)),
			sessionNamed('old'),
		);
		const user = {id: 'u', email: 'before@example.com', name: 'Before'};
		await createProfiles(world.ports, 'default', {}).keepUser(user);
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			user: {kind: 'remembered', user},
		});
		expect(world.files.settingsOf.get('default')).toMatchObject({user});
	});

	test('learns of tokens and of a sign-out that another process stored', async () => {
		const world = await start(anaplan, sessionNamed('old'));
		await world.dispatch({type: 'started', intent: 'resume'});
		const other = createProfiles(world.ports, 'default', {});
		await other.amendSession(sessionNamed('old'), () => sessionNamed('theirs'));
		await settled();
		const state = world.store.getState();
		expect(state.status === 'signedIn' && state.session.accessToken.reveal()).toBe(
			`${sentinel}-access-theirs`,
		);
		await other.forgetSession();
		await settled();
		expect(world.store.getState()).toMatchObject({status: 'setup'});
	});
});

describe('when signed in', () => {
	const signedIn = async (answer: Answer = anaplan) => {
		const world = await start(answer, sessionNamed('old'));
		await world.dispatch({type: 'started', intent: 'resume'});
		return world;
	};

	test('a refresh stores and shows the new tokens', async () => {
		const world = await signedIn();
		expect(await world.dispatch({type: 'refreshWished'})).toMatchObject({
			activity: {kind: 'idle'},
			happenings: [{notice: {text: 'Refreshed.'}}],
		});
		expect(world.stored()?.accessToken.reveal()).toContain('access-new-2');
	});

	test('a validation corrects the expiry here and in the store', async () => {
		const world = await signedIn(request =>
			request.url.endsWith('/token/validate')
				? jsonReply(200, {status: 'SUCCESS', tokenInfo: {expiresAt: after(20 * minute)}})
				: userReply(),
		);
		expect(await world.dispatch({type: 'validationWished'})).toMatchObject({
			session: {expiresAt: after(20 * minute)},
			activity: {kind: 'idle'},
		});
		expect(world.stored()?.expiresAt).toBe(after(20 * minute));
		expect(world.files.violations).toEqual([]);
	});

	test('a validation waits where Anaplan is busy', async () => {
		const world = await signedIn((request, count) =>
			count === 2 ? jsonReply(503, {}, {retryAfter: '3'}) : anaplan(request, count),
		);
		const waits: unknown[] = [];
		world.store.subscribe(() => {
			const state = world.store.getState();
			waits.push('activity' in state && 'waitMs' in state.activity && state.activity.waitMs);
		});
		await world.dispatch({type: 'validationWished'});
		expect(waits).toContain(3000);
		expect(world.to('/token/validate')).toHaveLength(2);
	});

	test('a validation that fails changes nothing', async () => {
		const world = await signedIn(({url}) =>
			url.endsWith('/token/validate')
				? jsonReply(401, {status: 'FAILURE_INVALID_TOKEN'})
				: userReply(),
		);
		expect(await world.dispatch({type: 'validationWished'})).toMatchObject({
			happenings: [{notice: {problem: {code: 'token_rejected'}}}],
		});
		expect(world.stored()).toEqual(sessionNamed('old'));
	});

	test('the access token is copied as a secret, and automatic refresh is remembered', async () => {
		const world = await signedIn();
		await world.dispatch({type: 'tokenCopyWished'});
		expect(world.copied).toEqual([sessionNamed('old').accessToken]);
		// Never through a terminal, where it may be logged on the way.
		world.terminal.takesText = true;
		world.clipboard.trouble = problem('no_clipboard');
		expect(await world.dispatch({type: 'tokenCopyWished'})).toMatchObject({
			happenings: [{notice: {problem: {code: 'no_clipboard'}}}, {}],
		});
		expect(world.sentToTerminal).toEqual([]);
		await world.dispatch({type: 'autoRefreshToggled'});
		expect(world.files.settingsOf.get('default')).toMatchObject({autoRefresh: false});
	});

	test('logging out shows Setup with the client', async () => {
		const world = await signedIn();
		expect(await world.dispatch({type: 'logoutWished'})).toMatchObject({
			status: 'setup',
			draft: {clientId: 'client-1'},
		});
		expect(world.stored()).toBeUndefined();
	});

	test('logging out without a network offers to forget, and forgets without asking Anaplan', async () => {
		const world = await signedIn(({url}) =>
			url.endsWith('/token/logout') ? noNetwork : userReply(),
		);
		expect(await world.dispatch({type: 'logoutWished'})).toMatchObject({
			activity: {kind: 'offeringToForget'},
		});
		expect(world.stored()).toEqual(sessionNamed('old'));
		expect(await world.dispatch({type: 'forgetWished'})).toMatchObject({status: 'setup'});
		expect(world.stored()).toBeUndefined();
		expect(world.to('/token/logout')).toHaveLength(1);
	});

	test('a logout whose reply is lost shows the access token as over, as it is stored', async () => {
		const world = await signedIn(({url}) =>
			url.endsWith('/token/logout') ? replyLost : userReply(),
		);
		const over = sessionNamed('old', {expiresAt: noon});
		expect(await world.dispatch({type: 'logoutWished'})).toMatchObject({
			activity: {kind: 'offeringToForget'},
			session: over,
		});
		expect(world.stored()).toEqual(over);
		expect(await world.dispatch({type: 'backWished'})).toMatchObject({
			status: 'signedIn',
			session: over,
		});
	});

	test('a late reply after quitting changes nothing', async () => {
		let answerIt: (reply: ReturnType<typeof tokenReply>) => void = () => {};
		const world = await signedIn(({url}) =>
			url.endsWith('/oauth/token')
				? new Promise(resolve => {
						answerIt = resolve;
					})
				: userReply(),
		);
		await world.dispatch({type: 'refreshWished'});
		const closed = await world.dispatch({type: 'quitWished', exitCode: 0});
		answerIt(tokenReply('late'));
		await settled();
		expect(world.store.getState()).toBe(closed);
		expect(world.stored()?.accessToken.reveal()).toContain('access-late');
	});
});

test('a defect in a port is passed on, and not swallowed', async () => {
	const world = await start(() => {
		throw new Error('defect');
	}, sessionNamed('old'));
	await world.dispatch({type: 'started', intent: 'resume'});
	expect(world.failures).toMatchObject([{message: 'defect'}]);
});
