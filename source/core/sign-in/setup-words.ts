import type {ClientField, GrantType} from '../oauth/client.ts';

/** How people call the fields of a client. */
export const fieldLabels: Record<ClientField, string> = {
	grant: 'Grant',
	clientId: 'Client ID',
	clientSecret: 'Client secret',
	region: 'Region',
	redirectUri: 'Redirect URI',
	scope: 'Scope',
};

/** The name of a grant, and what speaks for or against it. */
export const grantWords: Record<GrantType, readonly [name: string, about: string]> = {
	authorization_code: ['Authorization code', 'single sign-on works'],
	device_code: ['Device', 'no secret; not with single sign-on'],
};

/** What belongs into a field. The two choices say it where they are made. */
export const fieldWords: Record<Exclude<ClientField, 'grant' | 'region'>, string> = {
	clientId: 'The client’s public name. Spaces and quotes around it are removed.',
	clientSecret: 'Shown when the client is created, and again when an administrator selects it.',
	redirectUri:
		'Where Anaplan sends the browser. It must equal an allowed callback URL of the client.',
	scope: 'offline_access gives a refresh token: without it you sign in again every 35 minutes.',
};

type WhereToFind = {readonly who: string; readonly steps: readonly string[]};

/** The way to a client in Anaplan's administration; each grant has clients of its own. */
export const whereToFind: Record<GrantType, WhereToFind> = {
	authorization_code: {
		who: 'A tenant security administrator finds them in Anaplan:',
		steps: [
			'Administration › Security › OAuth Clients › New',
			'Type: Authorization code grant',
			'Allowed callback URL: the same as the redirect URI here, letter by letter',
			'Create client, then copy the client ID and the client secret',
		],
	},
	device_code: {
		who: 'A tenant security administrator makes a client for it in Anaplan:',
		steps: [
			'Administration › Security › OAuth Clients › New',
			'Type: Device grant',
			'Allowed callback URL: any, such as https://www.anaplan.com; it is not used',
			'Create client, then copy the client ID; there is no secret',
		],
	},
};

export const noSingleSignOn =
	'Users of single sign-on cannot use the device grant, unless an administrator has made them exception users.';
