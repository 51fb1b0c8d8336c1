import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {Session} from '../../source/core/oauth/session.ts';
import {problem} from '../../source/core/problem.ts';
import type {Variables} from '../../source/core/profiles/profile.ts';
import {failure} from '../../source/core/result.ts';
import {hour, minute} from '../../source/core/time.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {createSessionKeeper, type SessionKeeper} from '../../source/session/session-keeper.ts';
import {diskFull, fakePorts, noNetwork, replyLost, sent, settled} from '../helpers/fakes.ts';
import {
	after,
	client,
	clientWith,
	emptyReply,
	jsonReply,
	secret,
	sentinel,
	sessionNamed,
	tokenReply,
	withoutRefreshToken,
} from '../helpers/samples.ts';

type Answer = Parameters<typeof fakePorts>[0];
const invalidGrant = jsonReply(403, {
	error: 'invalid_grant',
	error_description: 'Unknown or invalid refresh token.',
});
const fromServer = (_: unknown, count: number) => tokenReply(`new-${count}`);
const anHourLater = (_: unknown, count: number) => tokenReply(`new-${count}`, {}, after(hour));

/** A process with a stored sign-in; more processes of the same store come from `another`. */
const start = async (
	session: Session | 'none' = sessionNamed('old'),
	answer: Answer = fromServer,
) => {
	const world = fakePorts(answer);
	const another = (variables: Variables = {}) => {
		const profiles = createProfiles(world.ports, 'default', variables);
		return {profiles, keeper: createSessionKeeper({...world.ports, profiles})};
	};

	const {profiles, keeper} = another();
	if (session !== 'none') {
		await profiles.keepSignIn(client, session);
	}

	world.journal.length = 0;
	const stored = () => world.store.credentialsOf.get('default')?.session;
	return {...world, profiles, keeper, another, stored};
};

const accessToken = (kept: {ok: boolean; value?: {session: Session}}) =>
	kept.value?.session.accessToken.reveal().replace(`${sentinel}-access-`, '');
const refreshToken = (session: Session | undefined) =>
	session?.refreshToken?.token.reveal().replace(`${sentinel}-refresh-`, '');

describe('a fresh session', () => {
	test('is the stored one while it lasts, without network and lock', async () => {
		const {keeper, journal} = await start();
		expect(await keeper.fresh(minute)).toMatchObject({
			ok: true,
			value: {by: 'stored', session: sessionNamed('old')},
		});
		expect(journal).toEqual([]);
	});

	test('is refreshed when less time is left than wanted', async () => {
		const {keeper, advance, requests, stored} = await start();
		advance(35 * minute - 59_000);
		const kept = await keeper.fresh(minute);
		expect(kept).toMatchObject({ok: true, value: {by: 'us'}});
		expect(accessToken(kept)).toBe('new-1');
		expect(sent(requests[0], 'refresh_token')).toBe(`${sentinel}-refresh-old`);
		expect(refreshToken(stored())).toBe('new-1');
	});

	test('is refreshed once, when more time is wanted than a token ever has', async () => {
		const {keeper, requests} = await start();
		expect(accessToken(await keeper.fresh(hour))).toBe('new-1');
		expect(requests).toHaveLength(1);
	});

	test('does not exist when nobody has signed in', async () => {
		const {keeper, requests} = await start('none');
		const notSignedIn = {ok: false, problem: {code: 'not_signed_in', exitCode: 4}};
		expect(await keeper.fresh(minute)).toMatchObject(notSignedIn);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject(notSignedIn);
		expect(requests).toEqual([]);
	});

	test('cannot be had with a variable that makes its client unusable, and nothing is sent', async () => {
		const {another, requests, stored} = await start();
		const {keeper} = another({ANAPLAN_REGION: 'xx'});
		const usage = {ok: false, problem: {code: 'usage', exitCode: 2}};
		expect(await keeper.fresh(minute)).toMatchObject(usage);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject(usage);
		expect(requests).toEqual([]);
		expect(stored()).toEqual(sessionNamed('old'));
	});

	test('cannot be had from a store that cannot be read, and nothing is sent', async () => {
		const {keeper, store, requests} = await start();
		store.faults.read = problem('store_unreadable');
		expect(await keeper.fresh(minute)).toMatchObject({problem: {code: 'store_unreadable'}});
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({
			problem: {code: 'store_unreadable'},
		});
		expect(requests).toEqual([]);
	});
});

