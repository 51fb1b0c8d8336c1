import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {apiServer} from '../helpers/api-server.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {run} from '../helpers/run.ts';
import {practiceTenant, signedInHome, tenantVariables} from '../helpers/signed-in.ts';
import {storedSession} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';

/** A sign-in at a tenant whose API is a server of the test's own. */
async function signedInWithApi(...given: Parameters<typeof apiServer>) {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const api = await apiServer(...given);
	const env = {ANAPLAN_API_URL: api.origin};
	return {
		tenant,
		home,
		api,
		env,
		call: async (...words: string[]) => run(['api', ...words], {home, env}),
	};
}

describe('the address', () => {
	test('may be a path, a path below /2/0, or a whole URL on the API host.', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const forms = [
			'/2/0/users/me',
			'users/me',
			'/users/me',
			'2/0/users/me',
			`${tenant.origin}/2/0/users/me`,
			'/2/0/models/../users/me',
		];
		const replies = await Promise.all(forms.map(async form => run(['api', form], {home})));
		for (const {code, stdout, stderr} of replies) {
			expect({code, stderr}).toEqual({code: 0, stderr: ''});
			expect(JSON.parse(stdout).user.email).toBe('pat.practice@example.com');
		}

		expect(tenant.requests.map(({path: asked, scheme}) => `${scheme} ${asked}`)).toEqual(
			forms.map(() => 'AnaplanAuthToken /2/0/users/me'),
		);
		expect(tenant.violations).toEqual([]);
	});

	test('elsewhere never gets a request, and so never the token.', async () => {
		const evil = await apiServer();
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const [host, evilHost] = [tenant.origin.slice(7), evil.origin.slice(7)];
		const refused = [
			`${evil.origin}/2/0/users/me`,
			`//${evilHost}/2/0/users/me`,
			`\\\\${evilHost}/2/0/users/me`,
			`http://${host}@${evilHost}/2/0/users/me`,
			`http://user:pass@${host}/2/0/users/me`,
			`http://${host}\\@${evilHost}/2/0/users/me`,
			`http://${host}.evil.example/2/0/users/me`,
			`https://${host}/2/0/users/me`,
			`HTTP://${evilHost.toUpperCase()}/2/0/users/me`,
			`file:///2/0/users/me`,
			'javascript:alert(1)',
			`http://localhost:${tenant.port}/2/0/users/me`,
			'..',
			'../oauth/token',
			'/2/0/../../oauth/token',
			'%2e%2e/%2E./oauth/token',
			'/2/0/%2e%2e/%2e%2e/token/validate',
			'..\\..\\token\\validate',
			'.\t./..\n/token/validate',
			`${tenant.origin}/token/validate`,
			`${tenant.origin}/2/0/../../token/validate`,
			`${tenant.origin}/2/01/users/me`,
		];
		const results = await Promise.all(refused.map(async form => run(['api', form], {home})));
		for (const [index, {code, stdout, stderr}] of results.entries()) {
			expect({form: refused[index], code, stdout}).toEqual({
				form: refused[index],
				code: 2,
				stdout: '',
			});
			expect(stderr).toMatch(/The token is not sent to this address|The path leads out of \/2\/0/);
			expectNoSecrets([storedSession(home).accessToken], stderr);
		}

		expect(evil.requests).toEqual([]);
		expect(tenant.requests).toEqual([]);
	});

	test('that redirects elsewhere is not followed, and that is no success.', async () => {
		const evil = await apiServer();
		const {api, call} = await signedInWithApi(() => ({
			status: 302,
			headers: {location: `${evil.origin}/2/0/users/me`},
		}));
		const {code, stdout, stderr} = await call('users/me');
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain('wants to send us to another address, which is not followed');
		expect(api.requests).toHaveLength(1);
		expect(evil.requests).toEqual([]);
	});
});

