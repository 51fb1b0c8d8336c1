import {describe, expect, test} from 'vitest';
import type {HttpReply, HttpRequest} from '../../source/core/anaplan/http.ts';
import type {Session} from '../../source/core/oauth/session.ts';
import type {Problem} from '../../source/core/problem.ts';
import {hour} from '../../source/core/time.ts';
import {logOut} from '../../source/session/log-out.ts';
import type {ProfileCredentials, ProfileSettings} from '../../source/session/ports.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {createSessionKeeper} from '../../source/session/session-keeper.ts';
import {openSignIn, type SignIn} from '../../source/session/sign-in.ts';
import {watchStore} from '../../source/session/watch-store.ts';
import {diskFull, fakePorts, noNetwork, settled} from '../helpers/fakes.ts';
import {
	callbackText,
	client,
	clientWith,
	draft,
	emptyReply,
	jsonReply,
	secret,
	sentinel,
	sessionNamed,
	tokenReply,
} from '../helpers/samples.ts';

const pat = {id: 'pat', email: 'pat@example.com', name: 'Pat'};
const robin = {id: 'robin', email: 'robin@example.com', name: 'Robin'};
/** The client with which Robin signs in: another secret, another region. */
const otherClient = clientWith({
	clientId: 'client-2',
	clientSecret: secret('client secret', 'second-secret'),
	region: 'eu3',
});

type Files = readonly [Map<string, ProfileSettings>, Map<string, ProfileCredentials>];

/** Anaplan, where each token belongs to whom its name says. */
const people = (request: HttpRequest): HttpReply | Problem => {
	if (request.url.endsWith('/oauth/token')) {
		return tokenReply(request.json?.['grant_type'] === 'refresh_token' ? 'robin-2' : 'robin-1');
	}

	if (!request.url.endsWith('/users/me')) {
		return emptyReply(204);
	}

	const {id, email, name} = request.accessToken?.reveal().includes('robin') ? robin : pat;
	return jsonReply(200, {user: {id, email, firstName: name}});
};

/** The program over a store in which Pat is signed in, or over files that an earlier one left. */
async function start({
	answer = people,
	files,
	session = sessionNamed('pat-1'),
}: {
	readonly answer?: Parameters<typeof fakePorts>[0];
	readonly files?: Files;
	readonly session?: Session | undefined;
} = {}) {
	const world = fakePorts(answer);
	const profiles = createProfiles(world.ports, 'default', {});
	if (files) {
		for (const [name, value] of files[0]) {
			world.store.settingsOf.set(name, value);
		}

		for (const [name, value] of files[1]) {
			world.store.credentialsOf.set(name, value);
		}
	} else {
		await profiles.keepSignIn(client, session);
		await profiles.keepUser(pat);
	}

	const {store, failures} = program(world);
	world.journal.length = 0;
	const dispatch = async (event: Parameters<SignIn['dispatch']>[0]) => {
		store.dispatch(event);
		await settled();
		return store.getState();
	};

	const tokens = () => {
		const stored = world.store.credentialsOf.get('default');
		return [stored?.session, stored?.parked?.session].map(
			one => one && `${one.accessToken.reveal()}`.replace(`${sentinel}-access-`, ''),
		);
	};
	const signInAsRobin = async () => {
		await dispatch({type: 'started', intent: 'signIn'});
		const state = store.getState();
		if (state.status !== 'authorizing') {
			throw new Error(state.status);
		}

		const address = `https://www.anaplan.com/?code=${sentinel}-code&state=${state.request.oauthState}`;
		return dispatch({type: 'callbackSubmitted', text: callbackText(address)});
	};

	return {...world, profiles, dispatch, tokens, signInAsRobin, failures, state: store.getState};
}

/** A process of its own over the same files. */
function program(world: ReturnType<typeof fakePorts>) {
	const profiles = createProfiles(world.ports, 'default', {});
	const failures: unknown[] = [];
	const store = openSignIn(
		{
			ports: world.ports,
			profiles,
			keeper: createSessionKeeper({...world.ports, profiles}),
			parkedKeeper: createSessionKeeper({...world.ports, profiles: profiles.parked}),
		},
		error => failures.push(error),
	);
	watchStore({ports: world.ports, profiles}, store);
	return {store, failures};
}

