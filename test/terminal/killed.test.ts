import {readFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {run, start} from '../helpers/run.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';

const rounds = 200;

/**
 * Kills a refreshing process at a random moment, again and again. What Anaplan had answered but was
 * not on disk yet is lost by nature; that window is counted, and everything outside of it must hold.
 */
test('Two hundred kills in the middle of a refresh leave a store that can be read, and no lock.', {
	timeout: 600_000,
}, async () => {
	const tenant = await practiceTenant();
	let home = await signedInHome(tenant);
	const count = {before: 0, window: 0, after: 0};
	let longestWaitMs = 0;
	/** How long a refresh takes that nobody kills, on this computer and as busy as it is now. */
	let refreshMs = 250;

	for (let round = 0; round < rounds; round++) {
		const storedBefore = refreshTokenIn(home);
		const refreshesBefore = tenant.counters.refreshes;
		const running = start(['refresh'], {home});
		// The moment is what the test varies, to a little after the end; nothing is waited for here.
		await sleep(Math.random() * refreshMs * 1.2);
		running.kill('SIGKILL');
		await running.exit();

		const answered = tenant.counters.refreshes > refreshesBefore;
		const stored = refreshTokenIn(home) !== storedBefore;
		expect(stored && !answered).toBe(false);
		const where = stored ? 'after' : answered ? 'window' : 'before';
		count[where] += 1;

		const startedAt = performance.now();
		const next = await run(['token', '--min-ttl', '99999'], {home});
		refreshMs = performance.now() - startedAt;
		longestWaitMs = Math.max(longestWaitMs, refreshMs);
		if (where === 'window') {
			expect(next.code, next.stderr).toBe(4);
			home = await signedInHome(tenant);
		} else {
			expect(next.code, next.stderr).toBe(0);
		}
	}

	// biome-ignore lint/suspicious/noConsole: this number is what the test is run for.
	console.log(
		`${rounds} kills: ${count.before} before Anaplan answered, ${count.window} between its answer and the write, ${count.after} after the write; the longest wait for a dead holder's lock was ${Math.round(longestWaitMs)} ms.`,
	);
	expect(count.after).toBeGreaterThan(0);
	expect(count.before).toBeGreaterThan(0);
});

function refreshTokenIn(home: string): string {
	const file = readFileSync(path.join(home, 'anaplan-tui', 'credentials.json'), 'utf8');
	return JSON.parse(file).profiles.default.session.refreshToken.token;
}
