import {describe, expect, test} from 'vitest';
import {
	logoutRequest,
	readLogout,
	readUser,
	readValidation,
	userRequest,
	validationRequest,
} from '../../../source/core/anaplan/anaplan-api.ts';
import {apiProblem} from '../../../source/core/anaplan/api-problem.ts';
import type {Problem} from '../../../source/core/problem.ts';
import {client, emptyReply, htmlReply, jsonReply, secret} from '../../helpers/samples.ts';

const user = {
	id: '8a8b844a477d5da70147d150ee080b17',
	active: true,
	email: 'a.user@anaplan.com',
	emailOptIn: true,
	firstName: 'A',
	lastName: 'User',
	customerId: '8b81da6f5fb6b75701604d6c950c05b1',
	lastLoginDate: '2017-09-07T08:05:37.000+0000',
};

const readUserWith = (changes: Record<string, unknown>) =>
	readUser(jsonReply(200, {user: {...user, ...changes}}));

test('the requests go to the hosts of their services', () => {
	const token = secret('access token', 'a');
	expect(userRequest(client.hosts, token)).toEqual({
		method: 'GET',
		url: 'https://api.anaplan.com/2/0/users/me',
		accessToken: token,
	});
	expect(validationRequest(client.hosts, token)).toEqual({
		method: 'GET',
		url: 'https://auth.anaplan.com/token/validate',
		accessToken: token,
	});
	expect(logoutRequest(client.hosts, token)).toEqual({
		method: 'POST',
		url: 'https://auth.anaplan.com/token/logout',
		accessToken: token,
	});
});

describe('the reply of users/me', () => {
	test('as Anaplan documents it, with an offset without a colon, gives the user', () => {
		const reply = jsonReply(200, {meta: {}, user, status: {code: 200, message: 'Success'}});
		expect(readUser(reply)).toEqual({
			ok: true,
			value: {
				id: user.id,
				email: user.email,
				name: 'A User',
				customerId: user.customerId,
				lastSignInAt: Date.parse('2017-09-07T08:05:37Z'),
			},
		});
	});

	test.each([
		['+0200', '2017-09-07T06:05:37Z'],
		['-0530', '2017-09-07T13:35:37Z'],
		['Z', '2017-09-07T08:05:37Z'],
		['+01:00', '2017-09-07T07:05:37Z'],
	])('may write the date with %s', (offset, utc) => {
		expect(readUserWith({lastLoginDate: `2017-09-07T08:05:37.000${offset}`})).toMatchObject({
			value: {lastSignInAt: Date.parse(utc)},
		});
	});

	test.each([undefined, null, '', 'yesterday', '2017-99-99T99:99:99.000+0000'])(
		'is read without a date when it says %j',
		lastLoginDate => {
			const read = readUserWith({lastLoginDate});
			expect(read.ok && read.value).not.toHaveProperty('lastSignInAt');
			expect(read.ok).toBe(true);
		},
	);

	test('may leave out everything but the id', () => {
		expect(readUser(jsonReply(200, {user: {id: 'x'}}))).toEqual({
			ok: true,
			value: {id: 'x', email: '', name: ''},
		});
		expect(
			readUserWith({firstName: null, lastName: null, email: null, customerId: null}),
		).toMatchObject({value: {name: '', email: ''}});
		expect(readUserWith({firstName: undefined})).toMatchObject({value: {name: 'User'}});
	});

	test.each([
		[{email: {}}, {email: ''}],
		[{firstName: {}}, {name: 'User'}],
		[{customerId: 7}, {email: 'a.user@anaplan.com'}],
		[{lastLoginDate: 1_504_771_537_000}, {email: 'a.user@anaplan.com'}],
	])('with %j is read without that field', (changes, value) => {
		expect(readUserWith(changes)).toMatchObject({ok: true, value});
	});

	test('is made safe to draw', () => {
		const read = readUserWith({
			firstName: 'A\u001B[31m\n',
			lastName: '\u202EresU',
			email: `x\u0007@y.z${'w'.repeat(999)}`,
		});
		expect(read).toMatchObject({value: {name: 'A [31m resU'}});
		expect(read.ok && read.value.email.length).toBe(200);
	});

	test.each([
		[{id: 5}, '5'],
		[{id: ''}, ''],
		[{id: undefined}, ''],
		[{id: {}}, ''],
	])('with %j is read all the same', (changes, id) => {
		expect(readUserWith(changes)).toMatchObject({value: {id, email: 'a.user@anaplan.com'}});
	});

	test.each([
		[{id: '', email: ''}, 'user.id'],
		[{id: null, email: null}, 'user.id'],
	])('with %j is refused, and the field named', (changes, field) => {
		expect(readUserWith(changes)).toMatchObject({
			ok: false,
			problem: {code: 'unexpected_reply', message: expect.stringContaining(`“${field}”`)},
		});
	});

	test.each([null, [], {}, {user: null}, {user: []}, 'x'])(
		'of another shape (%j) is refused',
		value => {
			expect(readUser(jsonReply(200, value))).toMatchObject({
				ok: false,
				problem: {code: 'unexpected_reply'},
			});
		},
	);

	test('is a refusal with the words and the status that came', () => {
		const integration = {status: {code: 404, message: 'Not Found'}, path: '/2/0/users/me'};
		expect(readUser(jsonReply(404, integration))).toMatchObject({
			problem: {code: 'not_found', message: expect.stringContaining('Not Found')},
		});
		const failed = {status: 'FAILURE_INVALID_TOKEN', statusMessage: 'No\u001B token'};
		expect(readUser(jsonReply(401, failed))).toMatchObject({
			problem: {
				code: 'token_rejected',
				exitCode: 4,
				message: expect.stringContaining('FAILURE_INVALID_TOKEN No token'),
			},
		});
		expect(readUser(emptyReply(401))).toMatchObject({problem: {code: 'token_rejected'}});
		expect(readUser(htmlReply(401))).toMatchObject({problem: {code: 'unexpected_reply'}});
		expect(readUser(jsonReply(403, {}))).toMatchObject({problem: {code: 'forbidden'}});
		expect(readUser(htmlReply(403))).toMatchObject({problem: {code: 'blocked'}});
		expect(readUser(htmlReply(200))).toMatchObject({problem: {code: 'unexpected_reply'}});
		expect(readUser(emptyReply(200))).toMatchObject({problem: {code: 'unexpected_reply'}});
		expect(readUser(emptyReply(429))).toMatchObject({
			problem: {code: 'rate_limited', exitCode: 75},
		});
		expect(readUser(htmlReply(503))).toMatchObject({problem: {code: 'server_error', exitCode: 75}});
		expect(readUser(emptyReply(302))).toMatchObject({problem: {code: 'unexpected_reply'}});
	});
});

