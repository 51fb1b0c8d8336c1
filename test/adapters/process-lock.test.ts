import {mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {createCredentialStore} from '../../source/adapters/credential-store.ts';
import {createLockPlace, pidOf, standingOf} from '../../source/adapters/lock-place.ts';
import {createProcessLock} from '../../source/adapters/process-lock.ts';
import {type Result, success} from '../../source/core/result.ts';
import {eventually} from '../helpers/eventually.ts';
import {credentialsOf, run, sentinel, temporaryFolder} from './helpers.ts';

const done = async (): Promise<Result<string>> => success('done');

/** A hold that lasts until it is told to end. */
function longHold(lock: ReturnType<typeof createProcessLock>) {
	let end = () => {};
	let begun = () => {};
	const isHeld = new Promise<void>(resolve => {
		begun = resolve;
	});
	const result = lock.hold(async () => {
		begun();
		await new Promise<void>(resolve => {
			end = resolve;
		});
		return success('held');
	});
	return {result, isHeld, end: () => end()};
}

const holder = (folder: string, options = '') => `
	import {createProcessLock} from '@/adapters/process-lock.ts';
	const lock = createProcessLock({folder: ${JSON.stringify(folder)} ${options}});
`;

describe('in one process', () => {
	test('holds queue up, in order, and none overlap', async () => {
		const lock = createProcessLock({folder: temporaryFolder()});
		const told: string[] = [];
		let inside = 0;
		await Promise.all(
			Array.from({length: 20}, async (_, number) =>
				lock.hold(async () => {
					inside += 1;
					expect(inside).toBe(1);
					await Promise.resolve();
					told.push(String(number));
					inside -= 1;
					return success(undefined);
				}),
			),
		);
		expect(told).toEqual(Array.from({length: 20}, (_, number) => String(number)));
	});

	test('two locks of one folder exclude each other', async () => {
		const folder = temporaryFolder();
		const first = longHold(createProcessLock({folder}));
		await first.isHeld;
		let isIn = false;
		const second = createProcessLock({folder}).hold(async () => {
			isIn = true;
			return success('second');
		});
		// Time for it to come in wrongly. A busy computer could hide that here, but not make it up.
		await new Promise(resolve => {
			setTimeout(resolve, 150);
		});
		expect(isIn).toBe(false);
		first.end();
		expect(await second).toEqual({ok: true, value: 'second'});
	});

	test('the folder is made, and nothing is left in it', async () => {
		const folder = path.join(temporaryFolder(), 'a', 'b');
		expect(await createProcessLock({folder}).hold(done)).toEqual({ok: true, value: 'done'});
		expect(readdirSync(folder)).toEqual([]);
	});

	test('work that throws lets the lock go', async () => {
		const folder = temporaryFolder();
		const lock = createProcessLock({folder});
		await expect(
			lock.hold(async () => {
				throw new Error('defect');
			}),
		).rejects.toThrow('defect');
		expect(readdirSync(folder)).toEqual([]);
		expect((await lock.hold(done)).ok).toBe(true);
	});

	test('waiting ends with store_busy, for the queue inside as for other holders', async () => {
		const folder = temporaryFolder();
		const lock = createProcessLock({folder, waitMs: 100});
		const first = longHold(lock);
		await first.isHeld;
		const late = [lock.hold(done), createProcessLock({folder, waitMs: 100}).hold(done)];
		for (const attempt of late) {
			expect(await attempt).toMatchObject({ok: false, problem: {code: 'store_busy', exitCode: 75}});
		}

		const next = createProcessLock({folder}).hold(done);
		first.end();
		expect((await next).ok).toBe(true);
		expect((await lock.hold(done)).ok).toBe(true);
		expect(readdirSync(folder)).toEqual([]);
	});

	test('one who waits is asked each time that a hold of others has ended, and may need the lock no more', async () => {
		const folder = temporaryFolder();
		const lock = path.join(folder, 'credentials.lock');
		const mark = (id: string) => path.join(lock, id);
		const place = createLockPlace(lock);
		const [first, second, third] = [place.newId(), place.newId(), place.newId()];
		expect(place.take(first)).toBe(true);
		let asked = 0;
		const waiting = createProcessLock({folder}).hold(done, async () => {
			asked += 1;
			return asked === 2 ? success('spared') : undefined;
		});
		// It has tried, and looked who is in.
		await eventually(() => readdirSync(folder)).toHaveLength(2);
		renameSync(mark(first), mark(second));
		await eventually(() => asked).toBe(1);
		renameSync(mark(second), mark(third));
		expect(await waiting).toEqual(success('spared'));
		expect(readdirSync(folder)).toEqual(['credentials.lock']);
		expect(place.isHeldBy(third)).toBe(true);
	});

	test('a folder that cannot be is store_unwritable with the path', async () => {
		const file = path.join(temporaryFolder(), 'file');
		writeFileSync(file, '');
		const held = await createProcessLock({folder: path.join(file, 'store')}).hold(done);
		expect(held).toMatchObject({ok: false, problem: {code: 'store_unwritable'}});
		expect(!held.ok && held.problem.message).toContain(file);
		expect(await createProcessLock({folder: ''}).hold(done)).toMatchObject({
			ok: false,
			problem: {code: 'store_unwritable', hint: expect.stringContaining('ANAPLAN_TUI_HOME')},
		});
	});
});

test('Before each holder works, what a killed one has begun is completed, under the lock.', async () => {
	const folder = temporaryFolder();
	const journal: string[] = [];
	const recover = async () => {
		const other = createProcessLock({folder, waitMs: 100});
		journal.push((await other.hold(done)).ok ? 'recovered without the lock' : 'recovered');
	};
	const lock = createProcessLock({folder, recover});
	for (const name of ['first', 'second']) {
		await lock.hold(async () => {
			journal.push(name);
			return success(undefined);
		});
	}

	expect(journal).toEqual(['recovered', 'first', 'recovered', 'second']);
});

describe('a lock left behind', () => {
	test('by a process that was killed is taken over at once', async () => {
		const folder = temporaryFolder();
		const program = run(`${holder(folder)}
			await lock.hold(async () => { console.log('held'); setInterval(() => {}, 1000); await new Promise(() => {}); });
		`);
		await program.said('held');
		program.child.kill('SIGKILL');
		await program.ended;
		expect(readdirSync(folder)).toEqual(['credentials.lock']);
		const begin = performance.now();
		expect((await createProcessLock({folder}).hold(done)).ok).toBe(true);
		// Long before it would be taken over for its silence.
		expect(performance.now() - begin).toBeLessThan(5000);
		expect(readdirSync(folder)).toEqual([]);
	});

	test('by a holder on another computer is taken over when it is silent, and not while it beats', async () => {
		const folder = temporaryFolder();
		const place = createLockPlace(path.join(folder, 'credentials.lock'));
		const foreign = '1-0123456789ab-feed';
		expect(place.take(foreign)).toBe(true);
		expect(standingOf(foreign)).toBe('elsewhere');
		const beating = setInterval(() => place.beat(foreign), 50);
		// A time in which this process itself is not scheduled counts a second at most, and is no silence.
		const patient = createProcessLock({folder, staleMs: 2000, waitMs: 3000});
		expect(await patient.hold(done)).toMatchObject({problem: {code: 'store_busy'}});
		clearInterval(beating);
		expect((await patient.hold(done)).ok).toBe(true);
		expect(readdirSync(folder)).toEqual([]);
	});

	test('by a process whose start nobody knows is taken over after a long silence, but not before it was watched', async () => {
		const folder = temporaryFolder();
		const program = run(`
			import fs from 'node:fs';
			import {syncBuiltinESMExports} from 'node:module';
			const {readFileSync} = fs;
			// macOS and Windows have no such files.
			fs.readFileSync = (file, ...rest) => {
				if (String(file).startsWith('/proc/')) throw new Error('There is no /proc.');
				return readFileSync(file, ...rest);
			};
			syncBuiltinESMExports();
			const {createLockPlace, standingOf} = await import('@/adapters/lock-place.ts');
			const {createProcessLock} = await import('@/adapters/process-lock.ts');
			const folder = ${JSON.stringify(folder)};
			const place = createLockPlace(folder + '/credentials.lock');
			const id = place.newId();
			place.take(id);
			const isLongAgo = () => {
				const at = Date.now() / 1000 - 660;
				fs.utimesSync(folder + '/credentials.lock/' + id, at, at);
			};
			const hold = async () => {
				const held = await createProcessLock({folder, staleMs: 2000, waitMs: 3000})
					.hold(async () => ({ok: true, value: 'held'}));
				return held.ok ? held.value : held.problem.code;
			};
			// A laptop has woken up: the holder has not come to its next sign of life yet.
			isLongAgo();
			const beating = setInterval(() => place.beat(id), 50);
			console.log(standingOf(id), await hold());
			clearInterval(beating);
			isLongAgo();
			console.log(await hold());
		`);
		await program.ended;
		expect(program.output()).toBe('unsure store_busy\nheld\n');
	});

	test('half taken or half ended is no obstacle', async () => {
		const folder = temporaryFolder();
		mkdirSync(path.join(folder, 'credentials.lock'));
		expect((await createProcessLock({folder, waitMs: 500}).hold(done)).ok).toBe(true);
	});

	test('that was judged dead cannot be removed once the next process has it', () => {
		const place = createLockPlace(path.join(temporaryFolder(), 'credentials.lock'));
		place.take('1-dead-1');
		expect(place.holder()?.id).toBe('1-dead-1');
		// Two processes have judged it dead; the quick one takes over.
		expect(place.remove('1-dead-1')).toBe(true);
		expect(place.take('2-quick-2')).toBe(true);
		place.remove('1-dead-1');
		expect(place.isHeldBy('2-quick-2')).toBe(true);
		expect(place.take('3-slow-3')).toBe(false);
	});

	test('by one that was killed while it waited is swept away', async () => {
		const folder = temporaryFolder();
		const first = longHold(createProcessLock({folder}));
		await first.isHeld;
		const waiter = run(
			`${holder(folder)} console.log('waiting'); await lock.hold(async () => ({ok: true, value: 1}));`,
		);
		await waiter.said('waiting');
		await eventually(() => readdirSync(folder).length).toBe(2);
		waiter.child.kill('SIGKILL');
		await waiter.ended;
		first.end();
		await first.result;
		await createProcessLock({folder}).hold(done);
		expect(readdirSync(folder)).toEqual([]);
	});

	test('is removed by process.exit', async () => {
		const folder = temporaryFolder();
		const program = run(`${holder(folder)} await lock.hold(async () => process.exit(3));`);
		expect((await program.ended).code).toBe(3);
		expect(readdirSync(folder)).toEqual([]);
	});
});

// Windows has no signal that suspends.
describe.skipIf(process.platform === 'win32')('a holder that was suspended', () => {
	test('keeps its lock on the same computer: who waits for it is told which process it is', async () => {
		const folder = temporaryFolder();
		const program = run(`${holder(folder)}
			const held = await lock.hold(async () => {
				const alive = setInterval(() => {}, 1000);
				const told = new Promise(resolve => process.once('SIGUSR2', resolve));
				console.log('held');
				await told;
				clearInterval(alive);
				return lock.stillHeld();
			});
			console.log(JSON.stringify(held.ok));
		`);
		await program.said('held');
		program.child.kill('SIGSTOP');
		const refused = await createProcessLock({folder, staleMs: 300, waitMs: 1500}).hold(done);
		expect(refused).toMatchObject({
			problem: {code: 'store_busy', hint: expect.stringContaining('fg')},
		});
		expect(!refused.ok && refused.problem.message).toContain(`process ${program.child.pid},`);
		program.child.kill('SIGUSR2');
		program.child.kill('SIGCONT');
		expect((await program.ended).code).toBe(0);
		expect(program.output()).toContain('true');
		expect((await createProcessLock({folder}).hold(done)).ok).toBe(true);
	});

	test('finds its lock taken by another computer, writes nothing at first, and writes when it has read again', async () => {
		const folder = temporaryFolder();
		const store = createCredentialStore({folder});
		await store.write('default', credentialsOf('-old'));
		const program = run(`${holder(folder)}
			import {createCredentialStore} from '@/adapters/credential-store.ts';
			const store = createCredentialStore({folder: ${JSON.stringify(folder)}, stillHeld: lock.stillHeld});
			const held = await lock.hold(async () => {
				const {value} = await store.read('default');
				const alive = setInterval(() => {}, 1000);
				const told = new Promise(resolve => process.once('SIGUSR2', resolve));
				console.log('held');
				await told;
				clearInterval(alive);
				const first = await store.write('default', {...value, clientId: 'stale'});
				const again = await store.read('default');
				const second = await store.write('default', {...again.value, clientId: again.value.clientId + '+ours'});
				console.log(JSON.stringify([first.problem?.code, second.ok]));
				return second;
			});
		`);
		await program.said('held');
		program.child.kill('SIGSTOP');
		const elsewhere = run(`
			import os from 'node:os';
			import {syncBuiltinESMExports} from 'node:module';
			os.hostname = () => 'elsewhere';
			syncBuiltinESMExports();
			const {createProcessLock} = await import('@/adapters/process-lock.ts');
			const {createCredentialStore} = await import('@/adapters/credential-store.ts');
			const {Secret} = await import('@/core/secret.ts');
			const folder = ${JSON.stringify(folder)};
			const clientSecret = new Secret('client secret', '${sentinel}-new');
			const taken = await createProcessLock({folder, staleMs: 300}).hold(async () =>
				createCredentialStore({folder}).write('default', {clientId: 'theirs', clientSecret}),
			);
			console.log(JSON.stringify(taken.ok));
		`);
		expect((await elsewhere.ended).code, elsewhere.output()).toBe(0);
		expect(elsewhere.output()).toContain('true');
		program.child.kill('SIGUSR2');
		program.child.kill('SIGCONT');
		expect((await program.ended).code).toBe(0);
		expect(program.output()).toContain('["store_busy",true]');
		const read = await store.read('default');
		expect(read.ok && read.value?.clientId).toBe('theirs+ours');
		expect(read.ok && read.value?.clientSecret?.reveal()).toContain('-new');
		expect(readdirSync(folder)).toEqual(['credentials.json']);
	});
});

describe('many processes', () => {
	test('pass one after another and lose no change', async () => {
		const folder = temporaryFolder();
		const counter = path.join(folder, 'counter');
		writeFileSync(counter, '0');
		const processes = 12;
		const rounds = 5;
		const programs = Array.from({length: processes}, () =>
			run(`${holder(folder)}
				import {readFileSync, writeFileSync} from 'node:fs';
				import {setTimeout as pause} from 'node:timers/promises';
				for (let round = 0; round < ${rounds}; round += 1) {
					const held = await lock.hold(async () => {
						const before = Number(readFileSync(${JSON.stringify(counter)}, 'utf8'));
						await pause(2);
						writeFileSync(${JSON.stringify(counter)}, String(before + 1));
						return {ok: true, value: undefined};
					});
					if (!held.ok) console.log(held.problem.code);
				}
			`),
		);
		for (const program of programs) {
			expect(await program.ended).toEqual({code: 0, signal: null});
			expect(program.output()).toBe('');
		}

		expect(readFileSync(counter, 'utf8')).toBe(String(processes * rounds));
		expect(readdirSync(folder)).toEqual(['counter']);
	}, 300_000);

	test('that are killed again and again never let two in', async () => {
		const folder = temporaryFolder();
		const log = path.join(folder, 'log');
		writeFileSync(log, '');
		const source = `${holder(folder)}
			import {appendFileSync} from 'node:fs';
			console.log('ready');
			for (;;) {
				await lock.hold(async () => {
					appendFileSync(${JSON.stringify(log)}, 'in ' + process.pid + '\\n');
					await new Promise(resolve => setImmediate(resolve));
					appendFileSync(${JSON.stringify(log)}, 'out ' + process.pid + '\\n');
					return {ok: true, value: undefined};
				});
			}`;
		const programs = Array.from({length: 6}, () => run(source));
		for (const program of programs) {
			await program.said('ready');
		}

		for (const program of programs) {
			const before = readFileSync(log, 'utf8').length;
			await eventually(() => readFileSync(log, 'utf8').length).toBeGreaterThan(before + 100);
			program.child.kill('SIGKILL');
			await program.ended;
		}

		const killed = new Set(programs.map(program => String(program.child.pid)));
		let inside: string | undefined;
		for (const line of readFileSync(log, 'utf8').trim().split('\n')) {
			const [what, who = ''] = line.split(' ');
			// Only one that was killed inside may be followed by another without having gone out.
			expect(what === 'in' ? inside === undefined || killed.has(inside) : inside === who).toBe(
				true,
			);
			inside = what === 'in' ? who : undefined;
		}

		expect((await createProcessLock({folder}).hold(done)).ok).toBe(true);
	}, 300_000);
});

test('a process number says nothing of another machine, nor of another process that has it now', () => {
	const own = createLockPlace('/nowhere').newId();
	expect(pidOf(own)).toBe(String(process.pid));
	expect(standingOf(own)).toBe(process.platform === 'linux' ? 'alive' : 'unsure');
	expect(standingOf(own.replace(/^\d+/, '4194999'))).toBe('gone');
	if (process.platform === 'linux') {
		expect(standingOf(own.replace(/^\d+/, '1'))).toBe('gone');
	}

	expect(standingOf('4194999-0123456789ab-00')).toBe('elsewhere');
	expect(standingOf('nonsense')).toBe('elsewhere');
});
