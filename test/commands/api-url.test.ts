import fc from 'fast-check';
import {expect, test} from 'vitest';
import {apiUrl} from '../../source/commands/api.ts';
import {client} from '../helpers/samples.ts';

const base = client.hosts.api;
const read = (path: string) => apiUrl(base, path);

test.each([
	['/2/0/users/me', '/2/0/users/me'],
	['users/me', '/2/0/users/me'],
	['/users/me?x=1&y=%2e', '/2/0/users/me?x=1&y=%2e'],
	['2/0/workspaces', '/2/0/workspaces'],
	['', '/2/0/'],
	['/2/0', '/2/0'],
	['2', '/2/0/2'],
	['/2/0x', '/2/0/2/0x'],
	[`${base}/2/0/models`, '/2/0/models'],
	[base.replace('https', 'HTTPS').toUpperCase().concat('/2/0/models'), '/2/0/models'],
	[`${base}:443/2/0/models`, '/2/0/models'],
	['a b/ü', '/2/0/a%20b/%C3%BC'],
	['models/A/../B', '/2/0/models/B'],
	['/\\evil.example/2/0', '/2/0//evil.example/2/0'],
])('%j is %j', (path, expected) => {
	expect(read(path)).toEqual({ok: true, value: base + expected});
});

test.each([
	'//evil.example/2/0',
	'///evil.example/2/0',
	'\\\\evil.example/2/0',
	'https://evil.example/2/0/users/me',
	'https:evil.example/2/0',
	`${base}@evil.example/2/0/users/me`,
	`${base}.evil.example/2/0/users/me`,
	`${base}:444/2/0/users/me`,
	base.replace('https://', 'https://user@').concat('/2/0/users/me'),
	base.replace('https', 'http').concat('/2/0/users/me'),
	`${base}/2/0/../../oauth/token`,
	`${base}/oauth/token`,
	'../..',
	'%2e%2E/x',
	'x/..\\..\\..\\oauth',
	'data:,x',
])('%j is refused', path => {
	expect(read(path)).toMatchObject({ok: false, problem: {code: 'usage', exitCode: 2}});
});

const piece = fc.constantFrom(
	'/',
	'//',
	'\\',
	'..',
	'.',
	'%2e',
	'%2E%2e',
	'%2f',
	'%5c',
	'@',
	':',
	'?',
	'#',
	'https:',
	'http://',
	'evil.example',
	'api.anaplan.com',
	'2/0',
	'users',
	'\t',
	'\n',
	' ',
	'\0',
	'[::1]',
	';',
	'ü',
	'。',
	'／',
);

test('whatever is given, a URL that is taken is on the API host and below /2/0', () => {
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 8}), pieces => {
			const url = read(pieces.join(''));
			if (url.ok) {
				const {origin, pathname, username, password} = new URL(url.value);
				expect({origin, username, password}).toEqual({origin: base, username: '', password: ''});
				expect(pathname).toMatch(/^\/2\/0(\/|$)/);
			}
		}),
		{numRuns: 3000},
	);
});
