import {describe, expect, test} from 'vitest';
import {readCallback} from '../../../source/core/oauth/callback.ts';
import {callbackText, oauthState, authorizationRequest as request} from '../../helpers/samples.ts';

const code = 'M5mbhGs5Xy7f5ptGYe_Mt8Enh18bCencyV2K70VMpRVmn';
const query = `code=${code}&state=${oauthState}`;
const address = `https://www.anaplan.com/?${query}`;

const read = (text: string, redirectUri = request.redirectUri) =>
	readCallback(callbackText(text), {...request, redirectUri});

const codeIn = (text: string, redirectUri?: string) => {
	const verdict = read(text, redirectUri);
	return verdict.verdict === 'accepted' ? verdict.code.reveal() : verdict;
};

/** The address as a terminal of `width` columns wraps it, with `padding` before each line. */
const wrapped = (width: number, lineBreak: string, padding = '') =>
	(address.match(new RegExp(`.{1,${width}}`, 'g')) ?? [])
		.map(line => padding + line)
		.join(lineBreak);

describe('a pasted answer is taken', () => {
	const ways: Record<string, string> = {
		'the whole address': address,
		'the address without the slash that browsers add': `https://www.anaplan.com?${query}`,
		'the address with its standard port': `https://www.anaplan.com:443/?${query}`,
		'the address without https://': `www.anaplan.com/?${query}`,
		'the address without https:// and slash': `www.anaplan.com?${query}`,
		'the address from // on': `//www.anaplan.com/?${query}`,
		'the path and query': `/?${query}`,
		'the query with its question mark': `?${query}`,
		'the query alone': query,
		'the state before the code': `state=${oauthState}&code=${code}`,
		'the parameters in the fragment': `https://www.anaplan.com/#${query}`,
		'the fragment alone': `#${query}`,
		'code in the query and state in the fragment': `https://www.anaplan.com/?code=${code}#state=${oauthState}`,
		'a scheme and host in capitals': `HTTPS://WWW.ANAPLAN.COM/?${query}`,
		'a host in capitals without scheme': `WWW.Anaplan.com/?${query}`,
		'parameter names in capitals': `https://www.anaplan.com/?CODE=${code}&State=${oauthState}`,
		'the code and the state with # between': `${code}#${oauthState}`,
		'the code and the state with a space between': `${code} ${oauthState}`,
		'the code and the state in quotes, with spaces between': ` "${code}   ${oauthState}"\n`,
		'the code and the state in backquotes': `\`${code}#${oauthState}\``,
		'the code and the state on two lines': `${code}\n${oauthState}`,
		'extra parameters': `https://www.anaplan.com/?iss=https%3A%2F%2Fus1a.app.anaplan.com&${query}&session_state=ab.cd&scope=openid+email`,
		'an unencoded iss behind the code': `?${query}&iss=https://us1a.app.anaplan.com/`,
		'an empty error beside a code': `${address}&error=`,
		'an anchor of the page behind the query': `${address}#top`,
		'a percent-encoded code': `https://www.anaplan.com/?code=${code.replace('_', '%5F')}&state=${oauthState}`,
		'a line break at the end': `${address}\r\n`,
		'a line wrapped at 40 columns': wrapped(40, '\n'),
		'a line wrapped at 40 columns by Windows': wrapped(40, '\r\n'),
		'a line wrapped with padding in front of each line': wrapped(30, '\n', '    '),
		'a line wrapped with padding behind each line': wrapped(30, '   \n'),
		'a line wrapped with tabs': wrapped(33, '\n', '\t'),
		'a line wrapped with no-break spaces': wrapped(33, '\n', '\u00A0'),
		'a line wrapped by the next-line control': wrapped(50, '\u0085'),
		'a line wrapped by U+2028': wrapped(50, '\u2028'),
		'a line inside a drawn box': `│ ${wrapped(40, ' │\n│ ')} │`,
		'a line inside a box of pipes': `| ${wrapped(40, ' |\n| ')} |`,
		'spaces that a mail program put into it': wrapped(60, ' '),
		'white space on both sides': `  \t${address} \n\n`,
		'double quotes': `"${address}"`,
		'single quotes': `'${address}'`,
		backticks: `\`${address}\``,
		'a Markdown code block': `\`\`\`\n${address}\n\`\`\``,
		'typographic quotes': `“${address}”`,
		'single typographic quotes': `‘${address}’`,
		'angle quotes': `«${address}»`,
		'angle brackets': `<${address}>`,
		parentheses: `(${address})`,
		'square brackets': `[${address}]`,
		'a JSON string with a comma': `"${address}",`,
		'a Markdown link with a title': `[the page](${address})`,
		'a Markdown link whose text is the address': `[${address}](${address})`,
		'a link as chat programs write it': `<${address}|${address}>`,
		'bold Markdown': `**${address}**`,
		'an escaped ampersand of HTML': address.replaceAll('&', '&amp;'),
		'a numeric ampersand of HTML': address.replaceAll('&', '&#38;'),
		'backslashes of a shell': address
			.replace('?', '\\?')
			.replaceAll('&', '\\&')
			.replaceAll('=', '\\='),
		'a full stop': `${address}.`,
		'a comma': `${address},`,
		'a semicolon': `${address};`,
		'an exclamation mark and a quote': `${address}!"`,
		'marks of bracketed paste': `\u001B[200~${address}\u001B[201~`,
		'marks of bracketed paste before a line break': `\u001B[200~${address}\n\u001B[201~\n`,
		'marks of bracketed paste without ESC': `[200~${address}[201~`,
		'marks of bracketed paste without ESC, line break behind': `[200~${address}[201~\n`,
		'a focus report in front': `\u001B[I${address}`,
		'focus reports on both sides': `\u001B[I${address}\u001B[O`,
		'focus reports without ESC': `[I${address}[O`,
		'focus reports without ESC around the query': `[I${query}[O`,
		'a byte order mark': `\uFEFF${address}`,
		'zero-width spaces in the middle': `${address.slice(0, 40)}\u200B${address.slice(40)}`,
		'a soft hyphen in the middle': `${address.slice(0, 40)}\u00AD${address.slice(40)}`,
		'a label in front': `Address: ${address}`,
		'a label in front without a space': `URL:${address}`,
		'a sentence around it': `I was sent to ${address} and saw an empty page.`,
		'a sentence around the query': `here you are: ${query} thanks`,
		'a mail around it': `Hello,\n\nthis is what I see:\n\n  ${address}\n\nRegards\nPat`,
		'the same address twice on two lines': `${address}\n${address}`,
		'the same address twice on one line': address + address,
		'the address behind a page without its query': `https://www.anaplan.com/${address}`,
		'the address behind that of an older attempt': `https://www.anaplan.com/?code=old&state=${'s'.repeat(43)}${address}`,
		'the address before that of an older attempt': `${address}https://www.anaplan.com/?code=old&state=${'s'.repeat(43)}`,
		'an address in the address, as RFC 9207 adds one': `${address}&iss=https://us1a.app.anaplan.com`,
		'a user agent’s "view-source" prefix': `view-source:${address}`,
	};

	test.each(Object.entries(ways))('%s', (_, text) => {
		expect(codeIn(text)).toBe(code);
	});
});

