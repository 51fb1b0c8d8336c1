import path from 'node:path';
import {signInAsPerson} from '../../source/practice/person.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {Environment} from '../helpers/child-environment.ts';
import {start} from '../helpers/run.ts';
import {tenantVariables} from '../helpers/signed-in.ts';

export const folderOf = (home: string) => path.join(home, 'anaplan-tui');

/** Signs in with `login --plain`, as a person does who pastes the right address at once. */
export async function signIn(tenant: PracticeTenant, home: string, env: Environment) {
	const running = start(['login', '--plain'], {home, env: {...tenantVariables(tenant), ...env}});
	const stdout = await running.waitFor(/^http\S+\n$/);
	running.write(`${await signInAsPerson(stdout.trim())}\n`);
	return running.exit();
}
