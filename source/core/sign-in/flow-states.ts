import type {User} from '../anaplan/anaplan-api.ts';
import type {Attempt, Notice} from '../notice.ts';
import type {AuthorizationRequest} from '../oauth/authorization-code.ts';
import type {CallbackVerdict} from '../oauth/callback.ts';
import type {Client, ClientDraft, CodeClient, DeviceClient} from '../oauth/client.ts';
import type {DeviceAuthorization} from '../oauth/device-authorization.ts';
import type {KnownRotation} from '../oauth/rotation.ts';
import type {Session} from '../oauth/session.ts';
import type {ExitCode, Problem} from '../problem.ts';
import type {Secret} from '../secret.ts';
import type {EpochMs} from '../time.ts';
import type {WayOut} from './way-out.ts';

export type {Attempt, Notice} from '../notice.ts';

export type Starting = {readonly status: 'starting'};

export type Setup = {
	readonly status: 'setup';
	/** The last attempt that was begun, 0 before the first. */
	readonly attempt: Attempt;
	readonly draft: ClientDraft;
	/** Brought about by another process: what is typed at that moment was meant for another screen. */
	readonly arrival?: 'unasked';
	readonly notice?: Notice;
};

/** The store is probed and the state drawn, before anyone is sent to a browser. */
export type Preparing = {
	readonly status: 'preparing';
	readonly attempt: Attempt;
	readonly client: Client;
};

/** How the address may come back by itself, beside being pasted. */
export type Capture = {
	/** The listener on this computer: `off` until it is known whether it could be opened. */
	readonly loopback:
		| {readonly kind: 'off'}
		| {readonly kind: 'listening'; readonly port: number; readonly needsBookmarklet: boolean}
		| {readonly kind: 'closed'; readonly reason: string};
	readonly clipboard: 'off' | 'trying' | 'watching' | 'unavailable';
};

export type Authorizing = {
	readonly status: 'authorizing';
	readonly attempt: Attempt;
	readonly client: CodeClient;
	readonly request: AuthorizationRequest;
	readonly capture: Capture;
	/** The way out that worked last for this profile. */
	readonly wayOut?: WayOut;
	readonly notice?: Notice;
};

export type AwaitingCallback = {
	readonly status: 'awaitingCallback';
	readonly attempt: Attempt;
	readonly client: CodeClient;
	readonly request: AuthorizationRequest;
	readonly capture: Capture;
	readonly wayOut?: WayOut;
	/** Why the last submitted text was not taken. */
	readonly refusal?: Exclude<CallbackVerdict, {verdict: 'accepted'}>;
};

/** The device grant: Anaplan is asked for a code to show. */
export type RequestingDeviceCode = {
	readonly status: 'requestingDeviceCode';
	readonly attempt: Attempt;
	readonly client: DeviceClient;
};

/** A person approves on whichever device; Anaplan is asked now and then whether that has happened. */
export type AwaitingDevice = {
	readonly status: 'awaitingDevice';
	readonly attempt: Attempt;
	readonly client: DeviceClient;
	readonly authorization: DeviceAuthorization;
	readonly nextPollAt: EpochMs;
	/** How long it waits for that; more is left only where the clock was set back. */
	readonly pauseMs: number;
	/** Never shorter than what Anaplan asked for; grows when it asks to slow down. */
	readonly intervalMs: number;
	readonly polling: 'idle' | 'underWay';
	/** Why the last poll brought no word; it stops nothing. */
	readonly trouble?: Problem;
	readonly notice?: Notice;
};

export type Exchanging = {
	readonly status: 'exchanging';
	readonly attempt: Attempt;
	readonly client: Client;
	readonly step:
		| ({readonly kind: 'sendingCode'; readonly code: Secret} & Busy)
		| {readonly kind: 'storingTokens'; readonly session: Session}
		/** The sign-in is parked: on disk, but not the profile's before it is known whose it is. */
		| ({readonly kind: 'checkingUser'} & Parked & Busy)
		| ({readonly kind: 'takingPlace'} & Parked & {readonly user?: User})
		/** It is ended at Anaplan and forgotten; what was before comes back, with a notice. */
		| {readonly kind: 'givingUp'; readonly notice: Notice};
};

/** A new sign-in beside the old one, and whom the profile remembers. */
export type Parked = {readonly session: Session; readonly remembered?: User};

/** Someone else has signed in than the profile remembers; nothing is replaced without a yes. */
export type ConfirmingUser = {
	readonly status: 'confirmingUser';
	readonly attempt: Attempt;
	readonly client: Client;
	readonly session: Session;
	readonly remembered: User;
	readonly found: User;
};

/** What `r` may repeat: a code is never sent twice, so mostly a new sign-in. */
export type Recovery =
	| {readonly kind: 'sendCode'; readonly code: Secret}
	| {readonly kind: 'storeTokens'; readonly session: Session}
	| ({readonly kind: 'checkUser'} & Parked)
	| ({readonly kind: 'takePlace'} & Parked & {readonly user?: User})
	| {readonly kind: 'newSignIn'};

export type SignInFailed = {
	readonly status: 'signInFailed';
	readonly attempt: Attempt;
	readonly client: Client;
	readonly problem: Problem;
	readonly recovery: Recovery;
};

/** Anaplan is busy, and is asked again by itself after this; absent while it is not. */
export type Busy = {readonly waitMs?: number};

export type UserState =
	| ({readonly kind: 'unknown'} & Busy)
	/** From an earlier run; asked for again at the next chance. */
	| {readonly kind: 'remembered'; readonly user: User}
	| {readonly kind: 'known'; readonly user: User}
	| {readonly kind: 'unavailable'; readonly problem: Problem};

export type Activity =
	| {readonly kind: 'idle'}
	| {readonly kind: 'refreshing'; readonly attempt: Attempt}
	| ({readonly kind: 'validating'; readonly attempt: Attempt} & Busy)
	| {readonly kind: 'loggingOut'; readonly attempt: Attempt}
	/** Anaplan could not be reached to log out; forgetting locally is offered. */
	| {readonly kind: 'offeringToForget'; readonly problem: Problem};

export type Happening = {readonly at: EpochMs; readonly notice: Notice};

export type SignedIn = {
	readonly status: 'signedIn';
	/** The last attempt that was begun; the next one is one higher. */
	readonly attempt: Attempt;
	/** The attempt that this sign-in came of: what is learned of another one changes nothing. */
	readonly signIn: Attempt;
	readonly client: Client;
	readonly session: Session;
	readonly user: UserState;
	readonly activity: Activity;
	readonly autoRefresh: boolean;
	/** Whether the client's refresh tokens rotate; absent while that is open and nobody was asked. */
	readonly rotation?: KnownRotation;
	readonly lastRefreshTryAt?: EpochMs;
	/** Set once Anaplan has said that the refresh token is dead. */
	readonly ended?: Problem;
	/** Newest first, at most `maxHappenings`. */
	readonly happenings: readonly Happening[];
};

export type Closed = {readonly status: 'closed'; readonly exitCode: ExitCode};

export type State =
	| Starting
	| Setup
	| Preparing
	| Authorizing
	| AwaitingCallback
	| RequestingDeviceCode
	| AwaitingDevice
	| Exchanging
	| SignInFailed
	| ConfirmingUser
	| SignedIn
	| Closed;
