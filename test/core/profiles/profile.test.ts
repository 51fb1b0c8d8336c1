import {describe, expect, test} from 'vitest';
import {readClient} from '../../../source/core/oauth/client.ts';
import {
	clientOfSession,
	draftFor,
	type StoredClient,
	type Variables,
	variable,
} from '../../../source/core/profiles/profile.ts';
import {Secret} from '../../../source/core/secret.ts';

const stored = {
	grant: 'authorization_code',
	clientId: 'stored-id',
	clientSecret: new Secret('client secret', 'stored-secret'),
	redirectUri: 'https://stored.example/cb',
	scope: 'openid',
	region: 'eu3',
	hosts: {api: 'https://api.proxy.example'},
} as const satisfies StoredClient;

const plain = ({variables: _, clientSecret, ...draft}: ReturnType<typeof draftFor>) => ({
	...draft,
	clientSecret: clientSecret.reveal(),
});

describe('the settings for a new sign-in', () => {
	test('are the defaults where nothing else is given', () => {
		expect(plain(draftFor({}, undefined))).toEqual({
			grant: 'authorization_code',
			clientId: '',
			clientSecret: '',
			region: 'us1',
			redirectUri: 'https://www.anaplan.com',
			scope: 'openid email offline_access',
			hosts: {},
		});
	});

	test('come from what is stored before the defaults', () => {
		expect(plain(draftFor({}, stored))).toEqual({...stored, clientSecret: 'stored-secret'});
	});

	test('come from the variables before what is stored', () => {
		const draft = draftFor(
			{
				ANAPLAN_CLIENT_ID: 'env-id',
				ANAPLAN_CLIENT_SECRET: 'env-secret',
				ANAPLAN_REDIRECT_URI: 'https://env.example',
				ANAPLAN_SCOPE: 'email',
				ANAPLAN_REGION: 'gb1',
				ANAPLAN_OAUTH_URL: 'http://127.0.0.1:1',
				ANAPLAN_AUTH_URL: 'http://127.0.0.1:2',
				ANAPLAN_API_URL: 'http://127.0.0.1:3',
			},
			stored,
		);
		expect(plain(draft)).toEqual({
			grant: 'authorization_code',
			clientId: 'env-id',
			clientSecret: 'env-secret',
			redirectUri: 'https://env.example',
			scope: 'email',
			region: 'gb1',
			hosts: {oauth: 'http://127.0.0.1:1', auth: 'http://127.0.0.1:2', api: 'http://127.0.0.1:3'},
		});
	});

	test('read CLIENT and SECRET where the proper variables are unset', () => {
		expect(
			plain(draftFor({CLIENT: 'generic-id', SECRET: 'generic-secret'}, undefined)),
		).toMatchObject({
			clientId: 'generic-id',
			clientSecret: 'generic-secret',
		});
		expect(
			plain(
				draftFor(
					{CLIENT: 'no', SECRET: 'no', ANAPLAN_CLIENT_ID: 'yes', ANAPLAN_CLIENT_SECRET: 'yes'},
					undefined,
				),
			),
		).toMatchObject({clientId: 'yes', clientSecret: 'yes'});
	});

	test('never pair the stored secret with another client', () => {
		expect(plain(draftFor({ANAPLAN_CLIENT_ID: 'other'}, stored)).clientSecret).toBe('');
		expect(plain(draftFor({ANAPLAN_CLIENT_ID: 'stored-id'}, stored)).clientSecret).toBe(
			'stored-secret',
		);
	});

	test('drop stored base URLs where a variable chooses the region', () => {
		expect(draftFor({ANAPLAN_REGION: 'gb1'}, stored).hosts).toEqual({});
		expect(draftFor({ANAPLAN_OAUTH_URL: 'https://o.example'}, stored).hosts).toEqual({
			api: 'https://api.proxy.example',
			oauth: 'https://o.example',
		});
	});

	test.each(['', '  ', '""', "''", '\n'])('take a variable set to %j as unset', nothing => {
		expect(draftFor({ANAPLAN_CLIENT_ID: nothing, ANAPLAN_REGION: nothing}, stored)).toMatchObject({
			clientId: 'stored-id',
			region: 'eu3',
		});
		expect(variable({ANAPLAN_CLIENT_ID: nothing, CLIENT: 'x'}, 'ANAPLAN_CLIENT_ID', 'CLIENT')).toBe(
			'x',
		);
	});

	test('take off the quotes that an env file leaves in a variable', () => {
		expect(draftFor({ANAPLAN_CLIENT_ID: '"env-id"\r'}, undefined).clientId).toBe('env-id');
	});
});

