import {createServer, type TlsOptions} from 'node:tls';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createAnaplanHttp} from '../../source/adapters/anaplan-http.ts';
import type {Problem} from '../../source/core/problem.ts';
import {epochMs} from '../../source/core/time.ts';
import {authority, authorityFile, certified} from '../helpers/certificates.ts';
import {run, serve} from './helpers.ts';

type Options = Partial<Parameters<typeof createAnaplanHttp>[0]>;

const httpWith = (options: Options = {}) =>
	createAnaplanHttp({
		now: () => epochMs(42),
		systemCertificates: async () => undefined,
		...options,
	});

async function send(url: string, options: Options = {}) {
	return httpWith(options).send({method: 'GET', url});
}

async function problemOf(url: string, options: Options = {}): Promise<Problem> {
	const reply = await send(url, options);
	if (reply.ok) {
		throw new Error('There was a reply.');
	}

	expect(reply.problem).toMatchObject({code: 'tls_untrusted', exitCode: 1, reached: 'no'});
	return reply.problem;
}

const ok: Parameters<typeof serve>[0] = (_request, response) => response.end('{"a":1}');

describe('a certificate that is not trusted', () => {
	test('of a company that opens TLS is told with host, reason, issuer and root, and the way out', async () => {
		const {url, port} = await serve(ok, certified('inspected'));
		const {message, cause, hint} = await problemOf(url);
		expect(message).toBe(
			`The certificate of localhost:${port} is not trusted: its issuer is not among the trusted authorities. It was issued by “Contoso TLS Inspection CA” (root “Contoso Root CA”).`,
		);
		expect(cause).toContain('22.15');
		expect(hint).toBe(
			'If “Contoso Root CA” belongs to your company, set NODE_EXTRA_CA_CERTS to its PEM file.',
		);
	});

	test('says that the file named by NODE_EXTRA_CA_CERTS does not help, when there is one', async () => {
		const {url} = await serve(ok, certified('inspected'));
		const {hint} = await problemOf(url, {extraCertificatesFile: '/etc/corp.pem'});
		expect(hint).toContain('NODE_EXTRA_CA_CERTS is set to /etc/corp.pem');
	});

	test('of another name, expired, or signed by itself is told as such', async () => {
		const systemCertificates = async () => [authority()];
		for (const [name, reason, issuer] of [
			['other-name', 'it was made for another name', 'Contoso TLS Inspection CA'],
			['expired', 'it has expired', 'Contoso TLS Inspection CA'],
			['hostile', 'it is signed by nobody but itself', 'Evil [31mCA ]52;c;ZXZpbA== AC live'],
		] as const) {
			const {url} = await serve(ok, certified(name));
			const {message} = await problemOf(url, {systemCertificates});
			expect(message).toContain(`is not trusted: ${reason}.`);
			expect(message).toContain(`issued by “${issuer}”`);
			expect(message).not.toMatch(/[\p{Cc}\u202e]/u);
		}
	});
});

describe('the certificates of the system', () => {
	test('are asked for once, when it matters first, and nothing is sent twice', async () => {
		let asked = 0;
		let visits = 0;
		const http = httpWith({
			systemCertificates: async () => {
				asked++;
				return [authority()];
			},
		});
		const {url} = await serve((_request, response) => {
			visits++;
			response.end('{}');
		}, certified('inspected'));
		for (const round of [1, 2, 3]) {
			expect(await http.send({method: 'POST', url, json: {a: 'b'}})).toMatchObject({ok: true});
			expect({asked, visits}).toEqual({asked: 1, visits: round});
		}
	});

	test('that do not help are said to have been tried', async () => {
		const {url} = await serve(ok, certified('inspected'));
		const {cause} = await problemOf(url, {systemCertificates: async () => []});
		expect(cause).toContain('neither Node.js nor this computer trusts it');
	});

	test('are not asked for a wrong name or a date, which they cannot mend', async () => {
		const {url} = await serve(ok, {...certified('hostile')});
		const {url: plain} = await serve(ok);
		let asked = 0;
		const systemCertificates = async () => {
			asked++;
			return undefined;
		};
		await send(plain, {systemCertificates});
		expect(asked).toBe(0);
		await send(url, {systemCertificates});
		expect(asked).toBe(1);
	});
});

test('NODE_EXTRA_CA_CERTS makes it trusted; NODE_TLS_REJECT_UNAUTHORIZED=0 makes nothing trusted', async () => {
	const {url} = await serve(ok, certified('inspected'));
	const program = `import {createAnaplanHttp} from '@/adapters/anaplan-http.ts';
		const http = createAnaplanHttp({now: Date.now as never});
		const reply = await http.send({method: 'GET', url: '${url}'});
		console.log(reply.ok ? reply.value.status : reply.problem.code);`;
	const trusting = run(program, {NODE_EXTRA_CA_CERTS: authorityFile});
	const careless = run(program, {NODE_TLS_REJECT_UNAUTHORIZED: '0'});
	await Promise.all([trusting.ended, careless.ended]);
	expect(trusting.output()).toBe('200\n');
	expect(careless.output()).toContain('tls_untrusted');
});

describe('an old version of TLS', () => {
	// Below TLS 1.2 OpenSSL wants to be told that it may.
	const serveTls = async (options: TlsOptions) => {
		const server = createServer({
			...certified('inspected'),
			ciphers: 'DEFAULT@SECLEVEL=0',
			...options,
		});
		server.on('secureConnection', socket => socket.end('HTTP/1.1 200 OK\r\n\r\n{}'));
		server.on('tlsClientError', () => undefined);
		await new Promise<void>(resolve => {
			server.listen(0, '127.0.0.1', resolve);
		});
		onTestFinished(() => {
			server.close();
		});
		return `https://localhost:${(server.address() as {port: number}).port}/`;
	};

	test('is refused and named', async () => {
		const url = await serveTls({minVersion: 'TLSv1', maxVersion: 'TLSv1.1'});
		const {message} = await problemOf(url);
		expect(message).toMatch(
			/^No secure connection to localhost:\d+: it speaks only versions of TLS older than 1\.2\.$/,
		);
	});

	test('is refused even where Node was told to allow it; 1.2 is taken', async () => {
		const old = await serveTls({minVersion: 'TLSv1', maxVersion: 'TLSv1.1'});
		const good = await serveTls({minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2'});
		const program = run(
			`import {createAnaplanHttp} from '@/adapters/anaplan-http.ts';
			const http = createAnaplanHttp({now: Date.now as never});
			for (const url of ['${old}', '${good}']) {
				const reply = await http.send({method: 'GET', url});
				console.log(reply.ok ? reply.value.status : reply.problem.code);
			}`,
			{
				NODE_EXTRA_CA_CERTS: authorityFile,
				NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0',
			},
		);
		await program.ended;
		expect(program.output()).toBe('tls_untrusted\n200\n');
	});
});
