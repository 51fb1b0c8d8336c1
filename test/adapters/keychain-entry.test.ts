import {describe, expect, test} from 'vitest';
import {
	answerWish,
	type KeychainEntry,
	type KeychainWish,
	troubleIn,
} from '../../source/adapters/keychain-entry.ts';

/** Entries in memory; `fails` throws what a keychain would, from the given call on. */
function entries(fails: {at?: number; message?: string; forgets?: boolean} = {}) {
	const kept = new Map<string, string>();
	let calls = 0;
	const call = () => {
		calls += 1;
		if (fails.at !== undefined && calls >= fails.at) {
			throw new Error(fails.message ?? 'Platform failure');
		}
	};
	const open = (name: string): KeychainEntry => ({
		async getPassword() {
			call();
			return kept.get(name) ?? null;
		},
		async setPassword(password) {
			call();
			if (!fails.forgets) {
				kept.set(name, password);
			}
		},
		async deletePassword() {
			call();
			return kept.delete(name);
		},
	});
	const ask = async (what: KeychainWish['what']) => answerWish({what, name: 'store-1'}, open);
	return {kept, ask, calls: () => calls};
}

describe('a keychain', () => {
	test('is probed by writing, reading and deleting, and nothing is left behind', async () => {
		const {kept, ask, calls} = entries();
		expect(await ask('probe')).toEqual({ok: true});
		expect([kept.size, calls()]).toEqual([0, 3]);
	});

	test('that does not give back what it was given is of no use', async () => {
		for (const what of ['probe', 'provide'] as const) {
			expect(await entries({forgets: true}).ask(what)).toEqual({ok: false, trouble: 'refused'});
		}
	});

	test('that answers and has no key says just that', async () => {
		expect(await entries().ask('read')).toEqual({ok: true});
		expect(await entries().ask('remove')).toEqual({ok: true});
	});
});

describe('a key', () => {
	test('is made once, has 256 bits, and is the same from then on', async () => {
		const {ask} = entries();
		const made = await ask('provide');
		expect(made).toEqual({ok: true, key: expect.stringMatching(/^[\w-]{43}$/)});
		expect(await ask('provide')).toEqual(made);
		expect(await ask('read')).toEqual(made);
		expect(await entries().ask('provide')).not.toEqual(made);
		await ask('remove');
		expect(await ask('read')).toEqual({ok: true});
	});

	test('is none when it is something else, and a new one takes its place', async () => {
		const {kept, ask} = entries();
		kept.set('store-1', 'hello');
		expect(await ask('read')).toEqual({ok: true});
		expect(await ask('provide')).toMatchObject({ok: true, key: kept.get('store-1')});
	});

	test.each([1, 2, 3, 4, 5, 6])(
		'is never given out when the keychain fails at call %i of making one, and the next try gets one',
		async at => {
			const fails: {at?: number} = {at};
			const {ask} = entries(fails);
			expect(await ask('provide')).toEqual({ok: false, trouble: 'refused'});
			delete fails.at;
			const made = await ask('provide');
			expect(made).toMatchObject({ok: true});
			expect(await ask('read')).toEqual(made);
		},
	);
});

// Those of Linux as @napi-rs/keyring 2.1 says them with libdbus and gnome-keyring 42; those of macOS
// and Windows are the words of their systems for the same trouble.
test.each([
	['locked', "Couldn't access platform storage: Secret Service: unlock prompt was dismissed"],
	['locked', 'Platform failure: User interaction is not allowed.'],
	['noSession', 'Platform failure: DBus error: Failed to connect to socket /run/x: No such file'],
	[
		'noSession',
		'Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead',
	],
	['noSession', "Couldn't access platform storage: Secret Service: no result found"],
	[
		'silent',
		'Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application did not send a reply, the message bus security policy blocked the reply, the reply timeout expired, or the network connection was broken.',
	],
	['refused', 'Windows ERROR_NO_SUCH_LOGON_SESSION'],
	['refused', ''],
])('the trouble is %s when the keychain says “%s”', (trouble, message) => {
	expect(troubleIn(new Error(message))).toBe(trouble);
});

test('whatever is thrown, its words are not handed on', async () => {
	const {ask} = entries({at: 1, message: 'S3NTINEL'});
	expect(JSON.stringify(await ask('read'))).not.toContain('S3NTINEL');
	expect(troubleIn('S3NTINEL')).toBe('refused');
});