describe('the request', () => {
	test('has the method, the body and the content type that the options say.', async () => {
		const {api, home, env} = await signedInWithApi();
		const file = path.join(home, 'body.json');
		writeFileSync(file, '{"localeName":"en_US"}');
		const sent = async (words: string[], input?: string) => {
			const {code, stderr} = await run(['api', ...words], {
				home,
				env,
				...(input !== undefined && {input}),
			});
			expect({code, stderr}).toEqual({code: 0, stderr: ''});
			const {method, headers, body} = api.requests.at(-1)!;
			return [method, headers['content-type'], body.toString()];
		};

		expect(await sent(['tasks'])).toEqual(['GET', undefined, '']);
		expect(await sent(['tasks', '-X', 'delete'])).toEqual(['DELETE', undefined, '']);
		expect(await sent(['tasks', '-X', 'POST'])).toEqual(['POST', undefined, '']);
		expect(await sent(['tasks', '--input', file])).toEqual([
			'POST',
			'application/json',
			'{"localeName":"en_US"}',
		]);
		expect(await sent(['tasks', '--input', '-'], '[1]')).toEqual([
			'POST',
			'application/json',
			'[1]',
		]);
		expect(await sent(['files/1', '-X', 'PUT', '--input', '-'], 'a,b\n1,2\n')).toEqual([
			'PUT',
			'application/octet-stream',
			'a,b\n1,2\n',
		]);
		expect(await sent(['tasks', '-X', 'DELETE', '--input', '-'], '{}')).toEqual([
			'DELETE',
			'application/json',
			'{}',
		]);
		expect(await sent(['tasks', '-X', 'PATCH', '--input', '-'], '')).toEqual([
			'PATCH',
			'application/octet-stream',
			'',
		]);
	});

	test('with a body that GET cannot have is refused, and not sent.', async () => {
		const {api, call, home} = await signedInWithApi();
		writeFileSync(path.join(home, 'body'), 'x');
		for (const method of ['GET', 'HEAD']) {
			const {code, stdout, stderr} = await call(
				'users/me',
				'-X',
				method,
				'--input',
				path.join(home, 'body'),
			);
			expect({code, stdout}).toEqual({code: 2, stdout: ''});
			expect(stderr).toContain(`${method} has no body`);
		}

		expect(api.requests).toEqual([]);
	});

	test('carries bytes in both directions as they are.', async () => {
		const bytes = Buffer.from(Array.from({length: 70_000}, (_, index) => (index * 7) % 256));
		const {api, home, env} = await signedInWithApi(() => ({
			headers: {'content-type': 'application/octet-stream'},
			body: bytes,
		}));
		const [input, output] = [path.join(home, 'in'), path.join(home, 'out')];
		writeFileSync(input, bytes);
		const {code} = await run([process.execPath, builtProgram, 'api', 'files/1', '--input', '-'], {
			home,
			env,
			command: ['/bin/sh', '-c', 'exec "$@" < in > out', 'sh'],
		});
		expect(code).toBe(0);
		expect(readFileSync(output).equals(bytes)).toBe(true);
		expect(api.requests[0]?.body.equals(bytes)).toBe(true);
		expect(api.requests[0]?.headers['content-type']).toBe('application/octet-stream');
	});

	test('whose file cannot be read is not sent.', async () => {
		const {api, call, home} = await signedInWithApi();
		for (const [file, reason] of [
			[path.join(home, 'none'), 'there is no such file or folder'],
			[home, 'a folder is in its place'],
		] as const) {
			const {code, stdout, stderr} = await call('tasks', '--input', file);
			expect({code, stdout}).toEqual({code: 2, stdout: ''});
			expect(stderr).toContain(`${file} cannot be read: ${reason}.`);
		}

		expect(api.requests).toEqual([]);
	});
});

