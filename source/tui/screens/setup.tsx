import type {ReactNode} from 'react';
import {readClient} from '../../core/oauth/client.ts';
import {problem} from '../../core/problem.ts';
import type {Setup} from '../../core/sign-in/flow.ts';
import {editingKeys} from '../components/editing-keys.ts';
import {noticeBlocks, problemBlocks} from '../components/problem-view.tsx';
import {row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import {useLiveState} from '../hooks/use-live-state.ts';
import type {KeyTable} from '../keys.ts';
import {gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';
import {type Dispatch, useProfiles, useSurroundings} from '../surroundings.ts';
import {fieldBlocks} from './setup-fields.tsx';
import {
	draftOfForm,
	editedForm,
	faultsOf,
	moved,
	pastedInto,
	refusedForm,
	type SetupForm,
	setupForm,
	typedInto,
} from './setup-form.ts';
import {setupHelp} from './setup-help.tsx';

/** The OAuth client: its grant and the fields of that, checked as one types, and where to find what belongs in them. */
export function SetupScreen({
	state,
	dispatch,
	begun,
	onLeave,
}: {
	readonly state: Setup;
	readonly dispatch: Dispatch;
	/** The fields as they were left for the list of profiles. */
	readonly begun: SetupForm | undefined;
	readonly onLeave: (form: SetupForm) => void;
}): ReactNode {
	const {width} = useLayout();
	const {practice} = useSurroundings();
	const profiles = useProfiles();
	const [form, change, newest] = useLiveState(() => begun ?? setupForm(state));
	const submit = () => {
		const draft = draftOfForm(newest());
		const read = readClient(draft);
		if (read.ok) {
			dispatch({type: 'clientSubmitted', client: read.value, draft});
		} else {
			change(value => refusedForm(value, read.problem));
		}
	};

	const isChoice = form.focus === 'region' || form.focus === 'grant';
	const keys: KeyTable = [
		{keys: ['enter'], label: 'Enter', hint: 'continue', isMain: true, run: submit},
		{
			keys: ['tab', 'down'],
			label: 'Tab',
			hint: 'next field',
			short: 'next',
			run: () => change(value => moved(value, 1)),
		},
		{
			keys: ['shift+tab', 'up'],
			label: '↑↓',
			hint: 'move',
			run: () => change(value => moved(value, -1)),
		},
		...(isChoice
			? [
					{
						keys: ['right'],
						label: '←→',
						hint: 'choose',
						run: () => change(value => editedForm(value, {type: 'right'})),
					},
				]
			: []),
		{
			keys: ['ctrl+u'],
			label: 'Ctrl+U',
			hint: 'clear',
			run: () => change(value => editedForm(value, {type: 'clear'})),
		},
		{
			keys: ['ctrl+s'],
			label: 'Ctrl+S',
			hint: 'switch profile',
			short: 'profiles',
			run() {
				onLeave(newest());
				profiles.dispatch({type: 'opened'});
			},
		},
		...editingKeys(edit => change(value => editedForm(value, edit))),
	];
	const text = {
		type: (typed: string) => change(value => typedInto(value, typed)),
		paste: (pasted: string) => change(value => pastedInto(value, pasted)),
		lineBreaks: 'enter',
	} as const;

	const faults = faultsOf(form);
	const hostsFault = faults.find(({field}) => field === 'hosts')?.message;
	const hostsProblem =
		hostsFault !== undefined
			? problemBlocks(
					{...problem('usage'), message: hostsFault, hint: 'Correct the variable and start again.'},
					width,
				)
			: [];
	const blocks = [
		...noticeBlocks(state.notice, width),
		...hostsProblem,
		gap(6),
		optionalBlock(3, [row('Which OAuth client signs in?', palette.strong)]),
		gap(6),
		...fieldBlocks(form, faults, width),
		...setupHelp(form, practice, width),
	];
	return <Screen step="Setup" keys={keys} text={text} blocks={blocks} />;
}
