import {describe, expect, test} from 'vitest';
import {problem} from '../../source/core/problem.ts';
import {entryOf, listProfiles, makeCurrent} from '../../source/session/profile-list.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {removeProfile} from '../../source/session/remove-profile.ts';
import {finishRenaming, renameProfile} from '../../source/session/rename-profile.ts';
import {createSessionKeeper} from '../../source/session/session-keeper.ts';
import {diskFull, fakePorts, noNetwork, replyLost} from '../helpers/fakes.ts';
import {client, emptyReply, noon, sessionNamed, tokenReply} from '../helpers/samples.ts';

/** A store with `default`, `b` and `c`, all signed in. */
async function start(answer: Parameters<typeof fakePorts>[0] = () => emptyReply(204)) {
	const world = fakePorts(answer);
	const profilesOf = (name: string) => createProfiles(world.ports, name, {});
	for (const name of ['default', 'b', 'c']) {
		await profilesOf(name).keepSignIn(client, sessionNamed(name));
	}

	world.journal.length = 0;
	const names = async () => {
		const listed = await listProfiles(world.ports);
		return listed.ok
			? listed.value.map(({name, isCurrent}) => (isCurrent ? `*${name}` : name))
			: listed;
	};

	const tokenOf = (name: string) =>
		world.store.credentialsOf.get(name)?.session?.accessToken.reveal();
	return {...world, profilesOf, names, tokenOf};
}

describe('listing the profiles', () => {
	test('takes no lock and asks no network', async () => {
		const {names, journal, requests} = await start();
		expect(await names()).toEqual(['*default', 'b', 'c']);
		expect(journal).toEqual([]);
		expect(requests).toEqual([]);
	});

	test('shows one of which there are only credentials, and all where none can be read', async () => {
		const {names, store, ports} = await start();
		store.settingsOf.delete('b');
		expect(await names()).toEqual(['*default', 'c', 'b']);

		store.faults.read = problem('keychain_unavailable');
		const listed = await listProfiles(ports);
		expect(listed.ok && listed.value.map(one => entryOf(one, noon))).toMatchObject([
			{name: 'default', isCurrent: true, state: 'unreadable', problem: store.faults.read},
			{name: 'c', state: 'unreadable'},
		]);
	});

	test('fails only where the settings cannot be read', async () => {
		const {names, store} = await start();
		store.faults.settingsRead = problem('store_unreadable');
		expect(await names()).toMatchObject({ok: false, problem: {code: 'store_unreadable'}});
	});
});

describe('making a profile the current one', () => {
	test('happens under the lock, by whatever spelling', async () => {
		const {ports, names, journal, store} = await start();
		expect(await makeCurrent(ports, 'B')).toEqual({ok: true, value: 'b'});
		expect(await names()).toEqual(['default', '*b', 'c']);
		expect(journal).toEqual(['lock', 'settings changed', 'unlock']);
		expect(store.violations).toEqual([]);
	});

	test('needs one that is there', async () => {
		const {ports, names} = await start();
		expect(await makeCurrent(ports, 'x')).toMatchObject({
			ok: false,
			problem: {code: 'usage', hint: expect.stringContaining('default, b, c')},
		});
		expect(await names()).toEqual(['*default', 'b', 'c']);
	});
});

