import {describe, expect, test} from 'vitest';
import {problem} from '../../source/core/problem.ts';
import type {Variables} from '../../source/core/profiles/profile.ts';
import {hour} from '../../source/core/time.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {deviceClient} from '../helpers/device.ts';
import {diskFull, fakePorts} from '../helpers/fakes.ts';
import {
	after,
	client,
	clientWith,
	draft,
	emptyReply,
	secret,
	sentinel,
	sessionNamed,
} from '../helpers/samples.ts';

const user = {id: 'u', email: 'a@b.c', name: 'A'};

const start = (variables: Variables = {}, name = 'default') => {
	const world = fakePorts(() => emptyReply(500));
	return {...world, profiles: createProfiles(world.ports, name, variables)};
};

const loaded = async ({profiles}: ReturnType<typeof start>) => {
	const profile = await profiles.load();
	if (!profile.ok) {
		throw new Error(profile.problem.message);
	}

	return profile.value;
};

describe('an empty store', () => {
	test('gives the defaults, nobody, and automatic refresh', async () => {
		expect(await loaded(start())).toMatchObject({
			client: undefined,
			signedIn: undefined,
			user: undefined,
			autoRefresh: true,
			region: 'us1',
			draft: {clientId: '', scope: 'openid email offline_access'},
		});
	});

	test('has nothing that could be amended or forgotten', async () => {
		const {profiles, journal, store} = start();
		for (const done of [
			await profiles.keepUser(user),
			await profiles.keepPreferences({autoRefresh: false}),
			await profiles.forgetSession(),
		]) {
			expect(done.ok).toBe(true);
		}

		expect(await profiles.amendSession(sessionNamed('1'), () => sessionNamed('2'))).toEqual({
			ok: true,
			value: 'superseded',
		});
		expect(journal.filter(entry => entry.includes('written'))).toEqual([]);
		expect(store.credentialsOf.size).toBe(0);
	});
});

describe('a sign-in', () => {
	test('is stored whole, credentials first, under the lock', async () => {
		const world = start();
		expect(await world.profiles.keepSignIn(client, sessionNamed('1'))).toEqual({
			ok: true,
			value: {kind: 'kept', autoRefresh: true},
		});
		expect(world.journal).toEqual(['lock', 'credentials written', 'settings written', 'unlock']);
		expect(world.store.violations).toEqual([]);
		expect((await loaded(world)).signedIn).toEqual({client, session: sessionNamed('1')});
	});

	test('leaves nothing secret in the settings', async () => {
		const world = start();
		await world.profiles.keepSignIn(
			clientWith({hosts: {api: 'https://proxy.example'}}),
			sessionNamed('1'),
		);
		expect(world.store.settingsOf.get('default')).toEqual({
			grant: 'authorization_code',
			clientId: 'client-1',
			redirectUri: 'https://www.anaplan.com',
			scope: 'openid email offline_access',
			region: 'us1',
			hosts: {api: 'https://proxy.example'},
			autoRefresh: true,
		});
	});

	test('takes the place of the old one and of its mark that it ended', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1', {endedAt: after(hour)}));
		await world.profiles.keepSignIn(client, sessionNamed('2'));
		expect((await loaded(world)).signedIn?.session).toEqual(sessionNamed('2'));
	});

	test('keeps the choice of automatic refresh and gives it back', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		for (const autoRefresh of [false, true]) {
			await world.profiles.keepPreferences({autoRefresh});
			for (const next of [client, clientWith({clientId: 'other'})]) {
				expect(await world.profiles.keepSignIn(next, sessionNamed('2'))).toEqual({
					ok: true,
					value: {kind: 'kept', autoRefresh},
				});
				expect(await loaded(world)).toMatchObject({autoRefresh, user: undefined});
			}
		}
	});

	test('keeps how a person brings the address to and fro, and gives that back before the next one', async () => {
		const world = start();
		expect(await world.profiles.keepClient(client)).toEqual({
			ok: true,
			value: {watchClipboard: true},
		});
		await world.profiles.keepPreferences({wayOut: 'plain'});
		await world.profiles.keepPreferences({watchClipboard: false});
		const kept = {ok: true, value: {watchClipboard: false, wayOut: 'plain'}};
		expect(await world.profiles.keepClient(client)).toEqual(kept);
		await world.profiles.keepSignIn(clientWith({clientId: 'other'}), sessionNamed('1'));
		expect(await world.profiles.keepClient(client)).toEqual(kept);
		await world.profiles.forgetSession();
		expect(await world.profiles.keepClient(client)).toEqual(kept);
		world.store.faults.settingsRead = problem('store_unreadable');
		expect(await createProfiles(world.ports, 'default', {}).keepClient(client)).toEqual({
			ok: true,
			value: {watchClipboard: true},
		});
	});

	test('that cannot be stored leaves the old one as it was', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		world.store.faults.write.push(diskFull);
		expect(
			await world.profiles.keepSignIn(clientWith({clientId: 'other'}), sessionNamed('2')),
		).toEqual({ok: false, problem: diskFull});
		expect((await loaded(world)).signedIn).toEqual({client, session: sessionNamed('1')});
	});

	test('whose settings cannot be stored is a Problem, as is a client', async () => {
		const world = start();
		world.store.faults.settingsWrite = diskFull;
		const notStored = {ok: false, problem: diskFull};
		expect(await world.profiles.keepClient(client)).toEqual(notStored);
		expect(await world.profiles.keepSignIn(client, sessionNamed('1'))).toEqual(notStored);
	});

	test('is used with the client it was issued to, whatever the variables say of another', async () => {
		const world = start({
			ANAPLAN_CLIENT_ID: 'other',
			ANAPLAN_CLIENT_SECRET: 'other-secret',
			CLIENT: 'third',
		});
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		const {signedIn, client: next} = await loaded(world);
		expect(signedIn?.client).toEqual(client);
		expect(next?.clientId).toBe('other');
	});

	test('that was stored without its settings (the program was killed between) is still used', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		world.store.settingsOf.clear();
		expect((await loaded(world)).signedIn).toEqual({client, session: sessionNamed('1')});
	});

	test('is used with the client that the credentials name, when the settings name another', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		const settings = world.store.settingsOf.get('default')!;
		world.store.settingsOf.set('default', {...settings, clientId: 'other'});
		expect((await loaded(world)).signedIn?.client.clientId).toBe('client-1');
	});

	test('belongs to its profile alone', async () => {
		const world = start();
		const second = createProfiles(world.ports, 'second', {});
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		await second.keepSignIn(clientWith({region: 'eu3'}), sessionNamed('2'));
		await second.forgetSession();
		expect((await loaded(world)).signedIn?.session).toEqual(sessionNamed('1'));
	});
});

