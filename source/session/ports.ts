import type {User} from '../core/anaplan/anaplan-api.ts';
import type {HttpReply, HttpRequest} from '../core/anaplan/http.ts';
import type {Hosts} from '../core/anaplan/region.ts';
import type {GrantType} from '../core/oauth/client.ts';
import type {KnownRotation} from '../core/oauth/rotation.ts';
import type {Session} from '../core/oauth/session.ts';
import type {Problem} from '../core/problem.ts';
import type {StoredClient} from '../core/profiles/profile.ts';
import type {Result} from '../core/result.ts';
import type {Secret} from '../core/secret.ts';
import type {WayOut} from '../core/sign-in/way-out.ts';
import type {EpochMs} from '../core/time.ts';

/**
 * Sends one request and reads the reply whole. Resolves with a Problem and never rejects:
 * `network_unreachable` and `timed_out` before a connection stood (`reached: 'no'`),
 * `connection_lost` and `timed_out` after (`reached: 'perhaps'`), `tls_untrusted`,
 * `unexpected_reply` for a body over the limit, `proxy_refused`, `usage` for an address that is not
 * allowed. Never sends a request twice, never follows a redirect.
 */
export type Http = {
	send(request: HttpRequest, signal?: AbortSignal): Promise<Result<HttpReply>>;
};

/** The file that `--log` names. */
export type RequestLog = {
	/** Adds a line; never throws. */
	write(line: string): void;
	/** Why lines are missing, in words; undefined when none are. */
	failure(): string | undefined;
};

/** What `settings.json` keeps of a profile: nothing secret. */
export type ProfileSettings = {
	readonly grant: GrantType;
	readonly clientId: string;
	/** Absent for the device grant, which redirects nobody. */
	readonly redirectUri?: string;
	readonly scope: string;
	readonly region: string;
	/** Base URLs that differ from the region's. */
	readonly hosts?: Partial<Hosts>;
	readonly autoRefresh: boolean;
	/** Whether the clipboard is looked at while an address is awaited. Default true. */
	readonly watchClipboard?: boolean;
	/** The way to a browser that worked last. */
	readonly wayOut?: WayOut;
	/** Of the client's refresh tokens; absent until a refresh has shown it or a person was asked. */
	readonly rotation?: KnownRotation;
	readonly user?: User;
};

/**
 * A new sign-in of a profile that remembers its user, while it is not known yet whether it is the
 * same one: complete, so that it can take the profile's place, and beside what is there, so that it
 * need not.
 */
export type ParkedSignIn = {readonly client: StoredClient; readonly session: Session};

/** What `credentials.json` keeps of a profile. */
export type ProfileCredentials = {
	/** The client that the secret and the session's refresh token belong to. */
	readonly clientId: string;
	readonly session?: Session;
	readonly parked?: ParkedSignIn;
} & (
	| {readonly clientSecret: Secret; readonly grant?: undefined}
	/** Said in so many words, so that a secret that is missing is never taken for one that need not be. */
	| {readonly grant: 'device_code'; readonly clientSecret?: undefined}
);

/**
 * `settings.json`. Reading gives undefined for a profile that is not there; a file that cannot be
 * used is the Problem `store_unreadable` with its path, one that cannot be written `store_unwritable`.
 */
export type Settings = {
	readonly path: string;
	/** The profile that is used when none is named; `default` in a new store. */
	currentProfile(): Promise<Result<string>>;
	/** The names of all profiles, in the order in which they were made. */
	profiles(): Promise<Result<readonly string[]>>;
	read(profile: string): Promise<Result<ProfileSettings | undefined>>;
	write(profile: string, settings: ProfileSettings): Promise<Result<void>>;
	setCurrent(profile: string): Promise<Result<void>>;
	/** Takes a profile away, as it is, and makes another one the current. Never over a file that cannot be read. */
	remove(profile: string, current: string): Promise<Result<void>>;
	/** The renaming that was begun and has not been finished: its process was ended in between. */
	renaming(): Promise<Result<Renaming | undefined>>;
	/** Puts a copy of a profile under its new name beside it, and notes that. */
	beginRenaming(renaming: Renaming): Promise<Result<void>>;
	/**
	 * Takes back the note, and the profile under its old name with it, unless that is to stay. The new
	 * name is the current one if the old one was.
	 */
	finishRenaming(old: 'removed' | 'kept'): Promise<Result<void>>;
	/** Calls back after the file was changed, by whomever; returns how to stop. */
	watch(changed: () => void): () => void;
};