describe('a refresh', () => {
	test('happens under the lock and the shield, and is on disk before anyone sees it', async () => {
		const {keeper, journal, store, another} = await start();
		const seen = another()
			.keeper.refreshed(sessionNamed('old'))
			.then(() => journal.push('seen'));
		await seen;
		expect(journal).toEqual([
			'lock',
			'shield up',
			'http /oauth/token',
			'credentials written',
			'settings written',
			'shield down',
			'unlock',
			'seen',
		]);
		expect(store.violations).toEqual([]);
		expect(accessToken(await keeper.fresh(minute))).toBe('new-1');
	});

	test('is one for all who ask at the same time in a process', async () => {
		const {keeper, requests, advance} = await start(sessionNamed('old'), anHourLater);
		advance(hour);
		const all = await Promise.all([
			keeper.fresh(minute),
			keeper.refreshed(sessionNamed('old')),
			keeper.fresh(minute),
			...Array.from({length: 20}, async () => keeper.refreshed(sessionNamed('old'))),
		]);
		expect(requests).toHaveLength(1);
		expect(new Set(all.map(accessToken))).toEqual(new Set(['new-1']));
	});

	test('is one for all processes: the others adopt it under the lock', async () => {
		const {another, requests, store} = await start();
		const kept = await Promise.all(
			Array.from({length: 8}, async () => another().keeper.refreshed(sessionNamed('old'))),
		);
		expect(requests).toHaveLength(1);
		expect(kept.map(one => one.ok && one.value.by)).toEqual([
			'us',
			...Array.from({length: 7}, () => 'adopted'),
		]);
		expect(new Set(kept.map(accessToken))).toEqual(new Set(['new-1']));
		expect(store.violations).toEqual([]);
	});

	test('of another process is adopted by one who waits, without its turn', async () => {
		const {ports, profiles, another, requests, journal} = await start();
		let asked = 0;
		const keeper = createSessionKeeper({
			...ports,
			profiles,
			lock: {
				async hold(_, spared) {
					expect(await spared?.()).toBeUndefined();
					await another().keeper.refreshed(sessionNamed('old'));
					journal.length = 0;
					asked += 1;
					return (await spared?.()) ?? failure(problem('store_busy'));
				},
			},
		});
		const kept = await keeper.refreshed(sessionNamed('old'));
		expect(kept).toMatchObject({ok: true, value: {by: 'adopted'}});
		expect(accessToken(kept)).toBe('new-1');
		expect(asked).toBe(1);
		expect(requests).toHaveLength(1);
		expect(journal).toEqual([]);
	});

	test('that brings the same access token once more is one for all, too', async () => {
		const again = (_: unknown, count: number) =>
			tokenReply(`new-${count}`, {access_token: sessionNamed('old').accessToken}, after(minute));
		for (const ask of [
			async (keeper: SessionKeeper) => keeper.refreshed(sessionNamed('old')),
			async (keeper: SessionKeeper) => keeper.fresh(hour),
		]) {
			const {keeper, another, requests, stored} = await start(sessionNamed('old'), again);
			const all = await Promise.all(
				[keeper, keeper, keeper, another().keeper, another().keeper].map(ask),
			);
			expect(all.map(kept => kept.ok && kept.value.by)).toEqual([
				...Array.from({length: 3}, () => 'us'),
				...Array.from({length: 2}, () => 'adopted'),
			]);
			expect(requests).toHaveLength(1);
			expect(refreshToken(stored())).toBe('new-1');
		}
	});

	test('can be followed by another', async () => {
		const {keeper, requests, stored} = await start();
		const first = await keeper.refreshed(sessionNamed('old'));
		const second = first.ok ? await keeper.refreshed(first.value.session) : first;
		expect(accessToken(second)).toBe('new-2');
		expect(requests.map(request => sent(request, 'refresh_token'))).toEqual([
			`${sentinel}-refresh-old`,
			`${sentinel}-refresh-new-1`,
		]);
		expect(refreshToken(stored())).toBe('new-2');
	});

	test('keeps the refresh token of a non-rotatable client (RFC 6749 §6)', async () => {
		const {keeper, stored} = await start(sessionNamed('old'), (_, count) =>
			tokenReply(`new-${count}`, {refresh_token: undefined}),
		);
		expect(accessToken(await keeper.refreshed(sessionNamed('old')))).toBe('new-1');
		expect(refreshToken(stored())).toBe('old');
	});

	test('needs a refresh token', async () => {
		const {keeper, requests} = await start(withoutRefreshToken(sessionNamed('old')));
		expect(await keeper.refreshed(withoutRefreshToken(sessionNamed('old')))).toMatchObject({
			ok: false,
			problem: {code: 'no_refresh_token', exitCode: 4},
		});
		expect(requests).toEqual([]);
	});

	test('waits for nobody who holds the store too long', async () => {
		const {keeper, refuseLock, requests} = await start();
		refuseLock(problem('store_busy'));
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({
			problem: {code: 'store_busy', exitCode: 75},
		});
		refuseLock(undefined);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({ok: true});
		expect(requests).toHaveLength(1);
	});

	test('is not spoilt for later ones by an exception', async () => {
		let isBroken = true;
		const {keeper} = await start(sessionNamed('old'), () => {
			if (isBroken) {
				throw new Error('defect');
			}

			return tokenReply('new');
		});
		await expect(keeper.refreshed(sessionNamed('old'))).rejects.toThrow('defect');
		isBroken = false;
		expect(accessToken(await keeper.refreshed(sessionNamed('old')))).toBe('new');
	});

	test('never shows a secret, whatever comes of it', async () => {
		for (const answer of [fromServer, () => invalidGrant, () => emptyReply(500), () => replyLost]) {
			const {keeper} = await start(sessionNamed('old'), answer);
			const kept = await keeper.refreshed(sessionNamed('old'));
			expect(inspect(kept, {depth: null}) + JSON.stringify(kept)).not.toContain(sentinel);
		}
	});
});

