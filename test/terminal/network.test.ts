import {spawnSync} from 'node:child_process';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {type AddressInfo, connect} from 'node:net';
import path from 'node:path';
import {createServer as createTlsServer} from 'node:tls';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {loadedBy, packagesIn, readMetafile} from '../helpers/bundle.ts';
import {authorityFile, certified} from '../helpers/certificates.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {startProxy} from '../helpers/proxy.ts';
import {run} from '../helpers/run.ts';
import {hostVariables, practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {storedSecrets} from '../helpers/stored.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {shown} from './sign-in.ts';

/** The tenant behind TLS, with a certificate of the company that opens it; gives the variables that lead there. */
async function behindTls({port}: PracticeTenant, name: Parameters<typeof certified>[0]) {
	const server = createTlsServer(certified(name), socket => {
		const onward = connect(port, '127.0.0.1');
		socket.on('error', () => onward.destroy());
		onward.on('error', () => socket.destroy());
		socket.pipe(onward).pipe(socket);
	});
	server.on('tlsClientError', () => undefined);
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.close();
	});
	const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
	return {ANAPLAN_OAUTH_URL: origin, ANAPLAN_AUTH_URL: origin, ANAPLAN_API_URL: origin};
}

describe('a certificate', () => {
	test('of a company that opens TLS works once NODE_EXTRA_CA_CERTS names its authority', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const env = await behindTls(tenant, 'inspected');
		const refused = await run(['whoami'], {home, env});
		expect(refused).toMatchObject({code: 1, stdout: ''});
		expect(refused.stderr).toMatch(
			/The certificate of localhost:\d+ is not trusted: .* issued by “Contoso TLS Inspection CA” \(root “Contoso Root CA”\)\.\n/,
		);
		expect(refused.stderr).toContain('set NODE_EXTRA_CA_CERTS to its PEM file');
		expect(tenant.requests).toEqual([]);

		const trusting = {...env, NODE_EXTRA_CA_CERTS: authorityFile};
		expect(await run(['whoami'], {home, env: trusting})).toMatchObject({code: 0, stderr: ''});
		expect(await run(['refresh'], {home, env: trusting})).toMatchObject({code: 0, stderr: ''});
	});

	test.each([
		['other-name', 'it was made for another name'],
		['expired', 'it has expired'],
		['hostile', 'it is signed by nobody but itself'],
	] as const)('%s is refused even when its authority is trusted', async (name, reason) => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const env = {...(await behindTls(tenant, name)), NODE_EXTRA_CA_CERTS: authorityFile};
		const {code, stderr} = await run(['refresh'], {home, env});
		expect(code).toBe(1);
		expect(stderr).toContain(reason);
		expect(stderr).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
		expect(tenant.requests).toEqual([]);
	});

	test('is explained on the screens too', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const terminal = openTerminal([], {home, env: await behindTls(tenant, 'inspected')});
		await terminal.waitFor('Contoso TLS Inspection CA');
	});
});

describe('a proxy', () => {
	test('carries every request of every command, sign-in and refresh among them', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: -5});
		const tls = await behindTls(tenant, 'inspected');
		const proxy = await startProxy({credentials: {user: 'me', password: 'sentinel-of-the-proxy'}});
		const env = {...tls, NODE_EXTRA_CA_CERTS: authorityFile, HTTPS_PROXY: proxy.url};
		for (const words of [['whoami'], ['validate'], ['api', 'users/me'], ['logout']]) {
			const before = proxy.asked.length;
			const {code, stderr, stdout} = await run(words, {home, env});
			expect({words, code, stderr}).toEqual({words, code: 0, stderr: ''});
			expect(proxy.asked.length).toBeGreaterThan(before);
			expectNoSecrets(['sentinel-of-the-proxy'], stdout);
		}

		expect(tenant.requests.length).toBe(proxy.asked.length);
		expect(tenant.counters.refreshes).toBe(1);
		const host = new URL(tls.ANAPLAN_API_URL).host;
		expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${host}`]));
	});

	test('that wants a password, is not there or cannot be read is named, and its password never', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const tls = await behindTls(tenant, 'inspected');
		const proxy = await startProxy({credentials: {user: 'me', password: 'right'}});
		const password = 'sentinel-of-the-proxy';
		for (const [address, code, said] of [
			[
				`http://me:${password}@127.0.0.1:${proxy.port}`,
				1,
				`The proxy 127.0.0.1:${proxy.port} does not accept`,
			],
			[`http://me:${password}@127.0.0.1:9`, 75, 'The proxy 127.0.0.1:9 could not be reached'],
			[`socks5://me:${password}@127.0.0.1:9`, 2, 'HTTPS_PROXY holds no usable address'],
		] as const) {
			const env = {...tls, HTTPS_PROXY: address, NODE_DEBUG: 'http,net', DEBUG: '*'};
			const plain = await run(['whoami'], {home, env});
			expect(plain.code).toBe(code);
			expect(plain.stderr).toContain(said);
			const json = await run(['whoami', '--json'], {home, env});
			expect(json.code).toBe(code);
			expectNoSecrets([password, ...storedSecrets(home)], plain.stderr, json.stdout, json.stderr);
		}

		expect(tenant.requests).toEqual([]);
	});

	test('is not used where NO_PROXY says so, nor ever by the demo', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const proxy = await startProxy();
		const env = {HTTP_PROXY: proxy.url, http_proxy: proxy.url, ALL_PROXY: proxy.url};
		expect(await run(['whoami'], {home, env: {...env, NO_PROXY: '127.0.0.1'}})).toMatchObject({
			code: 0,
		});
		expect(await run(['demo', '--plain'], {env})).toMatchObject({code: 0, stderr: ''});
		expect(proxy.asked).toEqual([]);
		expect(await run(['whoami'], {home, env})).toMatchObject({code: 0, stderr: ''});
		expect(proxy.asked).toEqual([`GET ${tenant.origin}/2/0/users/me`]);
	});

	test('costs nothing where none is set: its agent is not even loaded', async () => {
		const packages = packagesIn(readMetafile(), loadedBy(['demo', '--plain']).files);
		expect([...packages.keys()]).toContain('got');
		expect([...packages.keys()]).not.toContain('https-proxy-agent');
	});
});

