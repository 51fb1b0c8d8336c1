import {createCredentialStore} from '../../source/adapters/credential-store.ts';
import {createSettingsStore} from '../../source/adapters/settings-store.ts';
import {Secret} from '../../source/core/secret.ts';
import {epochMs} from '../../source/core/time.ts';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {PracticeUser} from '../../source/practice/settings.ts';

/**
 * Stores a sign-in at the tenant as a profile, as if it had been made; its access token lasts
 * `leftS` seconds more by our clock, and it may be known whose it is. Needs no test runner.
 */
export async function storeSignIn(
	tenant: PracticeTenant,
	folder: string,
	leftS: number,
	{
		profile = 'default',
		remembered,
	}: {readonly profile?: string; readonly remembered?: PracticeUser} = {},
): Promise<void> {
	const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;
	const tokens = tenant.issue();
	const hosts = {oauth: tenant.origin, auth: tenant.origin, api: tenant.origin};
	const now = Date.now();
	const credentials = await createCredentialStore({folder}).write(profile, {
		clientId,
		clientSecret: new Secret('client secret', clientSecret),
		session: {
			accessToken: new Secret('access token', tokens.access_token),
			scope: tokens.scope,
			requestedScope: 'openid email offline_access',
			obtainedAt: epochMs(now - Math.max(0, 2100 - leftS) * 1000),
			expiresAt: epochMs(now + leftS * 1000),
			...(tokens.refresh_token !== undefined && {
				refreshToken: {
					token: new Secret('refresh token', tokens.refresh_token),
					obtainedAt: epochMs(now),
				},
			}),
		},
	});
	const settings = await createSettingsStore({folder}).write(profile, {
		grant: 'authorization_code',
		clientId,
		redirectUri,
		scope: 'openid email offline_access',
		region: 'us1',
		hosts,
		autoRefresh: true,
		...(remembered && {
			user: {
				id: remembered.id,
				email: remembered.email,
				name: `${remembered.firstName} ${remembered.lastName}`,
				customerId: remembered.customerId,
			},
		}),
	});
	if (!credentials.ok || !settings.ok) {
		throw new Error('The sign-in could not be stored.');
	}
}
