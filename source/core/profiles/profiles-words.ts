import {shownName} from './profile-name.ts';
import type {ProfilesOpen, ProfilesTask} from './profiles-states.ts';

/** What removing does on this computer, below the question whether to remove. */
export const forgottenWords = 'Its client, secret and tokens are forgotten on this computer.';

/** What is under way, and with which profile. */
export function underWayWords({
	what,
	name,
}: Pick<Extract<ProfilesTask, {kind: 'underWay'}>, 'what' | 'name'>): string {
	return `${what} ${what === 'switching' ? 'to ' : ''}“${shownName(name)}”`;
}

/** What a switch does to what is stored; `how` is the key or the choice that switches. */
export function switchWords(chosenBy: ProfilesOpen['chosenBy'], how: string): string {
	switch (chosenBy) {
		case 'store':
			return `${how} switches, and makes it the current profile.`;
		case 'variable':
			return `${how} switches for now; ANAPLAN_PROFILE chooses the profile.`;
		case 'option':
			return `${how} switches for now; --profile has chosen the profile.`;
	}
}

/** What removing here only leaves at Anaplan; `how` is the key or the choice that removes. */
export const localRemovalWords = (name: string, how: string): string =>
	`${how} removes “${shownName(name)}” here; at Anaplan its token stays valid until it expires.`;

/** What the name that is asked for is for, and what it may be; after a refusal the rule that it broke. */
export function namingWords(task: Extract<ProfilesTask, {kind: 'namingNew' | 'renaming'}>): {
	readonly title: string;
	readonly rule: string;
} {
	return {
		title: task.kind === 'namingNew' ? 'A new profile' : `Rename “${shownName(task.name)}”`,
		rule:
			task.refusal?.cause ??
			'Such as the tenant or the role: a name of letters, digits, spaces and . _ @ -',
	};
}
