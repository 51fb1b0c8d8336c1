import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';
import {problem} from '../../source/core/problem.ts';
import {failure, success} from '../../source/core/result.ts';
import {Secret} from '../../source/core/secret.ts';
import type {Effect, Fact, Wish} from '../../source/core/sign-in/flow.ts';
import {second} from '../../source/core/time.ts';
import {captureCallbacks} from '../../source/session/capture.ts';
import {signInMachine} from '../../source/session/sign-in.ts';
import {createStore} from '../../source/session/store.ts';
import {fakeClock, fakeListener, settled} from '../helpers/fakes.ts';
import {client, draft, oauthState, sentinel, sessionNamed} from '../helpers/samples.ts';

const address = (state = oauthState, code = `${sentinel}-code`) =>
	`https://www.anaplan.com/?code=${code}&state=${state}`;

type Options = {
	readonly clipboard?: boolean;
	readonly watchClipboard?: boolean;
	readonly plan?: (listener: ReturnType<typeof fakeListener>['plan']) => void;
};

/** The flow at Authorize, with what a person copies and what the listener hears. */
async function start({clipboard: ways = true, watchClipboard = true, plan}: Options = {}) {
	const {clock, advance} = fakeClock();
	const {listener, opened, plan: planned} = fakeListener();
	plan?.(planned);
	const clipboard: {text: string | undefined; reads: number; until?: Promise<void>} = {
		text: 'something private',
		reads: 0,
	};
	const effects: Effect[] = [];
	const store = createStore(clock, signInMachine, effect => {
		effects.push(effect);
	});
	const events: (Fact | Wish)[] = [];
	const watched = {
		...store,
		dispatch(event: Fact | Wish) {
			events.push(event);
			store.dispatch(event);
		},
	};
	const stop = captureCallbacks(
		watched,
		{
			callbackListener: listener,
			clipboard: {
				async read() {
					clipboard.reads += 1;
					const {text} = clipboard;
					await clipboard.until;
					return text === undefined
						? failure(problem('no_clipboard'))
						: success(new Secret('callback address', text));
				},
			},
			clock,
		},
		{clipboard: ways},
	);
	store.dispatch({type: 'profileLoaded', intent: 'signIn', draft, client, autoRefresh: true});
	store.dispatch({type: 'signInPrepared', attempt: 1, oauthState, watchClipboard});
	await settled();
	return {
		store,
		stop,
		events,
		effects,
		clipboard,
		opened,
		/** Lets seconds pass, with all that comes of each. */
		async pass(seconds = 1) {
			for (let count = 0; count < seconds; count += 1) {
				advance(second);
				await settled();
			}
		},
		exchanges: () => effects.filter(({type}) => type === 'exchangeCode').length,
		capture() {
			const state = store.getState();
			return 'capture' in state ? state.capture : undefined;
		},
	};
}

