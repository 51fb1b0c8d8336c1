import {describe, expect, test} from 'vitest';
import {
	approvalAddress,
	deviceAuthorizationRequest,
	readDeviceAuthorization,
	strangeHost,
} from '../../../source/core/oauth/device-authorization.ts';
import {minute, second} from '../../../source/core/time.ts';
import {authorization, deviceClient, deviceReply, page} from '../../helpers/device.ts';
import {after, emptyReply, htmlReply, jsonReply, noon} from '../../helpers/samples.ts';

const {hosts} = deviceClient;
const read = (changes: Record<string, unknown>) =>
	readDeviceAuthorization(deviceReply(changes), hosts);
const problemOf = (result: ReturnType<typeof read>) => (result.ok ? undefined : result.problem);

test('the request is JSON with client and scope, and no secret', () => {
	expect(deviceAuthorizationRequest(deviceClient)).toEqual({
		method: 'POST',
		url: 'https://us1a.app.anaplan.com/oauth/device/code',
		json: {client_id: 'device-client-1', scope: 'openid email offline_access'},
	});
});

describe('a reply', () => {
	test('becomes an authorization with an absolute expiry', () => {
		expect(read({})).toEqual({ok: true, value: authorization});
	});

	test('may leave out the interval, which is 5 s then, and the complete address', () => {
		const result = read({interval: undefined, verification_uri_complete: undefined});
		expect(result).toMatchObject({ok: true, value: {intervalMs: 5 * second}});
		expect(result.ok && approvalAddress(result.value)).toBe(page);
	});

	test.each([null, -1, 'soon', '', 99_999, true, {}])(
		'whose interval is %j, which is no pause, is polled every 5 s',
		interval => {
			expect(read({interval})).toMatchObject({ok: true, value: {intervalMs: 5 * second}});
		},
	);

	test.each([undefined, null])(
		'that says %s of how long the code lasts has 15 minutes',
		lifetime => {
			expect(read({expires_in: lifetime})).toMatchObject({
				ok: true,
				value: {expiresAt: after(15 * minute)},
			});
		},
	);

	test('may quote its numbers, and have fractions of seconds between polls', () => {
		expect(read({expires_in: '60', interval: 0.5})).toMatchObject({
			ok: true,
			value: {expiresAt: after(minute), intervalMs: 500},
		});
	});

	const own = {oauth: 'https://oauth.example:8443'};
	const here = {oauth: 'http://127.0.0.1:4000'};

	test.each([
		['https://iam.anaplan.com/activate', hosts],
		['https://anaplan.com/activate', hosts],
		['https://us1a.app.anaplan.com/activate', hosts],
		['https://oauth.example/activate', own],
		['http://127.0.0.1:8080/activate', here],
		['http://localhost/activate', here],
	])('may send people to %s, as an expected host', (address, {oauth}) => {
		const result = readDeviceAuthorization(deviceReply({verification_uri: address}), {oauth});
		expect(result).toMatchObject({ok: true, value: {verificationUri: address}});
		expect(result.ok && strangeHost(result.value, {oauth})).toBe(undefined);
	});

	test.each([
		['https://anaplan.com.example/activate', 'anaplan.com.example'],
		['https://notanaplan.com/activate', 'notanaplan.com'],
		['https://example.com:8443/?iam.anaplan.com', 'example.com:8443'],
		['https://аnaplan.com/activate', 'xn--naplan-2nf.com'],
		['https://oauth.example/activate', 'oauth.example'],
		['http://127.0.0.1:8080/activate', '127.0.0.1:8080'],
		[`https://iam.anaplan.com.${'x'.repeat(60)}.example/`, `…${'x'.repeat(51)}.example`],
	])('may send people to %s, of which the host is told', (address, host) => {
		const result = read({verification_uri: address, verification_uri_complete: undefined});
		expect(result).toMatchObject({ok: true, value: {verificationUri: new URL(address).href}});
		expect(result.ok && strangeHost(result.value, hosts)).toBe(host);
	});

	test.each([
		['https://example.com/activate', 'https://example.com/activate?x', true],
		['https://example.com/activate', 'https://example.org/activate?x', false],
		['https://example.com/activate', `${page}?x`, false],
		[page, 'https://example.com/activate?x', false],
		[page, 'https://us1a.app.anaplan.com/activate?x', true],
	])(
		'that gives %s and %s leads nobody by the second where the first would not: %s',
		(...given) => {
			const [address, complete, isTaken] = given;
			const result = read({verification_uri: address, verification_uri_complete: complete});
			expect(result.ok && approvalAddress(result.value)).toBe(isTaken ? complete : address);
		},
	);

	test.each([
		'http://iam.anaplan.com/activate',
		'https://user@iam.anaplan.com/activate',
		'javascript:alert(1)//iam.anaplan.com',
		'file:///etc/passwd',
		'iam.anaplan.com/activate',
		'http://example.com/activate',
		`https://iam.anaplan.com/${'x'.repeat(500)}`,
		'',
	])('that sends people to %j is refused, and as complete address it is left out', address => {
		expect(problemOf(read({verification_uri: address}))?.message).toContain('verification_uri');
		const result = read({verification_uri_complete: address});
		expect(result.ok && approvalAddress(result.value)).toBe(page);
	});

	test('is cleaned of what would act on a terminal', () => {
		const result = read({
			user_code: '\u001B[31m1GMV\u202E-ATBA\n',
			verification_uri: 'https://iam.anaplan.com/\u001B]8;;x\u0007\u202E',
		});
		expect(result).toMatchObject({
			ok: true,
			value: {
				userCode: '[31m1GMV -ATBA',
				verificationUri: 'https://iam.anaplan.com/%1B]8;;x%07%E2%80%AE',
			},
		});
	});

	test.each([
		['device_code', {device_code: undefined}],
		['device_code', {device_code: 'not wrapped'}],
		['user_code', {user_code: ''}],
		['user_code', {user_code: 7}],
		['verification_uri', {verification_uri: null}],
		['expires_in', {expires_in: 0}],
		['expires_in', {expires_in: 'soon'}],
	])('whose %s is wrong is unexpected, and says which field', (field, changes) => {
		expect(problemOf(read(changes))).toMatchObject({
			code: 'unexpected_reply',
			message: expect.stringContaining(`“${field}”`),
		});
	});
});

describe('a refusal', () => {
	test.each([
		[403, 'unauthorized_client', 'unauthorized_client'],
		[400, 'unsupported_grant_type', 'unsupported_grant_type'],
		[401, 'access_denied', 'invalid_client'],
		[400, 'invalid_request', 'invalid_request'],
		[403, 'access_denied', 'access_denied'],
	])('%d %s is %s, in words for the device grant', (status, error, code) => {
		const reply = jsonReply(status, {error, error_description: 'No\u001B[2J.'});
		const found = problemOf(readDeviceAuthorization(reply, hosts));
		expect(found).toMatchObject({code});
		expect(found?.message).toContain('No [2J.');
		expect(`${found?.message} ${found?.cause} ${found?.hint}`).not.toMatch(
			/secret|redirect URI|type Authorization/,
		);
	});

	test('without a body that can be read is judged by its status', () => {
		expect(problemOf(readDeviceAuthorization(htmlReply(503), hosts))).toMatchObject({
			code: 'server_error',
		});
		expect(problemOf(readDeviceAuthorization(emptyReply(200), hosts))).toMatchObject({
			code: 'unexpected_reply',
		});
	});
});

test('the times count from when the reply came', () => {
	expect(read({expires_in: 1})).toMatchObject({ok: true, value: {expiresAt: after(second, noon)}});
});
