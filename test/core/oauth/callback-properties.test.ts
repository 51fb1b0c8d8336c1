import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readCallback} from '../../../source/core/oauth/callback.ts';
import {cpuMs} from '../../helpers/cpu-time.ts';
import {callbackText, oauthState, authorizationRequest as request} from '../../helpers/samples.ts';

const read = (text: string) => readCallback(callbackText(text), request);
const unreserved = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~'];
const codes = fc.string({unit: fc.constantFrom(...unreserved), minLength: 20, maxLength: 60});
const anyText = fc.string({unit: 'binary', maxLength: 300});
const snippets = fc.constantFrom(
	...[
		'code=',
		'state=',
		'&',
		'?',
		'#',
		'=',
		'https://',
		'http://',
		'www.anaplan.com',
		'/',
		'@',
		':',
		'%',
		'%00',
		'\\',
		'[200~',
		'\u001B',
		'\n',
		' ',
		'\u202E',
		'error=',
		'error_description=',
		'](',
		'"',
		'&amp;',
		oauthState,
	],
);
const hostile = fc.array(fc.oneof(snippets, anyText), {maxLength: 12}).map(parts => parts.join(''));

const expectSafeVerdict = (verdict: ReturnType<typeof read>, code?: string) => {
	if (verdict.verdict === 'refused') {
		const words = verdict.message + verdict.hint;
		expect(words.length).toBeLessThanOrEqual(500);
		expect(verdict.message.length).toBeLessThanOrEqual(400);
		expect(words).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
		expect(code !== undefined && words.includes(code)).toBe(false);
	}
};

describe('any text whatever', () => {
	test('gets a verdict and words that are safe to draw', () => {
		fc.assert(
			fc.property(hostile, text => {
				expectSafeVerdict(read(text));
			}),
			{numRuns: 3000},
		);
	});

	test('without our state is never accepted (RFC 9700 §4.7)', () => {
		const foreign = fc.constantFrom(
			'',
			'x',
			oauthState.slice(1),
			oauthState.toLowerCase(),
			`${oauthState}=`,
		);
		fc.assert(
			fc.property(hostile, foreign, codes, (text, state, code) => {
				const without = text.replaceAll(oauthState, state);
				expect(read(without).verdict).not.toBe('accepted');
				for (const pasted of [
					`https://www.anaplan.com/?code=${code}&state=${state}`,
					`${code}#${state}`,
					`${code} ${state}`,
				]) {
					expect(read(pasted).verdict).not.toBe('accepted');
				}
			}),
			{numRuns: 2000},
		);
	});
});

test('A code and our state alone give the very code', () => {
	const between = fc.constantFrom('#', ' ', '  ', '\n', '\t');
	fc.assert(
		fc.property(codes, between, (code, separator) => {
			const verdict = read(code + separator + oauthState);
			expect(verdict.verdict === 'accepted' && verdict.code.reveal()).toBe(code);
		}),
	);
});

describe('a good address, mangled', () => {
	const good = codes.map(code => ({
		code,
		text: `https://www.anaplan.com/?code=${code}&state=${oauthState}`,
	}));

	test('anywhere and anyhow, gives the very code or none', () => {
		const edits = fc.array(
			fc.record({
				at: fc.nat(140),
				remove: fc.nat(3),
				insert: fc.oneof(fc.constantFrom(' ', '\n', '\u0000', '&', '#', '?', '"'), anyText),
			}),
			{maxLength: 3},
		);
		fc.assert(
			fc.property(good, edits, ({code, text}, changes) => {
				const codeEnd = text.indexOf('&state');
				// Letters put into the code or taken out of it make another code, which nobody can tell.
				const mangled = changes
					.filter(({at}) => at >= codeEnd || at < text.indexOf('code='))
					.reduce((sofar, {at, remove, insert}) => {
						const isBefore = at < codeEnd;
						const cut = isBefore
							? Math.min(remove, Math.max(0, sofar.indexOf('code=') - at))
							: remove;
						return isBefore && at > sofar.indexOf('code=')
							? sofar
							: sofar.slice(0, at) + insert + sofar.slice(at + cut);
					}, text);
				const verdict = read(mangled);
				expectSafeVerdict(verdict, code);
				if (verdict.verdict === 'accepted' && mangled.includes(`code=${code}&`)) {
					expect(verdict.code.reveal()).toBe(code);
				}
			}),
			{numRuns: 2000},
		);
	});

	test('by wrapping and padding, gives the code', () => {
		const breaks = fc.constantFrom('\n', '\r\n', '\n    ', '  \n', ' \n\t', '\u0085');
		fc.assert(
			fc.property(
				good,
				fc.integer({min: 10, max: 100}),
				breaks,
				({code, text}, width, lineBreak) => {
					const lines = text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
					const verdict = read(lines.join(lineBreak));
					expect(verdict.verdict === 'accepted' && verdict.code.reveal()).toBe(code);
				},
			),
		);
	});

	test('by quotes, brackets and punctuation in any number, gives the code', () => {
		const opening = fc.string({unit: fc.constantFrom(...'"\'`“‘«<([{* '), maxLength: 6});
		const closing = fc.string({unit: fc.constantFrom(...'"\'`”’»>)]}* .,;:!'), maxLength: 6});
		fc.assert(
			fc.property(good, opening, closing, ({code, text}, before, behind) => {
				const verdict = read(before + text + behind);
				expect(verdict.verdict === 'accepted' && verdict.code.reveal()).toBe(code);
			}),
		);
	});

	test('percent-encoded, gives the code of any printable letters', () => {
		const printableCodes = fc.string({
			unit: fc.integer({min: 0x21, max: 0x7e}).map(unit => String.fromCharCode(unit)),
			minLength: 1,
		});
		fc.assert(
			fc.property(printableCodes, code => {
				const verdict = read(
					`https://www.anaplan.com/?code=${encodeURIComponent(code)}&state=${oauthState}`,
				);
				expect(verdict.verdict === 'accepted' && verdict.code.reveal()).toBe(code);
			}),
		);
	});
});

describe('64 kB of repetition', () => {
	const size = 65_000;
	const units = [
		'h',
		'http',
		'https://',
		'.',
		'"',
		'(',
		' ',
		'\n',
		'\t',
		'a ',
		'x\n',
		'&',
		'&amp;',
		'=',
		'?',
		'#',
		'%',
		'%4',
		'\\',
		'\\&',
		'[',
		'[I',
		'[O',
		'[200~',
		'\u001B[',
		'|',
		'](',
		'a:',
		'/',
		'code=',
		'code=a&',
		'state=',
		'a=b&',
		'\u200B',
		'│',
		'.!',
		'@',
	];
	const frames = [
		(filling: string) => filling,
		(filling: string) => `${filling}x`,
		(filling: string) => `x${filling}x`,
		(filling: string) =>
			`https://www.anaplan.com/${filling}x?code=a&state=${oauthState}`.slice(0, 65_536),
		(filling: string) => `code=a&state=${filling}x`,
	];

	test.each(units)('of %j is judged at once', unit => {
		for (const frame of frames) {
			const text = frame(unit.repeat(Math.floor(size / unit.length)));
			// Quadratic time would take seconds; this takes milliseconds.
			expect(cpuMs(() => expectSafeVerdict(read(text)))).toBeLessThan(1000);
		}
	});
});
