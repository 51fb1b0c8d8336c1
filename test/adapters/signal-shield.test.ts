import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {createSignalShield} from '../../source/adapters/signal-shield.ts';
import {run, temporaryFolder} from './helpers.ts';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const shield = (options = '') => `
	import {createSignalShield} from '@/adapters/signal-shield.ts';
	import {setTimeout as pause} from 'node:timers/promises';
	const shield = createSignalShield({onHeld: signal => console.log('held ' + signal) ${options}});
	const go = async () => {
		const alive = setInterval(() => {}, 1000);
		await new Promise(resolve => process.once('SIGUSR2', resolve));
		clearInterval(alive);
	};
`;

test('handlers are there while work runs, once for all of it, and gone afterwards', async () => {
	const count = () => names.map(name => process.listenerCount(name));
	const before = count();
	const {during} = createSignalShield();
	let end = () => {};
	const outer = during(async () => {
		await during(async () => 1);
		return new Promise<void>(resolve => {
			end = resolve;
		});
	});
	const other = during(async () => 2);
	expect(count()).toEqual(before.map(number => number + 1));
	expect(await other).toBe(2);
	expect(count()).toEqual(before.map(number => number + 1));
	end();
	await outer;
	expect(count()).toEqual(before);
	await expect(
		during(async () => {
			throw new Error('defect');
		}),
	).rejects.toThrow('defect');
	expect(count()).toEqual(before);
});

describe.skipIf(process.platform === 'win32')('a signal', () => {
	test.each(names)(
		'%s waits until the work is done, and then ends the process as itself',
		async name => {
			const program = run(`${shield()}
			await shield.during(async () => { console.log('working'); await go(); console.log('done'); });
			console.log('went on');
		`);
			await program.said('working');
			program.child.kill(name);
			await program.said(`held ${name}`);
			program.child.kill('SIGUSR2');
			expect(await program.ended).toEqual({code: null, signal: name});
			expect(program.output()).toContain('done');
			expect(program.output()).not.toContain('went on');
		},
	);

	test('that comes while the end of the work keeps Node busy ends the process, too', async () => {
		const file = path.join(temporaryFolder(), 'sent');
		const program = run(`${shield()}
			import {existsSync} from 'node:fs';
			await shield.during(async () => {
				await pause(1);
				console.log('working');
				while (!existsSync(${JSON.stringify(file)})) {}
			});
			console.log('went on');
		`);
		await program.said('working');
		program.child.kill('SIGTERM');
		writeFileSync(file, '');
		expect(await program.ended).toEqual({code: null, signal: 'SIGTERM'});
		expect(program.output()).not.toContain('went on');
	});

	test('that comes twice is told once, and the first one counts', async () => {
		const program = run(`${shield()}
			await shield.during(async () => { console.log('working'); await go(); });
		`);
		await program.said('working');
		program.child.kill('SIGTERM');
		await program.said('held SIGTERM');
		program.child.kill('SIGINT');
		program.child.kill('SIGTERM');
		program.child.kill('SIGUSR2');
		expect(await program.ended).toEqual({code: null, signal: 'SIGTERM'});
		expect(program.output().match(/held/g)).toHaveLength(1);
	});

	test('does not wait for work that takes too long', async () => {
		const program = run(`${shield(', limitMs: 200')}
			setInterval(() => {}, 1000);
			await shield.during(async () => { console.log('working'); await new Promise(() => {}); });
		`);
		await program.said('working');
		program.child.kill('SIGINT');
		expect(await program.ended).toEqual({code: null, signal: 'SIGINT'});
	});

	test('outside of work ends the process at once', async () => {
		const program = run(`${shield()}
			await shield.during(async () => 1);
			console.log('idle');
			await go();
		`);
		await program.said('idle');
		program.child.kill('SIGTERM');
		expect(await program.ended).toEqual({code: null, signal: 'SIGTERM'});
		expect(program.output()).not.toContain('held');
	});

	test.each(['before', 'after'])(
		'lets others clean up who listen too, under Ink and conf (loaded %s)',
		async when => {
			const load = `
			await import('@/../node_modules/conf/dist/source/index.js');
			const {onExit} = await import('@/../node_modules/execa/node_modules/signal-exit/dist/mjs/index.js');
			onExit(() => { console.log('cleaned up'); });`;
			const program = run(`${shield()}
			${when === 'before' ? load : ''}
			await shield.during(async () => {
				${when === 'after' ? load : ''}
				console.log('working');
				await go();
				console.log('done');
			});
			console.log('went on');
		`);
			await program.said('working');
			program.child.kill('SIGINT');
			await program.said('held SIGINT');
			program.child.kill('SIGUSR2');
			expect(await program.ended).toEqual({code: null, signal: 'SIGINT'});
			expect(program.output()).toMatch(/done.*cleaned up/s);
			expect(program.output()).not.toContain('went on');
		},
	);

	test('that a listener of others swallows ends the process all the same', async () => {
		const program = run(`${shield()}
			process.on('SIGTERM', () => {});
			await shield.during(async () => { console.log('working'); await go(); });
			console.log('went on');
		`);
		await program.said('working');
		program.child.kill('SIGTERM');
		await program.said('held');
		program.child.kill('SIGUSR2');
		expect(await program.ended).toEqual({code: null, signal: 'SIGTERM'});
		expect(program.output()).not.toContain('went on');
	});
});