describe('renaming a profile', () => {
	test('copies the settings, moves the credentials, and only then drops the old settings', async () => {
		const {ports, names, journal, store, tokenOf} = await start();
		expect(await renameProfile(ports, 'default', 'prod')).toEqual({
			ok: true,
			value: {from: 'default', to: 'prod'},
		});
		expect(journal).toEqual([
			'lock',
			'settings changed',
			'credentials changed',
			'settings changed',
			'unlock',
		]);
		expect(await names()).toEqual(['b', 'c', '*prod']);
		expect(tokenOf('prod')).toContain('access-default');
		expect(tokenOf('default')).toBeUndefined();
		expect(store.violations).toEqual([]);
	});

	test.each([
		['x', 'y', 'There is no profile “x”.'],
		['b', 'a/b', 'This is no name for a profile: it has the character / in it.'],
		['b', 'C', 'There is already a profile “c”.'],
	])('from %s to %s is refused, and nothing is changed', async (from, to, message) => {
		const {ports, journal} = await start();
		expect(await renameProfile(ports, from, to)).toMatchObject({problem: {code: 'usage', message}});
		expect(journal).toEqual(['lock', 'unlock']);
	});

	test('changes the spelling, and does nothing where that is the same', async () => {
		const {ports, names, journal} = await start();
		expect(await renameProfile(ports, 'b', 'B')).toMatchObject({ok: true});
		expect(await names()).toEqual(['*default', 'c', 'B']);
		journal.length = 0;
		expect(await renameProfile(ports, 'b', 'B')).toMatchObject({ok: true});
		expect(journal).toEqual(['lock', 'unlock']);
	});

	test('that was ended between two writes leaves one that works, and is finished by the next', async () => {
		for (const faults of [[diskFull], [undefined, diskFull]]) {
			const {ports, names, store, tokenOf} = await start();
			// The credentials cannot be written, or the settings not the second time.
			if (faults.length === 1) {
				store.faults.write.push(diskFull);
			}

			const rename = ports.settings.finishRenaming;
			ports.settings.finishRenaming = async old =>
				faults.length === 2 ? {ok: false, problem: diskFull} : rename(old);
			expect(await renameProfile(ports, 'default', 'prod')).toMatchObject({
				ok: false,
				problem: {code: 'store_unwritable'},
			});
			const usable = ['default', 'prod'].filter(
				name => tokenOf(name) && store.settingsOf.has(name),
			);
			expect(usable).toHaveLength(1);

			ports.settings.finishRenaming = rename;
			expect(await finishRenaming(ports)).toMatchObject({ok: true});
			expect(await names()).toEqual(['b', 'c', '*prod']);
			expect(tokenOf('prod')).toContain('access-default');
		}
	});

	test('that was ended keeps both where someone has signed in under the old name since', async () => {
		const {ports, names, profilesOf, tokenOf} = await start();
		const finish = ports.settings.finishRenaming;
		ports.settings.finishRenaming = async () => ({ok: false, problem: diskFull});
		await renameProfile(ports, 'b', 'prod');
		ports.settings.finishRenaming = finish;
		await profilesOf('b').keepSignIn(client, sessionNamed('new'));

		expect(await finishRenaming(ports)).toMatchObject({ok: true});
		expect(await names()).toEqual(['*default', 'b', 'c', 'prod']);
		expect(tokenOf('b')).toContain('access-new');
		expect(tokenOf('prod')).toContain('access-b');
	});

	test('takes along a sign-in that waits until it is known whose it is', async () => {
		const {ports, profilesOf} = await start();
		await profilesOf('b').keepUser({id: 'u', email: 'b@example.com', name: 'B'});
		await profilesOf('b').keepSignIn(client, sessionNamed('parked'));
		await renameProfile(ports, 'b', 'prod');
		expect(await profilesOf('prod').load()).toMatchObject({
			value: {parked: {session: {accessToken: sessionNamed('parked').accessToken}}},
		});
	});

	test('leaves nothing to a process that still knows the old name', async () => {
		const {ports, profilesOf, requests, store} = await start(() => tokenReply('2'));
		const old = profilesOf('b');
		const keeper = createSessionKeeper({...ports, profiles: old});
		await renameProfile(ports, 'b', 'prod');
		expect(await keeper.refreshed(sessionNamed('b'))).toMatchObject({
			problem: {code: 'not_signed_in'},
		});
		expect(await old.amendSession(sessionNamed('b'), () => sessionNamed('stale'))).toEqual({
			ok: true,
			value: 'superseded',
		});
		await old.keepPreferences({autoRefresh: false});
		await old.forgetSession();
		expect(requests).toEqual([]);
		expect([...store.settingsOf.keys()]).not.toContain('b');
		expect([...store.credentialsOf.keys()]).not.toContain('b');
	});

	test('waits for a refresh under way, whose tokens go with it', async () => {
		const {ports, profilesOf, tokenOf} = await start(() => tokenReply('2'));
		const keeper = createSessionKeeper({...ports, profiles: profilesOf('b')});
		await Promise.all([keeper.refreshed(sessionNamed('b')), renameProfile(ports, 'b', 'prod')]);
		expect(tokenOf('prod')).toContain('access-2');
		expect(tokenOf('b')).toBeUndefined();
	});
});

