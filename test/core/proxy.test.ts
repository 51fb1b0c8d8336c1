import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';
import {proxyFor} from '../../source/core/proxy.ts';

const anaplan = 'https://api.anaplan.com/2/0/users/me';

/** The name of the proxy, `straight`, or the message of the Problem. */
function way(url: string, variables: Record<string, string>): string {
	const proxy = proxyFor(new URL(url), variables);
	return proxy.ok ? (proxy.value?.name ?? 'straight') : proxy.problem.message;
}

describe('which proxy', () => {
	test.each([
		[{}, 'straight'],
		[{HTTPS_PROXY: 'http://proxy.corp:8080'}, 'proxy.corp:8080'],
		[{HTTPS_PROXY: 'proxy.corp:8080'}, 'proxy.corp:8080'],
		[{HTTPS_PROXY: ' "http://proxy.corp:8080/"\n'}, 'proxy.corp:8080'],
		[{https_proxy: 'http://lower:1', HTTPS_PROXY: 'http://upper:1'}, 'lower:1'],
		[{https_proxy: '', HTTPS_PROXY: 'http://upper:1'}, 'upper:1'],
		[{HTTP_PROXY: 'http://plain:1'}, 'straight'],
		[{ALL_PROXY: 'http://all:1'}, 'all:1'],
		[{all_proxy: 'http://all:1', HTTPS_PROXY: 'http://own:1'}, 'own:1'],
		[{HTTPS_PROXY: 'https://secure.corp'}, 'secure.corp'],
		[{HTTPS_PROXY: 'http://[fd00::1]:3128'}, '[fd00::1]:3128'],
	] as Array<[Record<string, string>, string]>)('%j leads to %s', (variables, expected) => {
		expect(way(anaplan, variables)).toBe(expected);
	});

	test('plain http, which only this computer speaks, has its own variable', () => {
		const variables = {HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:2'};
		expect(way('http://127.0.0.1:5000/', variables)).toBe('127.0.0.1:1');
	});

	test('another computer is not asked for this one', () => {
		const remote = {ALL_PROXY: 'http://proxy.corp:8080'};
		for (const url of ['http://127.0.0.1:1/', 'https://localhost:1/', 'http://[::1]:1/']) {
			expect(way(url, remote)).toBe('straight');
		}
	});
});

describe('NO_PROXY', () => {
	const excepts = (entry: string, url = anaplan) =>
		way(url, {HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: entry}) === 'straight';

	test.each([
		'*',
		'anaplan.com',
		'.anaplan.com',
		'*.anaplan.com',
		'*anaplan.com',
		'api.anaplan.com',
		'API.Anaplan.COM',
		'api.anaplan.com.',
		'api.anaplan.com:443',
		'anaplan.com:443',
		'localhost, 127.0.0.1,anaplan.com',
		'localhost anaplan.com',
		'other,*',
		' .anaplan.com ,',
	])('%j excepts api.anaplan.com', entry => {
		expect(excepts(entry)).toBe(true);
	});

	test.each([
		'',
		',',
		'.',
		'plan.com',
		'xapi.anaplan.com',
		'anaplan.com.evil.example',
		'anaplan.com:8443',
		'api',
		'*.com.evil',
		'::1',
		'com:80',
	])('%j does not', entry => {
		expect(excepts(entry)).toBe(false);
	});

	test.each(['::1', '[::1]', '[::1]:8443', '0:0:0:0:0:0:0:1', '127.0.0.1,::1'])(
		'%j excepts the IPv6 address',
		entry => {
			expect(excepts(entry, 'https://[::1]:8443/')).toBe(true);
		},
	);

	test.each(['::2', '[::1]:443', '[::'])('%j does not except it', entry => {
		expect(excepts(entry, 'https://[::1]:8443/')).toBe(false);
	});

	test('in lower case counts first', () => {
		const variables = {HTTPS_PROXY: 'http://p:1', no_proxy: 'anaplan.com', NO_PROXY: 'other'};
		expect(way(anaplan, variables)).toBe('straight');
	});
});

describe('an address that is none', () => {
	test.each([
		['socks5://proxy.corp:1080', 'only proxies that speak HTTP'],
		['http:///', 'cannot be read'],
		['http://proxy corp:8080', 'cannot be read'],
		['http://proxy:99999', 'cannot be read'],
		['http://me:pass/word-sentinel@proxy:8080', 'cannot be read'],
		['http://me:8/word-sentinel@proxy', 'it has a path'],
		['http://me:100%-sentinel@proxy:8080', 'is written as %25'],
		['http://proxy:8080/proxy.pac', 'it has a path'],
	])('%s is wrong usage, and is not repeated', (address, why) => {
		const proxy = proxyFor(new URL(anaplan), {HTTPS_PROXY: address});
		expect(proxy).toMatchObject({ok: false, problem: {code: 'usage', exitCode: 2}});
		const said = inspect(proxy, {depth: 9});
		expect(said).toContain(why);
		expect(said).toContain('HTTPS_PROXY');
		expect(said).not.toContain('sentinel');
		expect(said).not.toContain(address);
	});
});

test('user and password are kept, and never printed', () => {
	const proxy = proxyFor(new URL(anaplan), {https_proxy: 'http://me:p%40ss-sentinel@proxy:8080'});
	expect(inspect(proxy, {depth: 9}) + JSON.stringify(proxy)).not.toMatch(/sentinel|me:p/);
	expect(proxy).toMatchObject({
		ok: true,
		value: {name: 'proxy:8080', source: 'https_proxy', hasPassword: true},
	});
	expect(proxy.ok && proxy.value?.address.reveal()).toBe('http://me:p%40ss-sentinel@proxy:8080/');
});