describe('the clipboard', () => {
	test('brings an address within two seconds of its being copied', async () => {
		const world = await start();
		await world.pass(10);
		expect(world.store.getState().status).toBe('authorizing');
		world.clipboard.text = ` ${address()}\n`;
		await world.pass(2);
		expect(world.store.getState()).toMatchObject({status: 'exchanging'});
		expect(world.exchanges()).toBe(1);
	});

	test('is looked at about once a second, and never twice at once', async () => {
		const world = await start();
		const before = world.clipboard.reads;
		await world.pass(10);
		expect(world.clipboard.reads - before).toBe(10);
		let answer = () => {};
		world.clipboard.until = new Promise(resolve => {
			answer = resolve;
		});
		await world.pass(5);
		expect(world.clipboard.reads - before).toBe(11);
		answer();
		await settled();
		await world.pass();
		expect(world.clipboard.reads - before).toBe(12);
	});

	test.each([
		['a password', `${sentinel}-password`],
		['an address of another attempt', address('another-state-of-32-letters-or-more')],
		['an address of another page', `https://evil.example/?code=x&state=${oauthState}`],
		['only a query', `?code=x&state=${oauthState}`],
		['only parameters', `code=x&state=${oauthState}`],
		['an error', `https://www.anaplan.com/?error=access_denied&state=${oauthState}`],
		['a book', `https://x.example ${'word '.repeat(100_000)} ${address()}`],
		['nothing', ''],
	])('that holds %s tells nothing and keeps nothing', async (_, text) => {
		const world = await start();
		world.clipboard.text = text;
		await world.pass(5);
		expect(world.events.filter(({type}) => type !== 'captureChanged')).toEqual([]);
		expect(world.store.getState().status).toBe('authorizing');
		expect(inspect([world.store.getState(), world.events], {depth: null})).not.toContain(sentinel);
	});

	test('that holds the URL to sign in with is not taken for the answer', async () => {
		const world = await start();
		const state = world.store.getState();
		world.clipboard.text = state.status === 'authorizing' ? state.request.url : '';
		await world.pass(3);
		expect(world.store.getState()).toBe(state);
	});

	test('that is not there is told once, asked more seldom, and told when it is back', async () => {
		const world = await start();
		world.clipboard.text = undefined;
		await world.pass();
		expect(world.capture()).toMatchObject({clipboard: 'unavailable'});
		const {reads} = world.clipboard;
		await world.pass(10);
		expect(world.clipboard.reads - reads).toBe(2);
		expect(world.events.filter(({type}) => type === 'captureChanged')).toHaveLength(3);
		world.clipboard.text = 'x';
		await world.pass(5);
		expect(world.capture()).toMatchObject({clipboard: 'watching'});
		world.clipboard.text = address();
		await world.pass();
		expect(world.exchanges()).toBe(1);
	});

	test('is not read at all when that is not wished, until it is', async () => {
		const world = await start({watchClipboard: false});
		world.clipboard.text = address();
		await world.pass(3);
		expect(world.clipboard.reads).toBe(0);
		expect(world.capture()).toMatchObject({clipboard: 'off'});
		world.store.dispatch({type: 'clipboardWatchToggled'});
		await settled();
		expect(world.exchanges()).toBe(1);
	});

	test('is left alone from the moment at which that is wished, whatever is being read', async () => {
		const world = await start();
		let answer = () => {};
		world.clipboard.until = new Promise(resolve => {
			answer = resolve;
		});
		world.clipboard.text = address();
		await world.pass();
		world.store.dispatch({type: 'clipboardWatchToggled'});
		answer();
		await world.pass(5);
		expect(world.store.getState().status).toBe('authorizing');
		expect(world.exchanges()).toBe(0);
	});

	test('is not read by those who do not want that', async () => {
		const world = await start({clipboard: false});
		await world.pass(3);
		expect(world.clipboard.reads).toBe(0);
		expect(world.opened).toHaveLength(1);
	});
});

describe('the listener', () => {
	test('brings the answer, on Callback too', async () => {
		for (const screen of ['authorizing', 'awaitingCallback']) {
			const world = await start();
			if (screen === 'awaitingCallback') {
				world.store.dispatch({type: 'callbackScreenWished'});
			}

			const query = new Secret('callback address', `?code=x&state=${oauthState}`);
			expect(world.opened[0]?.handlers.judge(query)).toBe('code');
			world.opened[0]?.handlers.captured(query);
			await settled();
			expect(world.store.getState().status).toBe('exchanging');
		}
	});

	test.each([
		'',
		'?',
		`?state=${oauthState}`,
		'?code=x',
		'?code=x&state=other',
		`?code=x&state=${oauthState}x`,
		`?code=x&code=y&state=${oauthState}`,
		'?error=access_denied',
		'?error=access_denied&state=other',
		`?code=${'x'.repeat(20_000)}&state=${oauthState}`,
	])('does not accept %j', async query => {
		const world = await start();
		expect(world.opened[0]?.handlers.judge(new Secret('callback address', query))).toBe('none');
	});

	test('brings a refusal too, which is told and ends nothing', async () => {
		const world = await start();
		const query = (text: string) => new Secret('callback address', `?${text}&state=${oauthState}`);
		const refusal = query('error=access_denied&error_description=No');
		expect(world.opened[0]?.handlers.judge(refusal)).toBe('refusal');
		world.opened[0]?.handlers.captured(refusal);
		await settled();
		expect(world.store.getState()).toMatchObject({
			status: 'awaitingCallback',
			refusal: {reason: 'errorResponse'},
		});
		world.opened[0]?.handlers.captured(query('code=x'));
		await settled();
		expect(world.store.getState().status).toBe('exchanging');
		expect(world.opened).toHaveLength(1);
	});

	test('is told of with its port, and whether it needs the bookmarklet', async () => {
		expect((await start()).capture()?.loopback).toEqual({
			kind: 'listening',
			port: 5000,
			needsBookmarklet: true,
		});
	});

	test('that cannot be opened is told, and the clipboard brings the address all the same', async () => {
		const trouble = problem('no_redirect_port');
		const world = await start({
			plan(plan) {
				plan.trouble = trouble;
			},
		});
		expect(world.capture()?.loopback).toEqual({kind: 'closed', reason: trouble.message});
		world.clipboard.text = address();
		await world.pass();
		expect(world.exchanges()).toBe(1);
	});

	test('whose time is over is told, and is not opened again in this attempt', async () => {
		const world = await start();
		world.opened[0]?.handlers.expired();
		await world.pass(3);
		expect(world.capture()?.loopback).toMatchObject({kind: 'closed'});
		expect(world.opened).toHaveLength(1);
	});

	test('that opens only after the screens are left is closed at once', async () => {
		let open = () => {};
		const world = await start({
			plan(plan) {
				plan.until = new Promise<void>(resolve => {
					open = resolve;
				});
			},
		});
		world.store.dispatch({type: 'backWished'});
		open();
		await settled();
		expect(world.opened).toMatchObject([{isOpen: false}]);
		expect(world.events.filter(({type}) => type !== 'captureChanged')).toEqual([]);
		expect(world.capture()).toBeUndefined();
	});
});

