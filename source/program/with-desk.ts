import {confirm, inputBytes, inputLines, isInputTerminal} from '../adapters/stdin.ts';
import {
	outColumns,
	showProgress,
	writeBody,
	writeNote,
	writeOut,
	writeTable,
	writeText,
} from '../adapters/stdio.ts';
import {tellingOfClock} from '../commands/clock-word.ts';
import {fail} from '../commands/command.ts';
import {profileChoice, realPorts, tightenStore, workshopFor} from '../compose.ts';
import type {Desk, Io} from '../session/desk.ts';
import type {RequestLog} from '../session/ports.ts';
import {finishRenaming} from '../session/rename-profile.ts';
import {takeVariables} from '../variables.ts';
import {withLog} from './program-log.ts';

export type SharedOptions = {
	readonly profile?: string;
	readonly log?: string;
	readonly json?: boolean;
};

/** Taken before anything else is done, so that no helper inherits what is not for it. */
const variables = takeVariables();

export const io: Io = {
	out: writeText,
	table: writeTable,
	note: writeNote,
	progress: showProgress,
	outColumns,
	isInputTerminal,
	lines: inputLines,
	confirm,
	bytes: inputBytes,
	body: writeBody,
};

/** Data stays as it is, whatever the terminal can show. */
const dataIo: Io = {...io, out: writeOut};

const ports = (log: RequestLog | undefined) =>
	realPorts(
		variables,
		() => {
			writeNote('anaplan-tui: finishing the refresh first, so that the sign-in is not lost …');
		},
		log,
	);

/** Lays out what a command works with, and does the work. */
export async function withDesk(
	options: SharedOptions,
	work: (desk: Desk) => Promise<number>,
	face: 'command' | 'screens' = 'command',
): Promise<number> {
	const {profile, json = false} = options;
	return withLog(options, io, async log => {
		for (const notice of tightenStore(variables)) {
			io.note(`anaplan-tui: ${notice}`);
		}

		const desk = {io: json ? dataIo : io, json};
		const opened = ports(log);
		if (!opened.ok) {
			return fail(desk, opened.problem);
		}

		// One that cannot be finished now is finished by a later start; both names are there till then.
		await finishRenaming(opened.value);
		const choice = await profileChoice(opened.value, variables, profile);
		if (!choice.ok) {
			return fail(desk, choice.problem);
		}

		const workshopOf = (name: string) => workshopFor(opened.value, name, variables);
		const workshop = workshopOf(choice.value.name);
		const keeper =
			face === 'screens'
				? workshop.keeper
				: tellingOfClock(workshop.keeper, words => io.note(`anaplan-tui: ${words}`));
		return work({...workshop, keeper, ...desk, choice: choice.value, variables, workshopOf});
	});
}