const filesOf = ({store}: Awaited<ReturnType<typeof start>>): Files => [
	new Map(store.settingsOf),
	new Map(store.credentialsOf),
];

describe('a sign-in as someone else', () => {
	test('is parked beside the old one, whole, and asked about', async () => {
		const world = await start();
		const before = filesOf(world);
		const state = await world.signInAsRobin();
		expect(state).toMatchObject({
			status: 'confirmingUser',
			remembered: {id: 'pat'},
			found: {id: 'robin'},
		});
		expect(world.tokens()).toEqual(['pat-1', 'robin-1']);
		expect(world.store.settingsOf).toEqual(before[0]);
		// Whose it is was asked with its own token, once it was on disk, and the old one left alone.
		const order = world.journal.filter(entry => /credentials|users|oauth/.test(entry));
		expect(order).toEqual(['http /oauth/token', 'credentials written', 'http /2/0/users/me']);
		expect(world.to('/2/0/users/me')[0]?.accessToken?.reveal()).toContain('robin-1');
		expect(world.store.violations).toEqual([]);
	});

	test('takes the profile when that is wished, with its client and its user', async () => {
		const world = await start();
		await world.signInAsRobin();
		expect(await world.dispatch({type: 'replaceWished'})).toMatchObject({
			status: 'signedIn',
			user: {kind: 'known', user: {id: 'robin'}},
			happenings: [{notice: {text: 'This profile was Pat (pat@example.com)’s until now.'}}],
		});
		expect(world.tokens()).toEqual(['robin-1', undefined]);
		expect(world.store.settingsOf.get('default')?.user?.id).toBe('robin');
		expect(world.to('/2/0/users/me')).toHaveLength(1);
		expect(world.to('/token/logout')).toEqual([]);
		expect(world.store.violations).toEqual([]);
	});

	test('that is not wanted is ended at Anaplan and forgotten, and the old one is there again', async () => {
		const world = await start();
		const before = filesOf(world);
		await world.signInAsRobin();
		expect(await world.dispatch({type: 'backWished'})).toMatchObject({
			status: 'signedIn',
			user: {user: {id: 'pat'}},
			happenings: [{notice: {text: expect.stringContaining('Nothing was replaced')}}],
		});
		expect(filesOf(world)).toEqual(before);
		expect(world.tokens()).toEqual(['pat-1', undefined]);
		expect(world.to('/token/logout').map(({accessToken}) => accessToken?.reveal())).toEqual([
			`${sentinel}-access-robin-1`,
		]);
	});

	test('that is not wanted leaves Setup where nobody was signed in', async () => {
		const world = await start();
		await world.profiles.forgetSession();
		await world.signInAsRobin();
		expect(world.tokens()).toEqual([undefined, 'robin-1']);
		expect(await world.dispatch({type: 'backWished'})).toMatchObject({
			status: 'setup',
			draft: {clientId: 'client-1'},
			notice: {text: expect.stringContaining('still Pat (pat@example.com)’s')},
		});
		expect(world.tokens()).toEqual([undefined, undefined]);
	});

	test('that is not wanted goes away also when Anaplan cannot be told', async () => {
		const world = await start({
			answer: request => (request.url.endsWith('/logout') ? noNetwork : people(request)),
		});
		await world.signInAsRobin();
		await world.dispatch({type: 'backWished'});
		expect(world.tokens()).toEqual(['pat-1', undefined]);
	});

	test('brings its own client and region along, and its old ones stay until then', async () => {
		const world = await start();
		await world.dispatch({type: 'started', intent: 'review'});
		const authorizing = await world.dispatch({
			type: 'clientSubmitted',
			client: otherClient,
			draft,
		});
		const oauthState = 'request' in authorizing ? authorizing.request.oauthState : '';
		await world.dispatch({
			type: 'callbackSubmitted',
			text: callbackText(`https://www.anaplan.com/?code=${sentinel}-code&state=${oauthState}`),
		});
		expect(world.store.settingsOf.get('default')?.region).toBe('us1');
		await world.dispatch({type: 'replaceWished'});
		const loaded = await world.profiles.load();
		expect(loaded).toMatchObject({
			value: {region: 'eu3', signedIn: {client: {clientId: 'client-2', region: 'eu3'}}},
		});
		expect(world.store.credentialsOf.get('default')?.clientSecret?.reveal()).toBe(
			`${sentinel}-second-secret`,
		);
	});
});

