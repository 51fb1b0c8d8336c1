import {describe, expect, test} from 'vitest';
import {listRequest} from '../../../source/core/anaplan/list-source.ts';
import {readRows} from '../../../source/core/anaplan/paging.ts';
import {modelList, modelsOfWorkspace} from '../../../source/core/lists/models.ts';
import {client, emptyReply, htmlReply, jsonReply, secret} from '../../helpers/samples.ts';

const page = (models: unknown, paging: unknown = {totalSize: 12}) =>
	jsonReply(200, {meta: {paging}, models, status: {code: 200}});
const read = (reply: Parameters<typeof readRows>[0]) => readRows(reply, modelList);

test('a page is asked for with its limit and its offset, on the API host', () => {
	const token = secret('access token', 'access');
	const request = listRequest(modelList, client.hosts, token, {offset: 10_000, limit: 5000});
	expect(request).toMatchObject({
		method: 'GET',
		url: 'https://api.anaplan.com/2/0/models?modelDetails=true&limit=5000&offset=10000',
		accessToken: token,
	});
});

describe('a page', () => {
	test('has its rows and the size of the whole list, whatever next says', () => {
		const paging = {currentPageSize: 5000, totalSize: 12, next: 'https://evil.example/'};
		expect(read(page([1, 2], paging))).toEqual({ok: true, value: {rows: [1, 2], totalSize: 12}});
	});

	test('may not say how many rows there are', () => {
		const uncounted = {ok: true, value: {rows: [1, 2], totalSize: undefined}};
		expect(read(jsonReply(200, {models: [1, 2]}))).toEqual(uncounted);
		expect(read(page([1, 2], {totalSize: 'many'}))).toEqual(uncounted);
	});

	test('may say it as a text', () => {
		expect(read(page([1, 2], {totalSize: '12'}))).toMatchObject({value: {totalSize: 12}});
	});

	test('of an empty list may lack the rows', () => {
		const empty = jsonReply(200, {meta: {paging: {totalSize: 0}}});
		expect(read(empty)).toEqual({ok: true, value: {rows: [], totalSize: 0}});
	});

	test.each([
		['of another shape', jsonReply(200, {workspaces: []}), '“models” is missing'],
		['whose rows are none', page('none'), '“models” is missing'],
		['that is an array', jsonReply(200, []), '“models” is missing'],
		['for people', htmlReply(200), 'an HTML page'],
		['without a body', emptyReply(200), 'nothing'],
	])('%s is no list', (_, reply, words) => {
		const problem = read(reply);
		expect(problem).toMatchObject({ok: false, problem: {code: 'unexpected_reply', exitCode: 1}});
		expect(JSON.stringify(problem)).toContain(words);
	});
});

describe('a refusal has words of its own', () => {
	const said = (status: number) => jsonReply(status, {status: {code: status, message: 'No'}});
	test.each([
		[said(401), 'token_rejected', 4, 'does not accept the access token'],
		[said(403), 'forbidden', 1, 'may not do that'],
		[htmlReply(403), 'blocked', 1, 'A firewall answered'],
		[said(429), 'rate_limited', 75, 'asks to slow down'],
		[said(500), 'server_error', 75, 'an error of its own'],
		[said(503), 'server_error', 75, 'an error of its own'],
	])('%o', (reply, code, exitCode, words) => {
		const problem = read(reply);
		expect(problem).toMatchObject({ok: false, problem: {code, exitCode}});
		expect(JSON.stringify(problem)).toContain(words);
	});

	test('404 means one thing for a workspace, and another for a list that must be there', () => {
		const of = (reply: typeof jsonReply extends (...all: never[]) => infer Reply ? Reply : never) =>
			readRows(reply, modelsOfWorkspace('8a81'));
		expect(of(said(404))).toMatchObject({
			problem: {
				code: 'not_found',
				exitCode: 1,
				message: 'Anaplan shows no such workspace to this user.',
			},
		});
		expect(of(htmlReply(404))).toMatchObject({
			problem: {code: 'not_found', message: expect.stringContaining('an HTML page')},
		});
		expect(read(said(404))).toMatchObject({problem: {code: 'not_found'}});
	});
});
