import type {User} from './anaplan-api.ts';
import type {AuthorizationRequest} from './authorization-code.ts';
import type {CallbackVerdict} from './callback.ts';
import type {Client, ClientDraft} from './client.ts';
import type {ExitCode, Problem} from './problem.ts';
import type {Secret} from './secret.ts';
import type {Session, TokenGrant} from './session.ts';
import type {EpochMs} from './time.ts';
import type {WayOut} from './way-out.ts';

/**
 * One try at something that takes time: a sign-in, a refresh, a logout. Facts carry the attempt
 * they belong to, so that a late reply to an abandoned one changes nothing.
 */
export type Attempt = number;

/** A short word under the screen's content: something done, or a problem that stops nothing. */
export type Notice =
	| {readonly kind: 'done'; readonly text: string}
	| {readonly kind: 'problem'; readonly problem: Problem};

export type Starting = {readonly status: 'starting'};

export type Setup = {
	readonly status: 'setup';
	/** The last attempt that was begun, 0 before the first. */
	readonly attempt: Attempt;
	readonly draft: ClientDraft;
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
	readonly clipboard: 'off' | 'watching' | 'unavailable';
};

export type Authorizing = {
	readonly status: 'authorizing';
	readonly attempt: Attempt;
	readonly client: Client;
	readonly request: AuthorizationRequest;
	readonly capture: Capture;
	/** The way out that worked last for this profile. */
	readonly wayOut?: WayOut;
	readonly notice?: Notice;
};

export type AwaitingCallback = {
	readonly status: 'awaitingCallback';
	readonly attempt: Attempt;
	readonly client: Client;
	readonly request: AuthorizationRequest;
	readonly capture: Capture;
	readonly wayOut?: WayOut;
	/** Why the last submitted text was not taken. */
	readonly refusal?: Exclude<CallbackVerdict, {verdict: 'accepted'}>;
};

export type Exchanging = {
	readonly status: 'exchanging';
	readonly attempt: Attempt;
	readonly client: Client;
	readonly step:
		| {readonly kind: 'sendingCode'; readonly code: Secret}
		| {readonly kind: 'storingTokens'; readonly session: Session};
};

/** What `r` may repeat: a code is never sent twice, so mostly a new sign-in. */
export type Recovery =
	| {readonly kind: 'sendCode'; readonly code: Secret}
	| {readonly kind: 'storeTokens'; readonly session: Session}
	| {readonly kind: 'newSignIn'};

export type ExchangeFailed = {
	readonly status: 'exchangeFailed';
	readonly attempt: Attempt;
	readonly client: Client;
	readonly problem: Problem;
	readonly recovery: Recovery;
};

export type UserState =
	| {readonly kind: 'unknown'}
	/** From an earlier run; asked for again at the next chance. */
	| {readonly kind: 'remembered'; readonly user: User}
	| {readonly kind: 'known'; readonly user: User}
	| {readonly kind: 'unavailable'; readonly problem: Problem};

export type Activity =
	| {readonly kind: 'idle'}
	| {readonly kind: 'refreshing'; readonly attempt: Attempt}
	| {readonly kind: 'validating'; readonly attempt: Attempt}
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
	| Exchanging
	| ExchangeFailed
	| SignedIn
	| Closed;

/**
 * Where a run of the program begins: the screens resume a sign-in, `login` begins a new one, and
 * `review` shows the settings first, even where nothing is missing.
 */
export type Intent = 'resume' | 'signIn' | 'review';

/** What may be put on a clipboard. */
export type Copied = 'authorizationUrl' | 'bookmarklet' | 'accessToken';

/** What a person wants, from a key, a flag or a line of input. */
export type Wish =
	/** The first of all: begin with what is stored. */
	| {readonly type: 'started'; readonly intent: Intent}
	| {readonly type: 'clientSubmitted'; readonly client: Client; readonly draft: ClientDraft}
	| {readonly type: 'browserWished'}
	| {readonly type: 'urlCopyWished'}
	| {readonly type: 'urlFileWished'}
	| {readonly type: 'plainViewShown'}
	| {readonly type: 'bookmarkletCopyWished'}
	| {readonly type: 'clipboardWatchToggled'}
	| {readonly type: 'callbackScreenWished'}
	| {readonly type: 'callbackSubmitted'; readonly text: Secret}
	| {readonly type: 'backWished'}
	| {readonly type: 'retryWished'}
	| {readonly type: 'signInWished'}
	| {readonly type: 'refreshWished'}
	| {readonly type: 'validationWished'}
	| {readonly type: 'tokenCopyWished'}
	| {readonly type: 'autoRefreshToggled'}
	| {readonly type: 'logoutWished'}
	| {readonly type: 'forgetWished'}
	| {readonly type: 'quitWished'; readonly exitCode: ExitCode};

