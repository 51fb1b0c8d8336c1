import {expect, test} from 'vitest';
import {run} from '../helpers/run.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {openTerminal} from '../helpers/terminal.ts';

const many = async <Value>(
	count: number,
	work: (index: number) => Promise<Value>,
): Promise<Value[]> => Promise.all(Array.from({length: count}, async (_, index) => work(index)));

const patience = {deadlineMs: 120_000};

test('Fifty token processes at once on an expired token make one refresh and print one token.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant, {leftS: -10});
	const results = await many(50, async () => run(['token'], {home, ...patience}));

	expect(results.map(({code, stderr}) => ({code, stderr}))).toEqual(
		Array.from({length: 50}, () => ({code: 0, stderr: ''})),
	);
	expect(new Set(results.map(({stdout}) => stdout)).size).toBe(1);
	expect(results[0]?.stdout).toMatch(/^\S+\n$/);
	expect(tenant.counters.refreshes).toBe(1);
	expect(tenant.violations).toEqual([]);
});

test('Tokens, refreshes, API requests and the screens at once never use a refresh token twice.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant, {leftS: -10});
	const screens = openTerminal([], {home});
	const results = await Promise.all([
		many(50, async () => run(['token'], {home, ...patience})),
		many(10, async () => run(['refresh'], {home, ...patience})),
		many(10, async () => run(['api', 'users/me'], {home, ...patience})),
	]);

	expect(results.flat().filter(({code}) => code !== 0)).toEqual([]);
	// Processes know nothing of each other's pace: where they are quick enough to send eleven API
	// requests in one second, the tenant lets one wait, and that one still ends with 0.
	expect(tenant.violations.filter(({rule}) => rule !== 'too many requests in a second')).toEqual(
		[],
	);
	await screens.waitFor('pat.practice@example.com', patience);
	const {stdout: token} = await run(['token'], {home});
	const {code} = await run(['validate'], {home});
	expect(token).not.toBe('');
	expect(code).toBe(0);
});
