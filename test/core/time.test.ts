import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	durationWords,
	hour,
	minute,
	readMoment,
	readRetryAfter,
	second,
} from '../../source/core/time.ts';
import {after, noon} from '../helpers/samples.ts';

test.each([
	[-5, '0 s'],
	[0, '0 s'],
	[999, '0 s'],
	[59_999, '59 s'],
	[minute, '1 min 0 s'],
	[35 * minute - 1, '34 min 59 s'],
	[hour, '1 h 0 min'],
	[12 * hour + 5 * minute, '12 h 5 min'],
	[48 * hour - 1, '47 h 59 min'],
	[48 * hour, '2 days'],
	[365 * 24 * hour, '365 days'],
])('%d ms are said as %s', (ms, words) => {
	expect(durationWords(ms)).toBe(words);
});

test.each([
	['0', 0],
	[' 120 ', 120 * second],
	['Tue, 24 Nov 2026 12:01:00 GMT', minute],
	['Tue, 24 Nov 2026 11:00:00 GMT', 0],
	['Wed, 24 Nov 2066 12:00:00 GMT', 24 * hour],
	['99999999999999999999', 24 * hour],
	['9'.repeat(400), 24 * hour],
	['soon', undefined],
	['', undefined],
	[undefined, undefined],
])('Retry-After %j is a wait of %s ms (RFC 9110 §10.2.3)', (header, wait) => {
	expect(readRetryAfter(header, noon)).toBe(wait);
});

test('any Retry-After is no wait or one between nothing and a day', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String)), header => {
			const wait = readRetryAfter(header, after(0));
			expect(wait === undefined || (wait >= 0 && wait <= 24 * hour)).toBe(true);
		}),
	);
});

test.each([
	[1_493_036_651_173, 1_493_036_651_173],
	[' 1493036651173 ', 1_493_036_651_173],
	[1_493_036_651, 1_493_036_651_000],
	['1493036651', 1_493_036_651_000],
	['2017-04-24T12:24:11.173+0000', 1_493_036_651_173],
	['2017-04-24', 1_492_992_000_000],
	['2017-99-99', undefined],
	['2017', undefined],
	['12e9', undefined],
	['', undefined],
	[0, undefined],
	[-1, undefined],
	[1e99, undefined],
	[Number.NaN, undefined],
	[null, undefined],
	[undefined, undefined],
	[{}, undefined],
])('%j in JSON is the moment %s', (value, moment) => {
	expect(readMoment(value)).toBe(moment);
});