describe('what a refresh shows of the client', () => {
	test.each([
		['rotatable', {}],
		['nonRotatable', {refresh_token: undefined}],
	] as const)('is kept: %s', async (rotation, changes) => {
		const {keeper, profiles, store} = await start(sessionNamed('old'), () =>
			tokenReply('new', changes),
		);
		await profiles.keepPreferences({rotation: 'cannotSay'});
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({value: {rotation}});
		expect(store.settingsOf.get('default')?.rotation).toBe(rotation);
		expect(store.violations).toEqual([]);
	});

	test('is written once, stays with the client, and goes with it', async () => {
		const {keeper, profiles, journal, store} = await start();
		await keeper.refreshed(sessionNamed('old'));
		journal.length = 0;
		await keeper.refreshed(sessionNamed('new-1'));
		expect(journal).not.toContain('settings written');
		await profiles.keepSignIn(client, sessionNamed('again'));
		expect(store.settingsOf.get('default')?.rotation).toBe('rotatable');
		await profiles.keepSignIn(clientWith({clientId: 'other'}), sessionNamed('other'));
		expect(store.settingsOf.get('default')).not.toHaveProperty('rotation');
	});

	test('that cannot be kept does not stand in the way of the new tokens', async () => {
		const {keeper, store} = await start();
		store.faults.settingsWrite = diskFull;
		expect(accessToken(await keeper.refreshed(sessionNamed('old')))).toBe('new-1');
	});
});