describe('the reply', () => {
	test('is printed byte for byte, without a newline of ours.', async () => {
		const body = '{ "a" :1,\r\n"ü": "\u202e" }';
		const {call} = await signedInWithApi(() => ({body}));
		expect(await call('users/me')).toMatchObject({code: 0, stdout: body, stderr: ''});
		expect(await call('users/me', '--json')).toMatchObject({code: 0, stdout: body, stderr: ''});
	});

	test('204 prints nothing and is a success.', async () => {
		const {call} = await signedInWithApi(() => ({status: 204}));
		expect(await call('users/me', '-X', 'DELETE')).toMatchObject({code: 0, stdout: '', stderr: ''});
	});

	const refusal = (code: number, message: string) =>
		JSON.stringify({status: {code, message}, path: '/2/0/x'});
	test.each([
		[400, 1, 'unexpected_reply', 1],
		[403, 1, 'forbidden', 1],
		[404, 1, 'not_found', 1],
		[409, 1, 'unexpected_reply', 1],
		[429, 75, 'rate_limited', 3],
		[500, 75, 'server_error', 1],
		[503, 75, 'server_error', 3],
	])(
		'%d: the body goes to stdout, the reason with Anaplan’s words to stderr, and the exit code is %d.',
		async (status, exitCode, problem, times) => {
			const body = refusal(status, 'Said by Anaplan');
			const {api, call} = await signedInWithApi(() => ({
				status,
				headers: {'content-type': 'application/json'},
				body,
			}));
			const people = await call('models/none');
			expect(people).toMatchObject({code: exitCode, stdout: body});
			expect(people.stderr).toContain(`answered ${status}`);
			expect(people.stderr).toContain('It said: Said by Anaplan');
			const json = await call('models/none', '--json');
			expect(json).toMatchObject({code: exitCode});
			expect(json.stderr).not.toContain('Likely cause');
			expect(JSON.parse(json.stdout).error.code).toBe(problem);
			expect(api.requests).toHaveLength(2 * times);
		},
	);

	test('of a firewall is told as such.', async () => {
		const {call} = await signedInWithApi(() => ({
			status: 403,
			headers: {'content-type': 'text/html'},
			body: '<html>Blocked</html>',
		}));
		const {code, stdout, stderr} = await call('users/me');
		expect({code, stdout}).toEqual({code: 1, stdout: '<html>Blocked</html>'});
		expect(stderr).toContain('A firewall answered instead of Anaplan');
	});

	test('that is the login page of a proxy is no success.', async () => {
		const {call} = await signedInWithApi(() => ({
			headers: {'content-type': 'text/html; charset=utf-8'},
			body: '<html>Log in</html>',
		}));
		const {code, stderr} = await call('users/me');
		expect(code).toBe(1);
		expect(stderr).toContain('answered 200 with an HTML page');
	});

	test('401 refreshes once, sends once more, and then stands.', async () => {
		const tenant = await practiceTenant({
			scenarios: [{name: 'unauthorized', endpoint: 'users/me'}],
		});
		const home = await signedInHome(tenant);
		const {code, stdout, stderr} = await run(['api', 'users/me'], {home});
		expect({code, body: JSON.parse(stdout)}).toEqual({
			code: 4,
			body: {status: {code: 401, message: 'Unauthorized'}},
		});
		expect(stderr).toContain('Anaplan does not accept the access token');
		expect(tenant.requests.map(({path: asked}) => asked)).toEqual([
			'/2/0/users/me',
			'/oauth/token',
			'/2/0/users/me',
		]);

		tenant.setScenario({name: 'unauthorized', endpoint: 'users/me', times: 1});
		expect((await run(['api', 'users/me'], {home})).code).toBe(0);
	});

	test('401 for a role that the user lacks is refreshed once, and then said to be no matter of the sign-in.', async () => {
		const {tenant, call} = await signedInWithApi(() => ({
			status: 401,
			headers: {'content-type': 'application/json'},
			body: '{"status":"FAILURE_UNAUTHORIZED_USER_ACTION","statusMessage":"Tenant auditors only"}',
		}));
		const {code, stderr} = await call('users/me');
		expect(code).toBe(1);
		expect(stderr).toContain('FAILURE_UNAUTHORIZED_USER_ACTION Tenant auditors only');
		expect(stderr).toContain('Your user lacks the role');
		expect(tenant.counters.refreshes).toBe(1);
	});

	test('401 to a request with a body: it is sent once more with the same body and the new token.', async () => {
		const {api, home, env, tenant} = await signedInWithApi((_, count) => ({
			status: count === 1 ? 401 : 200,
		}));
		const before = storedSession(home).accessToken;
		const {code} = await run(['api', 'tasks', '--input', '-'], {home, env, input: '{"a":1}'});
		expect(code).toBe(0);
		expect(api.requests.map(({headers, body}) => [headers.authorization, body.toString()])).toEqual(
			[before, storedSession(home).accessToken].map(token => [
				`AnaplanAuthToken ${token}`,
				'{"a":1}',
			]),
		);
		expect(tenant.counters.refreshes).toBe(1);
	});

	test('may come to nobody: a reader that goes away ends the command quietly.', async () => {
		const tenant = await practiceTenant({modelCount: 5000});
		const home = await signedInHome(tenant);
		for (const words of [['models'], ['models', '--paginate']]) {
			const {code, stdout, stderr} = await run([process.execPath, builtProgram, 'api', ...words], {
				home,
				command: ['/bin/bash', '-c', 'set -o pipefail; "$@" | head -c 5', 'bash'],
			});
			expect({code, stderr}).toEqual({code: 0, stderr: ''});
			expect(stdout).toBe('{"met');
		}
	});
});

