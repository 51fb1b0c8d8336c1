import {describe, expect, test} from 'vitest';
import {userRequest} from '../../source/core/anaplan/anaplan-api.ts';
import type {Session} from '../../source/core/oauth/session.ts';
import {hour} from '../../source/core/time.ts';
import {type RequestFor, sendAuthenticated} from '../../source/session/authenticated.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {createSessionKeeper} from '../../source/session/session-keeper.ts';
import {withSignIn} from '../../source/session/sign-in.ts';
import {validate} from '../../source/session/validate.ts';
import {fakePorts, noNetwork} from '../helpers/fakes.ts';
import {
	after,
	client,
	emptyReply,
	jsonReply,
	noon,
	sessionNamed,
	tokenReply,
	userReply,
	withoutRefreshToken,
} from '../helpers/samples.ts';

const requestFor: RequestFor = ({hosts}, {accessToken}) => userRequest(hosts, accessToken);

const start = async (answer: Parameters<typeof fakePorts>[0], session = sessionNamed('old')) => {
	const world = fakePorts(answer);
	const profiles = createProfiles(world.ports, 'default', {});
	await profiles.keepSignIn(client, session);
	const keeper = createSessionKeeper({...world.ports, profiles});
	const paths = () => world.requests.map(({url}) => new URL(url).pathname);
	return {
		...world,
		profiles,
		keeper,
		parkedKeeper: createSessionKeeper({...world.ports, profiles: profiles.parked}),
		paths,
		send: async () => sendAuthenticated({http: world.ports.http, keeper}, requestFor),
		sendAs: async (given: Session) =>
			sendAuthenticated({http: world.ports.http, keeper}, requestFor, {
				client,
				session: given,
				by: 'stored',
			}),
	};
};

describe('an authenticated request', () => {
	test('is sent once when the token works', async () => {
		const {send, paths} = await start(() => userReply());
		expect(await send()).toMatchObject({
			ok: true,
			value: {reply: {status: 200}, kept: {by: 'stored'}},
		});
		expect(paths()).toEqual(['/2/0/users/me']);
	});

	test('refreshes first when less than a minute is left', async () => {
		const {send, paths, advance} = await start(({url}) =>
			url.endsWith('token') ? tokenReply('new', {}, after(hour)) : userReply(),
		);
		advance(hour);
		await send();
		expect(paths()).toEqual(['/oauth/token', '/2/0/users/me']);
	});

	test('is sent once more after a 401, with the new token, and once only', async () => {
		const {send, paths, requests} = await start(({url}) =>
			url.endsWith('token') ? tokenReply('new') : emptyReply(401),
		);
		expect(await send()).toMatchObject({ok: true, value: {reply: {status: 401}, kept: {by: 'us'}}});
		expect(paths()).toEqual(['/2/0/users/me', '/oauth/token', '/2/0/users/me']);
		expect(requests[2]?.accessToken?.reveal()).toContain('access-new');
	});

	test.each([400, 403, 404, 429, 500])('is not repeated after %d', async status => {
		const {send, paths} = await start(() => emptyReply(status));
		expect(await send()).toMatchObject({ok: true, value: {reply: {status}}});
		expect(paths()).toHaveLength(1);
	});

	const noRole = jsonReply(401, {status: 'FAILURE_UNAUTHORIZED_USER_ACTION'});

	test('is sent once more after a 401 that names a role, too: the token may have been ended elsewhere', async () => {
		const {send, paths} = await start(({url}) =>
			url.endsWith('token') ? tokenReply('new') : noRole,
		);
		expect(await send()).toMatchObject({ok: true, value: {reply: {status: 401}}});
		expect(paths()).toEqual(['/2/0/users/me', '/oauth/token', '/2/0/users/me']);
	});

	test('keeps the 401 as it came when there is nothing to refresh with', async () => {
		const {send, paths} = await start(
			() => emptyReply(401),
			withoutRefreshToken(sessionNamed('old')),
		);
		expect(await send()).toMatchObject({ok: true, value: {reply: {status: 401}}});
		expect(paths()).toHaveLength(1);
	});

	test('keeps the 401 as it came when the refresh fails, unless the sign-in has ended', async () => {
		const failing = await start(({url}) => emptyReply(url.endsWith('token') ? 503 : 401));
		expect(await failing.send()).toMatchObject({ok: true, value: {reply: {status: 401}}});
		const ended = await start(({url}) =>
			url.endsWith('token') ? jsonReply(403, {error: 'invalid_grant'}) : emptyReply(401),
		);
		expect(await ended.send()).toMatchObject({ok: false, problem: {code: 'sign_in_ended'}});
	});

	test('that never left is a Problem', async () => {
		const {send} = await start(() => noNetwork);
		expect(await send()).toEqual({ok: false, problem: noNetwork});
	});
});

describe('a validation', () => {
	const answering = (expiresAt: number, serverTime: typeof noon) => () =>
		jsonReply(200, {status: 'SUCCESS', tokenInfo: {expiresAt}}, {serverTime});

	test('stores the expiry by this computer’s clock', async () => {
		const world = await start(answering(after(hour), after(10 * 60_000)));
		expect(await validate(world, client, sessionNamed('old'))).toMatchObject({
			ok: true,
			value: {session: {expiresAt: after(50 * 60_000)}},
		});
		expect(world.store.credentialsOf.get('default')?.session?.expiresAt).toBe(after(50 * 60_000));
	});

	test('of tokens that were replaced meanwhile stores nothing', async () => {
		const world = await start(answering(after(hour), noon), sessionNamed('newer'));
		await validate(world, client, sessionNamed('old'));
		expect(world.store.credentialsOf.get('default')?.session).toEqual(sessionNamed('newer'));
	});

	const meanwhile = async (change: (session: Session) => Session, expiresAt = after(hour)) => {
		const world = await start(() => {
			const stored = world.store.credentialsOf.get('default')!;
			world.store.credentialsOf.set('default', {...stored, session: change(stored.session!)});
			return answering(expiresAt, noon)();
		});
		await validate(world, client, sessionNamed('old'));
		return world.store.credentialsOf.get('default')?.session;
	};

	test('changes the expiry alone: a newer refresh token stays, and a mark that the sign-in ended', async () => {
		const {refreshToken} = sessionNamed('newer');
		const newer = sessionNamed('old', {refreshToken: refreshToken!, endedAt: after(1)});
		expect(await meanwhile(() => newer)).toEqual({...newer, expiresAt: after(hour)});
	});

	test('leaves an expiry that was stored after Anaplan was asked', async () => {
		const over = sessionNamed('old', {expiresAt: noon});
		expect(await meanwhile(() => over)).toEqual(over);
	});
});

test('a defect in an effect ends the work that runs the flow', async () => {
	const world = await start(() => {
		throw new Error('defect');
	});
	const work = withSignIn(world, async store => {
		store.dispatch({type: 'started', intent: 'resume'});
		return new Promise<never>(() => {});
	});
	await expect(work).rejects.toThrow('defect');
});

test('the work that runs the flow gives its outcome', async () => {
	const world = await start(() => userReply());
	expect(await withSignIn(world, async store => store.getState().status)).toBe('starting');
});
