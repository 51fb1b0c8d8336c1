import type {User} from '../core/anaplan/anaplan-api.ts';
import {
	type Client,
	type ClientDraft,
	type GrantType,
	hostOverrides,
	readClient,
} from '../core/oauth/client.ts';
import type {KnownRotation} from '../core/oauth/rotation.ts';
import type {Session} from '../core/oauth/session.ts';
import {problem} from '../core/problem.ts';
import {
	clientOfSession,
	draftFor,
	type StoredClient,
	type Variables,
} from '../core/profiles/profile.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {ProfileCredentials, ProfileSettings} from './ports.ts';

/** A stored sign-in with the client that it belongs to. */
export type StoredSignIn = {readonly client: Client; readonly session: Session};

/** One profile as it stands: what is stored, seen through the variables. */
export type Profile = {
	readonly draft: ClientDraft;
	/** For a new sign-in; undefined while a setting is missing or wrong. */
	readonly client: Client | undefined;
	readonly signedIn: StoredSignIn | undefined;
	/** A sign-in that waits until it is known whose it is; see `ParkedSignIn`. */
	readonly parked: StoredSignIn | undefined;
	readonly user: User | undefined;
	readonly autoRefresh: boolean;
	readonly region: string;
	/** Of the stored sign-in, else of the client for a new one. */
	readonly grant: GrantType;
	readonly rotation: KnownRotation | undefined;
};

/** What both files hold of a profile. */
export type Stored = {
	readonly settings: ProfileSettings | undefined;
	readonly credentials: ProfileCredentials | undefined;
};

/** The profile as `stored`; the Problem is `usage`, for a value that cannot be used with the stored sign-in. */
export function profileOf(
	stored: Stored,
	variables: Variables,
	wanted: GrantType | undefined,
): Result<Profile> {
	const profile = signedOutProfile(stored, variables, wanted);
	const storedClient = clientOf(stored);
	const session = stored.credentials?.session;
	if (!session || !storedClient) {
		return success(profile);
	}

	const client = clientOfSession(variables, storedClient);
	return client.ok
		? success({
				...profile,
				grant: client.value.grant,
				signedIn: {client: client.value, session},
			})
		: failure(
				problem('usage', {
					message: client.problem.map(({message}) => message).join(' '),
					cause: 'A variable, or settings.json, has a value that cannot be used.',
					hint: 'Correct the value, or unset the variable, then try again.',
				}),
			);
}

/** What the settings and variables make of a profile, whatever sign-in it has. */
export function signedOutProfile(
	stored: Stored,
	variables: Variables,
	wanted: GrantType | undefined,
): Profile {
	const draft = draftFor(variables, clientOf(stored), wanted);
	const read = readClient(draft);
	return {
		draft,
		client: read.ok ? read.value : undefined,
		signedIn: undefined,
		parked: parkedOf(stored, variables),
		user: stored.settings?.user,
		autoRefresh: stored.settings?.autoRefresh ?? true,
		region: draft.region,
		grant: draft.grant,
		rotation: stored.settings?.rotation,
	};
}

function parkedOf({credentials}: Stored, variables: Variables): StoredSignIn | undefined {
	const parked = credentials?.parked;
	const client = parked && clientOfSession(variables, parked.client);
	return parked && client?.ok ? {client: client.value, session: parked.session} : undefined;
}

// The credentials are the last word on whose secret they hold: they are written first.
const clientOf = ({settings, credentials}: Stored): StoredClient | undefined => {
	if (credentials === undefined) {
		return settings;
	}

	const {clientId, grant = 'authorization_code', clientSecret} = credentials;
	const {redirectUri, scope, region} = draftFor({}, settings);
	return {
		redirectUri,
		scope,
		region,
		...settings,
		grant,
		clientId,
		...(clientSecret && {clientSecret}),
	};
};

/** What is stored of a client, all in one. */
export function storedClientOf(client: Client): StoredClient {
	const hosts = hostOverrides(client);
	const {grant, clientId, scope, region} = client;
	return {
		grant,
		clientId,
		...(client.grant === 'authorization_code' && {
			clientSecret: client.clientSecret,
			redirectUri: client.redirectUri,
		}),
		scope,
		region,
		...(Object.keys(hosts).length > 0 && {hosts}),
	};
}

/** The settings after a sign-in with this client: a person's choices stay, the user has to be named. */
export function settingsOf(
	{clientSecret: _, ...client}: StoredClient,
	before: ProfileSettings | undefined,
	user?: User,
): ProfileSettings {
	return {
		...client,
		autoRefresh: before?.autoRefresh ?? true,
		...(before?.watchClipboard !== undefined && {watchClipboard: before.watchClipboard}),
		...(before?.wayOut && {wayOut: before.wayOut}),
		// Another client may be set otherwise.
		...(before?.rotation && before.clientId === client.clientId && {rotation: before.rotation}),
		...(user && {user}),
	};
}

/** What a sign-in goes on with, of what the profile keeps. */
export const keptPreferences = ({autoRefresh, rotation}: ProfileSettings) => ({
	autoRefresh,
	...(rotation && {rotation}),
});

/** What `credentials.json` keeps of a client. */
export const credentialsOf = ({
	clientId,
	clientSecret,
}: Pick<StoredClient, 'clientId' | 'clientSecret'>): ProfileCredentials =>
	clientSecret ? {clientId, clientSecret} : {clientId, grant: 'device_code'};
