import type {User} from '../core/anaplan/anaplan-api.ts';
import type {Client, GrantType} from '../core/oauth/client.ts';
import type {Rotation} from '../core/oauth/rotation.ts';
import {type Session, sameTokens} from '../core/oauth/session.ts';
import type {Variables} from '../core/profiles/profile.ts';
import {type Result, success} from '../core/result.ts';
import {isSameUser} from '../core/sign-in/same-user.ts';
import type {WayOut} from '../core/sign-in/way-out.ts';
import {createParking, type Parking} from './parking.ts';
import type {Credentials, Lock, ProfileCredentials, ProfileSettings, Settings} from './ports.ts';
import {
	credentialsOf,
	keptPreferences,
	type Profile,
	profileOf,
	type Stored,
	settingsOf,
	signedOutProfile,
	storedClientOf,
} from './stored-profile.ts';

export type {Profile} from './stored-profile.ts';

/** What a person has chosen on the screens. */
export type Preferences = Pick<
	ProfileSettings,
	'autoRefresh' | 'watchClipboard' | 'wayOut' | 'rotation'
>;

type SignInPreferences = {readonly watchClipboard: boolean; readonly wayOut?: WayOut};

export type Amendment = 'amended' | 'superseded';

/** Makes of the session that is stored what is to be stored; undefined where that must stay as it is. */
export type Amend = (stored: Session) => Session | undefined;

/** What a new sign-in goes on with. */
export type KeptPreferences = Pick<ProfileSettings, 'autoRefresh' | 'rotation'>;

/** What became of a new sign-in: it is the profile's, or waits beside the old one until it is known whose it is. */
export type Admission =
	| ({readonly kind: 'kept'} & KeptPreferences)
	| {readonly kind: 'parked'; readonly remembered: User};

/** A place for a session that is kept fresh there. */
export type SessionSlot = {
	/** The profile, with `signedIn` as this place has it. */
	load(): Promise<Result<Profile>>;
	/** As `amendSession`, for a caller that holds the lock. */
	amendSessionLocked(known: Session, amend: Amend): Promise<Result<Amendment>>;
	/** Keeps what a refresh has shown of the client; for a caller that holds the lock. */
	keepRotationLocked(rotation: Rotation): Promise<Result<void>>;
};

/** Reads and changes one profile; every change happens under the lock, on what it reads there. */
export type Profiles = Pick<SessionSlot, 'amendSessionLocked' | 'keepRotationLocked'> &
	Parking & {
		readonly name: string;
		/** `wanted` is the grant that a new sign-in was asked for with; else that of the stored client. */
		load(wanted?: GrantType): Promise<Result<Profile>>;
		/** What can still be read of a profile that `load` gives a Problem for; signed out, at any rate. */
		salvage(wanted?: GrantType): Promise<Profile>;
		/**
		 * Keeps the client's settings before the sign-in, but never over those of a session that is
		 * still there, nor another client over that of a user who is remembered, nor over a file that
		 * cannot be read; gives the kept preferences.
		 */
		keepClient(client: Client): Promise<Result<SignInPreferences>>;
		/**
		 * Stores a new sign-in. It takes the place of the old one only where the profile remembers no
		 * user; else it is parked, complete, and changes nothing of what is there.
		 */
		keepSignIn(client: Client, session: Session): Promise<Result<Admission>>;
		/** Remembers the user, unless the profile remembers someone else; gives who is remembered now. */
		keepUser(user: User): Promise<Result<User>>;
		keepPreferences(preferences: Partial<Preferences>): Promise<Result<void>>;
		/**
		 * Changes the stored session while its access token is that of `known`; `superseded` when other
		 * tokens have taken its place, which stay.
		 */
		amendSession(known: Session, amend: Amend): Promise<Result<Amendment>>;
		/** Forgets the tokens, those of a parked sign-in too, and keeps the client's settings. */
		forgetSession(): Promise<Result<void>>;
		/** As `forgetSession`, for a caller that holds the lock. */
		forgetSessionLocked(): Promise<Result<void>>;
	};

/**
 * One profile over its two files, seen through `variables`. Nothing is kept in memory: each call reads
 * what is on disk then. Problems: `store_unreadable`, `store_unwritable`, `keychain_unavailable`,
 * `store_busy`, and `usage` from `load` for a value that cannot be used with the stored sign-in.
 */
