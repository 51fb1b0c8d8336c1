import path from 'node:path';
import {defineConfig} from 'vitest/config';

const environment = ['test/setup/clean-environment.ts'];

/** .ci/run adds up the totals of several runs; each run leaves its own here. */
const totals = process.env['VITEST_TOTALS'];

/**
 * No test measures time: a limit is there to end what hangs, and long enough for a computer that is
 * many times slower, and busy. Each wait in a test has a deadline of its own, which says more.
 */
const patienceMs = 60_000;

export default defineConfig({
	test: {
		passWithNoTests: false,
		...(totals === undefined
			? {}
			: {
					reporters: ['default', 'json'],
					outputFile: {json: path.join(totals, `${process.pid}.json`)},
				}),
		projects: [
			{
				test: {
					name: 'unit',
					include: ['test/**/*.test.ts'],
					exclude: ['tui', 'terminal', 'keychain', 'browser', 'package'].map(
						name => `test/${name}/**`,
					),
					setupFiles: environment,
					testTimeout: patienceMs,
					hookTimeout: patienceMs,
				},
			},
			{
				test: {
					name: 'screens',
					include: ['test/tui/**/*.test.{ts,tsx}'],
					setupFiles: environment,
					testTimeout: patienceMs,
					hookTimeout: patienceMs,
				},
			},
			{
				// The built program in a pseudo-terminal: `npm run test:terminal` builds it first.
				test: {
					name: 'terminal',
					include: ['test/terminal/**/*.test.ts'],
					setupFiles: environment,
					testTimeout: 5 * patienceMs,
					hookTimeout: 5 * patienceMs,
					maxWorkers: 2,
				},
			},
			{
				// The packed tarball, installed with several versions of Node.js: `npm run test:package`
				// packs it, and needs the npm registry, which is asked with the developer's own settings.
				test: {
					name: 'package',
					include: ['test/package/**/*.test.ts'],
					globalSetup: ['test/package/pack.ts'],
					testTimeout: 5 * patienceMs,
					hookTimeout: 5 * patienceMs,
				},
			},
			{
				// The built program with a real browser and a real clipboard: `npm run test:browser`.
				test: {
					name: 'browser',
					include: ['test/browser/**/*.test.ts'],
					setupFiles: environment,
					testTimeout: 5 * patienceMs,
					hookTimeout: 5 * patienceMs,
				},
			},
			{
				// The built program with a real keychain: `npm run test:keychain` builds it first.
				// Needs dbus and gnome-keyring, and starts both for itself.
				test: {
					name: 'keychain',
					include: ['test/keychain/**/*.test.ts'],
					setupFiles: environment,
					testTimeout: 5 * patienceMs,
					hookTimeout: 5 * patienceMs,
				},
			},
		],
	},
});
