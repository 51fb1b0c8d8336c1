import process from 'node:process';
import type {Variables} from './core/profiles/profile.ts';

// What would be a leak in a helper: the client secret, and what makes Node print its messages.
const notForHelpers = ['ANAPLAN_CLIENT_SECRET', 'SECRET', 'NODE_DEBUG'];

/**
 * The environment variables as they were given. Some are taken out of the process's own, so that no
 * helper inherits them: a browser that we start lives long, and tells its environment to every crash
 * report. What `exec` runs gets all of them.
 */
export function takeVariables(): Variables {
	const variables = {...process.env};
	if (process.platform === 'win32') {
		// There a name may be written in any case; a copy forgets that.
		for (const [name, value] of Object.entries(variables)) {
			variables[name.toUpperCase()] = value;
		}
	}

	for (const name of notForHelpers) {
		delete process.env[name];
	}

	if (process.env['FORCE_COLOR'] !== undefined) {
		// It wins over NO_COLOR, and Node.js would say so in the midst of the screens.
		delete process.env['NO_COLOR'];
	}

	return variables;
}
