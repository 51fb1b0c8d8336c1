import path from 'node:path';
import {onTestFinished} from 'vitest';
import {type PracticeTenant, startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {PracticeTenantOptions, PracticeUser} from '../../source/practice/settings.ts';
import {storeSignIn} from './store-sign-in.ts';
import {tempHome} from './temp-home.ts';

export {
	hostVariables,
	tenantVariables,
} from '../../source/practice/tenant-variables.ts';

/** A practice tenant that ends with the test. */
export async function practiceTenant(options: PracticeTenantOptions = {}): Promise<PracticeTenant> {
	const tenant = await startPracticeTenant(options);
	onTestFinished(async () => tenant.close());
	return tenant;
}

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
