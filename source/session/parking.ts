import type {User} from '../core/anaplan/anaplan-api.ts';
import {type Session, sameTokens} from '../core/oauth/session.ts';
import type {StoredClient} from '../core/profiles/profile.ts';
import {type Result, success} from '../core/result.ts';
import {isSameUser} from '../core/sign-in/same-user.ts';
import type {Credentials, Lock, ProfileCredentials, Settings} from './ports.ts';
import type {Amendment, KeptPreferences, SessionSlot} from './profiles.ts';
import {credentialsOf, keptPreferences, type Profile, settingsOf} from './stored-profile.ts';

/** What may become of a parked sign-in. It is changed in one write each time, so that a kill loses nothing. */
export type Parking = {
	/** The parked session, to be used and kept fresh like any other. */
	readonly parked: SessionSlot;
	/**
	 * Gives the profile to the parked sign-in and to `user`, if it is known who that is. Gives the
	 * kept choice of automatic refresh; or `superseded`, with nothing changed, when the sign-in is
	 * not parked any more, or the profile is not that of `instead` any more.
	 */
	takePlace(
		session: Session,
		user: User | undefined,
		instead: User | undefined,
	): Promise<Result<'superseded' | KeptPreferences>>;
	/** Removes the parked sign-in, unless another one is parked by now. */
	dropParked(session: Session): Promise<Result<void>>;
};

/**
 * The parked sign-in of the profile `name`, which `credentials` keep beside its own. `parkLocked` is for
 * a caller that holds the lock. Problems: those of the two files, and `store_busy`.
 */
export function createParking(
	ports: {readonly settings: Settings; readonly credentials: Credentials; readonly lock: Lock},
	name: string,
	load: SessionSlot['load'],
): Parking & {parkLocked(client: StoredClient, session: Session): Promise<Result<void>>} {
	const {settings, credentials, lock} = ports;

	/** What is stored of the profile, while this very session is parked there. */
	const holding = async (session: Session) => {
		const current = await credentials.read(name);
		const parked = current.ok ? current.value?.parked : undefined;
		return current.ok && current.value && parked && sameTokens(parked.session, session)
			? success({credentials: current.value, parked})
			: current.ok
				? success(undefined)
				: current;
	};

	return {
		parked: {
			async load() {
				const profile = await load();
				return profile.ok
					? success<Profile>({...profile.value, signedIn: profile.value.parked})
					: profile;
			},
			async amendSessionLocked(known, amend): Promise<Result<Amendment>> {
				const held = await holding(known);
				const session = held.ok && held.value ? amend(held.value.parked.session) : undefined;
				if (!held.ok || held.value === undefined || session === undefined) {
					return held.ok ? success('superseded') : held;
				}

				const parked = {...held.value.parked, session};
				const written = await credentials.write(name, {...held.value.credentials, parked});
				return written.ok ? success('amended') : written;
			},
			// The settings are those of the profile, whose client may be another.
			keepRotationLocked: async () => success(undefined),
		},
		async parkLocked(client, session) {
			const current = await credentials.read(name);
			// Credentials that cannot be read are moved aside by the write, and kept.
			const beside = (current.ok && current.value) || credentialsOf(client);
			return credentials.write(name, {...beside, parked: {client, session}});
		},
		takePlace: async (session, user, instead) =>
			lock.hold(async (): ReturnType<Parking['takePlace']> => {
				const held = await holding(session);
				if (!held.ok) {
					return held;
				}

				const before = await settings.read(name);
				if (!before.ok) {
					return before;
				}

				const owner = before.value?.user;
				const isExpected = isOne(owner, instead) || isOne(owner, user);
				if (held.value === undefined || !isExpected) {
					return success('superseded');
				}

				// The settings first: who is killed between the two finds the sign-in parked still, and
				// the profile its user's already, so that the next start goes on without a question.
				const {client, session: parked} = held.value.parked;
				const after = settingsOf(client, before.value, user);
				const written = await settings.write(name, after);
				const taken = written.ok
					? await credentials.write(name, {...credentialsOf(client), session: parked})
					: written;
				if (!taken.ok && before.value) {
					await settings.write(name, before.value);
				}

				return taken.ok ? success(keptPreferences(after)) : taken;
			}),
		dropParked: async session =>
			lock.hold(async () => {
				const held = await holding(session);
				if (!held.ok || held.value === undefined) {
					return held.ok ? success(undefined) : held;
				}

				const {parked: _, ...rest} = held.value.credentials;
				return credentials.write(name, rest as ProfileCredentials);
			}),
	};
}

const isOne = (a: User | undefined, b: User | undefined): boolean =>
	a === undefined || b === undefined ? a === b : isSameUser(a, b);
