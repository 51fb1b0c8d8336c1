import {describe, expect, test} from 'vitest';
import {
	findRegion,
	readBaseUrl,
	regionFromText,
	regions,
} from '../../../source/core/anaplan/region.ts';

// Anaplan's official list of hosts: code, OAuth host, authentication host, API host.
const official = `
us1 us1a.app.anaplan.com auth.anaplan.com api.anaplan.com
us2 us1a.app.anaplan.com auth.anaplan.com api.anaplan.com
us5 us1a.app.anaplan.com auth.anaplan.com api.anaplan.com
us7 us1a.app.anaplan.com auth.anaplan.com api.anaplan.com
us9 us9.app.anaplan.com us9.auth.anaplan.com us9.api.anaplan.com
eu1 us1a.app.anaplan.com auth.anaplan.com api.anaplan.com
eu2 us1a.app.anaplan.com auth.anaplan.com api.anaplan.com
eu3 eu3.app.anaplan.com eu3.auth.anaplan.com eu3.api.anaplan.com
eu4 us1a.app.anaplan.com auth.anaplan.com api.anaplan.com
eu5 eu5.app.anaplan.com eu5.auth.anaplan.com eu5.api.anaplan.com
gb1 gb1.app.anaplan.com gb1.auth.anaplan.com gb1.api.anaplan.com
ap1 us1a.app.anaplan.com auth.anaplan.com api.anaplan.com
au1 au1a.app2.anaplan.com au1a.app2.anaplan.com api.au1a.app2.anaplan.com
ca1 ca1a.app.anaplan.com ca1a.auth.anaplan.com ca1a.api.anaplan.com
sg1 sg1.app.anaplan.com sg1.auth.anaplan.com sg1.api.anaplan.com
ae1 ae1.app.anaplan.com ae1.auth.anaplan.com ae1.api.anaplan.com
in1 in1.app.anaplan.com in1.auth.anaplan.com in1.api.anaplan.com
id1 id1.app.anaplan.com id1.auth.anaplan.com id1.api.anaplan.com
me1 me1.app.anaplan.com me1.auth.anaplan.com me1.api.anaplan.com`
	.trim()
	.split('\n');

describe('the regions', () => {
	test('and their hosts are those of Anaplan’s list, in its order', () => {
		expect(
			regions.map(({code, hosts: {oauth, auth, api}}) =>
				[code, oauth, auth, api].join(' ').replaceAll('https://', ''),
			),
		).toEqual(official);
		expect(regions).toHaveLength(19);
	});

	test('are twelve different sets of hosts', () => {
		expect(new Set(regions.map(({hosts}) => JSON.stringify(hosts))).size).toBe(12);
	});

	test.each(['us1', ' EU3 ', 'Au1\n'])('are found by a code like %j', code => {
		expect(findRegion(code)?.code).toBe(code.trim().toLowerCase());
	});

	test.each(['', 'us', 'us11', '__proto__', 'constructor'])('have no code like %j', code => {
		expect(findRegion(code)).toBeUndefined();
	});

	test.each([
		['https://eu3.app.anaplan.com/home?x#y', 'eu3'],
		['eu3.app.anaplan.com', 'eu3'],
		['https://EU5.APP.ANAPLAN.COM/', 'eu5'],
		['us1a.app.anaplan.com', 'us1'],
		['https://auth.anaplan.com/token/validate', 'us1'],
		['https://api.anaplan.com/2/0/users/me', 'us1'],
		['https://us5a.app.anaplan.com/', 'us5'],
		['https://us7a.app.anaplan.com/', 'us7'],
		['https://us9.api.anaplan.com', 'us9'],
		['https://eu1a.app.anaplan.com/', 'eu1'],
		['https://eu2a.app.anaplan.com/', 'eu2'],
		['https://eu4.app.anaplan.com/', 'eu4'],
		['https://ap1a.app.anaplan.com/', 'ap1'],
		['https://au1a.app2.anaplan.com/', 'au1'],
		['https://api.au1a.app2.anaplan.com/2/0', 'au1'],
		['https://ca1a.auth.anaplan.com', 'ca1'],
		['"https://gb1.api.anaplan.com"', 'gb1'],
		['<https://sg1.auth.anaplan.com>', 'sg1'],
		['https://me1.app.anaplan.com:443/x', 'me1'],
	])('are found by the address %s', (text, code) => {
		expect(regionFromText(text)?.code).toBe(code);
	});

	test.each([
		'https://www.anaplan.com',
		'https://evil.example/eu3.app.anaplan.com',
		'https://eu3.app.anaplan.com.evil.example',
		'https://eu3.app.anaplan.com@evil.example/',
		'https://xeu3.app.anaplan.com',
		'eu3',
		'',
	])('are told from the address %j only if it is one of theirs', text => {
		expect(regionFromText(text)?.code).toBe(text === 'eu3' ? 'eu3' : undefined);
	});
});

describe('a base URL', () => {
	test.each([
		['https://us1a.app.anaplan.com', 'https://us1a.app.anaplan.com'],
		['  https://us1a.app.anaplan.com/\n', 'https://us1a.app.anaplan.com'],
		['HTTPS://Proxy.Example:443', 'https://proxy.example'],
		['https://proxy.example:8443/', 'https://proxy.example:8443'],
		['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
		['http://127.3.2.1:4000', 'http://127.3.2.1:4000'],
		['http://localhost:4000/', 'http://localhost:4000'],
		['http://[::1]:4000', 'http://[::1]:4000'],
	])('%s is read as %s', (text, base) => {
		expect(readBaseUrl(text, 'X')).toEqual({ok: true, value: base});
	});

	test.each([
		['', 'cannot be read'],
		['us1a.app.anaplan.com', 'cannot be read'],
		['http://api.anaplan.com', 'only https'],
		['http://localhost.evil.example', 'only https'],
		['http://127.0.0.1.evil.example', 'only https'],
		['http://0.0.0.0:4000', 'only https'],
		['ftp://api.anaplan.com', 'only https'],
		['file:///etc/passwd', 'only https'],
		['javascript:alert(1)', 'only https'],
		['https://pat@api.anaplan.com', 'user name'],
		['https://:pw@api.anaplan.com', 'user name'],
		['https://api.anaplan.com/2/0', 'a path'],
		['https://api.anaplan.com?x=1', 'a path'],
		['https://api.anaplan.com/#x', 'a path'],
	])('%j is refused, and the variable named', (text, why) => {
		expect(readBaseUrl(text, 'ANAPLAN_API_URL')).toMatchObject({
			ok: false,
			problem: {
				code: 'usage',
				exitCode: 2,
				message: expect.stringMatching(new RegExp(`^ANAPLAN_API_URL .*${why}`)),
			},
		});
	});
});
