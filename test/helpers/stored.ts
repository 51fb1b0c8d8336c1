import {readFileSync} from 'node:fs';
import path from 'node:path';

export const credentialsFile = (home: string): string =>
	path.join(home, 'anaplan-tui', 'credentials.json');

interface StoredCredentials {
	readonly clientSecret: string;
	readonly session?: {
		readonly accessToken: string;
		readonly obtainedAt: string;
		readonly expiresAt: string;
		readonly refreshToken?: {readonly token: string; readonly obtainedAt: string};
		readonly endedAt?: string;
	};
}

/** What the program has stored of the default profile. */
export function storedCredentials(home: string): StoredCredentials {
	return JSON.parse(readFileSync(credentialsFile(home), 'utf8')).profiles.default;
}

/** The stored session; throws when there is none. */
export function storedSession(home: string): NonNullable<StoredCredentials['session']> {
	const {session} = storedCredentials(home);
	if (session === undefined) {
		throw new Error('No session is stored.');
	}

	return session;
}

/** Every secret of the default profile, to look for. */
export function storedSecrets(home: string): string[] {
	const {clientSecret, session} = storedCredentials(home);
	return [clientSecret, session?.accessToken, session?.refreshToken?.token].filter(
		secret => secret !== undefined,
	);
}
