import {type ReactNode, useState} from 'react';
import type {State} from '../core/flow.ts';
import {Secret} from '../core/secret.ts';
import {AppKeysContext, appKeysFor} from './app-keys.ts';
import {useKeys} from './hooks/use-keys.ts';
import {AuthorizeScreen} from './screens/authorize.tsx';
import {CallbackScreen} from './screens/callback.tsx';
import {DeviceScreen} from './screens/device.tsx';
import {ExchangeScreen} from './screens/exchange.tsx';
import {OtherUserScreen} from './screens/other-user.tsx';
import {ProfileScreen} from './screens/profile.tsx';
import {SetupScreen} from './screens/setup.tsx';
import {WaitingScreen} from './screens/waiting.tsx';
import {type Dispatch, useRoom} from './surroundings.ts';

type Props = {readonly state: State; readonly dispatch: Dispatch};

/** State to screen, and the two keys that work on every one. Stays mounted for the whole run. */
export function App({state, dispatch}: Props): ReactNode {
	const {profile} = useRoom();
	const [isHelpOpen, setHelpOpen] = useState(false);
	// A screen is left open by nothing but its own state.
	const isHelp =
		isHelpOpen && state.status === 'signedIn' && state.activity.kind !== 'offeringToForget';
	const appKeys = appKeysFor(state, dispatch, isHelp ? () => setHelpOpen(false) : undefined);
	useKeys(appKeys);
	return (
		<AppKeysContext value={appKeys}>
			<CurrentScreen
				key={profile}
				state={state}
				dispatch={dispatch}
				isHelp={isHelp}
				openHelp={setHelpOpen}
			/>
		</AppKeysContext>
	);
}

function CurrentScreen({
	state,
	dispatch,
	isHelp,
	openHelp,
}: Props & {readonly isHelp: boolean; readonly openHelp: (isOpen: boolean) => void}): ReactNode {
	// Pasted one screen early, and refused: the next screen begins with it.
	const [early, setEarly] = useState({attempt: -1, text: ''});
	switch (state.status) {
		case 'starting':
			return <WaitingScreen text="Looking at what is stored …" />;
		case 'setup':
			return <SetupScreen key={state.attempt} state={state} dispatch={dispatch} />;
		case 'preparing':
			return <WaitingScreen step="Authorize" text="Preparing the sign-in …" />;
		case 'authorizing':
			return (
				<AuthorizeScreen
					state={state}
					dispatch={dispatch}
					onPaste={text => {
						setEarly({attempt: state.attempt, text});
						dispatch({type: 'callbackSubmitted', text: new Secret('callback address', text)});
					}}
				/>
			);
		case 'awaitingCallback':
			return (
				<CallbackScreen
					state={state}
					dispatch={dispatch}
					initialText={early.attempt === state.attempt ? early.text : ''}
				/>
			);
		case 'requestingDeviceCode':
			return <WaitingScreen step="Authorize" text="Asking Anaplan for a code …" />;
		case 'awaitingDevice':
			return <DeviceScreen state={state} dispatch={dispatch} />;
		case 'exchanging':
		case 'exchangeFailed':
			return <ExchangeScreen state={state} dispatch={dispatch} />;
		case 'confirmingUser':
			return <OtherUserScreen state={state} dispatch={dispatch} />;
		case 'signedIn':
			return (
				<ProfileScreen state={state} dispatch={dispatch} isHelp={isHelp} openHelp={openHelp} />
			);
		case 'closed':
			return null;
	}
}
