import {expect, test} from 'vitest';
import {dayAndTime} from '../../../source/core/moment-words.ts';
import {afterRefresh} from '../../../source/core/oauth/session.ts';
import {
	refreshTokenEnd,
	whyNoRefreshToken,
} from '../../../source/core/sign-in/refresh-token-words.ts';
import {hour} from '../../../source/core/time.ts';
import {
	after,
	noon,
	responseNamed,
	sessionNamed,
	withoutRefreshToken,
} from '../../helpers/samples.ts';

const session = sessionNamed('1', {signedInAt: noon});
const midnight = dayAndTime(after(12 * hour));

test.each([
	['is counted from the sign-in', session, undefined, 1, `perhaps until ${midnight}`],
	['is over then, perhaps', session, 'rotatable', 13, `perhaps over since ${midnight}`],
	[
		'is not begun anew by a refresh',
		afterRefresh(session, responseNamed('2', after(6 * hour))),
		'rotatable',
		7,
		`perhaps until ${midnight}`,
	],
	[
		'is longer than the default once a refresh has worked after it',
		afterRefresh(session, responseNamed('2', after(13 * hour))),
		'rotatable',
		14,
		'outlasts Anaplan’s default of 12 h',
	],
	[
		'is counted from the refresh token where the store is too old to know of the sign-in',
		sessionNamed('1'),
		'cannotSay',
		1,
		`perhaps until ${midnight}`,
	],
	['of one that does not rotate is long', session, 'nonRotatable', 13, 'a year or longer'],
] as const)('the lifetime of a refresh token %s', (_, held, rotation, hours, words) => {
	expect(refreshTokenEnd(held, rotation, after(hours * hour))).toContain(words);
});

test('without a refresh token there is nothing to say', () => {
	expect(refreshTokenEnd(withoutRefreshToken(session), undefined, noon)).toBeUndefined();
});

test.each([
	['openid offline_access', 'openid offline_access', 'Anaplan sent none'],
	['openid', 'openid offline_access', 'offline_access was not granted'],
	['openid', 'openid', 'offline_access was not asked for'],
])('without a refresh token, with the scope %j of %j: %s', (scope, requestedScope, words) => {
	expect(whyNoRefreshToken({scope, requestedScope})).toBe(words);
});
