import type {User} from '../anaplan/anaplan-api.ts';
import type {Client, ClientDraft, CodeClient, DeviceClient, GrantType} from '../oauth/client.ts';
import type {DeviceAuthorization} from '../oauth/device-authorization.ts';
import type {DevicePoll} from '../oauth/device-poll.ts';
import type {KnownRotation} from '../oauth/rotation.ts';
import type {Session, TokenResponse} from '../oauth/session.ts';
import type {ExitCode, Problem} from '../problem.ts';
import type {Secret} from '../secret.ts';
import type {EpochMs} from '../time.ts';
import type {Attempt, Capture, State} from './flow-states.ts';
import type {WayOut} from './way-out.ts';

export type * from './flow-states.ts';

/**
 * Where a run of the program begins: the screens resume a sign-in, `login` begins a new one, and
 * `review` shows the settings first, even where nothing is missing.
 */
export type Intent = 'resume' | 'signIn' | 'review';

/** What may be put on a clipboard. */
export type Copied = 'authorizationUrl' | 'bookmarklet' | 'deviceAddress' | 'accessToken';

/** What a person wants, from a key, a flag or a line of input. */
export type Wish =
	/** The first of all: begin with what is stored. */
	| {readonly type: 'started'; readonly intent: Intent; readonly grant?: GrantType | undefined}
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
	/** The profile may be given to whoever has signed in. */
	| {readonly type: 'replaceWished'}
	| {readonly type: 'signInWished'}
	| {readonly type: 'refreshWished'}
	| {readonly type: 'validationWished'}
	| {readonly type: 'tokenCopyWished'}
	| {readonly type: 'autoRefreshToggled'}
	/** A person has said whether the client's refresh tokens rotate, or that they cannot. */
	| {readonly type: 'rotationTold'; readonly rotation: KnownRotation}
	| {readonly type: 'logoutWished'}
	| {readonly type: 'forgetWished'}
	| {readonly type: 'quitWished'; readonly exitCode: ExitCode};

/** What is stored of a profile. */
export type StoredProfile = {
	readonly draft: ClientDraft;
	/** Present when every setting is there and right, so that Setup has nothing to ask. */
	readonly client?: Client;
	readonly session?: Session;
	/** A sign-in of which it is not known yet whose it is. */
	readonly parked?: {readonly client: Client; readonly session: Session};
	readonly user?: User;
	readonly autoRefresh: boolean;
	readonly rotation?: KnownRotation;
	/** Why what is stored could not be read; a new sign-in is still possible. */
	readonly problem?: Problem;
};

