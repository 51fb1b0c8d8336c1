import {describe, expect, test} from 'vitest';
import {problem} from '../../source/core/problem.ts';
import {hour, minute} from '../../source/core/time.ts';
import {logOut} from '../../source/session/log-out.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {createSessionKeeper} from '../../source/session/session-keeper.ts';
import {diskFull, fakePorts, noNetwork, replyLost} from '../helpers/fakes.ts';
import {
	after,
	client,
	emptyReply,
	htmlReply,
	jsonReply,
	secret,
	sessionNamed,
	tokenReply,
} from '../helpers/samples.ts';

const start = async (answer: Parameters<typeof fakePorts>[0], isSignedIn = true) => {
	const world = fakePorts(answer);
	const profiles = createProfiles(world.ports, 'default', {});
	if (isSignedIn) {
		await profiles.keepSignIn(client, sessionNamed('1'));
	}

	world.journal.length = 0;
	const stored = () => world.store.credentialsOf.get('default')?.session;
	return {...world, profiles, stored};
};

describe('logging out', () => {
	test('ends the access token at Anaplan first, then forgets it here, under one lock', async () => {
		const world = await start(() => emptyReply(204));
		expect(await logOut(world)).toEqual({ok: true, value: 'atAnaplan'});
		expect(world.journal).toEqual(['lock', 'http /token/logout', 'credentials written', 'unlock']);
		expect(world.requests).toEqual([
			{
				method: 'POST',
				url: 'https://auth.anaplan.com/token/logout',
				accessToken: secret('access token', 'access-1'),
			},
		]);
		expect(world.stored()).toBeUndefined();
		expect(world.store.violations).toEqual([]);
	});

	test('counts a token that Anaplan knows no more as ended', async () => {
		const world = await start(() =>
			jsonReply(401, {status: 'FAILURE_INVALID_TOKEN', statusMessage: ''}),
		);
		expect(await logOut(world)).toMatchObject({ok: true});
		expect(world.stored()).toBeUndefined();
	});

	test.each([
		['Anaplan is not reached', noNetwork, 'network_unreachable'],
		['Anaplan has an error of its own', emptyReply(500), 'server_error'],
		['a network’s sign-in page answers', htmlReply(200), 'unexpected_reply'],
		['a firewall answers', htmlReply(403), 'blocked'],
		['Anaplan refuses', jsonReply(400, {status: 'FAILURE_BAD_REQUEST'}), 'token_rejected'],
	])('forgets nothing when %s', async (_, answer, code) => {
		const world = await start(() => answer);
		expect(await logOut(world)).toMatchObject({ok: false, problem: {code}});
		expect(world.requests).toHaveLength(1);
		expect(world.stored()).toEqual(sessionNamed('1'));
	});

	test.each([
		['the reply is lost', replyLost, 'connection_lost'],
		['the wait for it is cut short', problem('cancelled', {reached: 'perhaps'}), 'cancelled'],
	])(
		'forgets nothing when %s, but hands that access token out no more',
		async (_, answer, code) => {
			const world = await start(({url}) =>
				url.endsWith('/oauth/token') ? tokenReply('2') : answer,
			);
			world.advance(minute);
			expect(await logOut(world)).toMatchObject({ok: false, problem: {code}});
			expect(world.stored()).toEqual(sessionNamed('1', {expiresAt: after(minute)}));
			expect(world.store.violations).toEqual([]);
			const keeper = createSessionKeeper({...world.ports, profiles: world.profiles});
			expect(await keeper.fresh(0)).toMatchObject({value: {by: 'us'}});
		},
	);

	test('never makes the life of an access token longer', async () => {
		const world = await start(() => replyLost);
		world.advance(hour);
		await logOut(world);
		expect(world.stored()).toEqual(sessionNamed('1'));
	});

	test('hands the one that was ended out no more when the other one, parked, could not be ended', async () => {
		const world = await start(({accessToken}) =>
			accessToken?.reveal().includes('parked') ? noNetwork : emptyReply(204),
		);
		await world.profiles.keepUser({id: 'u', email: 'a@b.c', name: 'A'});
		await world.profiles.keepSignIn(client, sessionNamed('parked'));
		expect(await logOut(world)).toEqual({ok: false, problem: noNetwork});
		expect(world.stored()).toEqual(sessionNamed('1', {expiresAt: after(0)}));
		expect(world.store.credentialsOf.get('default')?.parked?.session).toEqual(
			sessionNamed('parked'),
		);
	});

	test('hands an access token that was ended out no more when it could not be forgotten', async () => {
		const world = await start(() => {
			world.store.faults.write.push(diskFull);
			return emptyReply(204);
		});
		expect(await logOut(world)).toMatchObject({
			problem: {code: 'store_unwritable', message: expect.stringContaining('is still stored')},
		});
		expect(world.stored()).toEqual(sessionNamed('1', {expiresAt: after(0)}));
	});

	test('needs a sign-in, a store that can be read, and one that can be written', async () => {
		expect(await logOut(await start(() => emptyReply(204), false))).toMatchObject({
			problem: {code: 'not_signed_in'},
		});
		const unreadable = await start(() => emptyReply(204));
		unreadable.store.faults.read = problem('store_unreadable');
		expect(await logOut(unreadable)).toMatchObject({problem: {code: 'store_unreadable'}});
		expect(unreadable.requests).toEqual([]);
		const full = await start(() => emptyReply(204));
		full.store.faults.write.push(diskFull);
		expect(await logOut(full)).toEqual({ok: false, problem: diskFull});
	});

	test('tells of a variable that makes the client unusable, and forgets nothing', async () => {
		const world = await start(() => emptyReply(204));
		const profiles = createProfiles(world.ports, 'default', {ANAPLAN_REGION: 'xx'});
		expect(await logOut({...world, profiles})).toMatchObject({ok: false, problem: {code: 'usage'}});
		expect(world.requests).toEqual([]);
		expect(world.stored()).toEqual(sessionNamed('1'));
	});

	test('waits for a refresh under way, and then ends the token that came of it', async () => {
		const world = await start(({url}) =>
			url.endsWith('/oauth/token') ? tokenReply('2') : emptyReply(204),
		);
		const keeper = createSessionKeeper({...world.ports, profiles: world.profiles});
		await Promise.all([keeper.refreshed(sessionNamed('1')), logOut(world)]);
		expect(world.to('/token/logout')[0]?.accessToken?.reveal()).toContain('access-2');
		expect(world.stored()).toBeUndefined();
	});

	test('leaves nothing to a refresh that comes later', async () => {
		const world = await start(({url}) =>
			url.endsWith('/oauth/token') ? tokenReply('2') : emptyReply(204),
		);
		const keeper = createSessionKeeper({...world.ports, profiles: world.profiles});
		const [, refreshed] = await Promise.all([logOut(world), keeper.refreshed(sessionNamed('1'))]);
		expect(refreshed).toMatchObject({problem: {code: 'not_signed_in'}});
		expect(world.to('/oauth/token')).toEqual([]);
	});
});
