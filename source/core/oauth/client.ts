import {
	findRegion,
	type Hosts,
	isProtected,
	readBaseUrl,
	regionFromText,
} from '../anaplan/region.ts';
import {printable} from '../printable.ts';
import type {Problem} from '../problem.ts';
import {failure, type Result, success} from '../result.ts';
import {Secret} from '../secret.ts';
import {trimEnds} from '../trim.ts';

type ClientBase = {
	readonly clientId: string;
	/** Scopes to ask for, separated by single spaces. */
	readonly scope: string;
	readonly region: string;
	readonly hosts: Hosts;
};

/** An OAuth client of Anaplan's type “Authorization code grant”, checked and complete. */
export type CodeClient = ClientBase & {
	readonly grant: 'authorization_code';
	readonly clientSecret: Secret;
	/** Exactly as registered at Anaplan; never normalised. */
	readonly redirectUri: string;
};

/** An OAuth client of Anaplan's type “Device grant”: it has no secret, and nothing is redirected. */
export type DeviceClient = ClientBase & {readonly grant: 'device_code'};

/** At Anaplan a client is made for one grant and cannot serve the other. */
export type Client = CodeClient | DeviceClient;

export const grantTypes = ['authorization_code', 'device_code'] as const;
export type GrantType = (typeof grantTypes)[number];

/** The fields of the Setup screen as typed, not yet checked. */
export type ClientDraft = {
	readonly grant: GrantType;
	readonly clientId: string;
	/** Of no meaning for the device grant, like the redirect URI. */
	readonly clientSecret: Secret;
	readonly region: string;
	readonly redirectUri: string;
	readonly scope: string;
	/** Base URLs that replace the region's; set by variables or kept from an earlier sign-in. */
	readonly hosts: Partial<Hosts>;
	/** The variables that gave fields, so that a fault can name its own. */
	readonly variables?: Partial<Record<ClientField, string>>;
};

export type ClientField = Exclude<keyof ClientDraft, 'hosts' | 'variables'>;

/** From top to bottom. */
export const allClientFields = [
	'grant',
	'clientId',
	'clientSecret',
	'region',
	'redirectUri',
	'scope',
] as const satisfies readonly ClientField[];

/** The fields that a grant asks for. */
export const clientFields = (grant: GrantType): readonly ClientField[] =>
	allClientFields.filter(
		field => grant === 'authorization_code' || !['clientSecret', 'redirectUri'].includes(field),
	);

/** What is wrong with a field, in a sentence for the person who typed it. */
export type FieldFault = {
	readonly field: ClientField | 'hosts';
	readonly message: string;
	/** The variable that the value comes from. */
	readonly variable?: string;
};

export const defaultRedirectUri = 'https://www.anaplan.com';
export const defaultScope = 'openid email offline_access';
export const defaultRegion = 'us1';

export const emptyDraft: ClientDraft = {
	grant: 'authorization_code',
	clientId: '',
	clientSecret: new Secret('client secret', ''),
	region: defaultRegion,
	redirectUri: defaultRedirectUri,
	scope: defaultScope,
	hosts: {},
};

/**
 * Removes what comes along when a value is copied from a page, a mail or a shell: surrounding
 * spaces, quotes, line breaks. The inside is left alone.
 */