/** What has happened, from an effect. */
export type Fact =
	| ({readonly type: 'profileLoaded'; readonly intent: Intent} & StoredProfile)
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
	| {
			readonly type: 'deviceCodeReceived';
			readonly attempt: Attempt;
			readonly authorization: DeviceAuthorization;
	  }
	| {readonly type: 'deviceCodeNotReceived'; readonly attempt: Attempt; readonly problem: Problem}
	| {
			readonly type: 'devicePolled';
			readonly attempt: Attempt;
			readonly client: DeviceClient;
			readonly poll: DevicePoll;
	  }
	| {readonly type: 'browserOpened'; readonly attempt: Attempt}
	| {readonly type: 'browserNotOpened'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'copied'; readonly what: Copied; readonly route: 'system' | 'terminal'}
	| {
			readonly type: 'notCopied';
			readonly what: Copied;
			readonly problem: Problem;
	  }
	| {readonly type: 'tokensReceived'; readonly attempt: Attempt; readonly response: TokenResponse}
	| {readonly type: 'codeNotExchanged'; readonly attempt: Attempt; readonly problem: Problem}
	| {
			readonly type: 'sessionSaved';
			readonly attempt: Attempt;
			readonly autoRefresh: boolean;
			readonly rotation?: KnownRotation;
	  }
	| {readonly type: 'sessionNotSaved'; readonly attempt: Attempt; readonly problem: Problem}
	/** The profile remembers a user, so that the sign-in is stored beside what is there. */
	| {readonly type: 'signInParked'; readonly attempt: Attempt; readonly remembered: User}
	| {
			readonly type: 'userChecked';
			readonly attempt: Attempt;
			/** Refreshed, perhaps, as the one below. */
			readonly session: Session;
			readonly user: User;
	  }
	| {
			readonly type: 'userNotChecked';
			readonly attempt: Attempt;
			readonly session: Session;
			readonly problem: Problem;
	  }
	/** The parked sign-in is gone: given up here, or decided on by another process. */
	| {
			readonly type: 'signInLeft';
			readonly attempt: Attempt;
			readonly profile: StoredProfile;
			/** Why it is still stored. */
			readonly problem?: Problem;
	  }
	/** Anaplan is busy; what the attempt asked is asked again after this. */
	| {readonly type: 'waitAsked'; readonly attempt: Attempt; readonly waitMs: number}
	/** The same for the user of a sign-in. */
	| {readonly type: 'userWaitAsked'; readonly signIn: Attempt; readonly waitMs: number}
	| {readonly type: 'userReceived'; readonly signIn: Attempt; readonly user: User}
	| {readonly type: 'userUnavailable'; readonly signIn: Attempt; readonly problem: Problem}
	| {
			readonly type: 'sessionRefreshed';
			readonly signIn: Attempt;
			/** `adopted`: another process had refreshed already, and its tokens are used. */
			readonly by: 'us' | 'adopted';
			readonly session: Session;
			/** Of the sign-in that was adopted, which may be another one. */
			readonly client?: Client;
			readonly user?: User | undefined;
			readonly rotation?: KnownRotation | undefined;
			/** See `clockAheadMs`. */
			readonly clockAheadMs?: number;
	  }
	/** Anaplan no longer takes the refresh token; learned while something else was asked for. */
	| {readonly type: 'signInEnded'; readonly signIn: Attempt; readonly problem: Problem}
	| {readonly type: 'sessionNotRefreshed'; readonly attempt: Attempt; readonly problem: Problem}
	| {readonly type: 'tokenValidated'; readonly attempt: Attempt; readonly session: Session}
	| {readonly type: 'tokenNotValidated'; readonly attempt: Attempt; readonly problem: Problem}
	| {
			readonly type: 'loggedOut';
			readonly attempt: Attempt;
			readonly draft: ClientDraft;
			readonly how: 'atAnaplan' | 'locally';
	  }
	| {
			readonly type: 'notLoggedOut';
			readonly attempt: Attempt;
			readonly problem: Problem;
			/** As it is stored now: its access token may be over all the same. */
			readonly session?: Session | undefined;
	  }
	/** Another process changed what is stored. */
	| {
			readonly type: 'storeChanged';
			readonly session: Session | undefined;
			readonly client?: Client | undefined;
			readonly user?: User | undefined;
			readonly rotation?: KnownRotation | undefined;
			readonly draft: ClientDraft;
	  }
	| {readonly type: 'secondPassed'};

/** The only way that time enters the flow. */
export type Event = (Wish | Fact) & {readonly at: EpochMs};

/** Work to be done outside: plain data, carried out by `session/run-effect`. */
export type Effect =
	| {
			readonly type: 'loadProfile';
			readonly intent: Intent;
			/** The grant that a new sign-in was asked for with; else that of the stored client. */
			readonly grant?: GrantType | undefined;
	  }
	| {readonly type: 'prepareSignIn'; readonly attempt: Attempt; readonly client: Client}
	| {readonly type: 'openBrowser'; readonly attempt: Attempt; readonly url: string}
	| {
			readonly type: 'copyText';
			readonly what: Exclude<Copied, 'accessToken'>;
			readonly text: string;
	  }
	| {readonly type: 'writeUrl'; readonly attempt: Attempt; readonly url: string}
	| {readonly type: 'saveClipboardChoice'; readonly watchClipboard: boolean}
	| {readonly type: 'saveWayOut'; readonly wayOut: WayOut}
	| {readonly type: 'copyAccessToken'; readonly accessToken: Secret}
	| {
			readonly type: 'exchangeCode';
			readonly attempt: Attempt;
			readonly client: CodeClient;
			readonly code: Secret;
	  }
	| {
			readonly type: 'requestDeviceCode';
			readonly attempt: Attempt;
			readonly client: DeviceClient;
	  }
	| {
			readonly type: 'pollDevice';
			readonly attempt: Attempt;
			readonly client: DeviceClient;
			readonly authorization: DeviceAuthorization;
	  }
	/** Tokens that came when nobody waited for them any more: ended at Anaplan, and stored nowhere. */
	| {readonly type: 'endTokens'; readonly client: Client; readonly session: Session}
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
			readonly type: 'checkUser' | 'giveUpSignIn';
			readonly attempt: Attempt;
			readonly client: Client;
			readonly session: Session;
	  }
	| {
			readonly type: 'takePlace';
			readonly attempt: Attempt;
			readonly session: Session;
			/** Unknown where Anaplan could not be asked, and the profile is given away all the same. */
			readonly user: User | undefined;
			readonly instead: User | undefined;
	  }
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
	| {readonly type: 'saveRotation'; readonly rotation: KnownRotation}
	| {readonly type: 'logOut'; readonly attempt: Attempt; readonly client: Client}
	| {readonly type: 'forget'; readonly attempt: Attempt};

/** The next state, and the work that it asks for. */
export type Step = readonly [state: State, effects: readonly Effect[]];

export const maxHappenings = 20;
