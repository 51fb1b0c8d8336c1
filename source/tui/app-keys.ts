import {createContext, useContext} from 'react';
import type {State} from '../core/sign-in/flow.ts';
import {backFrom} from '../core/sign-in/recovery.ts';
import type {KeyTable} from './keys.ts';
import type {Dispatch} from './surroundings.ts';

/** What Esc does, and how the footer calls it. */
export type Back = {readonly hint?: string; readonly short?: string; readonly run: () => void};

/** The keys of the app itself, Esc and Ctrl+C: for every screen the same two, with one meaning per state; `within` is Esc's where a screen has several faces. */
export function appKeysFor(state: State, dispatch: Dispatch, within?: Back | 'none'): KeyTable {
	const back = within === 'none' ? undefined : (within ?? backFor(state, dispatch));
	return [
		...(back ? [{keys: ['escape'], label: 'Esc', about: 'goes back', ...back}] : []),
		{
			keys: ['ctrl+c'],
			label: 'Ctrl+C',
			hint: 'leave',
			about: 'leaves from anywhere, with exit code 130',
			run: () => dispatch({type: 'quitWished', exitCode: 130}),
		},
	];
}

const toSetup = {hint: 'back to Setup', short: 'back'};

function backFor(state: State, dispatch: Dispatch): Back | undefined {
	const run = () => dispatch({type: 'backWished'});
	switch (state.status) {
		case 'preparing':
		case 'authorizing':
		case 'requestingDeviceCode':
		case 'awaitingDevice':
			return {...toSetup, run};
		case 'awaitingCallback':
			return {hint: 'back', run};
		case 'signInFailed':
			return {
				stay: undefined,
				giveUp: {hint: 'give it up', short: 'give up', run},
				toSetup: {...toSetup, run},
			}[backFrom(state.recovery).kind];
		case 'confirmingUser':
			// The screen's own n says it.
			return {run};
		case 'signedIn':
			return state.activity.kind === 'offeringToForget'
				? {hint: 'stay signed in', short: 'stay', run}
				: undefined;
		case 'starting':
		case 'setup':
		case 'exchanging':
		case 'closed':
			return undefined;
	}
}

export const AppKeysContext = createContext<KeyTable>([]);
export const useAppKeys = (): KeyTable => useContext(AppKeysContext);
