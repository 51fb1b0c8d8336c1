import type {HttpBody} from '../core/anaplan/http.ts';
import {Secret, type SecretKind} from '../core/secret.ts';

// Fields that hold a token, in replies of Anaplan's OAuth and authentication services.
const secretFields: ReadonlyMap<string, SecretKind> = new Map([
	['access_token', 'access token'],
	['refresh_token', 'refresh token'],
	['id_token', 'ID token'],
	['device_code', 'device code'],
	['tokenValue', 'access token'],
	['refreshToken', 'refresh token'],
	['refreshTokenId', 'refresh token'],
]);
const deepest = 3;
const longestText = 64 * 1024;

/** Replaces what must not be shown in a text of the server's. */
type Hide = (text: string) => string;

/**
 * Reads a body: JSON whatever its content type says, with token fields as Secrets and all other
 * texts through `hide`; else the beginning of its text. A byte order mark is dropped, and bytes that
 * are not UTF-8 become U+FFFD.
 */
export function readBody(bytes: Uint8Array, hide: Hide): HttpBody {
	const text = new TextDecoder().decode(bytes);
	if (text.trim() === '') {
		return {kind: 'empty'};
	}

	try {
		const value = withSecrets(JSON.parse(text), hide, deepest);
		return {kind: 'json', value, text: new Secret('reply body', text)};
	} catch {
		return {kind: 'text', text: new Secret('reply body', text.slice(0, longestText))};
	}
}

// Changed in place: a page of a list has many megabytes, and nobody else holds it.
function withSecrets(value: unknown, hide: Hide, depth: number): unknown {
	if (typeof value === 'string') {
		return hide(value);
	}

	if (depth === 0 || typeof value !== 'object' || value === null) {
		return value;
	}

	for (const [name, field] of Object.entries(value)) {
		const shown = protectedField(name, field, hide, depth);
		if (shown !== field) {
			(value as Record<string, unknown>)[name] = shown;
		}
	}

	return value;
}

function protectedField(name: string, field: unknown, hide: Hide, depth: number): unknown {
	const kind = secretFields.get(name);
	// An empty token is none: left as it is, readers refuse it.
	return kind !== undefined && typeof field === 'string' && field !== ''
		? new Secret(kind, field)
		: withSecrets(field, hide, depth - 1);
}

/** The body of a request with a JSON object; the only place that reveals its secrets. */
export const jsonBody = (fields: Readonly<Record<string, string | Secret>>): Uint8Array =>
	new TextEncoder().encode(
		JSON.stringify(
			Object.fromEntries(
				Object.entries(fields).map(([name, field]) => [
					name,
					typeof field === 'string' ? field : field.reveal(),
				]),
			),
		),
	);
