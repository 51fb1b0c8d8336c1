import {expect, test} from 'vitest';
import type {HttpRequest} from '../../source/core/anaplan/http.ts';
import {problem} from '../../source/core/problem.ts';
import {logged} from '../../source/session/request-log.ts';
import {fakeClock, fakeHttp, noNetwork} from '../helpers/fakes.ts';
import {jsonReply, secret, sentinel} from '../helpers/samples.ts';

function logOf(answer: Parameters<typeof fakeHttp>[0]) {
	const lines: string[] = [];
	const {clock, advance} = fakeClock();
	const {http} = fakeHttp((request, count) => {
		advance(12);
		return answer(request, count);
	});
	const log = {write: (line: string) => void lines.push(line), failure: () => undefined};
	return {lines, http: logged(http, log, {now: clock.now, pid: 7})};
}

const request: HttpRequest = {
	method: 'POST',
	url: `https://us1a.app.anaplan.com/oauth/token?code=${sentinel}`,
	accessToken: secret('access token', 'access'),
	json: {refresh_token: secret('refresh token', 'refresh'), client_id: 'client'},
};

test('A request is one line of JSON: when, where, what came of it, and nothing secret.', async () => {
	const {lines, http} = logOf(() =>
		jsonReply(200, {a: sentinel}, {requestId: 'abc-1', sentBytes: 90, receivedBytes: 400}),
	);
	expect(await http.send(request)).toMatchObject({ok: true, value: {status: 200}});
	expect(lines).toHaveLength(1);
	expect(lines[0]).not.toContain(sentinel);
	expect(JSON.parse(lines[0] ?? '')).toEqual({
		time: '2026-11-24T12:00:00.000Z',
		pid: 7,
		method: 'POST',
		host: 'us1a.app.anaplan.com',
		path: '/oauth/token',
		status: 200,
		sentBytes: 90,
		receivedBytes: 400,
		requestId: 'abc-1',
		durationMs: 12,
	});
});

test('A request without a reply says which problem it was.', async () => {
	const {lines, http} = logOf((_, count) =>
		count === 1 ? noNetwork : problem('tls_untrusted', {message: 'issued by someone'}),
	);
	await http.send({method: 'GET', url: 'https://api.anaplan.com/2/0/users/me'});
	await http.send({method: 'GET', url: 'https://auth.anaplan.com/token/validate?x'});
	expect(lines.map(line => JSON.parse(line))).toMatchObject([
		{method: 'GET', path: '/2/0/users/me', problem: 'network_unreachable', reached: 'no'},
		{host: 'auth.anaplan.com', path: '/token/validate', problem: 'tls_untrusted'},
	]);
});

test('A line stays one line, and acts on no terminal.', async () => {
	const {lines, http} = logOf(() => jsonReply(200, {}));
	await http.send({
		method: 'GET',
		url: `https://api.anaplan.com/2/0/\u202e\u009b31m${'x'.repeat(5000)}?q`,
	});
	expect(lines[0]).not.toMatch(/[\p{Cc}\u202e]/u);
	expect((lines[0] ?? '').length).toBeLessThan(900);
});