describe('an address that the token is not for is wrong usage', () => {
	test.each([
		['with a client', {}],
		['without any client', {ANAPLAN_CLIENT_ID: '', ANAPLAN_CLIENT_SECRET: ''}],
	])('also for whoever is signed out, %s.', async (_, env) => {
		const tenant = await practiceTenant();
		const home = tempHome();
		for (const path of ['https://evil.example/2/0/users/me', '/2/0/../../oauth/token']) {
			expect(
				await run(['api', path], {home, env: {...tenantVariables(tenant), ...env}}),
			).toMatchObject({
				code: 2,
				stdout: '',
			});
		}

		expect(
			await run(['api', 'users/me'], {home, env: {...tenantVariables(tenant), ...env}}),
		).toMatchObject({
			code: 4,
			stdout: '',
		});
		expect(tenant.requests).toHaveLength(0);
	});

	test('also where the token could not be refreshed.', async () => {
		const tenant = await practiceTenant({scenarios: [{name: 'serverError', endpoint: 'token'}]});
		const home = await signedInHome(tenant, {leftS: 0});
		const {code} = await run(['api', 'https://evil.example/2/0/users/me'], {home});
		expect(code).toBe(2);
		expect(tenant.requests).toHaveLength(0);
	});
});

describe('patience', () => {
	test.each(['seconds', 'date'] as const)(
		'429 with Retry-After as %s is waited for, and told.',
		async as => {
			const tenant = await practiceTenant({
				scenarios: [{name: 'rateLimited', endpoint: 'users/me', retryAfterS: 1, as, times: 1}],
			});
			const home = await signedInHome(tenant);
			const {code, stdout, stderr} = await run(['api', 'users/me'], {home});
			expect(code).toBe(0);
			expect(JSON.parse(stdout).user.firstName).toBe('Pat');
			expect(stderr).toMatch(/^anaplan-tui: Anaplan is busy; trying again in [01] s …\n$/);
			const [first, second] = tenant.requests;
			expect(tenant.requests).toHaveLength(2);
			// A date has whole seconds, so that the wait may be shorter.
			expect(second!.at - first!.at).toBeGreaterThanOrEqual(as === 'date' ? 0 : 1000);
		},
	);

	test.each([['api', 'users/me'], ['whoami'], ['validate']])(
		'%s, answered 429 without Retry-After, is tried again after a moment.',
		async (...words) => {
			const endpoint = words[0] === 'validate' ? 'validate' : 'users/me';
			const tenant = await practiceTenant({
				scenarios: [{name: 'rateLimited', endpoint, as: 'nothing', times: 1}],
			});
			const home = await signedInHome(tenant);
			const {code, stderr} = await run(words, {home});
			expect({code, stderr}).toEqual({
				code: 0,
				stderr: 'anaplan-tui: Anaplan is busy; trying again in 1 s …\n',
			});
			expect(tenant.requests).toHaveLength(2);
		},
	);

	test('what changes something is not sent again where Anaplan does not say how long to wait.', async () => {
		const {api, call} = await signedInWithApi(() => ({status: 429}));
		expect(await call('users/me', '-X', 'POST')).toMatchObject({code: 75});
		expect(api.requests).toHaveLength(1);
	});

	test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
		'%s without a reply is said to have been carried out, perhaps.',
		async method => {
			const tenant = await practiceTenant({scenarios: [{name: 'cut', endpoint: 'users/me'}]});
			const home = await signedInHome(tenant);
			const {code, stdout, stderr} = await run(['api', 'users/me', '-X', method], {home});
			expect({code, stdout}).toEqual({code: 75, stdout: ''});
			expect(stderr).toContain(`The ${method} may have been carried out all the same.`);
			expect(stderr).toContain('before you send it again');
			expect(tenant.requests).toHaveLength(1);
		},
	);

	test('POST that never left, and GET without a reply, are for later.', async () => {
		const tenant = await practiceTenant({scenarios: [{name: 'cut', endpoint: 'users/me'}]});
		const home = await signedInHome(tenant);
		expect(await run(['api', 'users/me'], {home})).toMatchObject({code: 75});
		const env = {ANAPLAN_API_URL: 'http://127.0.0.1:9'};
		expect(await run(['api', 'users/me', '-X', 'POST'], {home, env})).toMatchObject({code: 75});
	});

	test.each(['CONNECT', 'trace'])('-X %s is wrong usage and sends nothing.', async method => {
		const {api, call} = await signedInWithApi();
		expect(await call('users/me', '-X', method)).toMatchObject({code: 2, stdout: ''});
		expect(api.requests).toHaveLength(0);
	});

	test('a wait beyond a minute is left to the caller, with its length.', async () => {
		const tenant = await practiceTenant({
			scenarios: [{name: 'rateLimited', endpoint: 'users/me', retryAfterS: 300}],
		});
		const home = await signedInHome(tenant);
		const {code, stdout, stderr} = await run(['api', 'users/me'], {home});
		expect(code).toBe(75);
		expect(JSON.parse(stdout).error).toBe('too_many_requests');
		expect(stderr).toContain('Wait 5 min 0 s and try again.');
		expect(tenant.requests).toHaveLength(1);
	});
});

