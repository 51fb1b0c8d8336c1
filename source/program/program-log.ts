import {openLogFile} from '../adapters/log-file.ts';
import {fail} from '../commands/command.ts';
import type {Io} from '../session/desk.ts';
import type {RequestLog} from '../session/ports.ts';

/**
 * Opens the file that `--log` names, does the work and says when lines are missing. A file that
 * cannot be used ends it before anything is sent.
 */
export async function withLog(
	{log: file, json = false}: {readonly log?: string; readonly json?: boolean},
	io: Io,
	work: (log: RequestLog | undefined) => Promise<number>,
): Promise<number> {
	if (file === undefined) {
		return work(undefined);
	}

	const opened = openLogFile(file);
	if (!opened.ok) {
		return fail({io, json}, opened.problem);
	}

	const exitCode = await work(opened.value);
	const reason = opened.value.failure();
	if (reason !== undefined) {
		io.note(`anaplan-tui: Lines are missing in the log: ${reason}.`);
	}

	return exitCode;
}