describe('keeping a client before its sign-in', () => {
	test('stores it when there is no session', async () => {
		const world = start();
		expect((await world.profiles.keepClient(client)).ok).toBe(true);
		expect(await loaded(world)).toMatchObject({
			client: {clientId: 'client-1'},
			signedIn: undefined,
		});
	});

	test('never touches a session that is stored, but finds out whether one could be', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		const before = [
			world.store.credentialsOf.get('default'),
			world.store.settingsOf.get('default'),
		];
		const other = clientWith({clientId: 'other', clientSecret: secret('client secret', 'other')});
		expect((await world.profiles.keepClient(other)).ok).toBe(true);
		expect([
			world.store.credentialsOf.get('default'),
			world.store.settingsOf.get('default'),
		]).toEqual(before);
		expect(world.journal).toContain('prepared');
		world.store.faults.write.push(diskFull);
		expect(await world.profiles.keepClient(other)).toEqual({ok: false, problem: diskFull});
	});

	test('never touches a store that cannot be read', async () => {
		const world = start();
		await world.profiles.keepClient(client);
		const before = [
			world.store.credentialsOf.get('default'),
			world.store.settingsOf.get('default'),
		];
		world.store.faults.read = problem('store_unreadable');
		expect((await world.profiles.keepClient(clientWith({clientId: 'other'}))).ok).toBe(true);
		expect([
			world.store.credentialsOf.get('default'),
			world.store.settingsOf.get('default'),
		]).toEqual(before);
	});

	test('does not give up a client with a secret for the device grant, before that has worked', async () => {
		const world = start();
		await world.profiles.keepClient(client);
		expect((await world.profiles.keepClient(deviceClient)).ok).toBe(true);
		expect((await loaded(world)).client).toEqual(client);
		expect(await world.profiles.keepSignIn(deviceClient, sessionNamed('1'))).toMatchObject({
			ok: true,
		});
		expect((await loaded(world)).signedIn?.client.grant).toBe('device_code');
	});
});

