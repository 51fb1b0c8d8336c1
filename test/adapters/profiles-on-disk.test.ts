import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {success} from '../../source/core/result.ts';
import type {ProfileSettings} from '../../source/session/ports.ts';
import {listProfiles, makeCurrent} from '../../source/session/profile-list.ts';
import {removeProfile} from '../../source/session/remove-profile.ts';
import {finishRenaming, renameProfile} from '../../source/session/rename-profile.ts';
import {fakeKeychain} from './fake-keychain.ts';
import {credentialsOf, expectNoSecret, temporaryFolder} from './helpers.ts';
import {withSteps} from './killed-process.ts';

// After the file system is one that can be cut short.
const {createClock} = await import('../../source/adapters/clock.ts');
const {createCredentialStore} = await import('../../source/adapters/credential-store.ts');
const {createSettingsStore} = await import('../../source/adapters/settings-store.ts');

const settingsOf = (mark: string): ProfileSettings => ({
	grant: 'authorization_code',
	clientId: 'client-1',
	redirectUri: 'https://www.anaplan.com',
	scope: 'openid email',
	region: mark === 'default' ? 'us1' : 'eu3',
	autoRefresh: true,
});

/** A store on disk with `default`, `b` and `c`, and what a person sees of it. */
async function storeOf(kind: 'file' | 'keychain') {
	const {keychain} = fakeKeychain();
	const folder = path.join(temporaryFolder(), 'store');
	// Each process opens the files anew.
	const open = () => ({
		settings: createSettingsStore({folder}),
		credentials: createCredentialStore({folder, storage: kind, keychain}),
		lock: {hold: async <Value>(work: () => Promise<Value>) => work()},
		http: {send: async () => success({} as never)},
		clock: createClock(),
	});
	const {settings, credentials} = open();
	await credentials.prepare('signIn');
	for (const name of ['default', 'b', 'c']) {
		await credentials.write(name, credentialsOf(`-${name}`));
		await settings.write(name, settingsOf(name));
	}

	const document = (name: 'settings' | 'credentials') =>
		JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
	const change = (name: 'settings' | 'credentials', edit: (document: never) => void) => {
		const now = document(name);
		edit(now as never);
		writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(now), {mode: 0o600});
	};

	const seen = async () => {
		const listed = await listProfiles(open());
		return listed.ok
			? listed.value.map(({name, isCurrent, profile, problem}) => ({
					name,
					isCurrent,
					token: problem ? 'unreadable' : profile.signedIn?.session.accessToken.reveal(),
					region: problem ? undefined : profile.region,
				}))
			: listed.problem;
	};

	const whole = ['settings.json', 'credentials.json'].map(
		name => [path.join(folder, name), readFileSync(path.join(folder, name))] as const,
	);
	/** Puts everything back as it was. */
	const restore = () => {
		for (const name of readdirSync(folder)) {
			rmSync(path.join(folder, name), {force: true});
		}

		for (const [file, bytes] of whole) {
			writeFileSync(file, bytes, {mode: 0o600});
		}
	};

	return {folder, open, document, change, seen, restore};
}

const tokenOf = (name: string) => credentialsOf(`-${name}`).session?.accessToken.reveal();
const row = (name: string, of: string, changes: object = {}) => ({
	name,
	isCurrent: false,
	token: tokenOf(of),
	region: of === 'default' ? 'us1' : 'eu3',
	...changes,
});

// Opening a sealed file takes long by design; the steps in between are the same as of a private one.
describe.each([
	['file', 1],
	['keychain', 5],
] as const)('in a store of the kind %s', (kind, stride) => {
	test('a renaming that is cut short at any step loses nothing, and the next start finishes it', async () => {
		const {open, seen, restore} = await storeOf(kind);
		const steps = await withSteps(10_000, async () => renameProfile(open(), 'default', 'prod'));
		const after = [row('prod', 'default', {isCurrent: true}), row('b', 'b'), row('c', 'c')];
		expect(await seen()).toEqual(after);
		for (let last = 0; last < steps; last += stride) {
			restore();
			await withSteps(last, async () => renameProfile(open(), 'default', 'prod'));

			const where = `killed after ${last} of ${steps} steps`;
			const meanwhile = await seen();
			if (!Array.isArray(meanwhile)) {
				throw new Error(`${where}: ${meanwhile.message}`);
			}

			// A token is never seen without the settings that say where it may be sent.
			const withTokens = meanwhile.filter(({token}) => token !== undefined);
			expect(
				withTokens.map(({token, region}) => ({token, region})),
				where,
			).toEqual([
				{token: tokenOf('default'), region: 'us1'},
				{token: tokenOf('b'), region: 'eu3'},
				{token: tokenOf('c'), region: 'eu3'},
			]);

			expect(await finishRenaming(open()), where).toMatchObject({ok: true});
			const finished = await seen();
			const isRenamed = JSON.stringify(finished).includes('prod');
			expect(finished, where).toEqual(
				isRenamed
					? after
					: [row('default', 'default', {isCurrent: true}), row('b', 'b'), row('c', 'c')],
			);
		}
	}, 300_000);

	test('a removal that is cut short at any step loses no other profile, and another one finishes it', async () => {
		const {open, seen, restore} = await storeOf(kind);
		const steps = await withSteps(10_000, async () =>
			removeProfile(open(), {}, 'default', 'locally'),
		);
		const after = [row('b', 'b', {isCurrent: true}), row('c', 'c')];
		expect(await seen()).toEqual(after);
		for (let last = 0; last < steps; last += stride) {
			restore();
			await withSteps(last, async () => removeProfile(open(), {}, 'default', 'locally'));

			const where = `killed after ${last} of ${steps} steps`;
			const meanwhile = await seen();
			expect(meanwhile, where).toEqual(expect.arrayContaining([row('c', 'c')]));
			const again = await removeProfile(open(), {}, 'default', 'locally');
			expect(again.ok || again.problem.code === 'usage', where).toBe(true);
			expect(await seen(), where).toEqual(after);
		}
	}, 300_000);
});

