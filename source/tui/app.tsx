import {type ReactNode, useEffect, useState, useSyncExternalStore} from 'react';
import type {ProfilesState} from '../core/profiles/profiles-states.ts';
import {Secret} from '../core/secret.ts';
import type {State} from '../core/sign-in/flow.ts';
import {AppKeysContext, appKeysFor} from './app-keys.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useTerminalKeys} from './hooks/use-terminal-keys.ts';
import {AuthorizeScreen} from './screens/authorize.tsx';
import {BrowseScreen} from './screens/browse.tsx';
import {backWithin} from './screens/browse-keys.ts';
import {CallbackScreen} from './screens/callback.tsx';
import {DeviceScreen} from './screens/device.tsx';
import {ExchangeScreen} from './screens/exchange.tsx';
import {OtherUserScreen} from './screens/other-user.tsx';
import {ProfileScreen} from './screens/profile.tsx';
import {ProfilesScreen} from './screens/profiles.tsx';
import {backInProfiles} from './screens/profiles-keys.ts';
import {SetupScreen} from './screens/setup.tsx';
import type {SetupForm} from './screens/setup-form.ts';
import {WaitingScreen} from './screens/waiting.tsx';
import {type Dispatch, useProfiles, useRoom} from './surroundings.ts';

type Props = {readonly state: State; readonly dispatch: Dispatch};

/** State to screen, and the two keys that work on every one. Stays mounted for the whole run. */
export function App({state, dispatch}: Props): ReactNode {
	const {browse} = useRoom();
	const browsing = useSyncExternalStore(browse.subscribe, browse.getState);
	const profiles = useProfiles();
	const listed = useSyncExternalStore(profiles.subscribe, profiles.getState);
	const [isHelpOpen, openHelp] = useState(false);
	// biome-ignore lint/correctness/useExhaustiveDependencies: the help of a screen that was left is closed.
	useEffect(() => openHelp(false), [state.status]);
	// A screen is left open by nothing but its own state.
	const isFree = state.status === 'signedIn' && state.activity.kind !== 'offeringToForget';
	const isListing = listed.status === 'open';
	const isBrowsing = isFree && !isListing && browsing.places.length > 0;
	const isHelp = (isFree || state.status === 'authorizing') && !isListing && isHelpOpen;
	const within = isListing
		? backInProfiles(listed, profiles.dispatch)
		: isHelp
			? {hint: 'close', run: () => openHelp(false)}
			: isBrowsing
				? backWithin(browsing, browse.dispatch)
				: undefined;
	const appKeys = appKeysFor(state, dispatch, within);
	useKeys([...appKeys, ...useTerminalKeys(state)]);
	return (
		<AppKeysContext value={appKeys}>
			{isBrowsing ? (
				<BrowseScreen state={browsing} isHelp={isHelp} openHelp={openHelp} />
			) : (
				<CurrentScreen
					key={listed.room}
					listed={listed}
					state={state}
					dispatch={dispatch}
					isHelp={isHelp}
					openHelp={openHelp}
				/>
			)}
		</AppKeysContext>
	);
}

function CurrentScreen({
	listed,
	state,
	dispatch,
	isHelp,
	openHelp,
}: Props & {
	readonly listed: ProfilesState;
	readonly isHelp: boolean;
	readonly openHelp: (isOpen: boolean) => void;
}): ReactNode {
	// Pasted one screen early, and refused: the next screen begins with it.
	const [early, setEarly] = useState({attempt: -1, text: ''});
	// What was filled in when the list of profiles was opened: who comes back finds it again.
	const [left, setLeft] = useState<{room: unknown; attempt: number; form: SetupForm}>();
	const room = useRoom();
	if (listed.status === 'open') {
		return (
			<ProfilesScreen state={listed} quit={() => dispatch({type: 'quitWished', exitCode: 0})} />
		);
	}

	switch (state.status) {
		case 'starting':
			return <WaitingScreen text="Looking at what is stored …" />;
		case 'setup':
			return (
				<SetupScreen
					key={state.attempt}
					state={state}
					dispatch={dispatch}
					begun={left?.room === room && left.attempt === state.attempt ? left.form : undefined}
					onLeave={form => setLeft({room, attempt: state.attempt, form})}
				/>
			);
		case 'preparing':
			return <WaitingScreen step="Authorize" text="Preparing the sign-in …" />;
		case 'authorizing':
			return (
				<AuthorizeScreen
					state={state}
					dispatch={dispatch}
					isHelp={isHelp}
					openHelp={openHelp}
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
		case 'signInFailed':
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
