import {randomBytes} from 'node:crypto';

/** What is asked of the system keychain; `name` is the account of the entry that is meant. */
export type KeychainWish = {
	readonly what: 'probe' | 'read' | 'provide' | 'remove';
	readonly name: string;
};

/** Why a keychain is of no use; never its own words, which may be anything. */
export type KeychainTrouble = 'notInstalled' | 'noSession' | 'locked' | 'silent' | 'refused';

/** `key` is missing where the keychain answers and has none. */
export type KeychainAnswer =
	| {readonly ok: true; readonly key?: string}
	| {readonly ok: false; readonly trouble: KeychainTrouble};

/** One entry of the system keychain, with the names that @napi-rs/keyring gives. */
export type KeychainEntry = {
	getPassword(): Promise<string | null>;
	setPassword(password: string): Promise<void>;
	deletePassword(): Promise<boolean>;
};

/**
 * Does what is asked with the entries of a keychain. A key is 32 random bytes as base64url text:
 * some keychains spoil what is not text, and that of Windows takes no more than 2,560 bytes.
 * Never rejects.
 */
export async function answerWish(
	{what, name}: KeychainWish,
	open: (name: string) => KeychainEntry,
): Promise<KeychainAnswer> {
	try {
		switch (what) {
			case 'probe': {
				return await probe(open);
			}

			case 'read': {
				return answerWith(keyIn(await open(name).getPassword()));
			}

			case 'provide': {
				const probed = await probe(open);
				return probed.ok ? await provide(open(name)) : probed;
			}

			case 'remove': {
				await open(name).deletePassword();
				return {ok: true};
			}
		}
	} catch (error) {
		return {ok: false, trouble: troubleIn(error)};
	}
}

const answerWith = (key: string | undefined): KeychainAnswer => ({
	ok: true,
	...(key !== undefined && {key}),
});

const newKey = (): string => randomBytes(32).toString('base64url');

const keyIn = (text: string | null): string | undefined =>
	text !== null && /^[\w-]{43}$/.test(text) ? text : undefined;

const untrue: KeychainAnswer = {ok: false, trouble: 'refused'};

/** Writes, reads and deletes an entry of no meaning. */
async function probe(open: (name: string) => KeychainEntry): Promise<KeychainAnswer> {
	const entry = open(`probe-${randomBytes(8).toString('hex')}`);
	const text = newKey();
	await entry.setPassword(text);
	const isKept = (await entry.getPassword()) === text;
	const isDeleted = await entry.deletePassword();
	return isKept && isDeleted ? {ok: true} : untrue;
}

/** The key that is there, for a file may be sealed with it; else a new one, once it can be read back. */
async function provide(entry: KeychainEntry): Promise<KeychainAnswer> {
	const present = keyIn(await entry.getPassword());
	if (present !== undefined) {
		return answerWith(present);
	}

	const key = newKey();
	await entry.setPassword(key);
	return (await entry.getPassword()) === key ? answerWith(key) : untrue;
}

// The library has no codes, so the words of its errors are all there is to go by.
const signs: ReadonlyArray<readonly [RegExp, KeychainTrouble]> = [
	[/\blocked\b|prompt was dismissed|interaction is not allowed/i, 'locked'],
	[/did not receive a reply|timed? ?out/i, 'silent'],
	[/d-?bus|secret service|no result found/i, 'noSession'],
];

/** What an error of the keychain library means; `refused` where its words are unknown. */
export function troubleIn(error: unknown): KeychainTrouble {
	const message = error instanceof Error ? error.message : '';
	return signs.find(([sign]) => sign.test(message))?.[1] ?? 'refused';
}
