import {expect, onTestFinished, test} from 'vitest';
import {workshopFor} from '../source/compose.ts';
import type {HttpReply} from '../source/core/anaplan/http.ts';
import {problem} from '../source/core/problem.ts';
import type {Authorizing, State} from '../source/core/sign-in/flow.ts';
import {openRooms, type ScreenRooms} from '../source/faces/screen-rooms.ts';
import {createProfiles} from '../source/session/profiles.ts';
import {reached} from '../source/session/store.ts';
import {fakePorts, settled} from './helpers/fakes.ts';
import {
	callbackText,
	client,
	draft,
	emptyReply,
	noon,
	sessionNamed,
	tokenReply,
	userReply,
} from './helpers/samples.ts';

type Answer = Parameters<typeof fakePorts>[0];

/** The screens' rooms over a store with `default` and `b`, both signed in. */
async function start(answer: Answer = () => userReply(), by: 'store' | 'variable' = 'store') {
	const world = fakePorts(answer);
	const {ports} = world;
	for (const name of ['default', 'b']) {
		await createProfiles(ports, name, {}).keepSignIn(client, sessionNamed(name));
	}

	const workshopOf = (name: string) => workshopFor(ports, name, {});
	const desk = {
		...workshopOf('default'),
		io: {} as never,
		json: false,
		choice: {name: 'default', by},
		variables: {},
		workshopOf,
	};
	const rooms = openRooms(desk, {intent: 'resume'}, error => {
		throw error;
	});
	onTestFinished(() => rooms.leave());
	await reached(rooms.current().signIn, ({status}) => status === 'signedIn');
	const current = async () => {
		const stored = await ports.settings.currentProfile();
		return stored.ok ? stored.value : stored;
	};

	/** Opens the list and waits until it is read. */
	const list = async () => {
		rooms.profiles.dispatch({type: 'opened'});
		await settled();
	};

	return {...world, rooms, current, list};
}

test('A switch brings the screens into the room of the other profile, which becomes the current one.', async () => {
	const {rooms, current, list} = await start();
	let changes = 0;
	rooms.subscribe(() => {
		changes += 1;
	});
	await list();
	rooms.profiles.dispatch({type: 'switchWished', name: 'b'});
	await settled();
	expect(rooms.current().profile).toBe('b');
	expect(rooms.current().signIn.getState()).toMatchObject({
		status: 'signedIn',
		session: {accessToken: sessionNamed('b').accessToken},
	});
	expect(rooms.profiles.getState()).toMatchObject({status: 'shut', room: 'b'});
	expect(changes).toBe(1);
	expect(await current()).toBe('b');
});

test('Where a variable has chosen the profile, a switch holds for this run only.', async () => {
	const {rooms, current, list} = await start(undefined, 'variable');
	await list();
	rooms.profiles.dispatch({type: 'switchWished', name: 'b'});
	await settled();
	expect(rooms.current().profile).toBe('b');
	expect(await current()).toBe('default');
});

test('A refresh under way goes on in a room that is left, and is stored; nothing else does.', async () => {
	let answer: (reply: HttpReply) => void = () => undefined;
	const waiting = new Promise<HttpReply>(resolve => {
		answer = resolve;
	});
	const {rooms, list, store, advance} = await start(({url}) =>
		url.endsWith('/oauth/token') ? waiting : userReply(),
	);
	const left = rooms.current();
	left.signIn.dispatch({type: 'refreshWished'});
	await list();
	rooms.profiles.dispatch({type: 'switchWished', name: 'b'});
	await settled();
	// Making it the current one waits for the lock that the refresh holds.
	expect(rooms.current().profile).toBe('default');
	expect(rooms.isRefreshing()).toBe(true);
	answer(tokenReply('2'));
	await settled();
	expect(rooms.current().profile).toBe('b');
	expect(rooms.isRefreshing()).toBe(false);
	expect(store.credentialsOf.get('default')?.session?.accessToken.reveal()).toContain('access-2');

	// The clock does not tick there any more: the token that runs out is refreshed by nobody.
	const before = left.signIn.getState();
	advance(60 * 60_000);
	await settled();
	expect(left.signIn.getState()).toBe(before);
});

test('Where nothing is made the current one, a room is left in the middle of a refresh, and that is still stored.', async () => {
	let answer: (reply: HttpReply) => void = () => undefined;
	const waiting = new Promise<HttpReply>(resolve => {
		answer = resolve;
	});
	const {rooms, list, store} = await start(
		({url}) => (url.endsWith('/oauth/token') ? waiting : userReply()),
		'variable',
	);
	rooms.current().signIn.dispatch({type: 'refreshWished'});
	await list();
	rooms.profiles.dispatch({type: 'switchWished', name: 'b'});
	await settled();
	expect(rooms.current().profile).toBe('b');
	expect(rooms.isRefreshing()).toBe(true);
	answer(tokenReply('2'));
	await settled();
	expect(rooms.isRefreshing()).toBe(false);
	expect(store.credentialsOf.get('default')?.session?.accessToken.reveal()).toContain('access-2');
});

/** The wishes that end a token at Anaplan, and what is stored of the profile that they are about. */
const endings = [
	[
		'A logout',
		(rooms: ScreenRooms) => {
			rooms.current().signIn.dispatch({type: 'logoutWished'});
		},
		'default',
	],
	[
		'A removal',
		(rooms: ScreenRooms) => {
			rooms.profiles.dispatch({type: 'removalWished', name: 'b'});
			rooms.profiles.dispatch({type: 'removalConfirmed'});
		},
		'b',
	],
] as const;