describe('both together', () => {
	test('take the first answer, and the code is sent once', async () => {
		const world = await start();
		world.clipboard.text = address();
		world.opened[0]?.handlers.captured(
			new Secret('callback address', `?code=first&state=${oauthState}`),
		);
		world.opened[0]?.handlers.captured(
			new Secret('callback address', `?code=second&state=${oauthState}`),
		);
		await world.pass(5);
		expect(world.exchanges()).toBe(1);
		expect(world.opened).toMatchObject([{isOpen: false}]);
	});

	test.each<[string, (world: Awaited<ReturnType<typeof start>>) => void]>([
		['going back to Setup', ({store}) => store.dispatch({type: 'backWished'})],
		['quitting', ({store}) => store.dispatch({type: 'quitWished', exitCode: 130})],
		[
			'an address that is pasted',
			({store}) =>
				store.dispatch({
					type: 'callbackSubmitted',
					text: new Secret('callback address', address()),
				}),
		],
		['being stopped', ({stop}) => stop()],
	])('end with %s', async (_, leave) => {
		const world = await start();
		leave(world);
		const {reads} = world.clipboard;
		const events = world.events.length;
		const exchanges = world.exchanges();
		world.clipboard.text = address();
		await world.pass(10);
		expect(world.opened).toMatchObject([{isOpen: false}]);
		expect(world.clipboard.reads).toBe(reads);
		expect(world.events).toHaveLength(events);
		expect(world.exchanges()).toBe(exchanges);
	});

	test('stay open between Authorize and Callback', async () => {
		const world = await start();
		for (const type of ['callbackScreenWished', 'backWished', 'callbackScreenWished'] as const) {
			world.store.dispatch({type});
			await world.pass();
		}

		expect(world.opened).toMatchObject([{isOpen: true}]);
	});

	test('begin anew with a new attempt, for its state alone', async () => {
		const world = await start();
		world.store.dispatch({type: 'backWished'});
		world.store.dispatch({type: 'clientSubmitted', client, draft});
		const newState = `new-${oauthState}`;
		world.store.dispatch({
			type: 'signInPrepared',
			attempt: 2,
			oauthState: newState,
			watchClipboard: true,
		});
		await settled();
		expect(world.opened).toMatchObject([{isOpen: false}, {isOpen: true}]);
		world.clipboard.text = address();
		await world.pass(3);
		expect(world.exchanges()).toBe(0);
		world.clipboard.text = address(newState);
		await world.pass();
		expect(world.exchanges()).toBe(1);
	});

	test('are not opened by someone who is signed in', async () => {
		const {clock} = fakeClock();
		const {listener, opened} = fakeListener();
		const store = createStore(clock, signInMachine, () => undefined);
		let reads = 0;
		captureCallbacks(
			store,
			{
				callbackListener: listener,
				clipboard: {
					async read() {
						reads += 1;
						return failure(problem('no_clipboard'));
					},
				},
				clock,
			},
			{clipboard: true},
		);
		store.dispatch({
			type: 'profileLoaded',
			intent: 'resume',
			draft,
			client,
			session: sessionNamed('1'),
			autoRefresh: true,
		});
		await settled();
		expect([reads, opened]).toEqual([0, []]);
	});
});
