import {describe, expect, test} from 'vitest';
import {draftOf, emptyDraft, readClient} from '../../../source/core/oauth/client.ts';
import {refreshRequest} from '../../../source/core/oauth/token-endpoint.ts';
import {
	clientOfSession,
	draftFor,
	type StoredClient,
} from '../../../source/core/profiles/profile.ts';
import {deviceClient} from '../../helpers/device.ts';
import {client, secret} from '../../helpers/samples.ts';

const storedDevice: StoredClient = {
	grant: 'device_code',
	clientId: 'device-client-1',
	scope: 'openid',
	region: 'eu3',
};
const storedCode: StoredClient = {
	grant: 'authorization_code',
	clientId: 'code-client-1',
	clientSecret: secret('client secret', 'stored'),
	redirectUri: 'https://stored.example',
	scope: 'openid',
	region: 'eu3',
};

describe('a client of the device grant', () => {
	test('needs neither a secret nor a redirect URI, and has none', () => {
		const draft = {
			...emptyDraft,
			grant: 'device_code',
			clientId: ' device-client-1\n',
			clientSecret: secret('client secret', 'left over'),
			redirectUri: 'nonsense',
		} as const;
		expect(readClient(draft)).toEqual({ok: true, value: deviceClient});
	});

	test('still needs an ID', () => {
		expect(readClient({...emptyDraft, grant: 'device_code'})).toMatchObject({
			ok: false,
			problem: [{field: 'clientId'}],
		});
	});

	test('shown for editing and read again is the same', () => {
		expect(readClient(draftOf(deviceClient))).toEqual({ok: true, value: deviceClient});
	});

	test('refreshes without a secret; one of the other grant with it', () => {
		const token = secret('refresh token', 'one');
		expect(refreshRequest(deviceClient, token).json).toEqual({
			grant_type: 'refresh_token',
			client_id: 'device-client-1',
			refresh_token: token,
		});
		expect(refreshRequest(client, token).json).toHaveProperty('client_secret');
	});
});

describe('the grant of a new sign-in', () => {
	test('is that of the stored client', () => {
		expect(draftFor({}, storedDevice)).toMatchObject({
			grant: 'device_code',
			clientId: 'device-client-1',
			region: 'eu3',
		});
		expect(draftFor({}, storedCode).grant).toBe('authorization_code');
		expect(draftFor({}, undefined).grant).toBe('authorization_code');
	});

	test('is the authorization code for another client than the stored one', () => {
		expect(draftFor({ANAPLAN_CLIENT_ID: 'other'}, storedDevice).grant).toBe('authorization_code');
		expect(draftFor({ANAPLAN_CLIENT_ID: 'device-client-1'}, storedDevice).grant).toBe(
			'device_code',
		);
	});

	test('is the one that was asked for, and a client of the other grant is not used for it', () => {
		expect(draftFor({}, storedCode, 'device_code')).toMatchObject({
			grant: 'device_code',
			clientId: '',
			region: 'eu3',
		});
		expect(draftFor({ANAPLAN_CLIENT_ID: 'env'}, storedCode, 'device_code')).toMatchObject({
			grant: 'device_code',
			clientId: 'env',
		});
		expect(draftFor({}, storedDevice, 'device_code').clientId).toBe('device-client-1');
	});
});

test('a stored session keeps its client, whatever secret the variables hold', () => {
	expect(clientOfSession({ANAPLAN_CLIENT_SECRET: 'x', CLIENT: 'y'}, storedDevice)).toMatchObject({
		ok: true,
		value: {grant: 'device_code', clientId: 'device-client-1'},
	});
});
