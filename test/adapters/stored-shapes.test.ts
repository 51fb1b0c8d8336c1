import {describe, expect, test} from 'vitest';
import {
	emptyDocument,
	readDocument,
	storedProfile,
	withProfile,
} from '../../source/adapters/stored-document.ts';
import {
	credentialsRecord,
	readCredentialsRecord,
	readSettingsRecord,
	settingsRecord,
} from '../../source/adapters/stored-shapes.ts';
import {epochMs} from '../../source/core/time.ts';
import type {ProfileSettings} from '../../source/session/ports.ts';
import {credentialsOf, expectNoSecret, sentinel} from './helpers.ts';

const settings: ProfileSettings = {
	grant: 'authorization_code',
	clientId: 'client-1',
	redirectUri: 'https://www.anaplan.com',
	scope: 'openid',
	region: 'eu3',
	hosts: {api: 'https://api.example.com'},
	autoRefresh: false,
	user: {id: 'u1', email: 'a@b.c', name: 'A B', lastSignInAt: epochMs(1_760_000_000_123)},
};

describe('credentials', () => {
	test('come back as they were stored, to the millisecond, with secrets wrapped', () => {
		const stored = credentialsRecord(credentialsOf(), undefined);
		const back = readCredentialsRecord(JSON.parse(JSON.stringify(stored)));
		expect(back).toEqual(credentialsOf());
		expect(back?.session?.refreshToken?.token.reveal()).toBe(`${sentinel}-refresh`);
		expectNoSecret(back);
	});

	test('without a refresh token, without a session, and with an ended one come back alike', () => {
		const {session, ...client} = credentialsOf();
		const {refreshToken: _, ...bare} = session!;
		for (const variant of [
			client,
			{...client, session: bare},
			{...client, session: {...session!, endedAt: epochMs(5)}},
		]) {
			expect(readCredentialsRecord(credentialsRecord(variant, undefined))).toStrictEqual(variant);
		}
	});

	test('keep fields that a later version has added, and drop the ones that are gone', () => {
		const before = {...credentialsRecord(credentialsOf(), undefined), added: 1};
		Object.assign((before as {session?: object}).session ?? {}, {extra: [2]});
		const {session, ...client} = credentialsOf('-2');
		expect(credentialsRecord({...client, session: session!}, before)).toMatchObject({
			added: 1,
			session: {extra: [2], accessToken: `${sentinel}-access-2`},
		});
		expect(credentialsRecord(client, before)).not.toHaveProperty('session');
	});

	test.each([
		['null', null],
		['a list', []],
		['no secret', {clientId: 'x'}],
		['a session without a token', {clientId: 'x', clientSecret: 'y', session: {scope: ''}}],
		[
			'a time that is none',
			{...credentialsRecord(credentialsOf(), undefined), session: {expiresAt: 'tomorrow'}},
		],
	])('are not read from %s', (_what, record) => {
		expect(readCredentialsRecord(record)).toBeUndefined();
	});

	test('with a time beyond all dates are stored all the same', () => {
		const {session, ...client} = credentialsOf();
		const record = credentialsRecord(
			{...client, session: {...session!, expiresAt: epochMs(9e99)}},
			undefined,
		);
		expect(readCredentialsRecord(record)?.session?.expiresAt).toBe(8.64e15);
	});
});

describe('settings', () => {
	test('come back as they were stored', () => {
		expect(readSettingsRecord(settingsRecord(settings, undefined))).toStrictEqual(settings);
		const {user: _, hosts: __, ...bare} = settings;
		expect(readSettingsRecord(settingsRecord(bare, undefined))).toStrictEqual(bare);
	});

	test('show times that people can read', () => {
		expect(JSON.stringify(settingsRecord(settings, undefined))).toContain(
			'2025-10-09T08:53:20.123Z',
		);
	});

	test('keep unknown fields and drop a user who is gone', () => {
		const {user: _, ...bare} = settings;
		const record = settingsRecord(bare, {...settings, colour: 'blue'});
		expect(record).toMatchObject({colour: 'blue'});
		expect(record).not.toHaveProperty('user');
	});
});

describe('a document', () => {
	test('keeps names such as __proto__ and names with dots as they are', () => {
		let document = emptyDocument;
		for (const name of ['__proto__', 'a.b', 'constructor']) {
			expect(storedProfile(document, name)).toBeUndefined();
			document = withProfile(document, name, {name});
		}

		const back = readDocument(JSON.stringify(document));
		expect(Object.keys(back.profiles)).toEqual(['__proto__', 'a.b', 'constructor']);
		expect(storedProfile(back, '__proto__')).toEqual({name: '__proto__'});
	});

	test.each([
		['', 'it is empty'],
		['  \n', 'it is empty'],
		[`{"profiles":{"x":"${sentinel}`, 'no valid JSON'],
		['[]', 'not what anaplan-tui writes'],
		['null', 'not what anaplan-tui writes'],
		['{"version":"1"}', 'not what anaplan-tui writes'],
		['{"version":1,"profiles":[]}', 'not what anaplan-tui writes'],
		['{"version":2,"profiles":{}}', 'newer anaplan-tui'],
	])('is not read from %j', (text, reason) => {
		expect(() => readDocument(text)).toThrow(reason);
		try {
			readDocument(text);
		} catch (error) {
			expectNoSecret(error);
		}
	});
});
