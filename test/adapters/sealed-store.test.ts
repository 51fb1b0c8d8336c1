import {
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {createCredentialStore} from '../../source/adapters/credential-store.ts';
import type {StorageChoice} from '../../source/adapters/store-kind.ts';
import type {Problem} from '../../source/core/problem.ts';
import {type Result, success} from '../../source/core/result.ts';
import {fakeKeychain, locked} from './fake-keychain.ts';
import {credentialsOf, expectNoSecret, sentinel, temporaryFolder} from './helpers.ts';

const now = () => Date.UTC(2026, 10, 24, 12, 30, 15);
const done = {ok: true, value: undefined};
const kept = {ok: true, value: credentialsOf()};

function newWorld(folder = path.join(temporaryFolder(), 'store')) {
	const fake = fakeKeychain();
	const {keychain} = fake;
	const file = path.join(folder, 'credentials.json');
	return {
		...fake,
		folder,
		file,
		/** The store as a process of its own would see it. */
		store: (storage: StorageChoice = 'auto') =>
			createCredentialStore({folder, storage, keychain, now}),
		bytes: () => readFileSync(file, 'latin1'),
		asides: () => readdirSync(folder).filter(name => name.includes('.unreadable-')),
	};
}

type World = ReturnType<typeof newWorld>;

/** Signs in, as `Profiles.keepClient` and `keepSignIn` do. */
async function signIn({store}: World, storage?: StorageChoice, mark?: string) {
	const one = store(storage);
	const prepared = await one.prepare('signIn');
	return prepared.ok ? one.write('default', credentialsOf(mark)) : prepared;
}

async function problemOf(result: Promise<Result<unknown>>): Promise<Problem> {
	const outcome = await result;
	expectNoSecret(outcome);
	if (outcome.ok) {
		throw new Error('This should have failed.');
	}

	return outcome.problem;
}

const kindOf = ({store}: World) => store().storage().kind;

describe('a sign-in', () => {
	test('with a keychain that answers makes a sealed file, which shows nothing of what it holds', async () => {
		const world = newWorld();
		expect(await signIn(world)).toEqual(done);
		expect(kindOf(world)).toBe('sealed');
		const text = world.bytes();
		for (const shown of [sentinel, 'client-1', 'profiles', [...world.keys.values()][0] ?? '']) {
			expect(text).not.toContain(shown);
		}

		expect(await world.store().read('default')).toEqual(kept);
		if (process.platform !== 'win32') {
			expect(statSync(world.file).mode & 0o777).toBe(0o600);
		}

		expect(readdirSync(world.folder)).toEqual(['credentials.json']);
	});

	test('where no keychain answers makes a private file, and says so', async () => {
		const world = newWorld();
		world.state.trouble = locked;
		const store = world.store();
		expect(await store.prepare('signIn')).toEqual(done);
		expect(await store.write('default', credentialsOf())).toEqual(done);
		expect(store.storage()).toEqual({kind: 'file', path: world.file, unsealed: locked});
		expect(world.bytes()).toContain(sentinel);
		expect(world.store().storage()).toEqual({kind: 'file', path: world.file});
	});

	test('with `file` asks no keychain at all', async () => {
		const world = newWorld();
		expect(await signIn(world, 'file')).toEqual(done);
		expect(kindOf(world)).toBe('file');
		expect(world.calls).toEqual([]);
	});

	test('with `keychain` is sealed or fails, before anything is written', async () => {
		const world = newWorld();
		world.state.trouble = locked;
		expect(await problemOf(signIn(world, 'keychain'))).toEqual(locked);
		expect(readdirSync(world.folder)).toEqual([]);
		world.state.trouble = undefined;
		expect(await signIn(world, 'keychain')).toEqual(done);
		expect(kindOf(world)).toBe('sealed');
	});
});

describe('the kind of a store', () => {
	test('that is plain only because no keychain answered is tried again by the next sign-in, and not by a refresh', async () => {
		const world = newWorld();
		world.state.trouble = locked;
		await signIn(world);
		world.state.trouble = undefined;
		world.calls.length = 0;
		const store = world.store();
		expect(await store.prepare('refresh')).toEqual(done);
		expect(await store.write('default', credentialsOf())).toEqual(done);
		expect([kindOf(world), world.calls]).toEqual(['file', []]);
		await signIn(world);
		expect(kindOf(world)).toBe('sealed');
		expect(await world.store().read('default')).toEqual(kept);
	});

	test('that was chosen by name is remembered when nothing is chosen any more', async () => {
		const world = newWorld();
		await signIn(world, 'file');
		await signIn(world, 'auto');
		await signIn(world, 'auto');
		expect([kindOf(world), world.calls]).toEqual(['file', []]);
		await signIn(world, 'keychain');
		await signIn(world, 'auto');
		expect(kindOf(world)).toBe('sealed');
	});

	test('that is chosen by name holds from the next refresh, in both directions', async () => {
		const world = newWorld();
		await signIn(world, 'file');
		for (const [storage, kind] of [
			['keychain', 'sealed'],
			['file', 'file'],
		] as const) {
			expect(await world.store(storage).prepare('refresh')).toEqual(done);
			expect(kindOf(world)).toBe(kind);
			expect(await world.store(storage).read('default')).toEqual(kept);
		}

		world.state.trouble = locked;
		expect(await problemOf(world.store('keychain').prepare('refresh'))).toEqual(locked);
		expect(await world.store('keychain').read('default')).toEqual(kept);
	});

	test('of a new file is told as it would be', () => {
		const world = newWorld();
		expect(world.store('keychain').storage().kind).toBe('sealed');
		expect(world.store('file').storage().kind).toBe('file');
	});

	test.each(['auto', 'file', 'keychain'] as const)(
		'stays what it is through writes, whatever is chosen (%s)',
		async storage => {
			for (const before of ['file', 'keychain'] as const) {
				const world = newWorld();
				await signIn(world, before);
				const kind = kindOf(world);
				const document = world.bytes();
				expect(await world.store(storage).write('other', credentialsOf('-2'))).toEqual(done);
				expect(kindOf(world)).toBe(kind);
				expect(world.bytes()).not.toBe(document);
				expect(await world.store().read('default')).toEqual(kept);
			}
		},
	);
});

describe('a preparation', () => {
	test('writes nothing when all is as it should be', async () => {
		for (const storage of ['file', 'keychain', 'auto'] as const) {
			const world = newWorld();
			await signIn(world, storage);
			const before = world.bytes();
			expect(await world.store(storage).prepare('signIn')).toEqual(done);
			expect(await world.store(storage).prepare('refresh')).toEqual(done);
			expect(world.bytes()).toBe(before);
		}
	});
});

describe('moving', () => {
	test('from file to sealed and back keeps every profile and unknown field, and takes the key away at last', async () => {
		const world = newWorld();
		await signIn(world, 'file');
		await world.store().write('other', credentialsOf('-other'));
		const edited = JSON.parse(world.bytes());
		writeFileSync(world.file, JSON.stringify({...edited, later: {x: 1}}), {mode: 0o600});
		await signIn(world, 'keychain');
		expect(kindOf(world)).toBe('sealed');
		expect(world.keys.size).toBe(1);
		expect((await world.store().read('other')).ok).toBe(true);
		await signIn(world, 'file');
		expect(world.keys.size).toBe(0);
		expect(JSON.parse(world.bytes())).toEqual({
			...edited,
			later: {x: 1},
			profiles: edited.profiles,
		});
		expect(readdirSync(world.folder)).toEqual(['credentials.json']);
	});

	test('keeps the key while a file that was moved aside still needs it', async () => {
		const world = newWorld();
		await signIn(world);
		renameSync(world.file, path.join(world.folder, 'credentials.unreadable-20260101T000000.json'));
		await signIn(world);
		await signIn(world, 'file');
		expect(kindOf(world)).toBe('file');
		expect(world.keys.size).toBe(1);
	});

	test('by one that was suspended, and lost the lock to one that sealed again, leaves the key alone', async () => {
		const world = newWorld();
		await signIn(world);
		const {folder, keychain} = world;
		let asked = 0;
		const slow = createCredentialStore({
			folder,
			keychain,
			storage: 'file',
			async stillHeld() {
				asked += 1;
				if (asked === 2) {
					await signIn(world, 'keychain');
				}

				return success(undefined);
			},
		});
		expect(await slow.prepare('refresh')).toEqual(done);
		expect([asked, kindOf(world)]).toEqual([2, 'sealed']);
		expect(await world.store().read('default')).toEqual(kept);
	});

	test('follows a symbolic link', async () => {
		const world = newWorld();
		const elsewhere = path.join(temporaryFolder(), 'kept.json');
		mkdirSync(world.folder, {mode: 0o700});
		writeFileSync(elsewhere, '{}', {mode: 0o600});
		symlinkSync(elsewhere, world.file);
		await signIn(world, 'keychain');
		expect(kindOf(world)).toBe('sealed');
		expect(readFileSync(elsewhere, 'latin1')).toBe(world.bytes());
		expect(readdirSync(path.dirname(elsewhere))).toEqual(['kept.json']);
	});

	test('is seen at once by a process that remembers the key from before', async () => {
		const world = newWorld();
		await signIn(world);
		const old = world.store();
		expect(await old.read('default')).toEqual(kept);
		await signIn(world, 'file');
		await signIn(world, 'keychain');
		expect(await old.read('default')).toEqual(kept);
		expect(await old.write('default', credentialsOf('-2'))).toEqual(done);
		expect((await world.store().read('default')).ok).toBe(true);
		expect(world.asides()).toEqual([]);
	});

	test('while another process is reading is no damage for that one', async () => {
		const world = newWorld();
		await signIn(world);
		const plain = JSON.stringify({version: 1, profiles: {}});
		world.state.before = () => {
			world.state.before = undefined;
			writeFileSync(world.file, plain);
			world.keys.clear();
		};
		expect(await world.store().read('default')).toEqual(done);
	});

	test('while another process is changing is done on what is there by then', async () => {
		const world = newWorld();
		await signIn(world, 'file');
		const edited = JSON.parse(world.bytes());
		world.state.before = () => {
			world.state.before = undefined;
			writeFileSync(world.file, JSON.stringify({...edited, later: true}));
		};
		const store = world.store('keychain');
		expect(await store.prepare('signIn')).toEqual(done);
		await signIn(world, 'file');
		expect(JSON.parse(world.bytes())).toMatchObject({later: true});
	});
});

describe('a keychain that stops answering', () => {
	test('is said in those words, with both ways out, and nothing is changed', async () => {
		const world = newWorld();
		await signIn(world);
		const before = world.bytes();
		world.state.trouble = locked;
		for (const attempt of [
			world.store().read('default'),
			world.store().prepare('signIn'),
			world.store().prepare('refresh'),
			world.store('keychain').prepare('signIn'),
			world.store('file').prepare('refresh'),
			world.store().probe(),
			world.store().write('default', credentialsOf('-2')),
		]) {
			const problem = await problemOf(attempt);
			expect(problem).toMatchObject({code: 'keychain_unavailable', exitCode: 75, retry: 'now'});
			expect(problem.message).toBe(
				`${world.file} is sealed with a key from the system keychain. The system keychain does not answer: it is locked.`,
			);
			expect(problem.hint).toMatch(/Unlock it.*ANAPLAN_TUI_STORAGE=file and sign in again/);
		}

		expect(world.bytes()).toBe(before);
		expect(readdirSync(world.folder)).toEqual(['credentials.json']);
		world.state.trouble = undefined;
		expect(await world.store().read('default')).toEqual(kept);
	});

	test('does not matter to a process that has the key already: its new tokens are stored', async () => {
		const world = newWorld();
		await signIn(world);
		const store = world.store();
		await store.read('default');
		world.state.trouble = locked;
		expect(await store.prepare('refresh')).toEqual(done);
		expect(await store.write('default', credentialsOf('-2'))).toEqual(done);
		world.state.trouble = undefined;
		expect(await world.store().read('default')).toEqual({ok: true, value: credentialsOf('-2')});
	});

	test('gives way to a new sign-in with `file`: the sealed file is moved aside, and its key stays', async () => {
		const world = newWorld();
		await signIn(world);
		const sealed = world.bytes();
		world.state.trouble = locked;
		expect(await signIn(world, 'file')).toEqual(done);
		expect(await world.store().read('default')).toEqual(kept);
		const [aside = ''] = world.asides();
		expect(readFileSync(path.join(world.folder, aside), 'latin1')).toBe(sealed);
		world.state.trouble = undefined;
		await signIn(world, 'keychain');
		await signIn(world, 'file');
		expect(world.keys.size).toBe(1);
	});
});

describe('a key', () => {
	const takeAway = ({keys}: World) => keys.clear();
	const exchange = ({keys}: World) => {
		for (const name of keys.keys()) {
			keys.set(name, Buffer.alloc(32, 9).toString('base64url'));
		}
	};

	test.each([
		['is not in the keychain any more', takeAway, 'not in the system keychain any more'],
		['is another', exchange, 'sealed with another key, or damaged'],
	] as const)(
		'that %s leaves the file as it is, until the next sign-in moves it aside',
		async (_what, spoil, words) => {
			const world = newWorld();
			await signIn(world);
			const sealed = world.bytes();
			spoil(world);
			const problem = await problemOf(world.store().read('default'));
			expect(problem).toMatchObject({code: 'store_unreadable', exitCode: 1});
			expect(problem.message).toContain(words);
			expect(problem.hint).toContain('anaplan-tui login');
			expect(world.bytes()).toBe(sealed);

			expect(await signIn(world)).toEqual(done);
			expect(await world.store().read('default')).toEqual(kept);
			const [aside = ''] = world.asides();
			expect(readFileSync(path.join(world.folder, aside), 'latin1')).toBe(sealed);
		},
	);

	test('of one store is not that of another', async () => {
		const one = newWorld();
		const other = createCredentialStore({
			folder: path.join(temporaryFolder(), 'store'),
			keychain: one.keychain,
		});
		await signIn(one);
		await other.prepare('signIn');
		expect(new Set(one.keys.values()).size).toBe(2);
		await signIn(one, 'file');
		expect(one.keys.size).toBe(1);
		expect((await other.read('default')).ok).toBe(true);
	});

	test('is the same by whichever path the folder is reached', async () => {
		const world = newWorld();
		await signIn(world);
		const link = path.join(temporaryFolder(), 'link');
		symlinkSync(world.folder, link);
		const {keychain} = world;
		const read = await createCredentialStore({folder: link, keychain}).read('default');
		expect(read).toEqual(kept);
	});
});

describe('a sealed file that is damaged', () => {
	test.each([
		['cut off', (bytes: Buffer) => bytes.subarray(0, 200)],
		[
			'changed in one place',
			(bytes: Buffer) => bytes.map((byte, at) => (at === 90 ? byte ^ 1 : byte)),
		],
		['cut off within its head', (bytes: Buffer) => bytes.subarray(0, 12)],
	])('(%s) is reported, and moved aside by the next sign-in', async (_what, spoil) => {
		const world = newWorld();
		await signIn(world);
		writeFileSync(world.file, spoil(readFileSync(world.file)));
		expect((await problemOf(world.store().read('default'))).code).toBe('store_unreadable');
		expect(await signIn(world)).toEqual(done);
		expect(await world.store().read('default')).toEqual(kept);
		expect(world.asides()).toHaveLength(1);
	});
});
