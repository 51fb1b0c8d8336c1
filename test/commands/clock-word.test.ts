import {expect, test} from 'vitest';
import {tellingOfClock} from '../../source/commands/clock-word.ts';
import {clockAheadMs, clockWords} from '../../source/core/oauth/clock-offset.ts';
import {failure, success} from '../../source/core/result.ts';
import {hour, minute} from '../../source/core/time.ts';
import type {Kept} from '../../source/session/session-keeper.ts';
import {noNetwork} from '../helpers/fakes.ts';
import {after, client, noon, sessionNamed} from '../helpers/samples.ts';

test.each([
	[undefined, undefined],
	[noon, undefined],
	[after(2 * minute), undefined],
	[after(-2 * minute), undefined],
	[after(hour), -hour],
	[after(-hour), hour],
])('a reply of %s, received at noon, shows a difference of %s', (serverTime, ahead) => {
	expect(clockAheadMs({serverTime, receivedAt: noon})).toBe(ahead);
});

test('the words name the direction', () => {
	expect(clockWords(61 * minute)).toBe('This computer’s clock is 61 min ahead of Anaplan’s.');
	expect(clockWords(-3 * minute)).toBe('This computer’s clock is 3 min behind Anaplan’s.');
	expect(clockWords(-26 * hour)).toBe('This computer’s clock is 26 h 0 min behind Anaplan’s.');
	expect(clockWords(365 * 24 * hour)).toBe('This computer’s clock is 365 days ahead of Anaplan’s.');
});

const kept = (aheadMs?: number): Kept => ({
	session: sessionNamed('a'),
	client,
	by: 'us',
	clockAheadMs: aheadMs,
});

test('a wrong clock is told once, and what the keeper gives passes unchanged', async () => {
	const told: string[] = [];
	const given = [success(kept()), success(kept(hour)), failure(noNetwork), success(kept(-hour))];
	const keeper = tellingOfClock(
		{fresh: async index => given[index] ?? failure(noNetwork), refreshed: async () => given[1]!},
		words => told.push(words),
	);
	expect(await keeper.fresh(0)).toBe(given[0]);
	expect(told).toEqual([]);
	expect(await keeper.refreshed(sessionNamed('a'))).toBe(given[1]);
	expect(await keeper.fresh(2)).toBe(given[2]);
	expect(await keeper.fresh(3)).toBe(given[3]);
	expect(told).toEqual([clockWords(hour)]);
});