describe('a refresh whose reply is lost', () => {
	test('is tried once more', async () => {
		const {keeper, requests} = await start(sessionNamed('old'), (_, count) =>
			count === 1 ? replyLost : tokenReply('new'),
		);
		expect(accessToken(await keeper.refreshed(sessionNamed('old')))).toBe('new');
		expect(requests.map(request => sent(request, 'refresh_token'))).toEqual([
			`${sentinel}-refresh-old`,
			`${sentinel}-refresh-old`,
		]);
	});

	test('and that is refused the second time is explained', async () => {
		const {keeper} = await start(sessionNamed('old'), (_, count) =>
			count === 1 ? replyLost : invalidGrant,
		);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({
			problem: {
				code: 'sign_in_ended',
				exitCode: 4,
				cause: expect.stringContaining('lost on the way'),
			},
		});
	});

	test('twice is given up, and nothing is forgotten', async () => {
		const {keeper, requests, stored} = await start(sessionNamed('old'), () => replyLost);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({
			problem: {code: 'connection_lost', exitCode: 75},
		});
		expect(requests).toHaveLength(2);
		expect(stored()).toEqual(sessionNamed('old'));
	});

	test('is tried twice more, and is no end of the sign-in’s own, where the token does not rotate', async () => {
		const {keeper, profiles, requests} = await start(sessionNamed('old'), (_, count) =>
			count < 3 ? replyLost : tokenReply('new', {refresh_token: undefined}),
		);
		await profiles.keepPreferences({rotation: 'nonRotatable'});
		expect(accessToken(await keeper.refreshed(sessionNamed('old')))).toBe('new');
		expect(requests).toHaveLength(3);
		const other = await start(sessionNamed('old'), (_, count) =>
			count === 1 ? replyLost : invalidGrant,
		);
		await other.profiles.keepPreferences({rotation: 'nonRotatable'});
		expect(await other.keeper.refreshed(sessionNamed('old'))).toMatchObject({
			problem: {code: 'sign_in_ended', cause: expect.not.stringContaining('only once')},
		});
	});

	test('is not repeated when it never left', async () => {
		const {keeper, requests, stored} = await start(sessionNamed('old'), () => noNetwork);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({
			problem: {code: 'network_unreachable', exitCode: 75},
		});
		expect(requests).toHaveLength(1);
		expect(stored()).toEqual(sessionNamed('old'));
	});

	test.each([
		['a server error', emptyReply(503), 75],
		['too many requests', emptyReply(429), 75],
		['a wrong secret', jsonReply(401, {error: 'invalid_client'}), 1],
		['a wrong secret, as Auth0 says it', jsonReply(401, {error: 'access_denied'}), 1],
	])('is not repeated after %s, and nothing is forgotten', async (_, answer, exitCode) => {
		const {keeper, requests, stored} = await start(sessionNamed('old'), () => answer);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({problem: {exitCode}});
		expect(requests).toHaveLength(1);
		expect(stored()).toEqual(sessionNamed('old'));
	});
});

describe('invalid_grant', () => {
	test('ends the sign-in: it is marked, and kept', async () => {
		const {keeper, stored, store} = await start(sessionNamed('old'), () => invalidGrant);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({
			problem: {code: 'sign_in_ended', exitCode: 4, retry: 'restart'},
		});
		expect(stored()).toEqual({...sessionNamed('old'), endedAt: after(0)});
		expect(store.violations).toEqual([]);
	});

	test('is not believed when other tokens are stored by then; they are adopted and not marked', async () => {
		const theirs = sessionNamed('theirs');
		const world = await start(sessionNamed('old'), () => {
			// A program that does not know our lock.
			world.store.credentialsOf.set('default', {
				clientId: client.clientId,
				clientSecret: client.clientSecret,
				session: theirs,
			});
			return invalidGrant;
		});
		expect(await world.keeper.refreshed(sessionNamed('old'))).toMatchObject({
			ok: true,
			value: {by: 'adopted', session: theirs},
		});
		expect(world.stored()).toEqual(theirs);
	});

	test.each([
		['came with the same access token, which is adopted', after(1), {value: {by: 'adopted'}}],
		['came alone, which is worth another try', after(0), {problem: {code: 'store_busy'}}],
	] as const)(
		'marks nothing when the refresh token that is stored by then %s',
		async (_, obtainedAt, told) => {
			const {refreshToken: token} = sessionNamed('theirs');
			const theirs = sessionNamed('old', {obtainedAt, refreshToken: token!});
			const world = await start(sessionNamed('old'), () => {
				const stored = world.store.credentialsOf.get('default')!;
				world.store.credentialsOf.set('default', {...stored, session: theirs});
				return invalidGrant;
			});
			expect(await world.keeper.refreshed(sessionNamed('old'))).toMatchObject(told);
			expect(world.stored()).toEqual(theirs);
			expect(world.requests).toHaveLength(1);
		},
	);

	test('marks nothing when the sign-in is gone by then, and tells that nobody is signed in', async () => {
		const world = await start(sessionNamed('old'), () => {
			world.store.credentialsOf.delete('default');
			return invalidGrant;
		});
		expect(await world.keeper.refreshed(sessionNamed('old'))).toMatchObject({
			ok: false,
			problem: {code: 'not_signed_in', exitCode: 4},
		});
		expect(world.stored()).toBeUndefined();
	});

	test('is still told when the mark cannot be stored', async () => {
		const {keeper, store} = await start(sessionNamed('old'), () => invalidGrant);
		store.faults.write.push(diskFull);
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({
			problem: {code: 'sign_in_ended'},
		});
	});

	test('leaves a mark that the next sign-in clears', async () => {
		const {keeper, profiles, stored} = await start(sessionNamed('old'), () => invalidGrant);
		await keeper.refreshed(sessionNamed('old'));
		await profiles.keepSignIn(client, sessionNamed('next'));
		expect(stored()).toEqual(sessionNamed('next'));
	});
});

