import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {builtProgram, childEnvironment} from '../helpers/child-environment.ts';

/** The time in ms from the start of a program to its end. Rejects unless it ends with 0. */
export async function timed(
	args: readonly string[],
	{command = process.execPath, home = tmpdir()}: {command?: string; home?: string} = {},
): Promise<number> {
	return new Promise((resolve, reject) => {
		const startedAt = performance.now();
		const child = spawn(command, args, {stdio: 'ignore', env: childEnvironment(home)});
		child.once('error', reject);
		child.once('exit', code => {
			const ms = performance.now() - startedAt;
			code === 0
				? resolve(ms)
				: reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
		});
	});
}

/**
 * The peak of the resident memory, in bytes, after half a second more. Linux keeps the peak itself
 * (VmHWM). Elsewhere `ps` tells the present size, so the highest of several looks is taken. The
 * program's own `resourceUsage().maxRSS` would not do: on Linux it starts at the size of the
 * process that forked it.
 */
export async function peakMemory(pid: number): Promise<number> {
	if (process.platform === 'linux') {
		await sleep(500);
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(status.match(/VmHWM:\s+(\d+) kB/)?.[1]) * 1024;
	}

	const looks: number[] = [];
	for (let look = 0; look < 10; look++) {
		await sleep(50);
		looks.push(await residentBytes(pid));
	}

	return Math.max(...looks);
}

function residentBytes(pid: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const ps = spawn('ps', ['-o', 'rss=', '-p', String(pid)]);
		let kibibytes = '';
		ps.stdout.on('data', text => {
			kibibytes += String(text);
		});
		ps.once('error', reject);
		ps.once('close', () => resolve(Number(kibibytes) * 1024));
	});
}

/** The peak of the resident memory of the built program, in MiB, as it stands at its end: Linux's VmHWM, see `peakMemory`. */
export async function peakMemoryOf(args: readonly string[], home: string): Promise<number> {
	const code =
		"process.on('exit',()=>process.stderr.write(require('node:fs').readFileSync('/proc/self/status','utf8')))";
	const hook = `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('file:///');${encodeURIComponent(code)}`;
	return new Promise(resolve => {
		const child = spawn(process.execPath, ['--import', hook, builtProgram, ...args], {
			env: childEnvironment(home),
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		let status = '';
		child.stderr.on('data', text => {
			status += String(text);
		});
		child.once('close', () => resolve(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024));
	});
}