test('A sign-in that takes its place while another process reads the two files is followed whole.', async () => {
	const world = await start();
	let meanwhile: (() => Promise<unknown>) | undefined;
	let look = () => {};
	const {settings, credentials} = world.ports;
	const other = program({
		...world,
		ports: {
			...world.ports,
			settings: {
				...settings,
				async read(name) {
					const read = await settings.read(name);
					const act = meanwhile;
					meanwhile = undefined;
					await act?.();
					return read;
				},
			},
			credentials: {
				...credentials,
				watch(changed) {
					look = changed;
					return () => undefined;
				},
			},
		},
	});
	other.store.dispatch({type: 'started', intent: 'resume'});
	await settled();
	await world.signInAsRobin();
	meanwhile = async () => world.dispatch({type: 'replaceWished'});
	look();
	// What happens meanwhile settles within.
	await settled();
	await settled();
	look();
	await settled();
	expect(other.store.getState()).toMatchObject({
		status: 'signedIn',
		user: {kind: 'known', user: {id: 'robin'}},
		happenings: [{notice: {kind: 'done', text: 'Another anaplan-tui has signed in anew.'}}],
	});
});

test('A first sign-in is followed to its region by one who looks between its two writes.', async () => {
	const [settingsOf, credentialsOf] = filesOf(await start());
	const {user: _, ...nobody} = settingsOf.get('default') as ProfileSettings;
	const world = await start({
		answer: () => emptyReply(403),
		files: [new Map([['default', nobody]]), credentialsOf],
	});
	const other = program(world);
	other.store.dispatch({type: 'started', intent: 'resume'});
	await settled();
	const {settings} = world.ports;
	const slow: typeof settings = {
		...settings,
		async write(profile, written) {
			await settled();
			return settings.write(profile, written);
		},
	};
	const writer = createProfiles({...world.ports, settings: slow}, 'default', {});
	await writer.keepSignIn(
		otherClient,
		sessionNamed('robin-1', {signedInAt: world.ports.clock.now()}),
	);
	await settled();
	expect(other.store.getState()).toMatchObject({
		session: {accessToken: sessionNamed('robin-1').accessToken},
		client: {region: 'eu3'},
	});
});

describe('a sign-in as the same one', () => {
	const asPat: Parameters<typeof fakePorts>[0] = request =>
		request.url.endsWith('/oauth/token') ? tokenReply('pat-2') : people(request);

	test('takes the place of the old one without a question', async () => {
		const world = await start({answer: asPat});
		expect(await world.signInAsRobin()).toMatchObject({
			status: 'signedIn',
			user: {kind: 'known', user: {id: 'pat'}},
			happenings: [],
		});
		expect(world.tokens()).toEqual(['pat-2', undefined]);
	});

	test('that cannot be stored in its place is still parked, and stored when that works again', async () => {
		const world = await start({answer: asPat});
		world.store.faults.settingsWrite = diskFull;
		expect(await world.signInAsRobin()).toMatchObject({
			status: 'signInFailed',
			problem: {code: 'store_unwritable'},
			recovery: {kind: 'takePlace'},
		});
		expect(world.tokens()).toEqual(['pat-1', 'pat-2']);
		delete world.store.faults.settingsWrite;
		expect(await world.dispatch({type: 'retryWished'})).toMatchObject({status: 'signedIn'});
		expect(world.tokens()).toEqual(['pat-2', undefined]);
	});

	test('whose credentials alone cannot be stored leaves the settings as they were', async () => {
		const world = await start({answer: asPat});
		const before = filesOf(world);
		world.store.faults.write.push(undefined, diskFull);
		await world.signInAsRobin();
		expect(world.state()).toMatchObject({recovery: {kind: 'takePlace'}});
		expect(world.store.settingsOf).toEqual(before[0]);
	});
});

