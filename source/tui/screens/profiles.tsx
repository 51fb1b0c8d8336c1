import {Text} from 'ink';
import type {ReactNode} from 'react';
import {removalQuestion} from '../../core/profiles/profile-removal.ts';
import type {ProfilesOpen, ProfilesTask} from '../../core/profiles/profiles-states.ts';
import {
	forgottenWords,
	localRemovalWords,
	namingWords,
	switchWords,
	underWayWords,
} from '../../core/profiles/profiles-words.ts';
import {editingKeys} from '../components/editing-keys.ts';
import {cursorColumn} from '../components/field-view.ts';
import {
	alarm,
	noticeBlocks,
	problemBlocks,
	underWay,
	warning,
} from '../components/problem-view.tsx';
import {paragraph, row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {TextField} from '../components/text-field.tsx';
import {edited, type TextFieldState, textFieldOf, textOf} from '../components/text-field-state.ts';
import {useLayout} from '../hooks/use-layout.ts';
import {useLiveState} from '../hooks/use-live-state.ts';
import type {TextInput} from '../keys.ts';
import {type Block, block, gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';
import {type ProfilesFlow, useProfiles} from '../surroundings.ts';
import {profilesKeys, type Step} from './profiles-keys.ts';
import {entryBlocks, legendBlock} from './profiles-rows.tsx';

/** The profiles that are stored: switch, add, rename, remove. */
export function ProfilesScreen({
	state,
	quit,
}: {
	readonly state: ProfilesOpen;
	readonly quit: () => void;
}): ReactNode {
	const {width} = useLayout();
	const profiles = useProfiles();
	const [focus, changeFocus, newestFocus] = useLiveState<Focus>(() => ({
		name: state.room,
		index: 0,
	}));
	const [field, changeField, newestField] = useLiveState(() => textFieldOf(''));
	// What is drawn may be older than what a key of the same chunk has done.
	const entryNames = () => namesOf(profiles.getState());
	const keys = profilesKeys(state.task, {
		dispatch: profiles.dispatch,
		focused: () => focusedOf(entryNames(), newestFocus()),
		move: by => changeFocus(before => moved(entryNames(), before, by)),
		begin: text => changeField(() => textFieldOf(text)),
		typed: () => textOf(newestField()),
		editing: editingKeys(edit => changeField(value => edited(value, edit))),
		quit,
	});
	const type = (text: string) => changeField(value => edited(value, {type: 'insert', text}));
	const text: TextInput = {
		type,
		paste: pasted => type(pasted.trim()),
		lineBreaks: 'enter',
		isOpen: () => isNaming(profiles.getState()),
	};
	return (
		<Screen
			keys={keys}
			text={text}
			blocks={[
				...noticeBlocks(state.notice, width),
				gap(4),
				...taskBlocks(state, focusedOf(namesOf(state), focus), field, width),
			]}
		/>
	);
}

type ProfilesState = ReturnType<ProfilesFlow['getState']>;

const namesOf = (state: ProfilesState): readonly string[] =>
	state.status === 'open' ? (state.entries ?? []).map(({name}) => name) : [];

const isNaming = (state: ProfilesState): boolean =>
	state.status === 'open' && (state.task.kind === 'namingNew' || state.task.kind === 'renaming');

/** The profile that was chosen last, and its place: one that was renamed or removed leaves the focus there. */
type Focus = {readonly name: string; readonly index: number};

const focusedOf = (names: readonly string[], {name, index}: Focus): string | undefined =>
	names.includes(name) ? name : names[Math.min(index, names.length - 1)];

function moved(names: readonly string[], focus: Focus, by: Step): Focus {
	const at = names.indexOf(focusedOf(names, focus) ?? '');
	const index = Math.min(names.length - 1, Math.max(0, at + by));
	return {name: names[index] ?? focus.name, index: Math.max(0, index)};
}

function taskBlocks(
	state: ProfilesOpen,
	focused: string | undefined,
	field: TextFieldState,
	width: number,
): readonly Block[] {
	const {task} = state;
	switch (task.kind) {
		case 'choosing':
			return choosingBlocks(state, focused, width);
		case 'namingNew':
		case 'renaming':
			return namingBlocks(task, field, width);
		case 'confirmingRemoval':
			return [
				{rows: paragraph(removalQuestion(task.entry, 'atAnaplan'), width, palette.strong, warning)},
				optionalBlock(2, paragraph(forgottenWords, width, {}, {text: '  '})),
			];
		case 'offeringLocalRemoval':
			return [
				...problemBlocks({...task.problem, message: `Not removed. ${task.problem.message}`}, width),
				{
					rows: paragraph(localRemovalWords(task.name, 'r'), width, {}, warning),
				},
			];
		case 'underWay':
			// What was under way is done where a notice says so; the list comes once its room is entered.
			if (state.notice) {
				return [];
			}

			return [
				{
					rows: paragraph(`${underWayWords(task)} …`, width, palette.strong, underWay),
				},
			];
	}
}

function choosingBlocks(
	{entries, chosenBy, notice}: ProfilesOpen,
	focused: string | undefined,
	width: number,
): readonly Block[] {
	const title = optionalBlock(3, [row('Profiles', palette.strong)]);
	if (entries === undefined) {
		return [title, block(row('Looking at what is stored …'))];
	}

	if (entries.length === 0) {
		return [
			title,
			{rows: paragraph('No profile is stored yet. n makes one; Esc goes back to this one.', width)},
		];
	}

	return [
		title,
		...entryBlocks(entries, focused, width, notice ? 'whereRoom' : 'always'),
		gap(6),
		optionalBlock(2, paragraph(switchWords(chosenBy, 'Enter'), width)),
		...legendBlock(entries),
	];
}

/** Columns in front of the name that is typed. */
const nameLead = '▸ Name  '.length;

function namingBlocks(
	task: Extract<ProfilesTask, {kind: 'namingNew' | 'renaming'}>,
	field: TextFieldState,
	width: number,
): readonly Block[] {
	const {title, rule} = namingWords(task);
	const {refusal} = task;
	return [
		optionalBlock(3, paragraph(title, width, palette.strong)),
		gap(6),
		{
			rows: [
				row(
					<>
						<Text {...palette.accent}>{'▸ '}</Text>
						<Text {...palette.strong}>{'Name  '}</Text>
						<TextField field={field} width={width - nameLead} hasFocus />
					</>,
				),
			],
			cursor: {row: 0, column: nameLead + cursorColumn(field, width - nameLead)},
		},
		...(refusal
			? [
					{
						rows: paragraph(refusal.message, width, palette.strong, {
							...alarm,
							text: `  ${alarm.text}`,
						}),
					},
				]
			: []),
		gap(6),
		optionalBlock(2, paragraph(rule, width, {}, {text: '  '})),
	];
}
