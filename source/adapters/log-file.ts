import {closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, writeSync} from 'node:fs';
import process from 'node:process';
import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {RequestLog} from '../session/ports.ts';
import {groupOrOthers} from './store-safety.ts';
import {reasonOf, shown} from './store-trouble.ts';

/**
 * Opens the file that `--log` names, for adding to its end; a new one is for its owner only, and so
 * is an old one from now on. The Problem `usage` for a file that is not a plain one of this user's:
 * someone else could have laid a link there that leads our lines elsewhere.
 */
export function openLogFile(file: string): Result<RequestLog> {
	try {
		const opened = openPlain(file);
		return typeof opened === 'string' ? failure(unusable(file, opened)) : success(logInto(opened));
	} catch (error) {
		return failure(unusable(file, ownReason(error) ?? reasonOf(error)));
	}
}

/** The descriptor of the file, or why it must not be used. */
function openPlain(file: string): number | string {
	// Windows has no O_NOFOLLOW; there this look is all that keeps us off a link.
	if (lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink()) {
		return 'it is a symbolic link';
	}

	// Without O_NONBLOCK, a pipe would hold us up until someone reads it.
	const {O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants;
	const descriptor = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
	const danger = takeOver(descriptor);
	if (danger !== undefined) {
		closeSync(descriptor);
	}

	return danger ?? descriptor;
}

function takeOver(descriptor: number): string | undefined {
	const stats = fstatSync(descriptor);
	if (!stats.isFile()) {
		return 'it is not a plain file';
	}

	if (process.geteuid !== undefined && stats.uid !== process.geteuid()) {
		return 'it belongs to another user';
	}

	if (stats.nlink > 1) {
		return 'it has a second name (a hard link)';
	}

	if (process.geteuid !== undefined && (stats.mode & groupOrOthers) !== 0) {
		fchmodSync(descriptor, 0o600);
	}

	return undefined;
}

function logInto(descriptor: number): RequestLog {
	let reason: string | undefined;
	return {
		write(line) {
			try {
				// One call a line: lines of several processes do not mix.
				writeSync(descriptor, `${line}\n`);
			} catch (error) {
				// A log that fails is no reason for the work to fail.
				reason ??= reasonOf(error);
			}
		},
		failure: () => reason,
	};
}

const ownReason = (error: unknown): string | undefined =>
	({
		ENOENT: 'its folder does not exist',
		// A pipe that nobody reads, and a socket.
		ENXIO: 'it is not a plain file',
		ELOOP: 'it is a symbolic link',
	})[(error as NodeJS.ErrnoException).code ?? ''];

const unusable = (file: string, reason: string): Problem =>
	problem('usage', {
		message: `The log file ${shown(file)} cannot be used: ${reason}.`,
		cause: 'The log is kept in a plain file of your own.',
		hint: 'Give --log the path of such a file, or of a new one.',
	});
