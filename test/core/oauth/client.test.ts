import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	draftOf,
	emptyDraft,
	hostOverrides,
	readClient,
	trimPasted,
} from '../../../source/core/oauth/client.ts';
import {Secret} from '../../../source/core/secret.ts';
import {cpuMs} from '../../helpers/cpu-time.ts';
import {client, clientWith, draft} from '../../helpers/samples.ts';

const faultsOf = (changes: Partial<typeof draft>) => {
	const read = readClient({...draft, ...changes});
	return read.ok ? [] : read.problem.map(({field}) => field);
};

const secretOf = (value: string) => new Secret('client secret', value);

describe('a client draft', () => {
	test('that is complete gives the client with the hosts of its region', () => {
		expect(client).toMatchObject({
			grant: 'authorization_code',
			clientId: 'client-1',
			region: 'us1',
			hosts: {
				oauth: 'https://us1a.app.anaplan.com',
				auth: 'https://auth.anaplan.com',
				api: 'https://api.anaplan.com',
			},
		});
	});

	test('that is empty lacks exactly the client ID and secret', () => {
		const read = readClient(emptyDraft);
		expect(read).toEqual({
			ok: false,
			problem: [
				{field: 'clientId', message: 'The client ID is missing.'},
				{field: 'clientSecret', message: 'The client secret is missing.'},
			],
		});
	});

	test('names every fault at once, in the order of the fields', () => {
		expect(
			faultsOf({
				clientId: '',
				clientSecret: secretOf(''),
				region: 'xx9',
				redirectUri: '',
				scope: '',
				hosts: {api: 'ftp://x'},
			}),
		).toEqual(['clientId', 'clientSecret', 'region', 'redirectUri', 'scope', 'hosts']);
	});

	test('may be pasted with spaces, line breaks and quotes around the values', () => {
		const read = clientWith({
			clientId: ' "YdxBzw7Lmrn43T28vH2wR4wvQ6XYcw46"\n',
			clientSecret: secretOf('\t‘s3cr3t’ '),
			redirectUri: '<https://www.anaplan.com>',
			region: 'https://eu3.app.anaplan.com/home',
			scope: '  openid,email\n offline_access ',
		});
		expect(read).toMatchObject({
			clientId: 'YdxBzw7Lmrn43T28vH2wR4wvQ6XYcw46',
			redirectUri: 'https://www.anaplan.com',
			region: 'eu3',
			scope: 'openid email offline_access',
		});
		expect(read.clientSecret.reveal()).toBe('s3cr3t');
	});

	test.each(['with space', 'zero\u200Bwidth', 'ümlaut', 'line\nbreak', 'x'.repeat(1025)])(
		'has no client ID or secret like %j',
		value => {
			expect(faultsOf({clientId: value})).toEqual(['clientId']);
			expect(faultsOf({clientSecret: secretOf(value)})).toEqual(['clientSecret']);
		},
	);

	test('never repeats the secret in what it says is wrong', () => {
		const read = readClient({...draft, clientSecret: secretOf('my secret ü')});
		expect(JSON.stringify(read)).not.toContain('my secret');
	});

	test.each([
		['www.anaplan.com', 'complete address'],
		['https://', 'complete address'],
		['not an address', 'complete address'],
		['https://www.ana plan.com', 'complete address'],
		['https://www.anaplan.com\u0000', 'complete address'],
		['https:www.anaplan.com', 'complete address'],
		['https:/www.anaplan.com', 'complete address'],
		['https:\\\\www.anaplan.com', 'complete address'],
		['localhost:5000/callback', 'complete address'],
		['javascript:alert(1)', 'complete address'],
		['data:text/html,x', 'complete address'],
		['javascript://www.anaplan.com/%0Aalert(1)', 'must begin with https://'],
		['ftp://www.anaplan.com', 'must begin with https://'],
		['http://www.anaplan.com', 'must begin with https://'],
		['http://127.0.0.1.evil.example/', 'must begin with https://'],
		['https://pat:pw@www.anaplan.com', 'user name'],
		['https://www.anaplan.com/#x', '# part'],
		['https://www.anaplan.com#', '# part'],
	])('has no redirect URI like %j', (redirectUri, words) => {
		const read = readClient({...draft, redirectUri});
		expect(read).toMatchObject({
			ok: false,
			problem: [{field: 'redirectUri', message: expect.stringContaining(words)}],
		});
	});

	test.each([
		'https://www.anaplan.com',
		'https://www.anaplan.com/',
		'https://Example.com/CB?x=1',
		'HTTPS://www.anaplan.com',
		'http://localhost:5000/callback',
		'http://127.0.0.1:5000/callback',
		'http://[::1]:5000/callback',
	])(
		'keeps the redirect URI %s letter by letter, for it must equal the registered one',
		redirectUri => {
			expect(clientWith({redirectUri}).redirectUri).toBe(redirectUri);
		},
	);

	test.each(['open"id', 'open\\id', 'ópenid', 'a\u0007b'])(
		'has no scope like %j (RFC 6749 §3.3)',
		scope => {
			expect(faultsOf({scope})).toEqual(['scope']);
		},
	);

	test('takes base URLs of its own for single hosts, and keeps the rest of the region', () => {
		const own = clientWith({hosts: {oauth: 'http://127.0.0.1:4000/'}});
		expect(own.hosts).toEqual({
			oauth: 'http://127.0.0.1:4000',
			auth: 'https://auth.anaplan.com',
			api: 'https://api.anaplan.com',
		});
		expect(hostOverrides(own)).toEqual({oauth: 'http://127.0.0.1:4000'});
	});

	test('names the variable whose base URL is wrong', () => {
		const read = readClient({...draft, hosts: {auth: 'http://evil.example'}});
		expect(read).toMatchObject({
			ok: false,
			problem: [{field: 'hosts', message: expect.stringContaining('ANAPLAN_AUTH_URL')}],
		});
	});

	test('made of a client gives that client again', () => {
		const own = clientWith({region: 'eu3', hosts: {api: 'https://proxy.example'}});
		expect(readClient(draftOf(own))).toEqual({ok: true, value: own});
	});

	test('of any text is judged without an exception', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (one, two) => {
				readClient({
					grant: 'authorization_code',
					clientId: one,
					clientSecret: secretOf(two),
					region: one,
					redirectUri: two,
					scope: one,
					hosts: {api: two},
				});
			}),
		);
	});
});

describe('trimming what was pasted', () => {
	test('leaves the inside alone', () => {
		expect(trimPasted(' "it\'s "inside"" \n')).toBe('it\'s "inside');
		expect(trimPasted('“”')).toBe('');
	});

	test('takes no longer for 500 kB of blanks', () => {
		const text = `a${' '.repeat(500_000)}b`;
		expect(trimPasted(text)).toHaveLength(500_002);
		expect(cpuMs(() => trimPasted(text))).toBeLessThan(1000);
	});
});
