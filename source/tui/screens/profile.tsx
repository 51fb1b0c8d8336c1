import {type ReactNode, useState} from 'react';
import {timeLeftMs} from '../../core/oauth/session.ts';
import type {SignedIn} from '../../core/sign-in/flow.ts';
import {asksRotation} from '../../core/sign-in/possible.ts';
import {problemBlocks, warning} from '../components/problem-view.tsx';
import {paragraph} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import {useNow} from '../hooks/use-now.ts';
import {type Block, gap} from '../layout.ts';
import {palette} from '../palette.ts';
import {type Dispatch, useProfiles, useRoom} from '../surroundings.ts';
import {HelpScreen} from './help.tsx';
import {
	activityBlocks,
	happeningBlocks,
	offerBlocks,
	rotationBlocks,
	tokenBlocks,
	userBlocks,
} from './profile-blocks.tsx';
import {profileKeys, rotationKeys} from './profile-keys.ts';

/** The user, the token, and what can be done with it; `?` lists the keys. */
export function ProfileScreen({
	state,
	dispatch,
	isHelp,
	openHelp,
}: {
	readonly state: SignedIn;
	readonly dispatch: Dispatch;
	readonly isHelp: boolean;
	readonly openHelp: (isOpen: boolean) => void;
}): ReactNode {
	const {width} = useLayout();
	const {storedIn, browse} = useRoom();
	const profiles = useProfiles();
	const now = useNow();
	const [isAsked, setAsked] = useState(false);
	const keys = profileKeys(state, dispatch, {
		openHelp: () => openHelp(true),
		browse: () => browse.dispatch({type: 'workspacesWished'}),
		switchProfile: () => profiles.dispatch({type: 'opened'}),
		askRotation: () => setAsked(true),
	});
	if (isHelp) {
		return <HelpScreen step="Profile" keys={keys} close={() => openHelp(false)} />;
	}

	const {activity, ended, user, happenings} = state;
	// A refresh may answer first.
	const isAsking = isAsked && asksRotation(state) && activity.kind !== 'offeringToForget';
	const isOver = timeLeftMs(state.session, now) === 0 && state.session.refreshToken === undefined;
	const blocks: readonly Block[] = [
		...(isAsking ? rotationBlocks(width) : []),
		...(activity.kind === 'offeringToForget' ? offerBlocks(activity.problem, width) : []),
		...(ended
			? problemBlocks(
					{...ended, hint: 'Press Enter to sign in again. The client settings are kept.'},
					width,
				)
			: []),
		...(isOver && !ended
			? [
					{
						rows: paragraph(
							'The access token has expired. Press Enter to sign in again.',
							width,
							palette.strong,
							warning,
						),
					},
				]
			: []),
		gap(4),
		...userBlocks(user, width),
		gap(4),
		...tokenBlocks(state, now, storedIn, width),
		gap(4),
		...activityBlocks(activity),
		...happeningBlocks(happenings, width),
	];
	const shownKeys = isAsking ? rotationKeys(dispatch, () => setAsked(false)) : keys;
	return <Screen step="Profile" keys={shownKeys} blocks={blocks} />;
}