describe('the first sign-in', () => {
	test('makes its profile the current one, and a later one leaves that as it is', async () => {
		const world = start();
		const named = createProfiles(world.ports, 'work', {});
		await named.keepSignIn(client, sessionNamed('1'));
		expect(await world.ports.settings.currentProfile()).toEqual({ok: true, value: 'work'});
		await world.profiles.keepSignIn(client, sessionNamed('2'));
		expect(await world.ports.settings.currentProfile()).toEqual({ok: true, value: 'work'});
	});
});

describe('a user who is remembered', () => {
	test('outlives a log-out, and the client that is kept before the next sign-in', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		await world.profiles.keepUser(user);
		await world.profiles.forgetSession();
		await world.profiles.keepClient(clientWith({clientSecret: secret('client secret', 'rotated')}));
		expect(await loaded(world)).toMatchObject({user, signedIn: undefined});
		expect(world.store.credentialsOf.get('default')?.clientSecret?.reveal()).toBe(
			`${sentinel}-rotated`,
		);
	});

	test('keeps the client, too, until another one is theirs', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		await world.profiles.keepUser(user);
		await world.profiles.forgetSession();
		const other = clientWith({clientId: 'other'});
		expect((await world.profiles.keepClient(other)).ok).toBe(true);
		expect((await loaded(world)).client?.clientId).toBe('client-1');
	});

	test('is not replaced by someone whom Anaplan names later, but brought up to date', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		expect(await world.profiles.keepUser(user)).toEqual({ok: true, value: user});
		const renamed = {...user, name: 'A Z'};
		expect(await world.profiles.keepUser(renamed)).toEqual({ok: true, value: renamed});
		for (const someoneElse of [
			{...user, id: 'v'},
			{...user, id: 'v', customerId: 'c'},
		]) {
			expect(await world.profiles.keepUser(someoneElse)).toEqual({ok: true, value: renamed});
		}

		expect((await loaded(world)).user).toEqual(renamed);
		const inTenant = {...renamed, customerId: 'c1'};
		await world.profiles.keepUser(inTenant);
		await world.profiles.keepUser({...inTenant, customerId: 'c2'});
		expect((await loaded(world)).user).toEqual(inTenant);
	});
});

describe('amending a session', () => {
	test('changes the one that is meant', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		expect(
			await world.profiles.amendSession(sessionNamed('1'), stored => ({
				...stored,
				expiresAt: after(hour),
			})),
		).toEqual({ok: true, value: 'amended'});
		expect((await loaded(world)).signedIn?.session.expiresAt).toBe(after(hour));
		expect(world.store.violations).toEqual([]);
	});

	test('never takes the place of other tokens, nor brings back what was forgotten', async () => {
		const world = start();
		const superseded = {ok: true, value: 'superseded'};
		await world.profiles.keepSignIn(client, sessionNamed('newer'));
		expect(
			await world.profiles.amendSession(sessionNamed('older'), () =>
				sessionNamed('older', {expiresAt: after(hour)}),
			),
		).toEqual(superseded);
		expect((await loaded(world)).signedIn?.session).toEqual(sessionNamed('newer'));
		await world.profiles.forgetSession();
		expect(
			await world.profiles.amendSession(sessionNamed('newer'), () => sessionNamed('newer')),
		).toEqual(superseded);
		expect((await loaded(world)).signedIn).toBeUndefined();
	});

	test('is a Problem when the change cannot be written', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		world.store.faults.write.push(diskFull);
		expect(await world.profiles.amendSession(sessionNamed('1'), () => sessionNamed('2'))).toEqual({
			ok: false,
			problem: diskFull,
		});
		expect((await loaded(world)).signedIn?.session).toEqual(sessionNamed('1'));
	});
});

test('forgetting leaves the client, so that the next sign-in has nothing to ask', async () => {
	const world = start();
	await world.profiles.keepSignIn(client, sessionNamed('1'));
	await world.profiles.forgetSession();
	expect(await loaded(world)).toMatchObject({signedIn: undefined, client: {clientId: 'client-1'}});
	expect(world.store.credentialsOf.get('default')).toEqual({
		clientId: 'client-1',
		clientSecret: client.clientSecret,
	});
	expect(world.store.violations).toEqual([]);
});

