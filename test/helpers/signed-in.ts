import path from 'node:path';
import {onTestFinished} from 'vitest';
import {createCredentialStore} from '../../source/adapters/credential-store.ts';
import {createSettingsStore} from '../../source/adapters/settings-store.ts';
import {Secret} from '../../source/core/secret.ts';
import {epochMs} from '../../source/core/time.ts';
import {type PracticeTenant, startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {PracticeTenantOptions} from '../../source/practice/settings.ts';
import type {Environment} from './child-environment.ts';
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

/** Stores a sign-in at the tenant in a home, by default a new one whose access token lasts `leftS` seconds more. */
export async function signedInHome(
	tenant: PracticeTenant,
	{leftS = 2100, home = tempHome()}: {readonly leftS?: number; readonly home?: string} = {},
): Promise<string> {
	const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;
	const tokens = tenant.issue();
	const folder = path.join(home, 'anaplan-tui');
	const hosts = {oauth: tenant.origin, auth: tenant.origin, api: tenant.origin};
	const now = Date.now();
	const credentials = await createCredentialStore({folder}).write('default', {
		clientId,
		clientSecret: new Secret('client secret', clientSecret),
		session: {
			accessToken: new Secret('access token', tokens.access_token),
			scope: tokens.scope,
			requestedScope: 'openid email offline_access',
			obtainedAt: epochMs(now - (2100 - leftS) * 1000),
			expiresAt: epochMs(now + leftS * 1000),
			...(tokens.refresh_token !== undefined && {
				refreshToken: {
					token: new Secret('refresh token', tokens.refresh_token),
					obtainedAt: epochMs(now),
				},
			}),
		},
	});
	const settings = await createSettingsStore({folder}).write('default', {
		grant: 'authorization_code',
		clientId,
		redirectUri,
		scope: 'openid email offline_access',
		region: 'us1',
		hosts,
		autoRefresh: true,
	});
	if (!credentials.ok || !settings.ok) {
		throw new Error('The sign-in could not be stored.');
	}

	return home;
}
