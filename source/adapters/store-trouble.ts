import {printable} from '../core/printable.ts';
import {type Problem, problem} from '../core/problem.ts';

const reasons: Readonly<Record<string, string>> = {
	EACCES: 'permission is denied',
	EBUSY: 'another program has it open',
	EDQUOT: 'your disk quota is used up',
	EIO: 'the disk reports an error',
	EISDIR: 'a folder is in its place',
	ELOOP: 'its symbolic links lead in a circle',
	EMFILE: 'too many files are open',
	ENAMETOOLONG: 'the path is too long',
	ENOENT: 'there is no such file or folder',
	ENOSPC: 'the disk is full',
	ENOTDIR: 'a part of the path is a file, not a folder',
	EPERM: 'the system does not permit it',
	EROFS: 'the file system is read-only',
};

/** An error of the file system in words; never its own text, which may be anything. */
export function reasonOf(error: unknown): string {
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	return typeof code === 'string'
		? (reasons[code] ?? `the system says ${code}`)
		: 'of an unknown error';
}

/** A path as it is shown in sentences. */
export const shown = (file: string): string => printable(file, 500);

/** `store_unreadable`: this file exists and is not used, with the reason and what to do. */
export const unreadable = (file: string, reason: string, hint?: string): Problem =>
	problem('store_unreadable', {
		message: `${shown(file)} cannot be used: ${reason}.`,
		...(hint !== undefined && {hint}),
	});

/** `store_unwritable`: nothing can be stored at this path, with the reason. */
export const unwritable = (file: string, reason: string): Problem =>
	problem('store_unwritable', {message: `${shown(file)} cannot be written: ${reason}.`});

/** The Problem for a store without a folder, see `defaultFolder`. */
export const homeless = (): Problem =>
	problem('store_unwritable', {
		message: 'There is no folder for settings: this user has no home folder.',
		hint: 'Set ANAPLAN_TUI_HOME to a folder for the sign-in.',
	});
