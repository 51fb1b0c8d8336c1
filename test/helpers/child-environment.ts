import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The built program. */
export const builtProgram = path.resolve(import.meta.dirname, '../../dist/cli.js');

/**
 * The environment of a started program: a home of its own and nothing of the developer's. No
 * keychain is asked and no browser opens unless `overrides` says so; `undefined` takes a variable
 * away.
 */
export function childEnvironment(
	home: string,
	overrides: Environment = {},
): Record<string, string> {
	const environment: Environment = {
		PATH: process.env['PATH'],
		TMPDIR: home,
		HOME: home,
		LANG: 'C.UTF-8',
		BROWSER: 'true',
		ANAPLAN_TUI_HOME: path.join(home, 'anaplan-tui'),
		ANAPLAN_TUI_STORAGE: 'file',
		...overrides,
	};
	return Object.fromEntries(
		Object.entries(environment).filter(
			(entry): entry is [string, string] => entry[1] !== undefined,
		),
	);
}