/** The rooms with one of these under way: Anaplan answers when it is told to, or the request is cut short. */
async function ending(wish: (rooms: ScreenRooms) => void) {
	let answer: (reply: HttpReply) => void = () => undefined;
	const world = await start(({url}, _, signal) =>
		url.endsWith('/token/logout')
			? new Promise(resolve => {
					answer = resolve;
					signal?.addEventListener('abort', () =>
						resolve(problem('cancelled', {reached: 'perhaps'})),
					);
					signal?.throwIfAborted();
				})
			: userReply(),
	);
	await world.list();
	wish(world.rooms);
	await settled();
	expect(world.rooms.isChanging()).toBe(true);
	return {...world, answer: (reply: HttpReply) => answer(reply)};
}

test.each(endings)('%s under way is waited for when one quits.', async (_, wish, name) => {
	const {rooms, store, answer} = await ending(wish);
	rooms.current().signIn.dispatch({type: 'quitWished', exitCode: 0});
	rooms.leave();
	await settled();
	expect(rooms.isChanging()).toBe(true);
	answer(emptyReply(204));
	await settled();
	expect(rooms.isChanging()).toBe(false);
	expect(store.credentialsOf.get(name)?.session).toBeUndefined();
});

test.each(endings)(
	'%s that is not waited for leaves an access token that is over.',
	async (_, wish, name) => {
		for (const exitCode of [0, 130] as const) {
			const {rooms, store} = await ending(wish);
			rooms.current().signIn.dispatch({type: 'quitWished', exitCode});
			rooms.leave();
			if (exitCode === 0) {
				rooms.giveUp();
			}

			await settled();
			expect(rooms.isChanging()).toBe(false);
			expect(store.credentialsOf.get(name)?.session).toEqual(sessionNamed(name, {expiresAt: noon}));
		}
	},
);

test('A logout under way goes on in a room that is left for another one.', async () => {
	const {rooms, store, answer} = await ending(endings[0][1]);
	rooms.profiles.dispatch({type: 'switchWished', name: 'b'});
	await settled();
	answer(emptyReply(204));
	await settled();
	expect(rooms.current().profile).toBe('b');
	expect(rooms.isChanging()).toBe(false);
	expect(store.credentialsOf.get('default')?.session).toBeUndefined();
});

test('A new profile begins at its Setup, and becomes the current one once it is signed in.', async () => {
	const {rooms, current, list} = await start(({url}) =>
		url.endsWith('/oauth/token') ? tokenReply('new') : userReply(),
	);
	await list();
	rooms.profiles.dispatch({type: 'newWished'});
	rooms.profiles.dispatch({type: 'named', text: 'new'});
	await settled();
	expect(rooms.current().profile).toBe('new');
	expect(rooms.current().signIn.getState().status).toBe('setup');

	const {signIn} = rooms.current();
	signIn.dispatch({type: 'clientSubmitted', client, draft});
	const {request} = await reached(signIn, isAuthorizing);
	expect(await current()).toBe('default');
	const address = `${request.redirectUri}/?code=code-1&state=${request.oauthState}`;
	signIn.dispatch({type: 'callbackSubmitted', text: callbackText(address)});
	await settled();
	expect(signIn.getState().status).toBe('signedIn');
	expect(await current()).toBe('new');
});

const isAuthorizing = (state: State): state is Authorizing => state.status === 'authorizing';

test('Removing the profile of the room ends its token and brings the screens to the next.', async () => {
	const {rooms, current, list, to} = await start(({url}) =>
		url.endsWith('/token/logout') ? emptyReply(204) : userReply(),
	);
	await list();
	rooms.profiles.dispatch({type: 'removalWished', name: 'default'});
	rooms.profiles.dispatch({type: 'removalConfirmed'});
	await settled();
	expect(to('/token/logout')[0]?.accessToken?.reveal()).toContain('access-default');
	expect(rooms.current().profile).toBe('b');
	expect(await current()).toBe('b');
	expect(rooms.profiles.getState()).toMatchObject({
		status: 'open',
		entries: [{name: 'b', isCurrent: true}],
		notice: {text: 'Removed “default”. The current profile is “b” now.'},
	});
});

test('Removing the last profile leaves nothing of it in the room of the same name.', async () => {
	const {rooms, list} = await start(({url}) =>
		url.endsWith('/token/logout') ? emptyReply(204) : userReply(),
	);
	for (const name of ['b', 'default']) {
		await list();
		rooms.profiles.dispatch({type: 'removalWished', name});
		rooms.profiles.dispatch({type: 'removalConfirmed'});
		await settled();
	}

	expect(rooms.current().profile).toBe('default');
	const state = rooms.current().signIn.getState();
	expect(state).toMatchObject({status: 'setup', draft: {clientId: ''}});
	expect(state.status === 'setup' && state.draft.clientSecret.length).toBe(0);
	expect(state).not.toHaveProperty('notice');
});

test('Renaming the profile of the room leaves the screens in it, under its new name.', async () => {
	const {rooms, current, list} = await start();
	await list();
	rooms.profiles.dispatch({type: 'renameWished', name: 'default'});
	rooms.profiles.dispatch({type: 'named', text: 'prod'});
	await settled();
	expect(rooms.current().profile).toBe('prod');
	expect(rooms.current().signIn.getState().status).toBe('signedIn');
	expect(await current()).toBe('prod');
});