/** A change of a profile's name. */
export type Renaming = {readonly from: string; readonly to: string};

/** Where and how credentials are kept: as the file is, or where there is none, would be. */
export type Storage = {
	readonly kind: 'file' | 'sealed' | 'memory';
	readonly path: string;
	/** What is wanted, while there is no file: then `kind` is no more than a guess with `auto`. */
	readonly planned?: 'auto' | 'file' | 'keychain';
	/** Why this process made a private file where it was to make a sealed one: no keychain answered. */
	readonly unsealed?: Problem;
};

/** What a preparation is for: someone is about to sign in, or a refresh token about to be sent. */
export type Occasion = 'signIn' | 'refresh';

/**
 * `credentials.json`. `write` returns only when the file is on disk. Whoever changes it holds the
 * `Lock` and has read it again under the lock. A sealed file whose key cannot be had is the Problem
 * `keychain_unavailable`, and nothing is changed.
 */
export type Credentials = {
	storage(): Storage;
	read(profile: string): Promise<Result<ProfileCredentials | undefined>>;
	write(profile: string, credentials: ProfileCredentials): Promise<Result<void>>;
	/** The names of all profiles that have any. */
	profiles(): Promise<Result<readonly string[]>>;
	/** Takes what is kept of a profile away, as it is. Never over a file that cannot be read. */
	remove(profile: string): Promise<Result<void>>;
	/** Moves what is kept of a profile, as it is, to another name, in one step. */
	rename(renaming: Renaming): Promise<Result<void>>;
	/**
	 * Makes sure that a `write` would succeed, before anything is begun that ends with one, and makes
	 * the file one of the kind that is wanted, sealed or private. Changed under the lock, like `write`.
	 */
	prepare(occasion: Occasion): Promise<Result<void>>;
	/**
	 * Prepares for a refresh, and keeps the room on the disk while work runs, for the one `write` that
	 * it ends with: what Anaplan has answered by then cannot be had again.
	 */
	withRoom<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>>;
	/** Finds out, without changing anything, whether a `write` would succeed. */
	probe(): Promise<Result<void>>;
	/** Calls back after the file was changed, by whomever; returns how to stop. */
	watch(changed: () => void): () => void;
};

/**
 * The system's keychain, which holds the keys of sealed files, 256 random bits each, under a name.
 * The Problem is `keychain_unavailable`: it is locked, not there, or said nothing for 3 s.
 */
export type Keychain = {
	/** Whether it works: writes, reads and deletes an entry of no meaning. */
	probe(): Promise<Result<void>>;
	/** Undefined when the keychain answers and has no such key. */
	read(name: string): Promise<Result<Secret | undefined>>;
	/** The key of that name; where there is none, a new one, once it has been read back. */
	provide(name: string): Promise<Result<Secret>>;
	remove(name: string): Promise<Result<void>>;
};

/**
 * The lock that all processes of a store share. Whoever has it finds completed what a process had
 * written whole when it was killed. Resolves with the work's result, or with
 * `store_busy` when it could not be had in 30 s. One who waits asks `spared` whenever somebody's hold
 * has ended: a result is given in place of the work's, and the wait is over.
 */
export type Lock = {
	hold<Value>(
		work: () => Promise<Result<Value>>,
		spared?: () => Promise<Result<Value> | undefined>,
	): Promise<Result<Value>>;
};