describe('a sign-in whose user cannot be found out', () => {
	const silent = (trouble: Problem | HttpReply) => {
		const plan: {trouble: Problem | HttpReply | undefined} = {trouble};
		const answer: Parameters<typeof fakePorts>[0] = request =>
			request.url.endsWith('/users/me') && plan.trouble ? plan.trouble : people(request);
		return {plan, answer};
	};

	test.each([
		['the network', noNetwork],
		['an error of Anaplan’s', emptyReply(503)],
		['a refusal', emptyReply(403)],
	])('because of %s replaces nothing, and is asked about again when wished', async (_, trouble) => {
		const {plan, answer} = silent(trouble);
		const world = await start({answer});
		expect(await world.signInAsRobin()).toMatchObject({
			status: 'signInFailed',
			recovery: {kind: 'checkUser', remembered: {id: 'pat'}},
		});
		expect(world.tokens()).toEqual(['pat-1', 'robin-1']);
		plan.trouble = undefined;
		expect(await world.dispatch({type: 'retryWished'})).toMatchObject({status: 'confirmingUser'});
	});

	test('may take the profile all the same, and then nobody is remembered but who is found', async () => {
		const {plan, answer} = silent(noNetwork);
		const world = await start({answer});
		await world.signInAsRobin();
		expect(await world.dispatch({type: 'replaceWished'})).toMatchObject({
			status: 'signedIn',
			user: {kind: 'unavailable'},
		});
		expect(world.tokens()).toEqual(['robin-1', undefined]);
		expect(world.store.settingsOf.get('default')).not.toHaveProperty('user');
		plan.trouble = undefined;
	});

	test('can be given up', async () => {
		const world = await start({answer: silent(noNetwork).answer});
		await world.signInAsRobin();
		expect(await world.dispatch({type: 'backWished'})).toMatchObject({status: 'signedIn'});
		expect(world.tokens()).toEqual(['pat-1', undefined]);
	});
});

describe('a parked sign-in', () => {
	const left = async () => {
		const world = await start();
		await world.signInAsRobin();
		return filesOf(world);
	};

	test.each(['resume', 'signIn'] as const)(
		'of a process that was killed is gone on with at the next start (%s)',
		async intent => {
			const world = await start({files: await left()});
			expect(await world.dispatch({type: 'started', intent})).toMatchObject({
				status: 'confirmingUser',
				found: {id: 'robin'},
			});
			expect(world.to('/oauth/token')).toEqual([]);
		},
	);

	test('is not gone on with where a sign-in of the other grant is wished', async () => {
		const world = await start({files: await left()});
		await world.dispatch({type: 'started', intent: 'signIn', grant: 'device_code'});
		expect(world.state().status).toBe('setup');
		expect(world.tokens()).toEqual(['pat-1', 'robin-1']);
	});

	test('that is old is refreshed by itself, and the old one is left alone', async () => {
		const world = await start({
			files: await left(),
			answer: request =>
				request.accessToken?.reveal().includes('robin-1') ? emptyReply(401) : people(request),
		});
		world.advance(hour);
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			status: 'confirmingUser',
		});
		expect(world.tokens()).toEqual(['pat-1', 'robin-2']);
		await world.dispatch({type: 'replaceWished'});
		expect(world.tokens()).toEqual(['robin-2', undefined]);
		expect(world.store.violations).toEqual([]);
	});

	test('whose tokens are dead is given up by itself, with the reason', async () => {
		const world = await start({
			files: await left(),
			answer: request =>
				request.url.endsWith('/oauth/token')
					? jsonReply(403, {error: 'invalid_grant'})
					: request.accessToken?.reveal().includes('robin')
						? emptyReply(401)
						: people(request),
		});
		expect(await world.dispatch({type: 'started', intent: 'resume'})).toMatchObject({
			status: 'signedIn',
			user: {user: {id: 'pat'}},
			happenings: [{notice: {problem: {code: 'sign_in_ended'}}}],
		});
		expect(world.tokens()).toEqual(['pat-1', undefined]);
	});

	test('is forgotten with the rest, and ended at Anaplan, when one logs out', async () => {
		const world = await start({files: await left()});
		expect(await logOut(world)).toEqual({ok: true, value: 'atAnaplan'});
		expect(world.to('/token/logout').map(({accessToken}) => accessToken?.reveal())).toEqual([
			`${sentinel}-access-pat-1`,
			`${sentinel}-access-robin-1`,
		]);
		expect(world.tokens()).toEqual([undefined, undefined]);
	});

	test('is forgotten when only what is here is forgotten', async () => {
		const world = await start({files: await left()});
		await world.profiles.forgetSession();
		expect(world.tokens()).toEqual([undefined, undefined]);
	});

	test('that another process decided on meanwhile is not decided on here', async () => {
		const world = await start();
		await world.signInAsRobin();
		await world.profiles.dropParked(sessionNamed('robin-1'));
		expect(await world.dispatch({type: 'replaceWished'})).toMatchObject({
			status: 'signedIn',
			user: {user: {id: 'pat'}},
			happenings: [{notice: {text: expect.stringContaining('Another anaplan-tui')}}],
		});
		expect(world.tokens()).toEqual(['pat-1', undefined]);
	});

	test('is asked about anew when the profile is someone else’s again by now', async () => {
		const world = await start();
		await world.signInAsRobin();
		const settings = world.store.settingsOf.get('default');
		const kim = {id: 'kim', email: 'kim@example.com', name: 'Kim'};
		world.store.settingsOf.set('default', {...settings, user: kim} as ProfileSettings);
		expect(await world.dispatch({type: 'replaceWished'})).toMatchObject({
			status: 'confirmingUser',
			remembered: {id: 'kim'},
		});
		expect(world.tokens()).toEqual(['pat-1', 'robin-1']);
	});

	test('survives a refresh and a validation of the old one', async () => {
		const world = await start({files: await left()});
		await world.profiles.amendSession(sessionNamed('pat-1'), () => sessionNamed('pat-2'));
		expect(world.tokens()).toEqual(['pat-2', 'robin-1']);
	});
});

