import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {RecordedRequest} from '../../source/practice/records.ts';
import type {Environment} from '../helpers/child-environment.ts';
import {hostVariables} from '../helpers/signed-in.ts';
import {openTerminal, type TerminalOptions} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';

/** The variables for a practice tenant's client of the device grant. */
export const deviceEnvironment = (tenant: PracticeTenant): Environment => ({
	ANAPLAN_CLIENT_ID: tenant.clients.device.clientId,
	...hostVariables(tenant),
});

export const approve = 'Approve this sign-in in a browser';

/** The screens with a device code. */
export async function atDevice(
	tenant: PracticeTenant,
	options: TerminalOptions = {},
): Promise<TerminalSession> {
	const terminal = openTerminal(['login', '--device'], {
		...options,
		env: {...deviceEnvironment(tenant), ...options.env},
	});
	await terminal.waitFor(/The code is valid/);
	return terminal;
}

export const pollsOf = ({requests}: PracticeTenant): readonly RecordedRequest[] =>
	requests.filter(({grantType}) => grantType?.includes('device_code'));
