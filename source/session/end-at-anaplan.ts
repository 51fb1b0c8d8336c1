import {logoutRequest, readLogout} from '../core/anaplan/anaplan-api.ts';
import {overFrom} from '../core/oauth/session.ts';
import type {Problem} from '../core/problem.ts';
import {type Result, success} from '../core/result.ts';
import type {Clock, Http} from './ports.ts';
import type {Profiles, SessionSlot} from './profiles.ts';
import type {Profile, StoredSignIn} from './stored-profile.ts';

/** Ends an access token at Anaplan; one that Anaplan knows no more counts as ended. */
export async function endAtAnaplan(
	http: Http,
	{client, session}: StoredSignIn,
): Promise<Result<unknown>> {
	const reply = await http.send(logoutRequest(client.hosts, session.accessToken));
	return reply.ok ? readLogout(reply.value) : reply;
}

type Clocked = {readonly clock: Pick<Clock, 'now'>};

/**
 * Ends the access tokens of a profile at Anaplan, that of a parked sign-in too, for a caller that holds
 * the lock and forgets them next. Where one could not be ended the Problem says why; what was ended all
 * the same, or may have been, is stored as over then.
 */
export async function endAllAtAnaplan(
	{http, clock}: Clocked & {readonly http: Http},
	profiles: Profiles,
	profile: Profile,
): Promise<Result<void>> {
	const all = heldBy(profiles, profile);
	for (const [index, held] of all.entries()) {
		const ended = await endAtAnaplan(http, held.signIn);
		const isForgottenNext = ended.ok && index === all.length - 1;
		if (!isForgottenNext && (ended.ok || mayHaveEnded(ended.problem))) {
			await storeAsOver(clock, held);
		}

		if (!ended.ok) {
			return ended;
		}
	}

	return success(undefined);
}

/** Stores as over what was ended at Anaplan and could not be forgotten; for a caller that holds the lock. */
export async function storeAllAsOver(
	{clock}: Clocked,
	profiles: Profiles,
	profile: Profile,
): Promise<void> {
	for (const held of heldBy(profiles, profile)) {
		await storeAsOver(clock, held);
	}
}

type Held = {
	readonly slot: Pick<SessionSlot, 'amendSessionLocked'>;
	readonly signIn: StoredSignIn;
};

const heldBy = (profiles: Profiles, {signedIn, parked}: Profile): readonly Held[] => [
	...(signedIn ? [{slot: profiles, signIn: signedIn}] : []),
	...(parked ? [{slot: profiles.parked, signIn: parked}] : []),
];

/** A token that is stored as one that works would be handed out; the next use of one that is over refreshes it. */
async function storeAsOver(
	clock: Clocked['clock'],
	{slot, signIn: {session}}: Held,
): Promise<void> {
	await slot.amendSessionLocked(session, stored => overFrom(stored, clock.now()));
}

/** Whether Anaplan may have done what it was asked for: nothing was heard of it. */
const mayHaveEnded = ({reached}: Problem): boolean => reached === 'perhaps';
