import type {User} from '../core/anaplan/anaplan-api.ts';
import type {HttpReply} from '../core/anaplan/http.ts';
import type {Client} from '../core/oauth/client.ts';
import type {KnownRotation} from '../core/oauth/rotation.ts';
import {
	afterRefresh,
	isFresh,
	isRefreshedSince,
	type Session,
	sameRefreshToken,
	type TokenResponse,
} from '../core/oauth/session.ts';
import {readTokenReply, refreshRequest, rotatedTokenIn} from '../core/oauth/token-endpoint.ts';
import {type Problem, problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import type {Clock, Credentials, Http, Lock, SignalShield} from './ports.ts';
import type {Amend, Amendment, SessionSlot} from './profiles.ts';
import {storedSignIn} from './stored-sign-in.ts';

/** A session that works, and how it came: from the store, from a refresh of ours, or from another process's. */
export type Kept = {
	readonly session: Session;
	readonly client: Client;
	readonly by: 'stored' | 'us' | 'adopted';
	/** Whom the profile remembers; not said of a refresh of ours, which changes nothing about that. */
	readonly user?: User | undefined;
	/** What the profile knows of the client's refresh tokens. */
	readonly rotation?: KnownRotation | undefined;
	/** See `clockAheadMs`; learned from the reply to a refresh of ours. */
	readonly clockAheadMs?: number | undefined;
};

/** The one way to a token that works; key, timer, command and a 401 all come through here. */
export type SessionKeeper = {
	/** The stored session, refreshed first when less than `minTtlMs` is left. */
	fresh(minTtlMs: number): Promise<Result<Kept>>;
	/**
	 * A session with newer tokens than `observed`: refreshed now, or adopted when another process
	 * has refreshed since `observed` was read.
	 */
	refreshed(observed: Session): Promise<Result<Kept>>;
};

type Ports = {
	readonly http: Http;
	readonly credentials: Credentials;
	readonly lock: Lock;
	readonly clock: Clock;
	readonly signalShield: SignalShield;
	/** Whose session is kept. */
	readonly profiles: SessionSlot;
};

/**
 * Refreshes at most once at a time, in this process and among all processes of the store: under
 * the lock, and while it waits for that, it reads again and adopts what another wrote; what Anaplan answers is on disk before
 * anyone sees it. Problems: `not_signed_in`, `no_refresh_token`, `sign_in_ended`, `store_busy`,
 * and those of the token endpoint and the store.
 * Source: RFC 6749 §6, RFC 9700 §4.14 (refresh token rotation).
 */
export function createSessionKeeper(ports: Ports): SessionKeeper {
	const {profiles, lock, clock, signalShield} = ports;
	let inFlight: Promise<Result<Kept>> | undefined;

	const load = async (): Promise<Result<Kept>> => {
		const signedIn = await storedSignIn(profiles);
		return signedIn.ok ? success({...signedIn.value, by: 'stored'}) : signedIn;
	};

	// Whoever asks while a refresh is under way gets that one's outcome, if it answers the question.
	const single = async (isDone: (kept: Kept) => boolean): Promise<Result<Kept>> => {
		while (inFlight !== undefined) {
			const joined = await inFlight;
			if (!joined.ok || isDone(joined.value)) {
				return joined;
			}
		}

		// Of a store that cannot be read this moment more is known under the lock.
		const adopted = async () => {
			const stored = await load();
			return stored.ok && isDone(stored.value) ? asAdopted(stored.value) : undefined;
		};

		const refresh = async () => {
			const stored = await load();
			if (!stored.ok) {
				return stored;
			}

			return isDone(stored.value)
				? asAdopted(stored.value)
				: signalShield.during(async () => refreshLocked(ports, stored.value));
		};

		inFlight = lock.hold(refresh, adopted).finally(() => {
			inFlight = undefined;
		});
		return inFlight;
	};

	return {
		async fresh(minTtlMs) {
			const stored = await load();
			const lasts = (ms: number, {session}: Kept) => isFresh(session, clock.now(), ms);
			if (!stored.ok || lasts(minTtlMs, stored.value)) {
				return stored;
			}

			// Tokens that came this moment, to us or to another process, are as fresh as can be, even if
			// they live shorter than asked; of those that nobody refreshed there may be fresher ones.
			const isNew = ({session}: Kept) => isRefreshedSince(session, stored.value.session);
			return single(kept => kept.by === 'us' || lasts(isNew(kept) ? 0 : minTtlMs, kept));
		},
		refreshed: async observed => single(({session}) => isRefreshedSince(session, observed)),
	};
}

const asAdopted = (stored: Omit<Kept, 'by'>): Result<Kept> => success({...stored, by: 'adopted'});

async function refreshLocked(ports: Ports, kept: Kept): Promise<Result<Kept>> {
	const {refreshToken} = kept.session;
	if (!refreshToken) {
		return failure(problem('no_refresh_token'));
	}

	// Once it is sent, the refresh token may be used up: what replaces it must have a place to go.
	return ports.credentials.withRoom(async () => {
		const response = await requestTokens(ports.http, kept, refreshToken.token);
		return response.ok
			? saveResponse(ports, kept, response.value)
			: afterRefusal(ports, kept, response.problem);
	});
}

async function saveResponse(
	ports: Ports,
	kept: Kept,
	response: TokenResponse,
): Promise<Result<Kept>> {
	const {session, client} = kept;
	const refreshed = afterRefresh(session, response);
	const saved = await saveInsistently(ports, session, stored => afterRefresh(stored, response));
	if (!saved.ok) {
		return failure(notStored(saved.problem));
	}

	if (saved.value === 'superseded') {
		return storedNow(ports, kept);
	}

	// RFC 6749 §6: a reply without a refresh token leaves the old one in use. What cannot be kept of
	// this now is seen again at the next refresh.
	const rotation = response.refreshToken ? 'rotatable' : 'nonRotatable';
	await ports.profiles.keepRotationLocked(rotation);
	const {clockAheadMs} = response;
	return success({session: refreshed, client, by: 'us', clockAheadMs, rotation});
}

/** A refusal ends the sign-in, or brings a refresh token all the same, or leaves everything as it was. */
async function afterRefusal(
	ports: Ports,
	kept: Kept,
	{reason, refreshToken}: Refused,
): Promise<Result<Kept>> {
	const {session} = kept;
	if (reason.code === 'sign_in_ended') {
		return ended(ports, kept, reason);
	}

	// What cannot be used of a reply is no reason to lose what replaces the token that was sent.
	if (refreshToken) {
		await saveInsistently(ports, session, stored => ({...stored, refreshToken}));
	}

	return failure(reason);
}

type RefreshToken = NonNullable<Session['refreshToken']>;

/** Why there are no new tokens, and the refresh token that came nevertheless. */
type Refused = {readonly reason: Problem; readonly refreshToken?: RefreshToken};

const isReplyLost = (reply: Result<HttpReply>): boolean =>
	!reply.ok && reply.problem.reached === 'perhaps';

/**
 * Sends the refresh token. A request that may have reached Anaplan without its reply reaching us is
 * sent once more: nothing better is left to try, for a rotated token is used up by then. One that is
 * known not to rotate loses nothing by being sent, and is sent twice more.
 */
async function requestTokens(
	http: Http,
	{client, rotation}: Kept,
	refreshToken: RefreshToken['token'],
): Promise<Result<TokenResponse, Refused>> {
	const request = refreshRequest(client, refreshToken);
	const mostTimes = rotation === 'nonRotatable' ? 3 : 2;
	let reply = await http.send(request);
	let replyLost = false;
	for (let times = 1; times < mostTimes && isReplyLost(reply); times += 1) {
		replyLost = true;
		reply = await http.send(request);
	}

	const response = reply.ok ? readTokenReply(reply.value, client.grant) : reply;
	if (response.ok) {
		return response;
	}

	if (response.problem.code !== 'invalid_grant') {
		const token = reply.ok ? rotatedTokenIn(reply.value) : undefined;
		return failure({
			reason: response.problem,
			...(reply.ok && token && {refreshToken: {token, obtainedAt: reply.value.receivedAt}}),
		});
	}

	const lost =
		'The reply to a refresh was lost on the way, and Anaplan takes a refresh token only once.';
	const isLost = replyLost && rotation !== 'nonRotatable';
	return failure({reason: problem('sign_in_ended', isLost ? {cause: lost} : {})});
}

// Another program may have changed the store without our lock; its tokens are never overwritten.
async function storedNow({profiles}: Ports, sent: Kept): Promise<Result<Kept>> {
	const now = await storedSignIn(profiles);
	if (!now.ok) {
		return now;
	}

	const {session} = now.value;
	if (isRefreshedSince(session, sent.session)) {
		return asAdopted(now.value);
	}

	// A refresh token alone has taken the place of ours: the next try is made with that.
	const isOurs = sameRefreshToken(session, sent.session);
	return failure(problem(isOurs ? 'not_signed_in' : 'store_busy'));
}

async function ended(ports: Ports, sent: Kept, ending: Problem): Promise<Result<Kept>> {
	const {profiles, clock} = ports;
	const amended = await profiles.amendSessionLocked(
		sent.session,
		ifUnchanged(sent.session, stored => ({...stored, endedAt: clock.now()})),
	);
	return amended.ok && amended.value === 'superseded' ? storedNow(ports, sent) : failure(ending);
}

/** Amends only what still holds the refresh token that was sent: another one is not ours to judge, or to replace. */
const ifUnchanged =
	(sent: Session, amend: (stored: Session) => Session): Amend =>
	stored =>
		sameRefreshToken(stored, sent) ? amend(stored) : undefined;

const savePausesMs = [0, 200, 1000, 2000];

// The old refresh token is used up by now, so a store that is full for a moment is tried again.
async function saveInsistently(
	{profiles, clock}: Ports,
	sent: Session,
	amend: (stored: Session) => Session,
) {
	let saved: Result<Amendment> = success('amended');
	for (const pauseMs of savePausesMs) {
		if (pauseMs > 0) {
			await clock.sleep(pauseMs);
		}

		saved = await profiles.amendSessionLocked(sent, ifUnchanged(sent, amend));
		if (saved.ok) {
			break;
		}
	}

	return saved;
}

const notStored = (cause: Problem): Problem => ({
	...cause,
	message: `Anaplan has sent new tokens, but they cannot be stored. ${cause.message}`,
	hint: `${cause.hint} Then sign in again: the refresh token that is stored may be used up.`,
});
