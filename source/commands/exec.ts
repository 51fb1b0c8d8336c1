import {defaultMinTtlMs} from '../core/oauth/session.ts';
import {type ExitCode, problem} from '../core/problem.ts';
import type {Variables} from '../core/profiles/profile.ts';
import type {Desk} from '../session/desk.ts';
import type {ChildOutcome} from '../session/ports.ts';
import {fail} from './command.ts';

/** Starts a command, with this environment and no other. */
export type StartChild = (
	command: string,
	commandArguments: readonly string[],
	environment: Variables,
) => Promise<ChildOutcome>;

/**
 * Runs a command with `ANAPLAN_ACCESS_TOKEN` in its environment, never in its arguments, and gives
 * its exit code. A command that cannot be started ends with 127 or 126, as in a shell.
 */
export async function exec(
	desk: Desk,
	[command, ...commandArguments]: readonly [string, ...string[]],
	startChild: StartChild,
): Promise<ExitCode | number> {
	const kept = await desk.keeper.fresh(defaultMinTtlMs);
	if (!kept.ok) {
		return fail(desk, kept.problem);
	}

	const outcome = await startChild(command, commandArguments, {
		...desk.variables,
		ANAPLAN_ACCESS_TOKEN: kept.value.session.accessToken.reveal(),
	});
	if (outcome.kind === 'exited') {
		return outcome.exitCode;
	}

	const words = {
		notFound: ['is not found', 127],
		notExecutable: ['is not executable', 126],
		other: ['could not be started', 126],
	} as const;
	const [what, exitCode] = words[outcome.reason];
	await fail(
		desk,
		problem('usage', {
			message: `The command ${command} ${what}.`,
			cause: 'It is misspelt, or not in the PATH.',
			hint: 'Try it without anaplan-tui exec -- first.',
		}),
	);
	return exitCode;
}
