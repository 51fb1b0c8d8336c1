import type {User} from '../core/anaplan-api.ts';
import {
	type Client,
	type ClientDraft,
	type Grant,
	hostOverrides,
	readClient,
} from '../core/client.ts';
import {problem} from '../core/problem.ts';
import {clientOfSession, draftFor, type StoredClient, type Variables} from '../core/profile.ts';
import {failure, type Result, success} from '../core/result.ts';
import {type Session, sameTokens} from '../core/session.ts';
import type {WayOut} from '../core/way-out.ts';
import type {Credentials, Lock, ProfileCredentials, ProfileSettings, Settings} from './ports.ts';

/** One profile as it stands: what is stored, seen through the variables. */
export type Profile = {
	readonly draft: ClientDraft;
	/** For a new sign-in; undefined while a setting is missing or wrong. */
	readonly client: Client | undefined;
	/** The stored sign-in with the client that it belongs to. */
	readonly signedIn: {readonly client: Client; readonly session: Session} | undefined;
	readonly user: User | undefined;
	readonly autoRefresh: boolean;
	readonly region: string;
	/** Of the stored sign-in, else of the client for a new one. */
	readonly grant: Grant;
};

/** What a person has chosen on the screens. */
export type Preferences = Pick<ProfileSettings, 'autoRefresh' | 'watchClipboard' | 'wayOut'>;

type SignInPreferences = {readonly watchClipboard: boolean; readonly wayOut?: WayOut};

export type Amendment = 'amended' | 'superseded';

/** Reads and changes one profile; every change happens under the lock, on what it reads there. */
export type Profiles = {
	readonly name: string;
	/** `wanted` is the grant that a new sign-in was asked for with; else that of the stored client. */
	load(wanted?: Grant): Promise<Result<Profile>>;
	/** What can still be read of a profile that `load` gives a Problem for; signed out, at any rate. */
	salvage(wanted?: Grant): Promise<Profile>;
	/**
	 * Keeps the client's settings before the sign-in, but never over those of a session that is still
	 * there; gives the kept preferences.
	 */
	keepClient(client: Client): Promise<Result<SignInPreferences>>;
	/** Stores a new sign-in in place of the old one; gives the kept choice of automatic refresh. */
	keepSignIn(client: Client, session: Session): Promise<Result<boolean>>;
	keepUser(user: User): Promise<Result<void>>;
	keepPreferences(preferences: Partial<Preferences>): Promise<Result<void>>;
	/** Changes the stored session; `superseded` when other tokens have taken its place, which stay. */
	amendSession(known: Session, changed: Session): Promise<Result<Amendment>>;
	/** As `amendSession`, for a caller that holds the lock. */
	amendSessionLocked(known: Session, changed: Session): Promise<Result<Amendment>>;
	/** Forgets the tokens and keeps the client's settings. */
	forgetSession(): Promise<Result<void>>;
	/** As `forgetSession`, for a caller that holds the lock. */
	forgetSessionLocked(): Promise<Result<void>>;
};