describe('a code arrives letter by letter', () => {
	test.each(['4/0AX4+abc/def==', 'a~b.c_d-e', 'plus+plus', '100%', 'a%zz', "it's"])('%s', odd => {
		expect(codeIn(`https://www.anaplan.com/?code=${odd}&state=${oauthState}`)).toBe(odd);
	});

	test('percent-encoded', () => {
		const odd = '4/0AX4+abc==&x';
		expect(codeIn(`?code=${encodeURIComponent(odd)}&state=${oauthState}`)).toBe(odd);
	});

	test('at the end of the address, cut in two by the terminal', () => {
		const text = `https://www.anaplan.com/?state=${oauthState}&code=${code}`;
		expect(codeIn(`${text.slice(0, -9)}\n${text.slice(-9)}`)).toBe(code);
	});
});

describe('a redirect URI of any form', () => {
	test.each([
		['https://example.com/oauth/done', `https://example.com/oauth/done?${query}`],
		['https://example.com/oauth/done/', `https://example.com/oauth/done?${query}`],
		['https://example.com/oauth/done', `https://example.com/oauth/done/?${query}`],
		['https://www.anaplan.com/', address],
		['https://example.com:8443/cb', `https://example.com:8443/cb?${query}`],
		['https://example.com:8443/cb', `example.com:8443/cb?${query}`],
		[
			'https://us1a.app.anaplan.com/login/callback?connection=x',
			`https://us1a.app.anaplan.com/login/callback?connection=x&${query}`,
		],
		['http://127.0.0.1:5000/callback', `http://127.0.0.1:5000/callback?${query}`],
		['http://localhost:5000/callback', `localhost:5000/callback?${query}`],
		['https://EXAMPLE.com/cb', `https://example.com/cb?${query}`],
		['https://bücher.example/cb', `https://xn--bcher-kva.example/cb?${query}`],
		['https://example.com/auth/authorize', `https://example.com/auth/authorize?${query}`],
	])('%s is matched by what the browser shows', (redirectUri, text) => {
		expect(codeIn(text, redirectUri)).toBe(code);
	});
});
