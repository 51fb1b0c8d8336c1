import {describe, expect, test} from 'vitest';
import {type RefusalReason, readCallback} from '../../../source/core/oauth/callback.ts';
import {pastedAmongKeys} from '../../../source/core/oauth/callback-text.ts';
import {callbackText, oauthState, authorizationRequest as request} from '../../helpers/samples.ts';

const code = 'M5mbhGs5Xy7f5ptGYe_Mt8Enh18bCencyV2K70VMpRVmn';
const query = `code=${code}&state=${oauthState}`;
const site = 'https://www.anaplan.com/';
const read = (text: string) => readCallback(callbackText(text), request);

const refusalOf = (text: string) => {
	const verdict = read(text);
	return verdict.verdict === 'refused' ? verdict.reason : verdict.verdict;
};

describe('nothing is no answer yet', () => {
	test.each(['', ' ', '\n\t ', '\u200B', '""', '<>', '[200~[201~', '\u001B[I', '...'])(
		'%j',
		text => {
			expect(read(text)).toEqual({verdict: 'empty'});
		},
	);
});

describe('what is pasted is refused with the reason', () => {
	const ways: [reason: RefusalReason, what: string, text: string][] = [
		['noCode', 'words', 'hello world'],
		['noCode', 'the address before the sign-in is through', site],
		['noCode', 'the address without https://', 'www.anaplan.com/'],
		['noCode', 'a state alone', `${site}?state=${oauthState}`],
		['noCode', 'an empty code', `${site}?code=&state=${oauthState}`],
		['noCode', 'a broken address', 'https://[::1/?code=x'],
		['noCode', 'a javascript address', `javascript:alert(1)?${query}`],
		['noCode', 'a data address', `data:text/html,x?${query}`],
		['bareCode', 'a code alone', code],
		['bareCode', 'a code alone in quotes', `"${code}"`],
		['bareCode', 'a code alone with slashes', '4/0AX4XfWgabcdefghijk'],
		['noState', 'a code without state', `${site}?code=${code}`],
		['noState', 'a code with an empty state', `${site}?code=${code}&state=`],
		['otherAttempt', 'another state', `${site}?code=${code}&state=${'A'.repeat(43)}`],
		[
			'otherAttempt',
			'our state in other letters',
			`${site}?code=${code}&state=${oauthState.toUpperCase()}`,
		],
		[
			'otherAttempt',
			'our state with one letter less',
			`${site}?code=${code}&state=${oauthState.slice(0, -1)}`,
		],
		['otherAttempt', 'our state with a letter more', `${site}?code=${code}&state=${oauthState}A`],
		['otherAttempt', 'a code with # and another state', `${code}#${'A'.repeat(43)}`],
		['otherAttempt', 'a code with a space and another state', `${code} ${'A'.repeat(43)}`],
		['noCode', 'a code with # and what is no state', `${code}#top`],
		['bareCode', 'a code with a space in it', `${code} rest`],
		[
			'bareCode',
			'a code that is wrapped at the length of a state',
			`${code.slice(0, 43)}\n${code}`,
		],
		['bareCode', 'the state before the code', `${oauthState} ${code}`],
		['bareCode', 'the state twice', `${oauthState.slice(1)} ${oauthState.slice(1)}`],
		[
			'noState',
			'the name of the code, and the state without its name',
			`code=${code} ${oauthState}`,
		],
		['wrongAddress', 'another host', `https://evil.example/?${query}`],
		['wrongAddress', 'another host without scheme', `evil.example/?${query}`],
		['wrongAddress', 'another host from // on', `//evil.example/?${query}`],
		['wrongAddress', 'our host as a user name', `https://www.anaplan.com@evil.example/?${query}`],
		[
			'wrongAddress',
			'our host as a user name, no scheme',
			`www.anaplan.com@evil.example/?${query}`,
		],
		['wrongAddress', 'a user name before our host', `https://pat@www.anaplan.com/?${query}`],
		['wrongAddress', 'our host as a subdomain', `https://www.anaplan.com.evil.example/?${query}`],
		['wrongAddress', 'a host that ends on ours', `https://evilwww.anaplan.com/?${query}`],
		['wrongAddress', 'http', `http://www.anaplan.com/?${query}`],
		['wrongAddress', 'another port', `https://www.anaplan.com:8443/?${query}`],
		['wrongAddress', 'another path', `https://www.anaplan.com/uk/?${query}`],
		['wrongAddress', 'a Cyrillic lookalike', `https://www.\u0430naplan.com/?${query}`],
		['wrongAddress', 'a dotless i', `https://www.anaplan.c\u043Em/?${query}`],
		['wrongAddress', 'another scheme', `ftp://www.anaplan.com/?${query}`],
		['wrongAddress', 'a javascript address with a host', `javascript://www.anaplan.com/?${query}`],
		['wrongAddress', 'an address cut on the left', `ttps://www.anaplan.com/?${query}`],
		['duplicated', 'the code twice', `${site}?${query}&code=other`],
		['duplicated', 'the same code twice', `${site}?${query}&code=${code}`],
		['duplicated', 'the state twice', `${site}?${query}&state=${oauthState}`],
		[
			'duplicated',
			'one code in the query and one in the fragment',
			`${site}?${query}#code=${code}`,
		],
		['duplicated', 'the code twice in different capitals', `${site}?${query}&Code=x`],
		['duplicated', 'an encoded second code', `${site}?${query}&c%6Fde=x`],
		[
			'duplicated',
			'two addresses with two codes',
			`${site}?${query}\n${site}?code=other&state=${oauthState}`,
		],
		[
			'duplicated',
			'two addresses with two codes on one line',
			`${site}?${query}${site}?code=other&state=${oauthState}`,
		],
		[
			'duplicated',
			'a code at the end with a word behind it',
			`${site}?state=${oauthState}&code=${code} thanks`,
		],
		[
			'authorizationUrl',
			'the prelogin URL',
			`https://us1a.app.anaplan.com/auth/prelogin?response_type=code&client_id=x&state=${oauthState}`,
		],
		[
			'authorizationUrl',
			'the authorize URL',
			`https://us1a.app.anaplan.com/auth/authorize?client_id=x&state=${oauthState}`,
		],
		[
			'authorizationUrl',
			'the prelogin URL without scheme',
			`us1a.app.anaplan.com/auth/prelogin?response_type=code&state=${oauthState}`,
		],
		['tooLong', 'more than 64 kB', `${site}?${query}&x=${'x'.repeat(65_536)}`],
		['controlCharacters', 'a NUL', `${site}?code=a\u0000b&state=${oauthState}`],
		['controlCharacters', 'an escape sequence', `${site}?\u001B]52;c;aGk=\u0007${query}`],
		['controlCharacters', 'colours', `\u001B[31m${site}?${query}\u001B[0m`],
		['controlCharacters', 'a C1 control', `${site}?code=a\u009Bb&state=${oauthState}`],
		['controlCharacters', 'a backspace', `${site}?${query}\b`],
		[
			'controlCharacters',
			'a percent-encoded line break in the code',
			`${site}?code=a%0Ab&state=${oauthState}`,
		],
		[
			'controlCharacters',
			'a hidden letter in the code',
			`${site}?code=a\u061Cb&state=${oauthState}`,
		],
		['errorResponse', 'an error with our state', `${site}?error=access_denied&state=${oauthState}`],
		['errorResponse', 'an error without a state', `${site}?error=access_denied`],
		['errorResponse', 'an error beside a code', `${site}?${query}&error=access_denied`],
		['otherAttempt', 'an error with another state', `${site}?error=access_denied&state=other`],
		[
			'wrongAddress',
			'an error from another host',
			`https://evil.example/?error=access_denied&state=${oauthState}`,
		],
	];

	test.each(ways)('%s: %s', (reason, _, text) => {
		expect(refusalOf(text)).toBe(reason);
	});

	test('64 kB are not too long yet', () => {
		expect(refusalOf(`${site}?${query}&x=`.padEnd(65_536, 'x'))).toBe('accepted');
	});
});