describe('whoever is killed', () => {
	/** What is on disk after each write of some work, as a process finds it that starts then. */
	async function afterEachWrite(
		world: Awaited<ReturnType<typeof start>>,
		work: () => Promise<unknown>,
	): Promise<readonly Files[]> {
		const moments: Files[] = [filesOf(world)];
		const {settings, credentials} = world.ports;
		for (const file of [settings, credentials]) {
			const write = file.write as (name: string, value: never) => Promise<{ok: boolean}>;
			Object.assign(file, {
				write: async (name: string, value: never) => {
					const written = await write(name, value);
					moments.push(filesOf(world));
					return written;
				},
			});
		}

		await work();
		return moments;
	}

	test.each([
		['a yes', 'replaceWished', 'robin-1'],
		['a no', 'backWished', 'pat-1'],
	] as const)(
		'on the way to %s leaves a whole sign-in, and no token is lost',
		async (_, wish, end) => {
			const world = await start();
			const moments = await afterEachWrite(world, async () => {
				await world.signInAsRobin();
				await world.dispatch({type: wish});
			});
			expect(moments.length).toBeGreaterThan(3);
			const found: (readonly (string | undefined)[])[] = [];
			for (const files of moments) {
				const next = await start({files});
				found.push(next.tokens());
				// Before the answer both are there, and after it the one that was chosen.
				expect(['pat-1,', 'pat-1,robin-1', `${end},`]).toContain(next.tokens().join());
				const state = await next.dispatch({type: 'started', intent: 'resume'});
				const isAsked = state.status === 'confirmingUser';
				if (!isAsked) {
					const [owner] = next.tokens();
					expect(state).toMatchObject({status: 'signedIn'});
					expect(next.store.settingsOf.get('default')?.user?.id).toBe(owner?.split('-')[0]);
				}

				expect(next.store.violations).toEqual([]);
			}

			expect(found.at(-1)).toEqual([end, undefined]);
		},
	);
});

test('screens that are open elsewhere follow to the new user', async () => {
	const world = await start();
	await world.dispatch({type: 'started', intent: 'resume'});
	expect(world.state()).toMatchObject({user: {kind: 'known', user: {id: 'pat'}}});
	const {store: other} = program(world);
	other.dispatch({type: 'started', intent: 'signIn'});
	await settled();
	const state = other.getState();
	const oauthState = 'request' in state ? state.request.oauthState : '';
	other.dispatch({
		type: 'callbackSubmitted',
		text: callbackText(`https://www.anaplan.com/?code=${sentinel}-code&state=${oauthState}`),
	});
	await settled();
	expect(world.state()).toMatchObject({user: {kind: 'known', user: {id: 'pat'}}});
	other.dispatch({type: 'replaceWished'});
	await settled();
	const followed = world.state();
	expect(followed).toMatchObject({user: {kind: 'known', user: {id: 'robin'}}});
	expect('session' in followed && followed.session.accessToken.reveal()).toContain('robin-1');
	expect(world.failures).toEqual([]);
});