describe('--log', () => {
	const linesOf = (file: string) =>
		readFileSync(file, 'utf8')
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));

	test('lists every request in a line of its own, in a file for this user alone', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant, {leftS: -5});
		const file = path.join(home, 'requests.log');
		const {code, stdout, stderr} = await run(['--log', file, 'whoami'], {home});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toContain('pat.practice@example.com');
		await run(['api', 'users/me?secret=sentinel', '--log', 'requests.log'], {home});
		const host = `127.0.0.1:${tenant.port}`;
		expect(linesOf(file)).toEqual(
			[
				{method: 'POST', path: '/oauth/token', status: 200},
				{method: 'GET', path: '/2/0/users/me', status: 200},
				{method: 'GET', path: '/2/0/users/me', status: 200},
			].map(line => ({
				...line,
				host,
				time: expect.stringMatching(/^\d{4}-.*Z$/),
				pid: expect.any(Number),
				sentBytes: expect.any(Number),
				receivedBytes: expect.any(Number),
				durationMs: expect.any(Number),
			})),
		);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expectNoSecrets([...storedSecrets(home), 'secret=sentinel'], readFileSync(file, 'utf8'));
	});

	test('lists what got no reply, and the screens’ and the demo’s requests', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const file = path.join(home, 'requests.log');
		const terminal = openTerminal(['--log', file], {home});
		await terminal.waitFor(shown.profile);
		terminal.press('q');
		await terminal.exit();
		await tenant.close();
		await run(['whoami', '--log', file], {home, env: hostVariables(tenant)});
		expect(linesOf(file)).toMatchObject([
			{path: '/2/0/users/me', status: 200},
			{path: '/2/0/users/me', problem: 'network_unreachable', reached: 'no'},
		]);
		await run(['demo', '--plain', '--log', file], {home});
		expect(linesOf(file).length).toBeGreaterThan(6);
		expect(readFileSync(file, 'utf8')).not.toMatch(/practice-|eyJhbGciOi/);
	});

	test('that cannot be opened ends with 2 before anything is sent', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		for (const file of ['', '/dev/null', path.join(home, 'none', 'log'), home]) {
			const {code, stdout, stderr} = await run(['refresh', '--log', file], {home});
			expect({code, stdout}).toEqual({code: 2, stdout: ''});
			expect(stderr).toContain('The log file');
		}

		const json = await run(['whoami', '--json', '--log', home], {home});
		expect(json.code).toBe(2);
		expect(JSON.parse(json.stdout).error.code).toBe('usage');
		expect(tenant.requests).toEqual([]);
	});

	test('that fails later breaks nothing, and is told', async () => {
		const tenant = await practiceTenant();
		const home = await signedInHome(tenant);
		const file = path.join(home, 'full.log');
		writeFileSync(file, 'x'.repeat(1024));
		const {code, stdout, stderr} = await run(
			[process.execPath, builtProgram, 'whoami', '--log', file],
			{
				home,
				command: ['bash', '-c', `trap '' XFSZ; ulimit -f 1; exec "$0" "$@"`],
			},
		);
		expect(code).toBe(0);
		expect(stdout).toContain('pat.practice');
		expect(stderr).toMatch(/Lines are missing in the log: .*EFBIG/);
	});

	test('is documented wherever it can be given', async () => {
		for (const words of [[], ['token'], ['exec']]) {
			const {stdout} = await run([...words, '--help'], {home: tempHome()});
			expect(stdout).toContain('--log <file>');
		}
	});
});

// A network of its own, with nothing in it, is what Linux gives to whoever may have one.
const apart = ['unshare', '--map-root-user', '--net'] as const;
describe.runIf(spawnSync(apart[0], [...apart.slice(1), 'true']).status === 0)(
	'without any network',
	() => {
		const offline = async (words: readonly string[], home: string) =>
			run(words, {home, command: [...apart, process.execPath, builtProgram]});

		test('what is stored is told as ever.', async () => {
			const home = await signedInHome(await practiceTenant());
			for (const words of [['status', '--all'], ['token'], ['profiles']]) {
				expect(await offline(words, home)).toMatchObject({code: 0, stderr: ''});
			}
		});

		test.each(['whoami', 'refresh', 'workspaces'])(
			'%s says that there is none and ends with 75.',
			async word => {
				const home = await signedInHome(await practiceTenant());
				const {code, stdout, stderr} = await offline([word], home);
				expect({code, stdout}).toEqual({code: 75, stdout: ''});
				expect(stderr).toContain('could not be reached: this computer has no network.');
			},
		);
	},
);