describe('removing a profile', () => {
	const remove = async (
		{ports}: Pick<Awaited<ReturnType<typeof start>>, 'ports'>,
		name: string,
		how: 'atAnaplan' | 'locally' = 'atAnaplan',
	) => removeProfile(ports, {}, name, how);

	test('ends the token at Anaplan first, then forgets the credentials, then the settings', async () => {
		const world = await start();
		expect(await remove(world, 'B')).toEqual({
			ok: true,
			value: {
				name: 'b',
				current: 'default',
				wasCurrent: false,
				signIn: 'endedAtAnaplan',
				hadRefreshToken: true,
			},
		});
		expect(world.journal).toEqual([
			'lock',
			'http /token/logout',
			'credentials changed',
			'settings changed',
			'unlock',
		]);
		expect(world.requests[0]?.accessToken?.reveal()).toContain('access-b');
		expect(await world.names()).toEqual(['*default', 'c']);
		expect(world.store.violations).toEqual([]);
	});

	test('ends a sign-in too that waits until it is known whose it is', async () => {
		const world = await start();
		await world.profilesOf('b').keepUser({id: 'u', email: 'b@example.com', name: 'B'});
		await world.profilesOf('b').keepSignIn(client, sessionNamed('parked'));
		expect(await remove(world, 'b')).toMatchObject({value: {signIn: 'endedAtAnaplan'}});
		expect(
			world.requests.map(({accessToken}) => accessToken?.reveal().split('access-')[1]),
		).toEqual(['b', 'parked']);
		expect(world.store.credentialsOf.has('b')).toBe(false);
	});

	test('makes the first that is left the current one, and “default” when none is', async () => {
		const world = await start();
		expect(await remove(world, 'default')).toMatchObject({
			value: {current: 'b', wasCurrent: true},
		});
		expect(await world.names()).toEqual(['*b', 'c']);
		await remove(world, 'c');
		expect(await remove(world, 'b')).toMatchObject({value: {current: 'default', wasCurrent: true}});
		expect(await world.names()).toEqual([]);
	});

	test('removes nothing when Anaplan cannot be reached, unless it is told to', async () => {
		const world = await start(() => noNetwork);
		expect(await remove(world, 'b')).toMatchObject({problem: {code: 'network_unreachable'}});
		expect(await world.names()).toEqual(['*default', 'b', 'c']);
		expect(world.tokenOf('b')).toBeDefined();
		expect(await remove(world, 'b', 'locally')).toMatchObject({
			ok: true,
			value: {signIn: 'forgottenHere'},
		});
		expect(world.requests).toHaveLength(1);
		expect(await world.names()).toEqual(['*default', 'c']);
	});

	test('hands out no more what Anaplan may have ended, when it could not be removed', async () => {
		const lost = await start(() => replyLost);
		expect(await remove(lost, 'b')).toEqual({ok: false, problem: replyLost});
		expect(lost.store.credentialsOf.get('b')?.session?.expiresAt).toBe(noon);
		const full = await start(() => {
			full.store.faults.write.push(diskFull);
			return emptyReply(204);
		});
		expect(await remove(full, 'b')).toEqual({ok: false, problem: diskFull});
		expect(full.store.credentialsOf.get('b')?.session?.expiresAt).toBe(noon);
		expect(full.store.violations).toEqual([]);
	});

	test('asks no network where nobody is signed in', async () => {
		const world = await start();
		await world.profilesOf('b').forgetSession();
		expect(await remove(world, 'b')).toMatchObject({value: {signIn: 'none'}});
		expect(world.requests).toEqual([]);
	});

	test('that was ended between the two files is finished by another one', async () => {
		const world = await start();
		world.store.faults.settingsWrite = diskFull;
		expect(await remove(world, 'b')).toMatchObject({problem: {code: 'store_unwritable'}});
		expect(world.tokenOf('b')).toBeUndefined();
		delete world.store.faults.settingsWrite;
		expect(await remove(world, 'b')).toMatchObject({value: {signIn: 'none'}});
		expect(await world.names()).toEqual(['*default', 'c']);
	});

	test('removes nothing where a file as a whole cannot be read, not even here only', async () => {
		const world = await start();
		world.store.faults.read = problem('store_unreadable');
		expect(await remove(world, 'b', 'locally')).toMatchObject({
			problem: {code: 'store_unreadable'},
		});
		expect(world.journal).toEqual(['lock', 'unlock']);
	});

	test('leaves nothing to a refresh that comes later', async () => {
		const world = await start(({url}) =>
			url.endsWith('/oauth/token') ? tokenReply('2') : emptyReply(204),
		);
		const keeper = createSessionKeeper({...world.ports, profiles: world.profilesOf('b')});
		const [, refreshed] = await Promise.all([
			remove(world, 'b'),
			keeper.refreshed(sessionNamed('b')),
		]);
		expect(refreshed).toMatchObject({problem: {code: 'not_signed_in'}});
		expect(world.tokenOf('b')).toBeUndefined();
	});
});
