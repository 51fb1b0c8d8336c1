import {describe, expect, test} from 'vitest';
import type {HttpReply, HttpRequest} from '../../source/core/anaplan/http.ts';
import type {Problem} from '../../source/core/problem.ts';
import type {Fact} from '../../source/core/sign-in/flow.ts';
import {createProfiles} from '../../source/session/profiles.ts';
import {createRunEffect} from '../../source/session/run-effect.ts';
import {createSessionKeeper} from '../../source/session/session-keeper.ts';
import {authorization, deviceClient, deviceReply} from '../helpers/device.ts';
import {fakePorts, noNetwork, sent, settled} from '../helpers/fakes.ts';
import {
	client,
	emptyReply,
	jsonReply,
	noon,
	secret,
	sessionNamed,
	tokenReply,
} from '../helpers/samples.ts';

function workshop(answer: (request: HttpRequest) => HttpReply | Problem = () => noNetwork) {
	const fakes = fakePorts(answer);
	const {ports} = fakes;
	const profiles = createProfiles(ports, 'default', {});
	const keeper = createSessionKeeper({...ports, profiles});
	const parkedKeeper = createSessionKeeper({...ports, profiles: profiles.parked});
	const facts: Fact[] = [];
	const runEffect = createRunEffect({ports, profiles, keeper, parkedKeeper}, error => {
		throw error;
	});
	const carryOut = async (effect: Parameters<typeof runEffect>[0]) => {
		runEffect(effect, fact => facts.push(fact));
		await settled();
		return facts.at(-1);
	};

	return {...fakes, profiles, keeper, carryOut};
}

describe('a profile of the device grant', () => {
	test('is stored without a secret and gives its client back', async () => {
		const {profiles, store} = workshop();
		expect(await profiles.keepClient(deviceClient)).toMatchObject({ok: true});
		expect(store.credentialsOf.get('default')).toEqual({
			clientId: 'device-client-1',
			grant: 'device_code',
		});
		expect(store.settingsOf.get('default')).not.toHaveProperty('redirectUri');
		const session = sessionNamed('one');
		await profiles.keepSignIn(deviceClient, session);
		expect(await profiles.load()).toMatchObject({
			ok: true,
			value: {grant: 'device_code', signedIn: {client: deviceClient, session}},
		});
		await profiles.forgetSession();
		expect(await profiles.load()).toMatchObject({
			ok: true,
			value: {grant: 'device_code', client: deviceClient, signedIn: undefined},
		});
	});

	test('takes the place of one of the other grant, and is the last word where only its credentials were written', async () => {
		const {profiles, store} = workshop();
		await profiles.keepSignIn(client, sessionNamed('code'));
		const settings = store.settingsOf.get('default');
		await profiles.keepSignIn(deviceClient, sessionNamed('device'));
		if (settings) {
			store.settingsOf.set('default', settings);
		}

		expect(await profiles.load()).toMatchObject({
			ok: true,
			value: {signedIn: {client: {grant: 'device_code', clientId: 'device-client-1'}}},
		});
	});

	test('is not used for a sign-in that asks for the other grant, nor the other way round', async () => {
		const {profiles} = workshop();
		await profiles.keepClient(client);
		expect(await profiles.load('device_code')).toMatchObject({
			ok: true,
			value: {client: undefined, draft: {grant: 'device_code', clientId: ''}},
		});
	});

	test('is refreshed without a secret', async () => {
		const {profiles, keeper, requests} = workshop(() => tokenReply('two'));
		const session = sessionNamed('one');
		await profiles.keepSignIn(deviceClient, session);
		expect(await keeper.refreshed(session)).toMatchObject({ok: true, value: {by: 'us'}});
		expect(requests[0]?.json).not.toHaveProperty('client_secret');
		expect(sent(requests[0], 'client_id')).toBe('device-client-1');
	});

	test('is told nothing of a secret where its refresh is refused', async () => {
		const {profiles, keeper} = workshop(() => jsonReply(401, {error: 'invalid_client'}));
		const session = sessionNamed('one');
		await profiles.keepSignIn(deviceClient, session);
		const refreshed = await keeper.refreshed(session);
		expect(refreshed).toMatchObject({
			ok: false,
			problem: {message: 'Anaplan does not know this OAuth client. It said: invalid_client'},
		});
		expect(JSON.stringify(refreshed)).not.toContain('secret');
	});
});

describe('the effects of the device grant', () => {
	const request = {type: 'requestDeviceCode', attempt: 3, client: deviceClient} as const;
	const poll = {type: 'pollDevice', attempt: 3, client: deviceClient, authorization} as const;

	test('a code is requested and told', async () => {
		const {carryOut, requests} = workshop(() => deviceReply());
		expect(await carryOut(request)).toEqual({
			type: 'deviceCodeReceived',
			attempt: 3,
			authorization,
		});
		expect(requests).toHaveLength(1);
	});

	test('a code that does not come is told with the reason', async () => {
		expect(await workshop().carryOut(request)).toEqual({
			type: 'deviceCodeNotReceived',
			attempt: 3,
			problem: noNetwork,
		});
	});

	test('a poll is one request, and its outcome is told', async () => {
		const {carryOut, requests} = workshop(() => tokenReply('one', {}, noon));
		expect(await carryOut(poll)).toMatchObject({
			type: 'devicePolled',
			attempt: 3,
			poll: {kind: 'tokens', response: {accessToken: secret('access token', 'access-one')}},
		});
		expect(requests).toHaveLength(1);
		expect(sent(requests[0], 'device_code')).toBe(authorization.deviceCode.reveal());
	});

	test('tokens that nobody waits for are ended at Anaplan and not stored', async () => {
		const {carryOut, requests, store} = workshop(() => emptyReply(204));
		const session = sessionNamed('late');
		expect(await carryOut({type: 'endTokens', client: deviceClient, session})).toBeUndefined();
		expect(requests).toMatchObject([
			{
				method: 'POST',
				url: `${deviceClient.hosts.auth}/token/logout`,
				accessToken: session.accessToken,
			},
		]);
		expect(store.credentialsOf.size).toBe(0);
	});

	test('a poll that brings no reply, or none yet, is told as that', async () => {
		expect(await workshop().carryOut(poll)).toMatchObject({poll: {kind: 'trouble'}});
		const pending = workshop(() => jsonReply(403, {error: 'authorization_pending'}));
		expect(await pending.carryOut(poll)).toMatchObject({poll: {kind: 'pending'}});
	});

	test('a copied address that no clipboard took says what to do instead', async () => {
		const {carryOut, ports} = workshop();
		Object.assign(ports, {
			clipboard: {write: async () => ({ok: false, problem: noNetwork})},
			terminalClipboard: {write: () => false},
		});
		const fact = await carryOut({type: 'copyText', what: 'deviceAddress', text: 'x'});
		expect(fact).toMatchObject({type: 'notCopied', what: 'deviceAddress'});
		expect(fact && 'problem' in fact && fact.problem?.hint).toContain('Type the address');
	});
});