describe('what is stored', () => {
	test('keeps the fields of a newer version through a renaming, in both files', async () => {
		const {open, document, change} = await storeOf('file');
		const mark = {color: 'red'};
		for (const name of ['settings', 'credentials'] as const) {
			change(name, (now: {profiles: {b: object}; more: object}) => {
				now.more = mark;
				Object.assign(now.profiles.b, {label: mark});
			});
		}

		await renameProfile(open(), 'b', 'prod');
		await makeCurrent(open(), 'prod');
		for (const name of ['settings', 'credentials'] as const) {
			expect(document(name)).toMatchObject({more: mark, profiles: {prod: {label: mark}}});
			expect(Object.keys(document(name).profiles)).toEqual(['default', 'prod', 'c']);
		}

		expect(document('settings')).toMatchObject({currentProfile: 'prod'});
		expect(document('settings')).not.toHaveProperty('renaming');
		expectNoSecret(document('settings'));
	});

	test('of a damaged profile hides no other one, and is removed with a copy kept', async () => {
		const {open, change, seen, folder} = await storeOf('file');
		change('credentials', (now: {profiles: Record<string, unknown>}) => {
			now.profiles['b'] = {clientId: 7};
		});
		change('settings', (now: {profiles: Record<string, unknown>}) => {
			now.profiles['c'] = 'nonsense';
		});
		expect(await seen()).toMatchObject([
			{name: 'default', token: tokenOf('default')},
			{name: 'b', token: 'unreadable'},
			{name: 'c', token: 'unreadable'},
		]);

		expect(await removeProfile(open(), {}, 'b', 'atAnaplan')).toMatchObject({
			ok: true,
			value: {signIn: 'unknown'},
		});
		expect(await removeProfile(open(), {}, 'c', 'atAnaplan')).toMatchObject({ok: true});
		expect(await seen()).toEqual([row('default', 'default', {isCurrent: true})]);
		const copies = readdirSync(folder).filter(name => name.includes('unreadable'));
		expect(copies).toHaveLength(2);
	});

	test('of a damaged profile can be renamed as it is', async () => {
		const {open, change, seen} = await storeOf('file');
		change('credentials', (now: {profiles: Record<string, unknown>}) => {
			now.profiles['b'] = {clientId: 7};
		});
		expect(await renameProfile(open(), 'b', 'prod')).toMatchObject({ok: true});
		expect(await seen()).toMatchObject([
			{name: 'default'},
			{name: 'prod', token: 'unreadable'},
			{name: 'c'},
		]);
	});

	test.each(['settings', 'credentials'] as const)(
		'in a damaged %s.json is changed by nobody',
		async name => {
			const {open, folder} = await storeOf('file');
			const file = path.join(folder, `${name}.json`);
			writeFileSync(file, '{"profiles": {', {mode: 0o600});
			for (const done of [
				await removeProfile(open(), {}, 'b', 'atAnaplan'),
				await removeProfile(open(), {}, 'b', 'locally'),
				await renameProfile(open(), 'b', 'prod'),
				...(name === 'settings'
					? [
							await open().settings.setCurrent('b'),
							await open().settings.remove('b', 'default'),
							await open().settings.beginRenaming({from: 'b', to: 'prod'}),
							await open().settings.finishRenaming('removed'),
						]
					: [
							await open().credentials.remove('b'),
							await open().credentials.rename({from: 'b', to: 'prod'}),
						]),
			]) {
				expect(done).toMatchObject({ok: false, problem: {code: 'store_unreadable'}});
			}

			expect(readFileSync(file, 'utf8')).toBe('{"profiles": {');
			expect(readdirSync(folder).filter(entry => entry.includes('unreadable'))).toEqual([]);
		},
	);

	test('is under names such as __proto__ like under any other', async () => {
		const {open, seen, change} = await storeOf('file');
		for (const name of ['settings', 'credentials'] as const) {
			change(name, (now: {profiles: Record<string, unknown>}) => {
				const {b, ...rest} = now.profiles;
				now.profiles = JSON.parse(JSON.stringify({...rest, x: b}).replace('"x":', '"__proto__":'));
			});
		}

		expect(await renameProfile(open(), '__proto__', 'constructor')).toMatchObject({ok: true});
		expect(await seen()).toContainEqual(row('constructor', 'b'));
		expect(await removeProfile(open(), {}, 'constructor', 'locally')).toMatchObject({ok: true});
		expect(await seen()).toHaveLength(2);
	});
});
