import type {ReactNode} from 'react';
import type {SignedIn} from '../../core/flow.ts';
import {timeLeftMs} from '../../core/session.ts';
import {problemBlocks, warning} from '../components/problem-view.tsx';
import {paragraph} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import {useNow} from '../hooks/use-now.ts';
import {type Block, gap} from '../layout.ts';
import {palette} from '../palette.ts';
import {type Dispatch, useRoom} from '../surroundings.ts';
import {helpBlocks} from './help.tsx';
import {
	activityBlocks,
	happeningBlocks,
	offerBlocks,
	tokenBlocks,
	userBlocks,
} from './profile-blocks.tsx';
import {profileKeys} from './profile-keys.ts';

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
	const {storedIn} = useRoom();
	const now = useNow();
	const keys = profileKeys(state, dispatch, () => openHelp(true));
	if (isHelp) {
		const close = {
			keys: ['?', 'q', 'enter'],
			label: '?',
			hint: 'close',
			run: () => openHelp(false),
		};
		return <Screen step="Profile" keys={[close]} blocks={helpBlocks(keys, width)} />;
	}

	const {activity, ended, user, happenings} = state;
	const isOver = timeLeftMs(state.session, now) === 0 && state.session.refreshToken === undefined;
	const blocks: readonly Block[] = [
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
	return <Screen step="Profile" keys={keys} blocks={blocks} />;
}
