import {readFileSync} from 'node:fs';

/**
 * A field of what Linux says of a process, by its number in proc_pid_stat(5), from 3 on; undefined where the
 * system does not say.
 */
export function statField(pid: number | 'self', field: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name in parentheses may hold anything; the third field is the first behind it.
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[field - 3];
	} catch {
		return undefined;
	}
}
