import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {storeSignIn} from '../helpers/store-sign-in.ts';
import {type Bench, type Figure, median} from './bench.ts';
import {peakMemoryOf, timed} from './processes.ts';

const rounds = 15;
const manyProcesses = 50;

/** What a script pays for a token: with a fresh one in the store, and many scripts at once with an expired one. */
export const token: Bench = {
	name: 'token',
	async measure() {
		const tenant = await startPracticeTenant();
		const home = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-bench-'));
		const folder = path.join(home, 'anaplan-tui');
		try {
			await storeSignIn(tenant, folder, 2100);
			const fresh = await freshToken(home);
			await storeSignIn(tenant, folder, -10);
			const startedAt = performance.now();
			await Promise.all(
				Array.from({length: manyProcesses}, async () => timed([builtProgram, 'token'], {home})),
			);
			const wallMs = performance.now() - startedAt;
			return [
				...fresh,
				{
					what: `${manyProcesses} token processes at once, expired token`,
					value: wallMs,
					unit: 'ms',
					note: 'until the last one has its token',
				},
				{
					what: 'refreshes that they made',
					value: tenant.counters.refreshes,
					unit: '',
					aim: 1,
				},
			];
		} finally {
			await tenant.close();
			rmSync(home, {recursive: true, force: true});
		}
	},
};

async function freshToken(home: string): Promise<readonly Figure[]> {
	const hasPython =
		spawnSync('python3', ['-c', 'import requests_oauthlib'], {stdio: 'ignore'}).status === 0;
	const bare: number[] = [];
	const ours: number[] = [];
	const python: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const times = [await timed(['-e', '0']), await timed([builtProgram, 'token'], {home})] as const;
		if (round > 0) {
			bare.push(times[0]);
			ours.push(times[1]);
			if (hasPython) {
				python.push(await timed(['-c', 'import requests_oauthlib'], {command: 'python3'}));
			}
		}
	}

	const ms = median(ours);
	return [
		{
			what: 'token, fresh in the store',
			value: ms / median(bare),
			unit: '× node -e 0',
			aim: 1.6,
			note: `${ms.toFixed(0)} ms, median of ${rounds}`,
		},
		hasPython
			? {
					what: 'token, fresh in the store',
					value: ms / median(python),
					unit: '× python3 importing requests_oauthlib',
					aim: 1,
					note: `${median(python).toFixed(0)} ms`,
				}
			: {
					what: 'python3 with requests_oauthlib',
					value: 0,
					unit: '',
					note: 'not installed, not compared',
				},
		{what: 'token, peak memory', value: await peakMemoryOf(['token'], home), unit: 'MiB', aim: 60},
	];
}