describe('the client of a stored session', () => {
	const clientFor = (variables: Variables) => {
		const read = clientOfSession(variables, stored);
		if (!read.ok || read.value.grant !== 'authorization_code') {
			throw new Error(JSON.stringify(read));
		}

		return read.value;
	};

	test('is the stored one, whatever CLIENT and ANAPLAN_CLIENT_ID name', () => {
		for (const variables of [
			{CLIENT: 'other', SECRET: 'other'},
			{ANAPLAN_CLIENT_ID: 'other', ANAPLAN_CLIENT_SECRET: 'other'},
			{SECRET: 'other'},
			{ANAPLAN_REDIRECT_URI: 'https://other.example', ANAPLAN_SCOPE: 'other'},
		]) {
			const client = clientFor(variables);
			expect(client).toMatchObject({
				clientId: 'stored-id',
				redirectUri: stored.redirectUri,
				scope: 'openid',
			});
			expect(client.clientSecret.reveal()).toBe('stored-secret');
		}
	});

	test('takes a new secret that comes with its own client ID', () => {
		const rotated = {ANAPLAN_CLIENT_ID: 'stored-id', ANAPLAN_CLIENT_SECRET: 'rotated'};
		expect(clientFor(rotated).clientSecret.reveal()).toBe('rotated');
	});

	test('takes a new secret that is its own by name, without any client ID', () => {
		expect(clientFor({ANAPLAN_CLIENT_SECRET: 'rotated'}).clientSecret.reveal()).toBe('rotated');
	});

	test('takes the hosts and the region of the variables', () => {
		expect(clientFor({ANAPLAN_REGION: 'gb1'}).hosts.api).toBe('https://gb1.api.anaplan.com');
		expect(clientFor({ANAPLAN_API_URL: 'http://127.0.0.1:9'}).hosts).toEqual({
			oauth: 'https://eu3.app.anaplan.com',
			auth: 'https://eu3.auth.anaplan.com',
			api: 'http://127.0.0.1:9',
		});
	});

	test('is refused with every fault where a setting is missing or wrong', () => {
		const {clientSecret: _, ...withoutSecret} = stored;
		expect(clientOfSession({}, withoutSecret)).toEqual({
			ok: false,
			problem: [{field: 'clientSecret', message: 'The client secret is missing.'}],
		});
		expect(
			clientOfSession({ANAPLAN_REGION: 'xx', ANAPLAN_API_URL: 'http://evil.example'}, stored),
		).toEqual({
			ok: false,
			problem: [
				{
					field: 'region',
					message: expect.stringMatching(/^ANAPLAN_REGION is “xx”\. This region is unknown/),
					variable: 'ANAPLAN_REGION',
				},
				{
					field: 'hosts',
					message: expect.stringContaining('ANAPLAN_API_URL'),
					variable: 'ANAPLAN_API_URL',
				},
			],
		});
	});
});

describe('the grant of a new sign-in', () => {
	const device = {
		grant: 'device_code',
		clientId: 'stored-id',
		scope: 'openid',
		region: 'us1',
	} as const;

	test('is the stored one, unless a secret is given: only a client of the other one has any', () => {
		expect(draftFor({}, device).grant).toBe('device_code');
		const given = {ANAPLAN_CLIENT_ID: 'stored-id', ANAPLAN_CLIENT_SECRET: 'given'};
		expect(draftFor(given, device).grant).toBe('authorization_code');
		expect(draftFor(given, device, 'device_code').grant).toBe('device_code');
	});

	test('is no matter of the variables for a session that is stored', () => {
		const client = clientOfSession(
			{ANAPLAN_CLIENT_ID: 'stored-id', ANAPLAN_CLIENT_SECRET: 'given'},
			device,
		);
		expect(client).toMatchObject({ok: true, value: {grant: 'device_code'}});
	});
});

const faultsWith = (variables: Record<string, string>) => {
	const read = readClient(
		draftFor({CLIENT: 'id', SECRET: 'secret-of-it', ...variables}, undefined),
	);
	return read.ok ? [] : read.problem;
};

test.each([
	[{ANAPLAN_REDIRECT_URI: 'bogus'}, 'ANAPLAN_REDIRECT_URI is “bogus”. The redirect URI is no'],
	[{ANAPLAN_REGION: 'x\u001B[2J'.padEnd(99, 'y')}, 'ANAPLAN_REGION is “x [2Jyyy'],
	[{ANAPLAN_SCOPE: 'a"b'}, 'ANAPLAN_SCOPE is “a"b”. The scope has'],
])('A fault of a field names its variable and the value, as text: %j', (variables, words) => {
	const [fault] = faultsWith(variables);
	expect(fault?.variable).toBe(Object.keys(variables)[0]);
	expect(fault?.message).toContain(words);
	expect(fault?.message).not.toMatch(/\p{Cc}/u);
	expect(fault?.message.length).toBeLessThan(200);
});

test.each([
	[{SECRET: 'a secret-8f3a'}, 'SECRET'],
	[{CLIENT: 'a secret-8f3a'}, 'CLIENT'],
	[{ANAPLAN_REDIRECT_URI: 'https://pat:secret-8f3a@www.anaplan.com'}, 'ANAPLAN_REDIRECT_URI'],
])('A fault never quotes what may be a secret: %j', (variables, name) => {
	const [fault] = faultsWith(variables);
	expect(fault).toMatchObject({
		variable: name,
		message: expect.stringContaining(`${name} cannot be used.`),
	});
	expect(fault?.message).not.toContain('secret-8f3a');
});
