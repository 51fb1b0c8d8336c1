/** Everything that a well-behaved client never does. A test can expect `violations` to stay empty. */
export type Rule =
	| 'no User-Agent'
	| 'User-Agent refused by the firewall'
	| 'secret in the query'
	| 'method not allowed'
	| 'body too large'
	| 'wrong content type'
	| 'body is not a JSON object'
	| 'parameter is not a string'
	| 'parameter sent twice'
	| 'missing parameter'
	| 'no state'
	| 'response_type is not code'
	| 'unknown client'
	| 'wrong redirect_uri'
	| 'wrong client_secret'
	| 'no client_secret'
	| 'client_secret from a device client'
	| 'Authorization header on a JSON token request'
	| 'grant not allowed for this client'
	| 'unknown grant_type'
	| 'unknown authorization code'
	| 'authorization code expired'
	| 'authorization code reused'
	| 'refresh token reused'
	| 'refresh token of another client'
	| 'unknown device code'
	| 'polled too fast'
	| 'polled after the end'
	| 'bad Authorization header'
	| 'Bearer instead of AnaplanAuthToken'
	| 'too many requests in a second';

/** What is remembered of a request: enough to reason about order and number, nothing secret. */
export interface RecordedRequest {
	readonly method: string;
	/** Without the query, which may hold a code. */
	readonly path: string;
	/** The tenant's time, in milliseconds since 1970. */
	readonly at: number;
	/** 0 while there is no answer, and for ever when a scenario withheld it. */
	status: number;
	/** The first word of the Authorization header. */
	scheme?: string;
	grantType?: string;
	/** The name of the scenario that touched the answer. */
	scenario?: string;
}

export interface Violation {
	readonly rule: Rule;
	readonly request: RecordedRequest;
}

export interface Counters {
	/** Requests to the token endpoint that arrived, by what they asked for, whatever became of them. */
	readonly tokenRequests: {
		authorization_code: number;
		refresh_token: number;
		device_code: number;
		other: number;
	};
	/** Authorization codes and device codes that were turned into tokens. */
	signIns: number;
	/** Refresh tokens that were turned into a new access token. */
	refreshes: number;
	logouts: number;
}

/** Counters that all stand at zero. */
export function createCounters(): Counters {
	return {
		tokenRequests: {authorization_code: 0, refresh_token: 0, device_code: 0, other: 0},
		signIns: 0,
		refreshes: 0,
		logouts: 0,
	};
}
