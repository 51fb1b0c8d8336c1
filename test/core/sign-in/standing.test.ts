import {expect, test} from 'vitest';
import {standing} from '../../../source/core/sign-in/standing.ts';
import {hour, minute} from '../../../source/core/time.ts';
import {after, noon, sessionNamed, withoutRefreshToken} from '../../helpers/samples.ts';

const session = sessionNamed('a');

test.each([
	['nothing', undefined, noon, 'signedOut'],
	['a token that lasts', session, after(35 * minute - 1), 'signedIn'],
	['a token that ends now', session, after(35 * minute), 'accessTokenExpired'],
	[
		'an expired token without a way to refresh it',
		withoutRefreshToken(session),
		after(hour),
		'signInNeeded',
	],
	[
		'a sign-in that has ended, while its token lasts',
		{...session, endedAt: noon},
		after(minute),
		'signedIn',
	],
	[
		'a sign-in that has ended, afterwards',
		{...session, endedAt: noon},
		after(hour),
		'signInNeeded',
	],
] as const)('%s', (_, stored, now, expected) => {
	expect(standing(stored, now)).toBe(expected);
});