test.each([
	{status: 'FAILURE_UNAUTHORIZED_USER_ACTION', statusMessage: 'No role'},
	{status: {code: 401, message: 'ACCESS_CONTROL_DENIED'}},
	{error: 'ACCESS_CONTROL_DENIED', message: 'No role'},
])('A 401 that names a missing role, %j, is forbidden and no matter of the token.', body => {
	const {problem} = readUser(jsonReply(401, body)) as {problem: Problem};
	expect(problem).toMatchObject({code: 'forbidden', exitCode: 1});
	expect(problem.message).toMatch(/FAILURE_UNAUTHORIZED_USER_ACTION No role|ACCESS_CONTROL_DENIED/);
	expect(problem.cause).toContain('Your user lacks the role');
});

describe('a refusal of the integration API', () => {
	const refused = (status: number, body: unknown) =>
		(
			readUser(body === undefined ? emptyReply(status) : jsonReply(status, body)) as {
				problem: Problem;
			}
		).problem;

	test('for a tenant that is not entitled (452) says so, in Anaplan’s words', () => {
		const {code, message, cause} = refused(452, {status: {code: 452, message: 'No\u001B ALM'}});
		expect(code).toBe('forbidden');
		expect(message).toContain('this tenant is not entitled');
		expect(message).toContain('It said: No ALM');
		expect(cause).toContain('subscribed');
	});

	test.each([
		[404, 'not_found'],
		[403, 'forbidden'],
		[401, 'token_rejected'],
		[409, 'unexpected_reply'],
		[503, 'server_error'],
	])('with 200 and the status %d in its body is one all the same', (inner, code) => {
		const told = refused(200, {status: {code: inner, message: 'Not for you'}, path: '/2/0/x'});
		expect(told.code).toBe(code);
		expect(told.message).toContain('Not for you');
		expect(told.cause).not.toContain('Another server');
	});

	test.each([400, 405, 410])('with %d and no body says that there is no reason', status => {
		const {message, cause} = refused(status, undefined);
		expect(message).toContain(`answered ${status}). It gave no reason.`);
		expect(cause).not.toContain('Another server');
	});

	test('with 404 and no body is not found', () => {
		expect(refused(404, undefined).code).toBe('not_found');
	});

	test('with 404 and the page of a web server, as Anaplan sends it too, is not found', () => {
		expect(apiProblem(htmlReply(404))).toMatchObject({code: 'not_found', exitCode: 1});
	});

	test('that came too late for Anaplan (408) may be tried again', () => {
		for (const reply of [emptyReply(408), htmlReply(408), jsonReply(408, {status: {code: 408}})]) {
			expect(apiProblem(reply)).toMatchObject({code: 'timed_out', exitCode: 75, retry: 'now'});
		}
	});

	test('that says the model is busy (409) tells to wait', () => {
		expect(refused(409, {status: {code: 409, message: 'Busy'}}).cause).toContain('busy');
	});
});

