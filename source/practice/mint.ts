import {randomBytes, randomInt, randomUUID} from 'node:crypto';

// Every secret carries a marker, so that a test can search frames, logs and files for any of them at once.
const markers = {
	accessToken: 'practice-access-',
	refreshToken: 'practice-refresh-',
	idToken: 'practice-id-',
	authorizationCode: 'practice-code-',
	deviceCode: 'practice-device-',
} as const;

/** Letters that cannot be taken for one another when read aloud. */
const userCodeLetters = 'BCDFGHJKLMNPQRSTVWXZ';

/** A string like Anaplan's authorization codes: opaque and safe in a URL. */
export function mintAuthorizationCode(): string {
	return markers.authorizationCode + random(33);
}

export function mintDeviceCode(): string {
	return markers.deviceCode + random(24);
}

/** A code such as `WDJB-MJHT`, for people. */
export function mintUserCode(): string {
	const letters = Array.from({length: 8}, () =>
		userCodeLetters.charAt(randomInt(userCodeLetters.length)),
	).join('');
	return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

export function mintRefreshToken(): string {
	return `v1.${markers.refreshToken}${random(48)}`;
}

/** A token as large as the real ones, so that a token reply exceeds the 2,560 bytes that the Windows keychain holds. */
export function mintAccessToken(claims: object): string {
	return jsonWebToken({...claims, jti: randomUUID(), practice: random(700)}, markers.accessToken);
}

export function mintIdToken(claims: object): string {
	return jsonWebToken(claims, markers.idToken);
}

export function mintTokenId(): string {
	return randomUUID();
}

/** An unguessable name for a sign-in that is under way in a browser. */
export function mintTransaction(): string {
	return random(18);
}

function jsonWebToken(claims: object, marker: string): string {
	const header = {alg: 'RS256', typ: 'JWT', kid: 'practice'};
	// The signature is not one: nobody can check it, and a client must not try to.
	return `${encode(header)}.${encode(claims)}.${marker}${random(240)}`;
}

function encode(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function random(bytes: number): string {
	return randomBytes(bytes).toString('base64url');
}