export type Clock = {
	now(): EpochMs;
	/** Ends early, and without a word, when the signal is aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Calls back about once a second; returns how to stop. */
	everySecond(tick: () => void): () => void;
};

/** Opens a URL in the default browser; `no_browser` when none can be. */
export type Browser = {open(url: string): Promise<Result<void>>};

/** The system clipboard; `no_clipboard` when there is none. What is read is secret until it is known to be ours. */
export type Clipboard = {
	write(text: string | Secret): Promise<Result<void>>;
	read(): Promise<Result<Secret>>;
};

/** What is asked of a person: `hidden` echoes nothing, `choice` only single characters, never a paste. */
export type Question = {readonly prompt: string; readonly typed: 'shown' | 'hidden' | 'choice'};

/** Talks with a person line by line: nothing that was said is ever drawn over. */
export type Talk = {
	/** Says something on lines of its own. A question that is open is put again after it. */
	say(text: string): void;
	/** Asks and gives the line, or all lines of a paste; undefined when `over` is aborted first. */
	ask(question: Question, over: AbortSignal): Promise<string | undefined>;
	/**
	 * Drops what was typed ahead. For after an answer that was not taken: what came with it was meant for
	 * something else, and must not answer the next questions.
	 */
	forgetAhead(): void;
};

/** The terminal's own clipboard (OSC 52), also over SSH. False where there is no terminal to ask. */
export type TerminalClipboard = {write(text: string): boolean};

/** Writes an authorization URL to a file that only its owner can read; gives the path. */
export type UrlFile = {write(url: string): Promise<Result<string>>};

/**
 * Takes the redirect on this computer, on 127.0.0.1 only. `judge` reads a query and is all that
 * makes a request count; everyone else gets one and the same answer. Closed by the returned
 * function, after the first code, or after 10 minutes; a refusal may be followed by a better answer.
 */
export type CallbackListener = {
	listen(
		redirectUri: string,
		handlers: {
			readonly judge: (query: Secret) => 'code' | 'refusal' | 'none';
			readonly captured: (query: Secret) => void;
			readonly expired: () => void;
		},
	): Promise<Result<Listening>>;
};

export type Listening = {
	readonly port: number;
	/** False when the browser comes here by itself, because the redirect URI is this listener's. */
	readonly needsBookmarklet: boolean;
	readonly close: () => void;
};

/** 256 random bits from the system's generator, as base64url text. */
export type Randomness = {oauthState(): string};

/**
 * Keeps the process alive through a signal while work runs that must not be cut in half: between
 * sending a refresh token and having stored the one that replaces it.
 */
export type SignalShield = {during<Value>(work: () => Promise<Value>): Promise<Value>};

/** How a child process ended; `exitCode` is 128 + the signal's number when a signal ended it. */
export type ChildOutcome =
	| {readonly kind: 'exited'; readonly exitCode: number}
	| {readonly kind: 'notStarted'; readonly reason: 'notFound' | 'notExecutable' | 'other'};

/** Spaces out the requests of this process, so that it does not reach a tenant's limit by itself. */
export type Pacer = {
	/**
	 * Sends when it is this request's turn: at most 4 are under way at once, and they start an eighth
	 * of a second apart. `cancelled` when the signal was aborted first.
	 */
	send(http: Http, request: HttpRequest, signal?: AbortSignal): Promise<Result<HttpReply>>;
};

export type Ports = {
	readonly http: Http;
	readonly pacer: Pacer;
	readonly settings: Settings;
	readonly credentials: Credentials;
	readonly lock: Lock;
	readonly clock: Clock;
	readonly browser: Browser;
	readonly clipboard: Clipboard;
	readonly terminalClipboard: TerminalClipboard;
	readonly urlFile: UrlFile;
	readonly callbackListener: CallbackListener;
	readonly randomness: Randomness;
	readonly signalShield: SignalShield;
};
