import type {Hosts} from '../anaplan/region.ts';
import {
	type Client,
	type ClientDraft,
	defaultRedirectUri,
	defaultRegion,
	defaultScope,
	type FieldFault,
	type GrantType,
	readClient,
	trimPasted,
} from '../oauth/client.ts';
import type {Result} from '../result.ts';
import {Secret} from '../secret.ts';

/** The environment variables, as the system gives them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What is stored of a profile's OAuth client. */
export type StoredClient = {
	readonly grant: GrantType;
	readonly clientId: string;
	/** Absent for the device grant, like the redirect URI. */
	readonly clientSecret?: Secret;
	readonly redirectUri?: string;
	readonly scope: string;
	readonly region: string;
	readonly hosts?: Partial<Hosts>;
};

/** A variable's value; a variable that is set to nothing counts as unset. */
export const variable = (variables: Variables, ...names: readonly string[]): string | undefined => {
	for (const name of names) {
		const value = trimPasted(variables[name] ?? '');
		if (value !== '') {
			return value;
		}
	}

	return undefined;
};

/** Under which of these names a variable is set. */
const variableName = (variables: Variables, ...names: readonly string[]): string | undefined =>
	names.find(name => variable(variables, name) !== undefined);

/**
 * The client for a new sign-in, as a draft: variables win over what is stored, that over the
 * defaults. A stored secret counts only for the client that it belongs to. `wanted` is the grant
 * that was asked for by name; a client that is stored for the other one cannot serve it.
 */
export function draftFor(
	variables: Variables,
	stored: StoredClient | undefined,
	wanted?: GrantType,
): ClientDraft {
	const storedId = wanted === undefined || wanted === stored?.grant ? stored?.clientId : undefined;
	const clientId = variable(variables, 'ANAPLAN_CLIENT_ID', 'CLIENT') ?? storedId ?? '';
	const secretText = variable(variables, 'ANAPLAN_CLIENT_SECRET', 'SECRET');
	// A client of the device grant has no secret.
	const givenGrant = secretText === undefined ? undefined : 'authorization_code';
	const storedGrant = stored?.clientId === clientId ? stored.grant : undefined;
	const storedSecret = stored?.clientId === clientId ? stored.clientSecret : undefined;
	const given = {
		clientId: variableName(variables, 'ANAPLAN_CLIENT_ID', 'CLIENT'),
		clientSecret: variableName(variables, 'ANAPLAN_CLIENT_SECRET', 'SECRET'),
		region: variableName(variables, 'ANAPLAN_REGION'),
		redirectUri: variableName(variables, 'ANAPLAN_REDIRECT_URI'),
		scope: variableName(variables, 'ANAPLAN_SCOPE'),
	};
	const named = Object.entries(given).filter(([, name]) => name !== undefined);
	return {
		...(named.length > 0 && {variables: Object.fromEntries(named)}),
		grant: wanted ?? givenGrant ?? storedGrant ?? 'authorization_code',
		clientId,
		clientSecret:
			secretText === undefined
				? (storedSecret ?? new Secret('client secret', ''))
				: new Secret('client secret', secretText),
		region: variable(variables, 'ANAPLAN_REGION') ?? stored?.region ?? defaultRegion,
		redirectUri:
			variable(variables, 'ANAPLAN_REDIRECT_URI') ?? stored?.redirectUri ?? defaultRedirectUri,
		scope: variable(variables, 'ANAPLAN_SCOPE') ?? stored?.scope ?? defaultScope,
		hosts: hostsFor(variables, stored),
	};
}

/**
 * The client that a stored session is refreshed and used with: the one it was issued to. Variables
 * may choose other hosts, and a new secret for the same client, but not another client.
 */
export function clientOfSession(
	variables: Variables,
	stored: StoredClient,
): Result<Client, readonly FieldFault[]> {
	const clientId = variable(variables, 'ANAPLAN_CLIENT_ID', 'CLIENT');
	const isSameClient = (clientId ?? stored.clientId) === stored.clientId;
	const {
		ANAPLAN_CLIENT_SECRET,
		SECRET,
		ANAPLAN_REGION,
		ANAPLAN_OAUTH_URL,
		ANAPLAN_AUTH_URL,
		ANAPLAN_API_URL,
	} = variables as Record<string, string | undefined>;
	return readClient(
		draftFor(
			{
				...(isSameClient && {ANAPLAN_CLIENT_SECRET}),
				// Without an ID beside it a name that general may be anything's.
				...(isSameClient && clientId !== undefined && {SECRET}),
				ANAPLAN_REGION,
				ANAPLAN_OAUTH_URL,
				ANAPLAN_AUTH_URL,
				ANAPLAN_API_URL,
			},
			stored,
			stored.grant,
		),
	);
}

function hostsFor(variables: Variables, stored: StoredClient | undefined): Partial<Hosts> {
	const given = {
		oauth: variable(variables, 'ANAPLAN_OAUTH_URL'),
		auth: variable(variables, 'ANAPLAN_AUTH_URL'),
		api: variable(variables, 'ANAPLAN_API_URL'),
	};
	// Choosing a region chooses its hosts, so stored exceptions to another region's fall away.
	const kept = variable(variables, 'ANAPLAN_REGION') === undefined ? (stored?.hosts ?? {}) : {};
	return {
		...kept,
		...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
	};
}
