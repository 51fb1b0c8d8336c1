import {describe, expect, test} from 'vitest';
import type {Effect} from '../../source/core/sign-in/flow.ts';
import {signInMachine} from '../../source/session/sign-in.ts';
import {createStore, reached} from '../../source/session/store.ts';
import {fakeClock} from '../helpers/fakes.ts';
import {client, draft, noon, sessionNamed} from '../helpers/samples.ts';

const start = (runEffect: (effect: Effect) => void = () => {}) => {
	const {clock, advance} = fakeClock();
	const effects: Effect[] = [];
	const store = createStore(clock, signInMachine, effect => {
		effects.push(effect);
		runEffect(effect);
	});
	return {store, effects, advance};
};

const loaded = {type: 'profileLoaded', intent: 'resume', draft, autoRefresh: true} as const;

describe('the store', () => {
	test('tells its listeners of a change, and of nothing else', () => {
		const {store} = start();
		let calls = 0;
		const stop = store.subscribe(() => calls++);
		store.dispatch({type: 'backWished'});
		expect(calls).toBe(0);
		store.dispatch(loaded);
		expect(calls).toBe(1);
		stop();
		store.dispatch({type: 'clientSubmitted', client, draft});
		expect(calls).toBe(1);
		expect(store.getState().status).toBe('preparing');
	});

	test('hands every effect over once, after the state has changed', () => {
		const seen: string[] = [];
		const {store, effects} = start(() => seen.push(store.getState().status));
		store.dispatch({type: 'started', intent: 'resume'});
		store.dispatch(loaded);
		store.dispatch({type: 'clientSubmitted', client, draft});
		expect(effects.map(({type}) => type)).toEqual(['loadProfile', 'prepareSignIn']);
		expect(seen).toEqual(['starting', 'preparing']);
	});

	test('lets an event that comes while another is handled wait for its turn', () => {
		const order: string[] = [];
		const {store} = start();
		store.subscribe(() => {
			const {status} = store.getState();
			order.push(`begin ${status}`);
			if (status === 'setup') {
				store.dispatch({type: 'clientSubmitted', client, draft});
			}

			order.push(`end ${status}`);
		});
		store.dispatch(loaded);
		expect(order).toEqual(['begin setup', 'end setup', 'begin preparing', 'end preparing']);
	});

	test('stamps every event with the time at which it came', () => {
		const {store, advance} = start();
		const session = sessionNamed('1');
		store.dispatch({...loaded, client, session, autoRefresh: false});
		advance(1234);
		store.dispatch({type: 'copied', what: 'accessToken', route: 'system'});
		expect(store.getState()).toMatchObject({happenings: [{at: noon + 1234}]});
	});

	test('goes on after a listener that throws', () => {
		const {store} = start();
		const stop = store.subscribe(() => {
			throw new Error('defect');
		});
		expect(() => store.dispatch(loaded)).toThrow('defect');
		stop();
		store.dispatch({type: 'clientSubmitted', client, draft});
		expect(store.getState().status).toBe('preparing');
	});
});

describe('waiting for a state', () => {
	test('ends with the present one when it fits, and with the first that does', async () => {
		const {store} = start();
		expect(await reached(store, ({status}) => status === 'starting')).toEqual({status: 'starting'});
		const later = reached(store, ({status}) => status === 'preparing');
		store.dispatch(loaded);
		store.dispatch({type: 'clientSubmitted', client, draft});
		store.dispatch({type: 'backWished'});
		expect(await later).toMatchObject({status: 'preparing'});
	});
});
