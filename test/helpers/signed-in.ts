import path from 'node:path';
import {onTestFinished} from 'vitest';
import {type PracticeTenant, startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {PracticeTenantOptions, PracticeUser} from '../../source/practice/settings.ts';
import type {Environment} from './child-environment.ts';
import {storeSignIn} from './store-sign-in.ts';
import {tempHome} from './temp-home.ts';

/** A practice tenant that ends with the test. */
export async function practiceTenant(options: PracticeTenantOptions = {}): Promise<PracticeTenant> {
	const tenant = await startPracticeTenant(options);
	onTestFinished(async () => tenant.close());
	return tenant;
}

/** The variables that send a program to a practice tenant, with its client. */
export function tenantEnvironment(tenant: PracticeTenant): Environment {
	const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;
	return {
		ANAPLAN_CLIENT_ID: clientId,
		ANAPLAN_CLIENT_SECRET: clientSecret,
		ANAPLAN_REDIRECT_URI: redirectUri,
		...hostEnvironment(tenant),
	};
}

/** Only where the hosts are, for a sign-in whose client is stored. */
export const hostEnvironment = ({origin}: PracticeTenant): Environment => ({
	ANAPLAN_OAUTH_URL: origin,
	ANAPLAN_AUTH_URL: origin,
	ANAPLAN_API_URL: origin,
});

/** A home with a stored sign-in at the tenant, by default a new one whose access token lasts `leftS` seconds more. */
export async function signedInHome(
	tenant: PracticeTenant,
	{
		leftS = 2100,
		home = tempHome(),
		profile = 'default',
		remembered,
	}: {
		readonly leftS?: number;
		readonly home?: string;
		readonly profile?: string;
		readonly remembered?: PracticeUser;
	} = {},
): Promise<string> {
	await storeSignIn(tenant, path.join(home, 'anaplan-tui'), leftS, {
		profile,
		...(remembered && {remembered}),
	});
	return home;
}
