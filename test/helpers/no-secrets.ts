import {stripVTControlCharacters} from 'node:util';

/** Shorter ones would be found by chance. */
const shortestSecret = 8;

/**
 * Throws when one of the texts holds one of the secrets, also URL-encoded, in base64 (at any
 * offset), in hex, escaped as JSON, or drawn across several rows of a terminal. The error tells
 * which secret by its number and where, and does not repeat it.
 */
export function expectNoSecrets(secrets: readonly string[], ...texts: readonly string[]): void {
	for (const [index, secret] of secrets.entries()) {
		if (secret.length < shortestSecret) {
			throw new Error(`Secret ${index} is too short to search for`);
		}

		for (const [form, needle] of forms(secret)) {
			for (const [number, text] of texts.entries()) {
				const found = [text, joined(text)].find(variant => variant.includes(needle));
				if (found !== undefined) {
					throw new Error(
						`Text ${number} holds secret ${index} (${form}): ${surroundings(found, needle)}`,
					);
				}
			}
		}
	}
}

/** The text as it would be without line breaks, borders of boxes, and control sequences. */
function joined(text: string): string {
	return stripVTControlCharacters(text).replace(/[\s│┃|]+/g, '');
}

function forms(secret: string): ReadonlyArray<readonly [string, string]> {
	const encoded = encodeURIComponent(secret);
	return [
		['plain', secret],
		['URL-encoded', encoded],
		['URL-encoded', encoded.toLowerCase()],
		['form-encoded', new URLSearchParams([['', secret]]).toString().slice(1)],
		['JSON', JSON.stringify(secret).slice(1, -1)],
		['hex', Buffer.from(secret).toString('hex')],
		...[0, 1, 2].flatMap(offset => base64At(secret, offset)),
	];
}

/** The characters of base64 that depend on the secret alone, when `offset` bytes come before it. */
function base64At(secret: string, offset: number): ReadonlyArray<readonly [string, string]> {
	const before = '\0'.repeat(offset);
	const bytes = Buffer.from(before + secret);
	const own = (text: string) =>
		text.slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
	return [
		['base64', own(bytes.toString('base64'))],
		['base64url', own(bytes.toString('base64url'))],
	];
}

function surroundings(text: string, needle: string): string {
	const at = text.indexOf(needle);
	const before = text.slice(Math.max(0, at - 60), at);
	const after = text.slice(at + needle.length, at + needle.length + 60);
	return JSON.stringify(`…${before}[secret]${after}…`);
}