describe('the words of a refusal', () => {
	test('say what Anaplan said, as text and not as terminal commands', () => {
		const description = encodeURIComponent('No\u001B[2J\u0007 \u202Esuoregnad\u202C\n such user');
		expect(
			read(`${site}?error=access_denied&error_description=${description}&state=${oauthState}`),
		).toEqual({
			verdict: 'refused',
			reason: 'errorResponse',
			error: 'access_denied',
			message:
				'Anaplan sent an error instead of a code. It says: access_denied: No [2J suoregnad such user',
			hint: expect.stringContaining('open the URL again'),
		});
	});

	test('read a plus in error_description as a space', () => {
		expect(read(`?error=x&error_description=not+allowed`)).toMatchObject({
			message: 'Anaplan sent an error instead of a code. It says: x: not allowed',
		});
	});

	test('cut an endless error_description', () => {
		const verdict = read(
			`?error=${'e'.repeat(9000)}&error_description=${'d'.repeat(9000)}&state=${oauthState}`,
		);
		expect(verdict.verdict === 'refused' && verdict.message.length).toBeLessThan(400);
	});

	test('name the redirect URI that was expected, cut when it is endless', () => {
		const long = `https://www.anaplan.com/${'p'.repeat(2000)}`;
		const verdict = readCallback(callbackText(`https://x.example/?${query}`), {
			...request,
			redirectUri: long,
		});
		expect(verdict).toMatchObject({
			reason: 'wrongAddress',
			message: expect.stringContaining('www.anaplan.com/ppp'),
		});
		expect(verdict.verdict === 'refused' && verdict.message.length).toBeLessThan(400);
	});

	test('tell how the code is brought from another page of the same site, which then is accepted', () => {
		const page = `${site}de/?${query}`;
		expect(read(page)).toMatchObject({
			reason: 'wrongAddress',
			hint: expect.stringContaining('paste only what follows the question mark, from code= on'),
		});
		expect(read(page.slice(page.indexOf('code=')))).toMatchObject({verdict: 'accepted'});
	});

	test.each([
		['another site', `https://evil.example/?${query}`],
		['a page of the same site without a code', `${site}de/`],
		['another port', `https://www.anaplan.com:8443/?${query}`],
	])('tell nobody to take a code from %s', (_, text) => {
		expect(read(text)).toMatchObject({
			reason: 'wrongAddress',
			hint: expect.stringContaining('Copy the whole address'),
		});
	});

	test('are never replaced by patterns in what was pasted', () => {
		expect(read(`?error=$%26$%60$1`)).toMatchObject({message: expect.stringContaining('$&$`$1')});
	});

	test('are about the whole text, not about one of its words', () => {
		expect(refusalOf(`see ${site}?code=${code}`)).not.toBe('accepted');
		expect(refusalOf(`this is my code, isn’t it`)).toBe('noCode');
	});
});

test.each([
	['arrows', '\u001B[A\u001B[1;5C\u001BOP'],
	['what a terminal says of its colours', '\u001B]11;rgb:1e1e/1e1e/1e1e\u001B\\'],
	['letters', 'zzq'],
])('keys are no address: %s', (_, received) => {
	expect(pastedAmongKeys(received)).toBeUndefined();
	expect(pastedAmongKeys(`${received}\u001B[200~https://localhost/?code=x`)).toContain('code=x');
});
