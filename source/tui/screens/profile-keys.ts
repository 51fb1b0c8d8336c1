import type {SignedIn} from '../../core/flow.ts';
import type {Binding, KeyTable} from '../keys.ts';
import type {Dispatch} from '../surroundings.ts';

/** Everything that can be done while signed in, for the footer and the help. */
export function profileKeys(
	{activity, ended, session, autoRefresh}: SignedIn,
	dispatch: Dispatch,
	openHelp: () => void,
	browse: () => void,
): KeyTable {
	const quit: Binding = {
		keys: ['q'],
		label: 'q',
		hint: 'quit',
		about: 'leave; you stay signed in',
		run: () => dispatch({type: 'quitWished', exitCode: 0}),
	};
	if (activity.kind === 'offeringToForget') {
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
	const canRefresh = ended === undefined && session.refreshToken !== undefined;
	const signIn: Binding = {
		keys: ['enter'],
		label: 'Enter',
		hint: 'sign in again',
		short: 'sign in',
		isMain: true,
		about: 'sign in again, same client',
		run: () => dispatch({type: 'signInWished'}),
	};
	return [
		canRefresh
			? bind('r', 'refresh', 'get a new access token now', () => dispatch({type: 'refreshWished'}))
			: signIn,
		bind('v', 'validate', 'ask Anaplan if it is valid', () => dispatch({type: 'validationWished'})),
		bind(
			'c',
			'copy token',
			'copy the access token',
			() => dispatch({type: 'tokenCopyWished'}),
			'copy',
		),
		...(canRefresh
			? [
					bind(
						'a',
						`auto-refresh ${autoRefresh ? 'off' : 'on'}`,
						'refresh by itself, or not',
						() => dispatch({type: 'autoRefreshToggled'}),
						'auto',
					),
				]
			: []),
		bind('w', 'workspaces', 'workspaces, models, their IDs', browse, 'spaces'),
		bind('l', 'log out', 'end it at Anaplan, forget it', () => dispatch({type: 'logoutWished'})),
		{...bind('?', 'help', 'this list', openHelp), isMain: true},
		quit,
	];
}
