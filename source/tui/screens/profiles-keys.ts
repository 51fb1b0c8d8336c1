import type {ProfilesOpen, ProfilesTask} from '../../core/profiles/profiles-states.ts';
import type {Back} from '../app-keys.ts';
import type {Binding, KeyTable} from '../keys.ts';
import type {ProfilesFlow} from '../surroundings.ts';

type Dispatch = ProfilesFlow['dispatch'];

/** Esc in the list of profiles: out of it, or out of what was begun in it. */
export function backInProfiles({task}: ProfilesOpen, dispatch: Dispatch): Back | 'none' {
	const run = () => dispatch({type: 'backWished'});
	switch (task.kind) {
		case 'choosing':
			return {hint: 'back', run};
		case 'namingNew':
		case 'renaming':
			return {hint: 'cancel', run};
		case 'confirmingRemoval':
		case 'offeringLocalRemoval':
			return {hint: 'keep it', short: 'keep', run};
		case 'underWay':
			return 'none';
	}
}

/** Down, up, or a note of where the focus is, before what it is on may change. */
export type Step = 1 | -1 | 0;

/** What the keys of the list act on: the profile in focus, and the text of a name. */
export type ProfilesHands = {
	readonly dispatch: Dispatch;
	/** The name of the profile in focus; undefined in an empty list. */
	readonly focused: () => string | undefined;
	readonly move: (by: Step) => void;
	/** Puts a text into the field for a name. */
	readonly begin: (text: string) => void;
	/** What is in that field. */
	readonly typed: () => string;
	readonly editing: readonly Binding[];
	readonly quit: () => void;
};

/** The keys of the list by what is being done in it. */
export function profilesKeys(task: ProfilesTask, hands: ProfilesHands): KeyTable {
	const {dispatch, typed, editing} = hands;
	switch (task.kind) {
		case 'choosing':
			return choosingKeys(hands);
		case 'namingNew':
		case 'renaming':
			return [
				{
					keys: ['enter'],
					label: 'Enter',
					hint: task.kind === 'namingNew' ? 'go to its Setup' : 'rename',
					short: task.kind === 'namingNew' ? 'go on' : 'rename',
					isMain: true,
					run: () => dispatch({type: 'named', text: typed()}),
				},
				...editing,
			];
		case 'confirmingRemoval':
			return [
				main('y', 'remove', () => dispatch({type: 'removalConfirmed'})),
				main('n', 'keep', () => dispatch({type: 'backWished'})),
			];
		case 'offeringLocalRemoval':
			return [main('r', 'remove here only', () => dispatch({type: 'localRemovalWished'}))];
		case 'underWay':
			return [];
	}
}

const main = (key: string, hint: string, run: () => void): Binding => ({
	keys: [key],
	label: key,
	hint,
	isMain: true,
	run,
});

function choosingKeys({dispatch, focused, move, begin, quit}: ProfilesHands): KeyTable {
	const onFocused = (work: (name: string) => void) => () => {
		const name = focused();
		if (name !== undefined) {
			move(0);
			work(name);
		}
	};

	const bind = (
		keys: readonly string[],
		label: string,
		hint: string,
		run: () => void,
	): Binding => ({
		keys,
		label,
		hint,
		run,
	});
	return [
		{
			...bind(
				['enter'],
				'Enter',
				'switch',
				onFocused(name => dispatch({type: 'switchWished', name})),
			),
			isMain: true,
		},
		{keys: ['up', 'k'], label: '↑', run: () => move(-1)},
		bind(['down', 'j'], '↑↓', 'move', () => move(1)),
		bind(['n'], 'n', 'new', () => {
			begin('');
			dispatch({type: 'newWished'});
		}),
		bind(
			['e', 'R'],
			'e',
			'rename',
			onFocused(name => {
				begin(name);
				dispatch({type: 'renameWished', name});
			}),
		),
		bind(
			['d'],
			'd',
			'remove',
			onFocused(name => dispatch({type: 'removalWished', name})),
		),
		bind(['q'], 'q', 'quit', quit),
	];
}
