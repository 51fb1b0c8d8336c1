import {chmodSync, readdirSync, type Stats} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {groupOrOthers, isForeign, statOf, sticky, writableByThem} from './store-safety.ts';
import {reasonOf, shown} from './store-trouble.ts';

// The two files, and what was moved aside or left behind by a killed writer.
const ours = /^(settings|credentials)\.(json|unreadable-)/;

/**
 * Takes from others the rights that they have to the store: 0700 for the folder, 0600 for files.
 * Returns what was wrong, in whole sentences, for people; never throws. Left alone: what belongs to
 * someone else; a folder without a file of ours, or that is everyone’s, such as /tmp; and a file
 * that others could write to, for that is refused until someone has looked at it. Costs a few
 * questions to the file system.
 */
export function tightenRights(folder: string): readonly string[] {
	// Windows has no rights of this kind.
	if (process.geteuid === undefined || folder === '') {
		return [];
	}

	try {
		const names = readdirSync(folder).filter(name => ours.test(name));
		const files = names.map(name => tighten(path.join(folder, name), 0o600, isLooseFile));
		const around = names.length === 0 ? undefined : tighten(folder, 0o700, isLooseFolder);
		return [around, ...files].filter(notice => notice !== undefined);
	} catch {
		// No folder, or none of ours: whoever reads from it says why.
		return [];
	}
}

const isLooseFile = (stats: Stats): boolean =>
	stats.isFile() && (stats.mode & writableByThem) === 0;

const isLooseFolder = (stats: Stats): boolean => (stats.mode & sticky) === 0;

function tighten(
	place: string,
	mode: 0o600 | 0o700,
	mayBeTightened: (stats: Stats) => boolean,
): string | undefined {
	try {
		const stats = statOf(place);
		if (
			!stats ||
			(stats.mode & groupOrOthers) === 0 ||
			isForeign(stats) ||
			!mayBeTightened(stats)
		) {
			return undefined;
		}

		chmodSync(place, mode);
		return `${shown(place)} was open to other users (mode ${modeText(stats.mode)}); it is yours alone now (${modeText(mode)}).`;
	} catch (error) {
		return `${shown(place)} is open to other users, and that cannot be changed: ${reasonOf(error)}.`;
	}
}

const modeText = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');
