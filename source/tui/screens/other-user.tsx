import type {ReactNode} from 'react';
import type {User} from '../../core/anaplan/anaplan-api.ts';
import {printable} from '../../core/printable.ts';
import type {ConfirmingUser} from '../../core/sign-in/flow.ts';
import {userWords} from '../../core/sign-in/user-words.ts';
import {warning} from '../components/problem-view.tsx';
import {labelled, paragraph} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import type {KeyTable} from '../keys.ts';
import {gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';
import {type Dispatch, useRoom} from '../surroundings.ts';

/** Someone else has signed in than the profile remembers: who is who, and what each answer does. */
export function OtherUserScreen({
	state,
	dispatch,
}: {
	readonly state: ConfirmingUser;
	readonly dispatch: Dispatch;
}): ReactNode {
	const {width} = useLayout();
	const {profile} = useRoom();
	const {remembered, found} = state;
	const keys: KeyTable = [
		{
			keys: ['y'],
			label: 'y',
			hint: 'replace',
			isMain: true,
			run: () => dispatch({type: 'replaceWished'}),
		},
		{
			keys: ['n'],
			label: 'n',
			hint: 'keep',
			isMain: true,
			run: () => dispatch({type: 'backWished'}),
		},
	];
	const isOtherTenant = remembered.customerId !== found.customerId;
	const tenant = ({customerId}: User) =>
		isOtherTenant
			? [optionalBlock(3, labelled('  tenant', printable(customerId ?? 'unknown', 100), width))]
			: [];
	const blocks = [
		{
			rows: paragraph(
				'You signed in as someone else. Nothing is replaced yet.',
				width,
				palette.strong,
				warning,
			),
		},
		gap(6),
		{rows: labelled('This profile', userWords(remembered), width)},
		...tenant(remembered),
		{rows: labelled('Signed in as', userWords(found), width)},
		...tenant(found),
		gap(6),
		optionalBlock(
			2,
			paragraph(
				`y gives the profile “${printable(profile, 64)}” to ${userWords(found)}, and forgets the sign-in of ${userWords(remembered)}.`,
				width,
			),
		),
		optionalBlock(
			2,
			paragraph('n keeps the profile as it is; the new access token is ended at Anaplan.', width),
		),
		optionalBlock(
			1,
			paragraph('To keep both: n, then anaplan-tui --profile NAME with a new name.', width),
		),
		optionalBlock(
			4,
			paragraph('Ctrl+C leaves it open; the question comes again at the next start.', width),
		),
	];
	return <Screen step="Exchange" keys={keys} blocks={blocks} />;
}