describe('the reply of a validation', () => {
	const valid = {
		status: 'SUCCESS',
		statusMessage: 'Token validated',
		tokenInfo: {tokenId: 'x', expiresAt: 1_493_036_651_173},
		userInfo: {userGuid: 'x', userId: 'a.user@acme.com', customerGuid: 'x'},
		refreshToken: null,
	};

	test('gives the expiry and the user', () => {
		expect(readValidation(jsonReply(200, valid))).toEqual({
			ok: true,
			value: {expiresAt: 1_493_036_651_173, userId: 'a.user@acme.com'},
		});
	});

	test.each([undefined, null, {}, {userId: null}])('may have the userInfo %j', userInfo => {
		expect(readValidation(jsonReply(200, {...valid, userInfo}))).toMatchObject({
			ok: true,
			value: {userId: undefined},
		});
	});

	test.each([undefined, null, {}, {expiresAt: null}])(
		'is a success by its status with the tokenInfo %j, which Anaplan may not have for OAuth tokens',
		tokenInfo => {
			expect(readValidation(jsonReply(200, {...valid, tokenInfo}))).toEqual({
				ok: true,
				value: {expiresAt: undefined, userId: 'a.user@acme.com'},
			});
		},
	);

	test.each([
		'1493036651173',
		1_493_036_651_173,
		'2017-04-24T12:24:11.173Z',
		'2017-04-24T12:24:11.173+0000',
	])('may say until when as %j', expiresAt => {
		expect(readValidation(jsonReply(200, {...valid, tokenInfo: {expiresAt}}))).toMatchObject({
			value: {expiresAt: 1_493_036_651_173},
		});
	});

	test.each([-1, 1e99, Number.NaN, '1', 'soon', {}, []])(
		'is a success without a time where that cannot be read: %j',
		expiresAt => {
			expect(readValidation(jsonReply(200, {...valid, tokenInfo: {expiresAt}}))).toEqual({
				ok: true,
				value: {expiresAt: undefined, userId: 'a.user@acme.com'},
			});
		},
	);

	test.each([undefined, 7])('is none with neither tokenInfo nor success: status %j', status => {
		expect(readValidation(jsonReply(200, {...valid, tokenInfo: undefined, status}))).toMatchObject({
			problem: {code: 'unexpected_reply', message: expect.stringContaining('tokenInfo')},
		});
	});

	test('with 200 and a failure in it is a refusal in Anaplan’s words', () => {
		const failed = {status: 'FAILURE_INVALID_TOKEN', statusMessage: 'Token is expired'};
		for (const body of [failed, {...valid, ...failed}]) {
			expect(readValidation(jsonReply(200, body))).toMatchObject({
				problem: {
					code: 'token_rejected',
					message: expect.stringContaining('FAILURE_INVALID_TOKEN Token is expired'),
				},
			});
		}
	});

	test('says that the token is rejected for 401, and for 400 with Anaplan’s own words', () => {
		const failed = {
			status: 'FAILURE_BAD_HEADER',
			statusMessage: 'Invalid header. Verify the header.',
		};
		expect(readValidation(jsonReply(401, failed))).toMatchObject({
			problem: {code: 'token_rejected'},
		});
		expect(readValidation(jsonReply(400, failed))).toMatchObject({
			problem: {code: 'token_rejected'},
		});
		expect(readValidation(jsonReply(400, {}))).toMatchObject({problem: {code: 'unexpected_reply'}});
		expect(readValidation(htmlReply(400))).toMatchObject({problem: {code: 'unexpected_reply'}});
	});
});

describe('the reply of a logout', () => {
	test('is done with 204 and other successes', () => {
		expect(readLogout(emptyReply(204))).toEqual({ok: true, value: 'ended'});
		expect(readLogout(jsonReply(200, {}))).toEqual({ok: true, value: 'ended'});
	});

	test('is done just as well when Anaplan knows the token no more', () => {
		for (const reply of [
			jsonReply(401, {status: 'FAILURE_INVALID_TOKEN'}),
			jsonReply(401, {status: {code: 401, message: 'Unauthorized'}}),
			emptyReply(401),
		]) {
			expect(readLogout(reply)).toEqual({ok: true, value: 'alreadyEnded'});
		}
	});

	test('is not done when somebody else answers', () => {
		expect(readLogout(htmlReply(200))).toMatchObject({
			ok: false,
			problem: {code: 'unexpected_reply'},
		});
		expect(readLogout(htmlReply(401))).toMatchObject({
			ok: false,
			problem: {code: 'unexpected_reply'},
		});
		expect(readLogout(htmlReply(403))).toMatchObject({ok: false, problem: {code: 'blocked'}});
	});

	test('is not done when Anaplan refuses', () => {
		expect(readLogout(jsonReply(400, {status: 'FAILURE_BAD_REQUEST'}))).toMatchObject({
			ok: false,
			problem: {code: 'token_rejected'},
		});
		expect(readLogout(emptyReply(500))).toMatchObject({ok: false, problem: {code: 'server_error'}});
		expect(readLogout(emptyReply(302))).toMatchObject({ok: false});
	});
});