/** What has happened, from an effect. */
export type Fact =
	| {
			readonly type: 'profileLoaded';
			readonly intent: Intent;
			readonly draft: ClientDraft;
			/** Present when every setting is there and right, so that Setup has nothing to ask. */
			readonly client?: Client;
			readonly session?: Session;
			readonly user?: User;
			readonly autoRefresh: boolean;
			/** Why what is stored could not be read; a new sign-in is still possible. */
			readonly problem?: Problem;
	  }
	| {
			readonly type: 'signInPrepared';
			readonly attempt: Attempt;
			readonly oauthState: string;
			readonly watchClipboard: boolean;
			readonly wayOut?: WayOut;
	  }
	| {readonly type: 'captureChanged'; readonly attempt: Attempt; readonly capture: Partial<Capture>}
	| {readonly type: 'callbackCaptured'; readonly attempt: Attempt; readonly text: Secret}
	| {readonly type: 'urlWritten'; readonly attempt: Attempt; readonly path: string}
	| {readonly type: 'urlNotWritten'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'signInNotPossible'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'browserOpened'; readonly attempt: Attempt}
	| {readonly type: 'browserNotOpened'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'copied'; readonly what: Copied; readonly route: 'system' | 'terminal'}
	| {
			readonly type: 'notCopied';
			readonly what: Copied;
			readonly problem: Problem;
	  }
	| {readonly type: 'tokensReceived'; readonly attempt: Attempt; readonly grant: TokenGrant}
	| {readonly type: 'codeNotExchanged'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'sessionSaved'; readonly attempt: Attempt; readonly autoRefresh: boolean}
	| {readonly type: 'sessionNotSaved'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'userReceived'; readonly signIn: Attempt; readonly user: User}
	| {readonly type: 'userUnavailable'; readonly signIn: Attempt; readonly problem: Problem}
	| {
			readonly type: 'sessionRefreshed';
			readonly signIn: Attempt;
			/** `adopted`: another process had refreshed already, and its tokens are used. */
			readonly by: 'us' | 'adopted';
			readonly session: Session;
	  }
	| {readonly type: 'sessionNotRefreshed'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'tokenValidated'; readonly attempt: Attempt; readonly session: Session}
	| {readonly type: 'tokenNotValidated'; readonly attempt: Attempt; readonly problem: Problem}
	| {
			readonly type: 'loggedOut';
			readonly attempt: Attempt;
			readonly draft: ClientDraft;
			readonly how: 'atAnaplan' | 'locally';
	  }
	| {readonly type: 'notLoggedOut'; readonly attempt: Attempt; readonly problem: Problem}
	/** Another process changed what is stored. */
	| {
			readonly type: 'storeChanged';
			readonly session: Session | undefined;
			readonly draft: ClientDraft;
	  }
	| {readonly type: 'secondPassed'};

/** The only way that time enters the flow. */
export type Event = (Wish | Fact) & {readonly at: EpochMs};

/** Work to be done outside: plain data, carried out by `session/run-effect`. */
export type Effect =
	| {readonly type: 'loadProfile'; readonly intent: Intent}
	| {readonly type: 'prepareSignIn'; readonly attempt: Attempt; readonly client: Client}
	| {readonly type: 'openBrowser'; readonly attempt: Attempt; readonly url: string}
	| {
			readonly type: 'copyText';
			readonly what: 'authorizationUrl' | 'bookmarklet';
			readonly text: string;
	  }
	| {readonly type: 'writeUrl'; readonly attempt: Attempt; readonly url: string}
	| {readonly type: 'saveClipboardChoice'; readonly watchClipboard: boolean}
	| {readonly type: 'saveWayOut'; readonly wayOut: WayOut}
	| {readonly type: 'copyAccessToken'; readonly accessToken: Secret}
	| {
			readonly type: 'exchangeCode';
			readonly attempt: Attempt;
			readonly client: Client;
			readonly code: Secret;
	  }
	| {
			readonly type: 'saveSession';
			readonly attempt: Attempt;
			readonly client: Client;
			readonly session: Session;
	  }
	| {
			readonly type: 'fetchUser';
			readonly signIn: Attempt;
			readonly client: Client;
			readonly session: Session;
	  }
	| {readonly type: 'saveUser'; readonly user: User}
	| {
			readonly type: 'refresh';
			readonly attempt: Attempt;
			readonly signIn: Attempt;
			readonly observed: Session;
	  }
	| {
			readonly type: 'validate';
			readonly attempt: Attempt;
			readonly client: Client;
			readonly session: Session;
	  }
	| {readonly type: 'saveAutoRefresh'; readonly autoRefresh: boolean}
	| {readonly type: 'logOut'; readonly attempt: Attempt; readonly client: Client}
	| {readonly type: 'forget'; readonly attempt: Attempt};

/** The next state, and the work that it asks for. */
export type Step = readonly [state: State, effects: readonly Effect[]];

export const maxHappenings = 20;
