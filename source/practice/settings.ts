import type {ContentName} from './content.ts';
import type {Scenario} from './scenario.ts';

/** Whether a refresh replaces the refresh token; in Anaplan an administrator chooses this per client. */
export type Rotation = 'rotatable' | 'nonRotatable';

export interface PracticeUser {
	readonly id: string;
	readonly email: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly customerId: string;
}

export interface AuthorizationCodeClient {
	readonly clientId: string;
	readonly clientSecret: string;
	/** What a person types into the setup screen. Default: the tenant's origin, without a trailing slash. */
	readonly redirectUri: string;
	/** Further allowed callback URLs, such as that of a loopback listener. */
	readonly otherRedirectUris: readonly string[];
}

export interface DeviceClient {
	readonly clientId: string;
}

export interface PracticeTenantOptions {
	/** Default 0: any free port. */
	readonly port?: number;
	readonly rotation?: Rotation;
	readonly accessTokenLifetimeS?: number;
	/** Counted from the sign-in, however often the token is rotated. */
	readonly refreshTokenLifetimeS?: number;
	readonly authorizationCodeLifetimeS?: number;
	readonly deviceCodeLifetimeS?: number;
	/** Seconds between two polls; fractions are allowed, 0 lets a client poll at will. */
	readonly deviceIntervalS?: number;
	/** The clock that the tenant goes by, in milliseconds since 1970. Default: this computer's. */
	readonly clock?: () => number;
	/** How far the tenant's clock, and with it the Date header, is ahead of this computer's. */
	readonly clockOffsetMs?: number;
	/** What the tenant is willing to grant. A scope outside this list is dropped without a word. */
	readonly grantedScopes?: readonly string[];
	/** Who signs in when nobody says otherwise. */
	readonly user?: Partial<PracticeUser>;
	/** Who else has an account. Default: one more person of the same tenant. */
	readonly others?: readonly PracticeUser[];
	/** What there is in the tenant. Default `plain`, with as many rows as the counts say. */
	readonly content?: ContentName;
	readonly workspaceCount?: number;
	readonly modelCount?: number;
	/** The most rows that a page of a list has. Default: Anaplan's 5,000. */
	readonly largestPage?: number;
	/** More in a second are answered with 429. Default 10. */
	readonly requestsPerSecond?: number;
	readonly clients?: {
		readonly authorizationCode?: Partial<AuthorizationCodeClient>;
		readonly device?: Partial<DeviceClient>;
	};
	readonly scenarios?: readonly Scenario[];
}

/** The options with every gap filled in. */
export interface Settings {
	readonly origin: string;
	readonly rotation: Rotation;
	readonly accessTokenLifetimeMs: number;
	readonly refreshTokenLifetimeMs: number;
	readonly authorizationCodeLifetimeMs: number;
	readonly deviceCodeLifetimeMs: number;
	readonly deviceIntervalMs: number;
	readonly grantedScopes: readonly string[];
	readonly user: PracticeUser;
	readonly others: readonly PracticeUser[];
	readonly content: ContentName;
	readonly workspaceCount: number;
	readonly modelCount: number;
	readonly largestPage: number;
	readonly requestsPerSecond: number;
	readonly clients: {
		readonly authorizationCode: AuthorizationCodeClient;
		readonly device: DeviceClient;
	};
}

const practiceUser: PracticeUser = {
	id: '8a81b01a5b1c4d2e9f3a6c7d8e9f0a1b',
	email: 'pat.practice@example.com',
	firstName: 'Pat',
	lastName: 'Practice',
	customerId: '8a81b01a5b1c4d2e9f3a6c7d8e9f0c2d',
};

const secondUser: PracticeUser = {
	id: '8a81b01a5b1c4d2e9f3a6c7d8e9f0e3f',
	email: 'robin.rehearsal@example.com',
	firstName: 'Robin',
	lastName: 'Rehearsal',
	customerId: practiceUser.customerId,
};

/**
 * Fills the gaps in the options.
 * The origin is an argument because it is known only once a port has been given to us.
 */
export function resolveSettings(options: PracticeTenantOptions, origin: string): Settings {
	return {
		origin,
		rotation: options.rotation ?? 'rotatable',
		accessTokenLifetimeMs: (options.accessTokenLifetimeS ?? 2100) * 1000,
		refreshTokenLifetimeMs: (options.refreshTokenLifetimeS ?? 43_200) * 1000,
		authorizationCodeLifetimeMs: (options.authorizationCodeLifetimeS ?? 60) * 1000,
		deviceCodeLifetimeMs: (options.deviceCodeLifetimeS ?? 900) * 1000,
		deviceIntervalMs: (options.deviceIntervalS ?? 5) * 1000,
		// `profile` is missing on purpose: Anaplan never grants it, whoever asks.
		grantedScopes: options.grantedScopes ?? ['openid', 'email', 'offline_access'],
		user: {...practiceUser, ...options.user},
		others: options.others ?? [secondUser],
		content: options.content ?? 'plain',
		workspaceCount: options.workspaceCount ?? 3,
		modelCount: options.modelCount ?? 12,
		largestPage: options.largestPage ?? 5000,
		requestsPerSecond: options.requestsPerSecond ?? 10,
		clients: {
			authorizationCode: {
				clientId: '5d1c0a7e94b24f6d8e3b7a1f60c29d48',
				clientSecret: 'practice-secret-Q7m2vXc9RtLk4WzN8sYbH3pJdF6gTa1e',
				redirectUri: origin,
				otherRedirectUris: [],
				...options.clients?.authorizationCode,
			},
			device: {clientId: '9b7f3e21c6a04d58b1e2f4a7d3c80657', ...options.clients?.device},
		},
	};
}
