import process from 'node:process';
import {expect, test} from 'vitest';
import {beforeDeath} from '../../source/adapters/ending-signals.ts';
import {run, temporaryFolder} from './helpers.ts';

const isPosix = process.platform !== 'win32';
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Node as it is on Windows: process.kill ends the process and asks nobody, and all other signals are ENOSYS. */
const asOnWindows = `
	import {PassThrough} from 'node:stream';
	Object.defineProperty(process, 'stdin', {value: new PassThrough()});
	const kill = process.kill;
	Object.defineProperty(process, 'platform', {value: 'win32'});
	process.kill = (pid, signal) => {
		if (!['SIGINT', 'SIGTERM', 'SIGKILL', 'SIGQUIT'].includes(signal)) {
			throw Object.assign(new Error('kill ENOSYS'), {code: 'ENOSYS'});
		}
		return kill.call(process, pid, 'SIGKILL');
	};
`;
const alive = 'setInterval(() => {}, 1000);';

test('whoever stops listening leaves no handler', () => {
	const count = () => names.map(name => process.listenerCount(name));
	const before = count();
	const stop = beforeDeath(() => undefined);
	expect(count()).toEqual(before.map(number => number + 1));
	stop();
	expect(count()).toEqual(before);
});

test.runIf(isPosix).each(names)('%s cleans up once, and ends the process as itself', async name => {
	const program = run(`
		import {beforeDeath} from '@/adapters/ending-signals.ts';
		beforeDeath(() => console.log('one cleans up'));
		beforeDeath(() => console.log('another cleans up'));
		${alive}
		console.log('waiting');
	`);
	await program.said('waiting');
	program.child.kill(name);
	expect(await program.ended).toEqual({code: null, signal: name});
	expect(program.output()).toBe('waiting\none cleans up\nanother cleans up\n');
});

// Windows itself ends it so; only POSIX can tell by what.
test.runIf(isPosix).each([
	[
		'the file for the URL',
		`const {createUrlFile} = await import('@/adapters/url-file.ts');
		await createUrlFile(process.env.FOLDER).write('https://example.com/');`,
	],
	[
		'the lines of stdin',
		`const {inputLines} = await import('@/adapters/stdin.ts');
		void inputLines(new AbortController().signal).next();`,
	],
	[
		'a talk',
		`const {createTerminalTalk} = await import('@/adapters/terminal-talk.ts');
		createTerminalTalk(Object.assign(process.stdin, {setRawMode() {}, unref() {}}), () => undefined, () => undefined);`,
	],
])('on Windows the closed console ends the process, also with %s open', async (_, open) => {
	const program = run(
		`${asOnWindows} ${open} ${alive} setImmediate(() => process.emit('SIGHUP', 'SIGHUP'));`,
		{
			FOLDER: temporaryFolder(),
		},
	);
	expect(await program.ended).toEqual({code: null, signal: 'SIGKILL'});
	expect(program.output()).toBe('');
});

test.runIf(isPosix)(
	'on Windows everyone cleans up once before the process ends, and a shield lets its work be done first',
	async () => {
		const program = run(`${asOnWindows}
			const {beforeDeath} = await import('@/adapters/ending-signals.ts');
			const {createSignalShield} = await import('@/adapters/signal-shield.ts');
			process.on('SIGHUP', () => console.log('told'));
			beforeDeath(() => console.log('one cleans up'));
			const shield = createSignalShield({onHeld: () => console.log('held')});
			const {setTimeout: pause} = await import('node:timers/promises');
			setImmediate(() => process.emit('SIGHUP', 'SIGHUP'));
			await shield.during(async () => {
				beforeDeath(() => console.log('another cleans up'));
				await pause(300);
				console.log('done');
			});
			console.log('went on');
		`);
		expect(await program.ended).toEqual({code: null, signal: 'SIGKILL'});
		const said = program.output().split('\n');
		for (const line of ['one cleans up', 'another cleans up', 'held']) {
			expect(said.filter(one => one === line)).toHaveLength(1);
			expect(said.indexOf(line)).toBeLessThan(said.indexOf('done'));
		}

		expect(said.lastIndexOf('told')).toBeGreaterThan(said.indexOf('done'));
		expect(said).not.toContain('went on');
	},
);