export const trimPasted = (text: string): string =>
	trimEnds(text, /[\s"'`“”‘’<]/u, /[\s"'`“”‘’>]/u);

const credentialFault = (name: string, value: string): string | undefined => {
	if (value === '') {
		return `The ${name} is missing.`;
	}

	if (/[^\x21-\x7E]/.test(value)) {
		return `The ${name} has a space or a character that Anaplan never uses in it.`;
	}

	return value.length > 1024 ? `The ${name} is too long to be one.` : undefined;
};

const redirectFault = (text: string): string | undefined => {
	if (text === '') {
		return 'The redirect URI is missing.';
	}

	if (/[\s\p{Cc}]/u.test(text) || !/^[a-z]+:\/\//i.test(text) || !URL.canParse(text)) {
		return 'The redirect URI is no complete address; it looks like https://www.anaplan.com.';
	}

	const url = new URL(text);
	if (!isProtected(url)) {
		return 'The redirect URI must begin with https://.';
	}

	if (url.username || url.password) {
		return 'The redirect URI must not hold a user name or password.';
	}

	// RFC 6749 §3.1.2: the redirection endpoint URI must not include a fragment.
	return text.includes('#') ? 'The redirect URI must not have a # part.' : undefined;
};

const scopeFault = (scope: string): string | undefined => {
	if (scope === '') {
		return 'The scope is missing.';
	}

	// RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ).
	return /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/.test(scope)
		? undefined
		: 'The scope has a character that scopes cannot have.';
};

const normalisedScope = (scope: string): string =>
	scope
		.trim()
		.split(/[\s,]+/)
		.filter(Boolean)
		.join(' ');

/**
 * Checks a draft. Pasted values are trimmed, the region may be an address, base URLs of the draft
 * win over the region's. Returns the client, or every fault in the order of the fields.
 */
export function readClient(draft: ClientDraft): Result<Client, readonly FieldFault[]> {
	const clientId = trimPasted(draft.clientId);
	const secretText = trimPasted(draft.clientSecret.reveal());
	const region = findRegion(draft.region) ?? regionFromText(draft.region);
	const redirectUri = trimPasted(draft.redirectUri);
	const scope = normalisedScope(draft.scope);
	const faults: FieldFault[] = [];
	const note = (field: ClientField, message: string | undefined) => {
		if (message !== undefined) {
			faults.push(faultIn(draft, field, message));
		}
	};

	note('clientId', credentialFault('client ID', clientId));
	const isCodeGrant = draft.grant === 'authorization_code';
	note('clientSecret', isCodeGrant ? credentialFault('client secret', secretText) : undefined);
	note('region', region ? undefined : 'This region is unknown; choose one such as us1 or eu3.');
	note('redirectUri', isCodeGrant ? redirectFault(redirectUri) : undefined);
	note('scope', scopeFault(scope));
	const hosts: Partial<Record<keyof Hosts, string>> = {};
	for (const name of ['oauth', 'auth', 'api'] as const) {
		const text = draft.hosts[name];
		if (text !== undefined) {
			const read = readBaseUrl(text, hostVariables[name]);
			if (read.ok) {
				hosts[name] = read.value;
			} else {
				faults.push({
					field: 'hosts',
					message: baseUrlWords(read.problem),
					variable: hostVariables[name],
				});
			}
		}
	}

	if (faults.length > 0 || !region) {
		return failure(faults);
	}

	const base = {clientId, scope, region: region.code, hosts: {...region.hosts, ...hosts}};
	return success(
		draft.grant === 'device_code'
			? {grant: draft.grant, ...base}
			: {
					grant: draft.grant,
					...base,
					clientSecret: new Secret('client secret', secretText),
					redirectUri,
				},
	);
}

/** A fault that names the variable that its value comes from, with the value, unless that may hold a secret. */
function faultIn(draft: ClientDraft, field: ClientField, message: string): FieldFault {
	const variable = draft.variables?.[field];
	if (variable === undefined) {
		return {field, message};
	}

	const value = draft[field];
	// An address may have a password in it, and a secret may have been put where the ID belongs.
	const isShown = typeof value === 'string' && field !== 'clientId' && !/[@?#]/.test(value);
	const named = isShown
		? `${variable} is “${printable(value, 60)}”.`
		: `${variable} cannot be used.`;
	return {field, message: `${named} ${message}`, variable};
}

/** Where the API of a draft is, whatever else is missing; undefined where that cannot be told. */
export function apiBaseOf({
	region,
	hosts,
}: Pick<ClientDraft, 'region' | 'hosts'>): string | undefined {
	if (hosts.api === undefined) {
		return (findRegion(region) ?? regionFromText(region))?.hosts.api;
	}

	const read = readBaseUrl(hosts.api, hostVariables.api);
	return read.ok ? read.value : undefined;
}

/** The base URLs of a client that are not its region's own. */
export function hostOverrides({region, hosts}: Pick<Client, 'region' | 'hosts'>): Partial<Hosts> {
	const own = findRegion(region)?.hosts;
	return Object.fromEntries(
		Object.entries(hosts).filter(([name, base]) => own?.[name as keyof Hosts] !== base),
	);
}

/** The draft that shows a client again for editing. */
export const draftOf = (client: Client): ClientDraft => ({
	...emptyDraft,
	grant: client.grant,
	clientId: client.clientId,
	...(client.grant === 'authorization_code' && {
		clientSecret: client.clientSecret,
		redirectUri: client.redirectUri,
	}),
	region: client.region,
	scope: client.scope,
	hosts: hostOverrides(client),
});

const hostVariables: Record<keyof Hosts, string> = {
	oauth: 'ANAPLAN_OAUTH_URL',
	auth: 'ANAPLAN_AUTH_URL',
	api: 'ANAPLAN_API_URL',
};

const baseUrlWords = ({message, hint}: Problem): string => `${message} ${hint}`;
