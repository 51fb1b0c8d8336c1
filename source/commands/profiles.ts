import {printable} from '../core/printable.ts';
import type {ExitCode} from '../core/problem.ts';
import {type ProfileEntry, stateWords} from '../core/profiles/profile-list.ts';
import {shownName} from '../core/profiles/profile-name.ts';
import type {Desk} from '../session/desk.ts';
import {entryOf, listProfiles, makeCurrent} from '../session/profile-list.ts';
import {renameProfile} from '../session/rename-profile.ts';
import {fail, finish, jsonLine} from './command.ts';
import {profileJson} from './status.ts';
import {type Column, table, tabSeparated} from './table.ts';

/**
 * Lists what is stored of every profile, without a network; one that cannot be read hides no other,
 * and its exit code is that of the command.
 */
export async function profilesList(desk: Desk): Promise<ExitCode> {
	const {io, ports, json} = desk;
	const listed = await listProfiles(ports);
	if (!listed.ok) {
		return fail(desk, listed.problem);
	}

	const exitCode = listed.value.find(one => one.problem)?.problem?.exitCode ?? 0;
	if (json) {
		const profiles = listed.value.map(({isCurrent, ...one}) =>
			profileJson(desk, {...one, current: isCurrent}),
		);
		await io.out(jsonLine({profiles}));
		return exitCode;
	}

	const now = ports.clock.now();
	const entries = listed.value.map(one => entryOf(one, now));
	const width = io.outColumns();
	if (entries.length > 0) {
		await (width === undefined
			? io.out(tabSeparated(entries.map(fields)))
			: io.table(table(columns, entries, width)));
	}

	for (const note of notes(desk, entries)) {
		io.note(`anaplan-tui: ${note}`);
	}

	return exitCode;
}

const columns: readonly Column<ProfileEntry>[] = [
	// The mark is a sign and a word of its own, for colours are not seen by everyone.
	{title: '', text: ({isCurrent}) => (isCurrent ? '*' : '')},
	{title: 'PROFILE', text: ({name}) => shownName(name), cutTo: 16},
	{title: 'USER', text: ({user = ''}) => printable(user, 200), cutTo: 16, leaveOut: 2},
	{title: 'REGION', text: ({region = ''}) => printable(region, 20), leaveOut: 1},
	{title: 'STATE', text: ({state}) => stateWords[state]},
];

const fields = ({name, isCurrent, user = '', region = '', state}: ProfileEntry): string[] => [
	shownName(name),
	isCurrent ? 'current' : '',
	printable(user, 200),
	printable(region, 20),
	state,
];

/** What a list alone does not say, in sentences. */
function notes({choice}: Desk, entries: readonly ProfileEntry[]): readonly string[] {
	if (entries.length === 0) {
		return ['No profile is stored yet. Sign in: anaplan-tui login.'];
	}

	const unreadable = entries
		.filter(({problem}) => problem !== undefined)
		.map(({name, problem}) => `“${shownName(name)}” cannot be read: ${problem?.message}`);
	const current = entries.some(({isCurrent}) => isCurrent)
		? []
		: ['None of them is the current one. Choose one: anaplan-tui profiles use NAME.'];
	return [...new Set([...unreadable, ...current, ...overruled(choice)])];
}

/** Makes a profile the one that is used when none is named. */
export async function profilesUse(desk: Desk, wanted: string): Promise<ExitCode> {
	const made = await makeCurrent(desk.ports, wanted);
	const exitCode = await finish(desk, made, {
		json: name => ({current: name}),
		text: name => `The current profile is “${shownName(name)}”.`,
	});
	if (made.ok && desk.choice.name !== made.value) {
		tell(desk, overruled(desk.choice));
	}

	return exitCode;
}

/** Gives a profile another name. */
export async function profilesRename(desk: Desk, from: string, to: string): Promise<ExitCode> {
	const renamed = await renameProfile(desk.ports, from, to);
	const exitCode = await finish(desk, renamed, {
		json: names => ({profile: names.to, renamedFrom: names.from}),
		text: names => `The profile “${shownName(names.from)}” is called “${shownName(names.to)}” now.`,
	});
	if (renamed.ok && desk.choice.name === renamed.value.from) {
		tell(desk, overruled(desk.choice));
	}

	return exitCode;
}

function tell({io}: Desk, lines: readonly string[]): void {
	for (const line of lines) {
		io.note(`anaplan-tui: ${line}`);
	}
}

/** A variable wins over the current profile, which whoever changes that should know. */
export const overruled = ({name, by}: Desk['choice']): readonly string[] =>
	by === 'variable'
		? [`ANAPLAN_PROFILE is set to “${shownName(name)}”, and wins over the current profile.`]
		: [];
