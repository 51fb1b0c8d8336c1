import type {Secret} from '../secret.ts';
import type {EpochMs} from '../time.ts';

/** A request as core describes it; the adapter adds scheme and neutral headers and writes it to the socket. */
export type HttpRequest = {
	readonly method: string;
	readonly url: string;
	/** Sent as `Authorization: AnaplanAuthToken …`, the one scheme that every Anaplan service accepts. */
	readonly accessToken?: Secret;
	/** Sent as a JSON object; secrets are revealed while it is written. */
	readonly json?: Readonly<Record<string, string | Secret>>;
	/** A ready body with its content type, instead of `json`. */
	readonly body?: {readonly contentType: string; readonly bytes: Uint8Array};
	/** Replies with a longer body are refused. Default 1 MiB. */
	readonly maxBytes?: number;
	/** The limit for the whole request, ms. Default 30 s. */
	readonly timeoutMs?: number;
	/** `bytes` hands the body of a success over as it came, for data that is passed on and not read. Default `json`. */
	readonly read?: 'json' | 'bytes';
};

/**
 * A body as it arrived: parsed JSON in which the known token fields are already `Secret`s, or the
 * beginning of something else.
 */
export type HttpBody =
	| {readonly kind: 'json'; readonly value: unknown; readonly text: Secret}
	| {readonly kind: 'text'; readonly text: Secret}
	| {readonly kind: 'bytes'; readonly bytes: Uint8Array}
	| {readonly kind: 'empty'};

export type HttpReply = {
	readonly status: number;
	readonly host: string;
	readonly contentType: string | undefined;
	readonly retryAfter: string | undefined;
	/** The server's clock, from the `Date` header. */
	readonly serverTime: EpochMs | undefined;
	/** When the reply was complete, by this computer's clock. */
	readonly receivedAt: EpochMs;
	/** Under which the server knows the request; safe to print. */
	readonly requestId: string | undefined;
	/** The length of the request's body. */
	readonly sentBytes: number;
	/** The length of the reply's body, unpacked. */
	readonly receivedBytes: number;
	readonly body: HttpBody;
};
