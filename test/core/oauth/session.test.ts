import {describe, expect, test} from 'vitest';
import {
	afterRefresh,
	isFresh,
	isRefreshDue,
	isRefreshedSince,
	lifetimeLeft,
	newSession,
	sameRefreshToken,
	sameTokens,
	timeLeftMs,
	withValidatedExpiry,
} from '../../../source/core/oauth/session.ts';
import {epochMs, hour, minute, second} from '../../../source/core/time.ts';
import {
	after,
	noon,
	responseNamed,
	sessionNamed,
	withoutRefreshToken,
} from '../../helpers/samples.ts';

const session = sessionNamed('1');
const lifetime = 35 * minute;

describe('a session', () => {
	test('has the scope that was asked for when the reply names none (RFC 6749 §5.1)', () => {
		expect(newSession(responseNamed('1'), {scope: 'openid email'})).toMatchObject({
			scope: 'openid email',
			requestedScope: 'openid email',
		});
		expect(
			newSession({...responseNamed('1'), scope: 'openid'}, {scope: 'openid email'}),
		).toMatchObject({scope: 'openid', requestedScope: 'openid email'});
	});

	test('keeps its refresh token when a refresh brings none (RFC 6749 §6)', () => {
		const {refreshToken: _, ...response} = responseNamed('2', after(hour));
		const refreshed = afterRefresh(session, response);
		expect(refreshed.accessToken.reveal()).toContain('access-2');
		expect(refreshed.refreshToken).toEqual(session.refreshToken);
		expect(refreshed).toMatchObject({obtainedAt: after(hour), expiresAt: after(hour + lifetime)});
	});

	test('takes the refresh token that a refresh brings, and is alive again', () => {
		const refreshed = afterRefresh({...session, endedAt: noon}, responseNamed('2', after(hour)));
		expect(refreshed.refreshToken?.token.reveal()).toContain('refresh-2');
		expect(refreshed.refreshToken?.obtainedAt).toBe(after(hour));
		expect(refreshed).not.toHaveProperty('endedAt');
	});

	test('keeps its scope when a refresh names none', () => {
		expect(afterRefresh({...session, scope: 'openid'}, responseNamed('2')).scope).toBe('openid');
	});

	test('was refreshed when its access token is another one or came later, and not by a refresh token alone', () => {
		const another = sessionNamed('1', {refreshToken: sessionNamed('2').refreshToken!});
		expect(isRefreshedSince(sessionNamed('2'), session)).toBe(true);
		expect(isRefreshedSince({...another, obtainedAt: after(1)}, session)).toBe(true);
		expect(isRefreshedSince(another, session)).toBe(false);
		expect(sameRefreshToken(another, session)).toBe(false);
		expect(sameRefreshToken(withoutRefreshToken(another), session)).toBe(false);
		expect(sameRefreshToken(withoutRefreshToken(another), withoutRefreshToken(session))).toBe(true);
	});

	test('is known by its access token', () => {
		expect(sameTokens(session, sessionNamed('1', {scope: 'x'}))).toBe(true);
		expect(sameTokens(session, sessionNamed('2'))).toBe(false);
	});
});

describe('an access token is fresh', () => {
	const left = (ms: number) => after(lifetime - ms);

	test('while at least the wanted time is left', () => {
		expect(isFresh(session, left(minute), minute)).toBe(true);
		expect(isFresh(session, left(minute - 1), minute)).toBe(false);
	});

	test('for nobody once it has expired, even if no time is wanted', () => {
		expect(isFresh(session, left(1), 0)).toBe(true);
		expect(isFresh(session, left(0), 0)).toBe(false);
		expect(isFresh(session, left(-hour), 0)).toBe(false);
	});

	test('not when more time is wanted than it ever had', () => {
		expect(isFresh(session, noon, lifetime)).toBe(true);
		expect(isFresh(session, noon, lifetime + 1)).toBe(false);
	});

	test('not when the clock was set back, for then its age is unknown', () => {
		expect(isFresh(session, after(-minute), minute)).toBe(true);
		expect(isFresh(session, after(-minute - 1), minute)).toBe(false);
		expect(isFresh(session, after(-10 * hour), 0)).toBe(false);
	});
});

describe('automatic refresh is due', () => {
	const due = after(lifetime * 0.9);

	test('at 10 % of the lifetime, and not before', () => {
		expect(isRefreshDue(session, after(-1, due), undefined)).toBe(false);
		expect(isRefreshDue(session, due, undefined)).toBe(true);
		expect(isRefreshDue(session, after(10 * hour), undefined)).toBe(true);
	});

	test('not within 30 s of the last try, on either side of it', () => {
		expect(isRefreshDue(session, due, after(-29_999, due))).toBe(false);
		expect(isRefreshDue(session, due, after(-30_000, due))).toBe(true);
		expect(isRefreshDue(session, due, after(29_999, due))).toBe(false);
		expect(isRefreshDue(session, due, after(10 * hour, due))).toBe(true);
	});

	test('when the clock was set back, for then its age is unknown', () => {
		expect(isRefreshDue(session, after(-minute), undefined)).toBe(false);
		expect(isRefreshDue(session, after(-hour), undefined)).toBe(true);
	});

	test('never without a refresh token', () => {
		expect(isRefreshDue(withoutRefreshToken(session), after(hour), undefined)).toBe(false);
	});
});

describe('the time that is left', () => {
	test('is never negative', () => {
		expect(timeLeftMs(session, after(lifetime + 1))).toBe(0);
		expect(timeLeftMs(session, after(minute))).toBe(lifetime - minute);
	});

	test('is a share between 0 and 1', () => {
		expect(lifetimeLeft(session, noon)).toBe(1);
		expect(lifetimeLeft(session, after(lifetime / 2))).toBe(0.5);
		expect(lifetimeLeft(session, after(lifetime * 2))).toBe(0);
		expect(lifetimeLeft(session, after(-hour))).toBe(1);
		expect(lifetimeLeft({...session, expiresAt: session.obtainedAt}, noon)).toBe(0);
	});
});

describe('a validated expiry', () => {
	const reported = after(hour);

	test('is taken as it is when the clocks agree to five seconds', () => {
		expect(withValidatedExpiry(session, reported, undefined, noon).expiresAt).toBe(reported);
		expect(withValidatedExpiry(session, reported, after(4999), noon).expiresAt).toBe(reported);
		expect(withValidatedExpiry(session, reported, after(-4999), noon).expiresAt).toBe(reported);
	});

	test('is turned into this computer’s time when they do not', () => {
		expect(withValidatedExpiry(session, reported, after(10 * minute), noon).expiresAt).toBe(
			after(50 * minute),
		);
		expect(withValidatedExpiry(session, reported, after(-10 * minute), noon).expiresAt).toBe(
			after(70 * minute),
		);
		expect(withValidatedExpiry(session, reported, after(5 * second), noon).expiresAt).toBe(
			after(hour - 5 * second),
		);
	});

	test('that is over for a token that was just found valid is no expiry of it', () => {
		for (const over of [epochMs(1_493_036_651_173), noon]) {
			expect(withValidatedExpiry(session, over, undefined, noon)).toEqual(session);
			expect(withValidatedExpiry(session, over, noon, noon)).toEqual(session);
		}
	});

	test('changes nothing else', () => {
		expect(withValidatedExpiry(session, session.expiresAt, undefined, noon)).toEqual(session);
	});
});