describe('a store that cannot be read', () => {
	test('is a Problem to whoever loads or changes it, and is not written to', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		const unreadable = problem('store_unreadable');
		world.store.faults.read = unreadable;
		world.journal.length = 0;
		for (const outcome of [
			await world.profiles.load(),
			await world.profiles.amendSession(sessionNamed('1'), () => sessionNamed('2')),
			await world.profiles.forgetSession(),
		]) {
			expect(outcome).toEqual({ok: false, problem: unreadable});
		}

		expect(world.journal.filter(entry => entry.includes('written'))).toEqual([]);
	});

	test('leaves the profile that the variables make', async () => {
		const {profiles} = start({
			ANAPLAN_CLIENT_ID: 'env',
			ANAPLAN_CLIENT_SECRET: 'env',
			ANAPLAN_REGION: 'eu3',
		});
		expect(await profiles.salvage()).toMatchObject({
			client: {clientId: 'env', region: 'eu3'},
			signedIn: undefined,
			draft: {clientId: 'env'},
		});
		expect(await start().profiles.salvage()).toMatchObject({
			client: undefined,
			draft: {clientId: ''},
		});
	});
});

describe('a variable that makes the client of the stored sign-in unusable', () => {
	const usage = {ok: false, problem: {code: 'usage', exitCode: 2}};

	test.each([
		['ANAPLAN_REGION', 'xx', 'region'],
		['ANAPLAN_API_URL', 'http://evil.example', 'ANAPLAN_API_URL'],
		['ANAPLAN_OAUTH_URL', 'nowhere', 'ANAPLAN_OAUTH_URL'],
	])('is told, and nobody is taken for signed out: %s=%s', async (name, value, words) => {
		const world = start({[name]: value});
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		const profile = await world.profiles.load();
		expect(profile).toMatchObject(usage);
		expect(profile).toMatchObject({
			problem: {
				message: expect.stringContaining(words),
				cause: expect.stringContaining('variable'),
				hint: expect.stringContaining('unset the variable'),
			},
		});
		expect(JSON.stringify(profile)).not.toContain(sentinel);
		expect(await createProfiles(world.ports, 'default', {}).load()).toMatchObject({
			ok: true,
			value: {signedIn: {client, session: sessionNamed('1')}},
		});
	});

	test('is told too when settings.json has the value', async () => {
		const world = start();
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		const settings = world.store.settingsOf.get('default')!;
		world.store.settingsOf.set('default', {...settings, region: 'xx'});
		expect(await world.profiles.load()).toMatchObject(usage);
		expect(await start({ANAPLAN_REGION: 'xx'}).profiles.load()).toMatchObject({ok: true});
		expect(await createProfiles(world.ports, 'default', {ANAPLAN_REGION: 'us1'}).load()).toEqual({
			ok: true,
			value: expect.objectContaining({signedIn: {client, session: sessionNamed('1')}}),
		});
	});

	test('is no Problem while nobody is signed in: Setup asks for a better value', async () => {
		const world = start({ANAPLAN_REGION: 'xx'});
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		await world.profiles.forgetSession();
		expect(await loaded(world)).toMatchObject({
			client: undefined,
			signedIn: undefined,
			draft: {clientId: 'client-1', region: 'xx'},
		});
	});

	test('that only a new sign-in would use is no Problem for the stored one', async () => {
		const world = start({ANAPLAN_REDIRECT_URI: 'nowhere', ANAPLAN_SCOPE: 'open"id'});
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		expect(await loaded(world)).toMatchObject({
			client: undefined,
			signedIn: {client, session: sessionNamed('1')},
		});
	});

	test('does not stand in the way of forgetting the sign-in', async () => {
		const world = start({ANAPLAN_REGION: 'xx'});
		await world.profiles.keepSignIn(client, sessionNamed('1'));
		expect(await world.profiles.forgetSession()).toMatchObject({ok: true});
		expect(world.store.credentialsOf.get('default')).not.toHaveProperty('session');
	});
});

test('many changes at once all arrive, one after the other', async () => {
	const world = start();
	await world.profiles.keepSignIn(client, sessionNamed('0'));
	await Promise.all([
		world.profiles.keepPreferences({autoRefresh: false}),
		...Array.from({length: 10}, async (_, index) =>
			world.profiles.keepSignIn(client, sessionNamed(`${index + 1}`)),
		),
		// Last, because each sign-in forgets the user of the one before.
		world.profiles.keepUser(user),
	]);
	expect(await loaded(world)).toMatchObject({
		user,
		autoRefresh: false,
		signedIn: {session: sessionNamed('10')},
		draft: {clientId: draft.clientId},
	});
	expect(world.store.violations).toEqual([]);
});