describe('pages', () => {
	test('of any size are joined into one document, whatever next says.', async () => {
		const tenant = await practiceTenant({modelCount: 2345, largestPage: 1000});
		const home = await signedInHome(tenant);
		const {code, stdout, stderr} = await run(['api', 'models?modelDetails=true', '--paginate'], {
			home,
		});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
		const {meta, models, status} = JSON.parse(stdout);
		expect(models).toHaveLength(2345);
		expect(new Set(models.map(({id}: {id: string}) => id)).size).toBe(2345);
		expect(models[2344].memoryUsage).toBe(344_000_000);
		expect(meta.paging).toEqual({currentPageSize: 2345, totalSize: 2345, offset: 0});
		expect(status).toEqual({code: 200, message: 'Success'});
		expect(tenant.requests).toHaveLength(3);
	});

	test('of a list that fits into one, of an empty one, and of no list at all take one request.', async () => {
		const tenant = await practiceTenant({workspaceCount: 2, modelCount: 0});
		const home = await signedInHome(tenant);
		const data = async (what: string) =>
			JSON.parse((await run(['api', what, '--paginate'], {home})).stdout);
		expect((await data('workspaces')).workspaces).toHaveLength(2);
		expect((await data('models')).models).toEqual([]);
		expect((await data('users/me')).user.firstName).toBe('Pat');
		expect(tenant.requests).toHaveLength(3);
	});

	test('that break off in the middle print nothing of what came before.', async () => {
		const tenant = await practiceTenant({modelCount: 20, largestPage: 10});
		const home = await signedInHome(tenant);
		tenant.setScenario(
			{name: 'slow', delayMs: 0, endpoint: 'models', times: 1},
			{name: 'serverError', endpoint: 'models'},
		);
		const {code, stdout, stderr} = await run(['api', 'models', '--paginate'], {home});
		expect({code, stdout}).toEqual({code: 75, stdout: ''});
		expect(stderr).toContain('Anaplan has an error of its own');
	});

	test('whose token ends in the middle go on with a new one.', async () => {
		const tenant = await practiceTenant({modelCount: 30, largestPage: 10});
		const home = await signedInHome(tenant);
		tenant.setScenario(
			{name: 'slow', delayMs: 0, endpoint: 'models', times: 1},
			{name: 'unauthorized', endpoint: 'models', times: 1},
		);
		const {code, stdout} = await run(['api', 'models', '--paginate'], {home});
		expect(code).toBe(0);
		expect(JSON.parse(stdout).models).toHaveLength(30);
		expect(tenant.counters.refreshes).toBe(1);
	});
});

test('A server that nobody reaches is named, with exit code 75.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const {code, stdout, stderr} = await run(['api', 'users/me'], {
		home,
		env: {ANAPLAN_API_URL: 'http://127.0.0.1:9'},
	});
	expect({code, stdout}).toEqual({code: 75, stdout: ''});
	expect(stderr).toContain('127.0.0.1:9 could not be reached: nothing answers there.');
});