export function createProfiles(
	ports: {readonly settings: Settings; readonly credentials: Credentials; readonly lock: Lock},
	name: string,
	variables: Variables,
): Profiles {
	const {settings, credentials, lock} = ports;

	const readBoth = async (): Promise<Result<Stored>> => {
		const set = await settings.read(name);
		if (!set.ok) {
			return set;
		}

		const secret = await credentials.read(name);
		return secret.ok ? success({settings: set.value, credentials: secret.value}) : secret;
	};

	const amendSettings = async (change: (current: ProfileSettings) => ProfileSettings) => {
		const current = await settings.read(name);
		if (!current.ok || current.value === undefined) {
			return current.ok ? success(undefined) : current;
		}

		return settings.write(name, change(current.value));
	};

	const write = async (client: Client, session: Session | undefined) => {
		const kept = await credentials.write(name, {
			clientId: client.clientId,
			...(client.grant === 'authorization_code'
				? {clientSecret: client.clientSecret}
				: {grant: client.grant}),
			...(session && {session}),
		});
		if (!kept.ok) {
			return kept;
		}

		const current = await settings.read(name);
		const after = settingsOf(client, current.ok ? current.value : undefined);
		const written = await settings.write(name, after);
		return written.ok ? success(after) : written;
	};

	const amendSessionLocked = async (known: Session, changed: Session) => {
		const current = await credentials.read(name);
		if (!current.ok) {
			return current;
		}

		const {value} = current;
		if (!value?.session || !sameTokens(value.session, known)) {
			return success('superseded' as const);
		}

		const written = await credentials.write(name, {...value, session: changed});
		return written.ok ? success('amended' as const) : written;
	};

	const forgetSessionLocked = async () => {
		const current = await credentials.read(name);
		if (!current.ok || current.value === undefined) {
			return current.ok ? success(undefined) : current;
		}

		const {session: _, ...client} = current.value;
		return credentials.write(name, client);
	};

	return {
		name,
		async load(wanted) {
			const stored = await readBoth();
			return stored.ok ? profileOf(stored.value, variables, wanted) : stored;
		},
		async salvage(wanted) {
			const set = await settings.read(name);
			const secret = await credentials.read(name);
			return signedOutProfile(
				{settings: readableValue(set), credentials: readableValue(secret)},
				variables,
				wanted,
			);
		},
		async keepClient(client) {
			return lock.hold(async () => {
				const prepared = await credentials.prepare('signIn');
				if (!prepared.ok) {
					return prepared;
				}

				const current = await credentials.read(name);
				const kept =
					current.ok && current.value?.session
						? success(undefined)
						: await write(client, undefined);
				return kept.ok ? success(preferencesOf(readableValue(await settings.read(name)))) : kept;
			});
		},
		async keepSignIn(client, session) {
			return lock.hold(async () => {
				const written = await write(client, session);
				return written.ok ? success(written.value.autoRefresh) : written;
			});
		},
		keepUser: async user => lock.hold(async () => amendSettings(current => ({...current, user}))),
		keepPreferences: async preferences =>
			lock.hold(async () => amendSettings(current => ({...current, ...preferences}))),
		amendSession: async (known, changed) =>
			lock.hold(async () => amendSessionLocked(known, changed)),
		amendSessionLocked,
		forgetSession: async () => lock.hold(forgetSessionLocked),
		forgetSessionLocked,
	};
}

const preferencesOf = (stored: ProfileSettings | undefined): SignInPreferences => ({
	watchClipboard: stored?.watchClipboard ?? true,
	...(stored?.wayOut && {wayOut: stored.wayOut}),
});

const readableValue = <Value>(result: Result<Value | undefined>): Value | undefined =>
	result.ok ? result.value : undefined;

type Stored = {
	readonly settings: ProfileSettings | undefined;
	readonly credentials: ProfileCredentials | undefined;
};

function profileOf(
	stored: Stored,
	variables: Variables,
	wanted: Grant | undefined,
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

function signedOutProfile(
	stored: Stored,
	variables: Variables,
	wanted: Grant | undefined,
): Profile {
	const draft = draftFor(variables, clientOf(stored), wanted);
	const read = readClient(draft);
	return {
		draft,
		client: read.ok ? read.value : undefined,
		signedIn: undefined,
		user: stored.settings?.user,
		autoRefresh: stored.settings?.autoRefresh ?? true,
		region: draft.region,
		grant: draft.grant,
	};
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

function settingsOf(client: Client, before: ProfileSettings | undefined): ProfileSettings {
	const hosts = hostOverrides(client);
	const {grant, clientId, scope, region} = client;
	return {
		grant,
		clientId,
		...(grant === 'authorization_code' && {redirectUri: client.redirectUri}),
		scope,
		region,
		...(Object.keys(hosts).length > 0 && {hosts}),
		autoRefresh: before?.autoRefresh ?? true,
		...(before?.watchClipboard !== undefined && {watchClipboard: before.watchClipboard}),
		...(before?.wayOut && {wayOut: before.wayOut}),
	};
}