describe('new tokens that cannot be stored', () => {
	test('are stored as soon as the disk has room again', async () => {
		const {keeper, store, slept, stored, requests} = await start();
		store.faults.write.push(diskFull, diskFull);
		expect(accessToken(await keeper.refreshed(sessionNamed('old')))).toBe('new-1');
		expect(slept).toEqual([200, 1000]);
		expect(requests).toHaveLength(1);
		expect(refreshToken(stored())).toBe('new-1');
	});

	test('are told of when the disk stays full, with what to do', async () => {
		const {keeper, store, slept} = await start();
		store.faults.write.push(...Array.from({length: 10}, () => diskFull));
		expect(await keeper.refreshed(sessionNamed('old'))).toMatchObject({
			ok: false,
			problem: {
				code: 'store_unwritable',
				message: expect.stringContaining('cannot be stored'),
				hint: expect.stringContaining('sign in again'),
			},
		});
		expect(slept).toEqual([200, 1000, 2000]);
	});

	test('never take the place of other tokens that came by then', async () => {
		const theirs = sessionNamed('theirs');
		const world = await start(sessionNamed('old'), () => {
			world.store.credentialsOf.set('default', {
				clientId: client.clientId,
				clientSecret: client.clientSecret,
				session: theirs,
			});
			return tokenReply('ours');
		});
		expect(await world.keeper.refreshed(sessionNamed('old'))).toEqual({
			ok: true,
			value: {by: 'adopted', client, session: theirs},
		});
		expect(world.stored()).toEqual(theirs);
	});

	test('never bring back a sign-in that is gone by then', async () => {
		const world = await start(sessionNamed('old'), () => {
			world.store.credentialsOf.delete('default');
			return tokenReply('ours');
		});
		expect(await world.keeper.refreshed(sessionNamed('old'))).toMatchObject({
			ok: false,
			problem: {code: 'not_signed_in', exitCode: 4},
		});
		expect(world.stored()).toBeUndefined();
	});

	test('are no answer either when what took their place cannot be read', async () => {
		const unreadable = problem('store_unreadable');
		const world = await start(sessionNamed('old'), () => {
			world.store.faults.settingsRead = unreadable;
			world.store.credentialsOf.delete('default');
			return tokenReply('ours');
		});
		expect(await world.keeper.refreshed(sessionNamed('old'))).toEqual({
			ok: false,
			problem: unreadable,
		});
	});
});

