import type {PracticeTenant} from './practice-tenant.ts';

/** The variables that send a program to a practice tenant, for a sign-in whose client is stored. */
export const hostVariables = ({origin}: Pick<PracticeTenant, 'origin'>) => ({
	ANAPLAN_OAUTH_URL: origin,
	ANAPLAN_AUTH_URL: origin,
	ANAPLAN_API_URL: origin,
});

/** The same with the tenant's client, for a new sign-in. */
export function tenantVariables(tenant: Pick<PracticeTenant, 'origin' | 'clients'>) {
	const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;
	return {
		ANAPLAN_CLIENT_ID: clientId,
		ANAPLAN_CLIENT_SECRET: clientSecret,
		ANAPLAN_REDIRECT_URI: redirectUri,
		...hostVariables(tenant),
	};
}
