import process from 'node:process';
import {builtProgram} from './child-environment.ts';

/** The built program as another user, for tests that run as root, to whom nothing is forbidden. */
export const asUser = (uid: string): [string, ...string[]] => [
	'setpriv',
	`--reuid=${uid}`,
	`--regid=${uid}`,
	'--clear-groups',
	process.execPath,
	builtProgram,
];