describe('a caller who joins a refresh under way', () => {
	test('for the very tokens that come of it gets others: it refreshes itself', async () => {
		const {another, requests, stored, store} = await start();
		const [ours, theirs] = [another(), another()];
		const first = ours.keeper.refreshed(sessionNamed('old'));
		// Adopts `new-1` under the lock.
		const adopting = theirs.keeper.refreshed(sessionNamed('old'));
		const joining = [1, 2, 3].map(async () => theirs.keeper.refreshed(sessionNamed('new-1')));
		const kept = await Promise.all([first, adopting, ...joining]);
		expect(kept.map(accessToken)).toEqual(['new-1', 'new-1', 'new-2', 'new-2', 'new-2']);
		expect(kept.map(one => one.ok && one.value.by)).toEqual(['us', 'adopted', 'us', 'us', 'us']);
		expect(requests.map(request => sent(request, 'refresh_token'))).toEqual([
			`${sentinel}-refresh-old`,
			`${sentinel}-refresh-new-1`,
		]);
		expect(accessToken({ok: true, value: {session: stored()!}})).toBe('new-2');
		expect(store.violations).toEqual([]);
	});

	test('and wants more time than a new token lives takes it, for there is none that lasts longer', async () => {
		const {keeper, requests, advance} = await start(sessionNamed('old'), (_, count) =>
			tokenReply(`new-${count}`, {expires_in: 120}, after(hour)),
		);
		advance(hour);
		const kept = await Promise.all([
			keeper.fresh(minute),
			keeper.fresh(10 * minute),
			keeper.fresh(10 * minute),
			keeper.fresh(2 * minute),
		]);
		expect(kept.map(accessToken)).toEqual(['new-1', 'new-1', 'new-1', 'new-1']);
		expect(requests).toHaveLength(1);
	});

	test('and wants more time than what another process has just stored takes that too', async () => {
		const {another, requests, advance} = await start(sessionNamed('old'), (_, count) =>
			tokenReply(`new-${count}`, {expires_in: 120}, after(hour)),
		);
		advance(hour);
		const [ours, theirs] = [another(), another()];
		const kept = await Promise.all([
			ours.keeper.fresh(minute),
			theirs.keeper.fresh(minute),
			theirs.keeper.fresh(10 * minute),
		]);
		expect(kept.map(accessToken)).toEqual(['new-1', 'new-1', 'new-1']);
		expect(kept.map(one => one.ok && one.value.by)).toEqual(['us', 'adopted', 'adopted']);
		expect(requests).toHaveLength(1);
	});

	test.each([
		['no access token', {access_token: undefined}],
		['an access token that cannot be sent', {access_token: secret('access token', 'a\nb')}],
		['a token type that is not ours', {token_type: 'DPoP'}],
	])(
		'whose reply has %s fails, and keeps the refresh token that came with it',
		async (_, fields) => {
			const {keeper, advance, requests, stored} = await start(
				sessionNamed('old'),
				(_request, count) =>
					count === 1 ? tokenReply('odd', fields, after(hour)) : tokenReply('new', {}, after(hour)),
			);
			advance(hour);
			expect(await keeper.fresh(minute)).toMatchObject({problem: {code: 'unexpected_reply'}});
			expect(refreshToken(stored())).toBe('odd');
			expect(accessToken(await keeper.fresh(minute))).toBe('new');
			expect(sent(requests[1], 'refresh_token')).toBe(`${sentinel}-refresh-odd`);
		},
	);

	test('and finds what another process stored expired refreshes itself', async () => {
		const {another, requests, advance, profiles} = await start(sessionNamed('old'), (_, count) =>
			tokenReply(`new-${count}`, {}, after(hour)),
		);
		advance(hour);
		const asked = another().keeper.fresh(minute);
		await profiles.keepSignIn(client, sessionNamed('other'));
		const kept = await asked;
		expect(accessToken(kept)).toBe('new-1');
		expect(sent(requests[0], 'refresh_token')).toBe(`${sentinel}-refresh-other`);
	});

	test('that fails is told so, and sends nothing', async () => {
		for (const [answer, code] of [
			[invalidGrant, 'sign_in_ended'],
			[noNetwork, 'network_unreachable'],
		] as const) {
			const {keeper, requests, advance} = await start(sessionNamed('old'), () => answer);
			advance(hour);
			for (const kept of await Promise.all([
				keeper.refreshed(sessionNamed('old')),
				keeper.refreshed(sessionNamed('other')),
				keeper.fresh(10 * minute),
			])) {
				expect(kept).toMatchObject({ok: false, problem: {code}});
			}

			expect(requests).toHaveLength(1);
		}
	});
});

test('while one refresh is under way, a second process waits and does not send', async () => {
	let answerIt: (reply: ReturnType<typeof tokenReply>) => void = () => {};
	const {another, requests} = await start(
		sessionNamed('old'),
		async () =>
			new Promise(resolve => {
				answerIt = resolve;
			}),
	);
	const first = another().keeper.refreshed(sessionNamed('old'));
	const second = another().keeper.refreshed(sessionNamed('old'));
	await settled();
	expect(requests).toHaveLength(1);
	answerIt(tokenReply('new'));
	expect((await Promise.all([first, second])).map(accessToken)).toEqual(['new', 'new']);
	expect(requests).toHaveLength(1);
});