export function createProfiles(
	ports: {readonly settings: Settings; readonly credentials: Credentials; readonly lock: Lock},
	name: string,
	variables: Variables,
): Profiles {
	const {settings, credentials, lock} = ports;

	/**
	 * Both files as they belong together, also while another process gives the profile a new sign-in,
	 * settings first: the new tokens with the old settings would be those of another user and region.
	 */
	const readBoth = async (): Promise<Result<Stored>> => {
		for (;;) {
			const set = await settings.read(name);
			if (!set.ok) {
				return set;
			}

			const secret = await credentials.read(name);
			if (!secret.ok) {
				return secret;
			}

			const again = await settings.read(name);
			if (!again.ok || JSON.stringify(again.value) === JSON.stringify(set.value)) {
				return success({settings: set.value, credentials: secret.value});
			}
		}
	};

	const load: Profiles['load'] = async wanted => {
		const stored = await readBoth();
		return stored.ok ? profileOf(stored.value, variables, wanted) : stored;
	};

	const amendSettings = async (change: (current: ProfileSettings) => ProfileSettings) => {
		const current = await settings.read(name);
		if (!current.ok || current.value === undefined) {
			return current.ok ? success(undefined) : current;
		}

		return settings.write(name, change(current.value));
	};

	const parking = createParking(ports, name, load);

	const write = async (client: Client, session: Session | undefined, user?: User) => {
		const stored = storedClientOf(client);
		const kept = await credentials.write(name, {
			...credentialsOf(stored),
			...(session && {session}),
		});
		if (!kept.ok) {
			return kept;
		}

		const current = await settings.read(name);
		const after = settingsOf(stored, readableValue(current), user);
		const written = await settings.write(name, after);
		return written.ok ? success(after) : written;
	};

	// Where the current profile is one that nobody has made yet, the first sign-in is the current one.
	const becomeFirst = async () => {
		const current = await settings.currentProfile();
		const made = await settings.profiles();
		if (current.ok && made.ok && !made.value.includes(current.value)) {
			await settings.setCurrent(name);
		}
	};

	const amendSessionLocked = async (known: Session, amend: Amend) => {
		const current = await credentials.read(name);
		if (!current.ok) {
			return current;
		}

		const {value} = current;
		const stored = value?.session;
		const session = stored && sameTokens(stored, known) ? amend(stored) : undefined;
		if (!value || !session) {
			return success('superseded' as const);
		}

		const written = await credentials.write(name, {...value, session});
		return written.ok ? success('amended' as const) : written;
	};

	const forgetSessionLocked = async () => {
		const current = await credentials.read(name);
		if (!current.ok || current.value === undefined) {
			return current.ok ? success(undefined) : current;
		}

		const {session: _, parked: __, ...client} = current.value;
		return credentials.write(name, client);
	};

	return {
		name,
		load,
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

				const set = await settings.read(name);
				const secret = await credentials.read(name);
				const before = readableValue(set);
				const mustStay = !set.ok || !secret.ok || isWorthMore(secret.value, before, client);
				const kept = mustStay ? success(undefined) : await write(client, undefined, before?.user);
				return kept.ok ? success(preferencesOf(before)) : kept;
			});
		},
		async keepSignIn(client, session) {
			return lock.hold(async (): Promise<Result<Admission>> => {
				const remembered = readableValue(await settings.read(name))?.user;
				if (remembered) {
					const parked = await parking.parkLocked(storedClientOf(client), session);
					return parked.ok ? success({kind: 'parked', remembered}) : parked;
				}

				const written = await write(client, session);
				if (written.ok) {
					await becomeFirst();
				}

				return written.ok ? success({kind: 'kept', ...keptPreferences(written.value)}) : written;
			});
		},
		async keepUser(user) {
			return lock.hold(async () => {
				const current = readableValue(await settings.read(name))?.user;
				if (current && !isSameUser(current, user)) {
					return success(current);
				}

				const kept = await amendSettings(before => ({...before, user}));
				return kept.ok ? success(user) : kept;
			});
		},
		keepPreferences: async preferences =>
			lock.hold(async () => amendSettings(current => ({...current, ...preferences}))),
		amendSession: async (known, amend) => lock.hold(async () => amendSessionLocked(known, amend)),
		amendSessionLocked,
		keepRotationLocked: async rotation => {
			const current = readableValue(await settings.read(name));
			return current?.rotation === rotation
				? success(undefined)
				: amendSettings(before => ({...before, rotation}));
		},
		forgetSession: async () => lock.hold(forgetSessionLocked),
		forgetSessionLocked,
		takePlace: parking.takePlace,
		dropParked: parking.dropParked,
		parked: parking.parked,
	};
}

/** Whether what is stored must wait for the end of a sign-in with this client to be replaced. */
function isWorthMore(
	stored: ProfileCredentials | undefined,
	settings: ProfileSettings | undefined,
	client: Client,
): boolean {
	if (stored === undefined) {
		return false;
	}

	const isAnothers = settings?.user !== undefined && settings.clientId !== client.clientId;
	// The device grant is tried with the client of the other one, and refused.
	const hasSecret = stored.clientSecret !== undefined && client.grant === 'device_code';
	return stored.session !== undefined || stored.parked !== undefined || isAnothers || hasSecret;
}

const preferencesOf = (stored: ProfileSettings | undefined): SignInPreferences => ({
	watchClipboard: stored?.watchClipboard ?? true,
	...(stored?.wayOut && {wayOut: stored.wayOut}),
});

const readableValue = <Value>(result: Result<Value | undefined>): Value | undefined =>
	result.ok ? result.value : undefined;
