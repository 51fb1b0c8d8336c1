import type {KnownRotation} from '../../core/oauth/rotation.ts';
import type {SignedIn} from '../../core/sign-in/flow.ts';
import {asksRotation, canRefresh} from '../../core/sign-in/possible.ts';
import type {Binding, KeyTable} from '../keys.ts';
import type {Dispatch} from '../surroundings.ts';

/** Everything that can be done while signed in, for the footer and the help. */
export function profileKeys(
	state: SignedIn,
	dispatch: Dispatch,
	hands: {
		readonly openHelp: () => void;
		readonly browse: () => void;
		readonly switchProfile: () => void;
		readonly askRotation: () => void;
	},
): KeyTable {
	const quit: Binding = {
		keys: ['q'],
		label: 'q',
		hint: 'quit',
		about: 'leave; you stay signed in',
		run: () => dispatch({type: 'quitWished', exitCode: 0}),
	};
	if (state.activity.kind === 'offeringToForget') {
		const forget: Binding = {
			keys: ['f'],
			label: 'f',
			hint: 'forget on this computer only',
			short: 'forget here',
			isMain: true,
			run: () => dispatch({type: 'forgetWished'}),
		};
		return [forget, quit];
	}

	const bind = (
		key: string,
		hint: string,
		about: string,
		run: () => void,
		short = hint,
	): Binding => ({
		keys: [key],
		label: key,
		hint,
		short,
		about,
		run,
	});
	const signIn: Binding = {
		keys: ['enter'],
		label: 'Enter',
		hint: 'sign in again',
		short: 'sign in',
		isMain: true,
		about: 'sign in again, same client',
		run: () => dispatch({type: 'signInWished'}),
	};
	const refresh: Binding = {
		...bind('r', 'refresh', 'get a new access token now', () => dispatch({type: 'refreshWished'})),
		isMain: true,
	};
	return [
		canRefresh(state) ? refresh : signIn,
		bind('v', 'validate', 'ask Anaplan if it is valid', () => dispatch({type: 'validationWished'})),
		bind(
			'c',
			'copy token',
			'copy the access token',
			() => dispatch({type: 'tokenCopyWished'}),
			'copy',
		),
		...(canRefresh(state)
			? [
					bind(
						'a',
						`auto-refresh ${state.autoRefresh ? 'off' : 'on'}`,
						'refresh by itself, or not',
						() => dispatch({type: 'autoRefreshToggled'}),
						'auto',
					),
				]
			: []),
		// Where there is no room for every hint: what most come here for is not to be guessed from a letter.
		{...bind('w', 'workspaces', 'workspaces, models, their IDs', hands.browse), isMain: true},
		bind('s', 'switch profile', 'another profile, or a new one', hands.switchProfile, 'switch'),
		...(asksRotation(state)
			? [bind('t', 'rotatable?', 'say if refresh tokens rotate', hands.askRotation)]
			: []),
		bind('l', 'log out', 'log out: at Anaplan and here', () => dispatch({type: 'logoutWished'})),
		{...bind('?', 'help', 'this list', hands.openHelp), isMain: true},
		quit,
	];
}

/** The answers to whether the client's refresh tokens are rotatable. */
export function rotationKeys(dispatch: Dispatch, close: () => void): KeyTable {
	const answer = (
		keys: readonly [string, ...string[]],
		hint: string,
		rotation: KnownRotation,
	): Binding => ({
		keys,
		label: keys[0],
		hint,
		isMain: true,
		run() {
			dispatch({type: 'rotationTold', rotation});
			close();
		},
	});
	return [
		answer(['y'], 'rotatable', 'rotatable'),
		answer(['n'], 'non-rotatable', 'nonRotatable'),
		answer(['d'], 'don’t know', 'cannotSay'),
		{keys: ['t', 'q'], label: 't', hint: 'close', run: close},
	];
}
