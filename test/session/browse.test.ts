import {describe, expect, test} from 'vitest';
import {listAt} from '../../source/core/lists/browse-flow.ts';
import {shownOf} from '../../source/core/lists/browsed-list.ts';
import {problem} from '../../source/core/problem.ts';
import {openBrowse} from '../../source/session/browse.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {createSessionKeeper} from '../../source/session/session-keeper.ts';
import {openSignIn} from '../../source/session/sign-in.ts';
import {fakePorts, settled} from '../helpers/fakes.ts';
import {client, jsonReply, sessionNamed, tokenReply, userReply} from '../helpers/samples.ts';

type Answer = Parameters<typeof fakePorts>[0];
const denied = jsonReply(401, {status: 'FAILURE_UNAUTHORIZED_USER_ACTION'});

const page = (key: string, rows: readonly object[], totalSize = rows.length, offset = 0) =>
	jsonReply(200, {
		meta: {paging: {currentPageSize: rows.length, totalSize, offset}},
		[key]: rows,
	});
const models = [
	{id: 'M1', name: 'Budget', modelUrl: 'https://us1a.app.anaplan.com/m1'},
	{id: 'M2', name: 'Actuals'},
];

/** Paths: /users/me the user, /oauth/token the tokens; the rest is the test's. */
const start = async (lists: Answer, tokens = tokenReply('new')) => {
	const world = fakePorts((request, count, signal) =>
		request.url.endsWith('/users/me')
			? userReply()
			: request.url.endsWith('/oauth/token')
				? tokens
				: lists(request, count, signal),
	);
	const profiles = createProfiles(world.ports, 'default', {});
	const keeper = createSessionKeeper({...world.ports, profiles});
	await profiles.keepSignIn(client, sessionNamed('one'));
	const workshop = {ports: world.ports, profiles, keeper, parkedKeeper: keeper};
	const failures: unknown[] = [];
	const signIn = openSignIn(workshop, error => failures.push(error));
	signIn.dispatch({type: 'started', intent: 'resume'});
	await settled();
	const browse = openBrowse(workshop, signIn, error => failures.push(error));
	const wish = async (...types: Parameters<typeof browse.dispatch>[0]['type'][]) => {
		for (const type of types) {
			browse.dispatch({type} as Parameters<typeof browse.dispatch>[0]);
			await settled();
		}

		return listAt(browse.getState());
	};

	const happenings = () => {
		const state = signIn.getState();
		return state.status === 'signedIn'
			? state.happenings.map(({notice}) =>
					notice.kind === 'done' ? notice.text : notice.problem.message,
				)
			: [];
	};

	return {...world, browse, signIn, wish, happenings, failures};
};

const namesOf = (list: Awaited<ReturnType<Awaited<ReturnType<typeof start>>['wish']>>) =>
	list && shownOf(list).map(({row}) => row.name);

describe('browsing', () => {
	test('asks Anaplan for nothing before it is wished', async () => {
		const {to} = await start(() => page('models', models));
		expect(to('/2/0/workspaces')).toEqual([]);
		expect(to('/2/0/models')).toEqual([]);
	});

	test('fetches each kind of list from its place', async () => {
		const world = await start(({url}) =>
			url.includes('models')
				? page('models', models)
				: page('workspaces', [{id: 'w/1', name: 'Finance'}]),
		);
		expect(namesOf(await world.wish('workspacesWished'))).toEqual(['Finance']);
		expect(namesOf(await world.wish('enterPressed'))).toEqual(['Actuals', 'Budget']);
		await world.wish('backWished');
		expect(namesOf(await world.wish('modelsWished'))).toEqual(['Actuals', 'Budget']);
		expect(world.requests.slice(1).map(({url}) => new URL(url).pathname)).toEqual([
			'/2/0/workspaces',
			'/2/0/workspaces/w%2F1/models',
			'/2/0/models',
		]);
	});

	test('tells the sign-in of a refresh on the way, once', async () => {
		const world = await start((_, count) => (count === 2 ? denied : page('models', models)));
		const list = await world.wish('modelsWished');
		expect(list?.load).toEqual({kind: 'loaded'});
		expect(world.happenings()).toEqual(['Refreshed.']);
		const state = world.signIn.getState();
		expect(state.status === 'signedIn' && state.session.accessToken.reveal()).toContain('new');
		expect(world.to('/oauth/token')).toHaveLength(1);
	});

	test('tells the sign-in that it has ended, and here what to do then', async () => {
		const ended = jsonReply(403, {error: 'invalid_grant'});
		const world = await start(() => denied, ended);
		const list = await world.wish('modelsWished');
		expect(list?.load).toMatchObject({
			kind: 'failed',
			problem: {
				code: 'sign_in_ended',
				hint: 'Go back to the profile with Esc, and sign in again there.',
			},
		});
		expect(world.signIn.getState()).toMatchObject({ended: {code: 'sign_in_ended'}});
	});

	test('ends the requests of a load that is stopped or left, and takes nothing of them', async () => {
		const signals: (AbortSignal | undefined)[] = [];
		const world = await start(async (_, __, signal) => {
			signals.push(signal);
			return new Promise(resolve => {
				signal?.addEventListener('abort', () => resolve(problem('cancelled')));
			});
		});
		const list = await world.wish('modelsWished', 'stopWished');
		expect(signals.map(signal => signal?.aborted)).toEqual([true]);
		expect(list?.load).toEqual({kind: 'stopped'});
		await world.wish('loadWished');
		expect(signals[1]?.aborted).toBe(false);
		world.browse.leave();
		expect(signals[1]?.aborted).toBe(true);
		expect(world.failures).toEqual([]);
	});

	test('begins anew with another sign-in', async () => {
		const world = await start(() => page('models', models));
		await world.wish('modelsWished');
		world.signIn.dispatch({type: 'storeChanged', session: undefined, draft: {} as never});
		await settled();
		expect(world.browse.getState()).toEqual({attempt: 1, lists: {}, places: []});
	});
});

describe('a row', () => {
	test('has its ID copied, by the terminal where there is no clipboard', async () => {
		const world = await start(() => page('models', models));
		await world.wish('modelsWished', 'idCopyWished');
		expect(world.copied).toEqual(['M2']);
		expect(world.browse.getState().notice).toEqual({kind: 'done', text: 'ID copied: M2'});
		world.clipboard.trouble = problem('no_clipboard');
		world.terminal.takesText = true;
		await world.wish('idCopyWished');
		expect(world.sentToTerminal).toEqual(['M2']);
		world.terminal.takesText = false;
		await world.wish('idCopyWished');
		expect(world.browse.getState().notice).toMatchObject({
			problem: {code: 'no_clipboard', hint: 'Select the ID in its details.'},
		});
	});

	test('is opened in the browser at its own address', async () => {
		const world = await start(() => page('models', models.slice(0, 1)));
		await world.wish('modelsWished', 'modelOpeningWished');
		expect(world.opened).toEqual(['https://us1a.app.anaplan.com/m1']);
		expect(world.browse.getState().notice).toEqual({
			kind: 'done',
			text: 'Opened in the browser.',
		});
	});
});
