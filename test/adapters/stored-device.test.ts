import {expect, test} from 'vitest';
import {
	credentialsRecord,
	readCredentialsRecord,
	readSettingsRecord,
	settingsRecord,
} from '../../source/adapters/stored-shapes.ts';
import type {ProfileCredentials, ProfileSettings} from '../../source/session/ports.ts';
import {secret, sessionNamed} from '../helpers/samples.ts';

const settings: ProfileSettings = {
	grant: 'device_code',
	clientId: 'device-client-1',
	scope: 'openid',
	region: 'us1',
	autoRefresh: true,
};
const credentials: ProfileCredentials = {
	clientId: 'device-client-1',
	grant: 'device_code',
	session: sessionNamed('one'),
};

test('a profile of the device grant is read as it was written', () => {
	expect(readSettingsRecord(settingsRecord(settings, undefined))).toEqual(settings);
	expect(readCredentialsRecord(credentialsRecord(credentials, undefined))).toEqual(credentials);
});

test('written over one of the other grant it leaves nothing of it, and the other way round', () => {
	const code = {clientId: 'code-client', clientSecret: secret('client secret', 'one')};
	const before = credentialsRecord(code, undefined);
	const over = credentialsRecord(credentials, before);
	expect(over).not.toHaveProperty('clientSecret');
	expect(credentialsRecord(code, over)).not.toHaveProperty('grant');
	const old = settingsRecord(
		{...settings, grant: 'authorization_code', redirectUri: 'https://www.anaplan.com'},
		undefined,
	);
	expect(settingsRecord(settings, old)).not.toHaveProperty('redirectUri');
});

test('a file from before there was a choice is of the authorization code grant', () => {
	expect(readCredentialsRecord({clientId: 'a', clientSecret: 'b'})).toEqual({
		clientId: 'a',
		clientSecret: secret('client secret', ''),
	});
});

test('a secret that is missing is not taken for one that need not be there', () => {
	expect(readCredentialsRecord({clientId: 'a'})).toBeUndefined();
	expect(
		readCredentialsRecord({clientId: 'a', grant: 'device_code', clientSecret: 'b'}),
	).toBeUndefined();
});
