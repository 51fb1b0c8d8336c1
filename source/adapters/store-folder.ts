import {homedir} from 'node:os';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

const name = 'anaplan-tui';

/**
 * The folder of the store: ANAPLAN_TUI_HOME, else this program's folder among the system's
 * configuration. Returns '' when there is neither variable nor home folder; a store in '' tells
 * of it on first use.
 */
export function defaultFolder(variables: Variables, platform: NodeJS.Platform): string {
	const chosen = variables['ANAPLAN_TUI_HOME']?.trim();
	if (chosen) {
		return path.resolve(chosen);
	}

	if (platform === 'win32') {
		const roaming =
			variables['APPDATA'] || below(homeOf(variables, 'USERPROFILE'), 'AppData', 'Roaming');
		return below(roaming, name, 'Config');
	}

	const home = homeOf(variables, 'HOME');
	if (platform === 'darwin') {
		return below(home, 'Library', 'Preferences', name);
	}

	// The XDG base directory specification has relative paths ignored.
	const configured = variables['XDG_CONFIG_HOME'];
	const isUsable = configured !== undefined && path.isAbsolute(configured);
	return below(isUsable ? configured : below(home, '.config'), name);
}

const below = (folder: string, ...parts: readonly string[]): string =>
	folder === '' ? '' : path.join(folder, ...parts);

function homeOf(variables: Variables, variable: 'HOME' | 'USERPROFILE'): string {
	const home = variables[variable];
	if (home !== undefined && path.isAbsolute(home)) {
		return home;
	}

	try {
		return homedir();
	} catch {
		// A user without an entry in the password file, as containers make them.
		return '';
	}
}
