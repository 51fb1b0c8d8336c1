import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {spawn as spawnInTerminal} from '@lydell/node-pty';
import {builtProgram, childEnvironment} from '../helpers/child-environment.ts';
import {type Bench, type Figure, median} from './bench.ts';
import {peakMemory, timed} from './processes.ts';

const rounds = 10;
const mebibyte = 1024 * 1024;

interface FirstFrame {
	readonly ms: number;
	readonly peakBytes: number;
}

/** How soon the program is there, compared with what Node alone needs on the same machine. */
export const start: Bench = {
	name: 'start',
	async measure() {
		const bare: number[] = [];
		const version: number[] = [];
		const screens: FirstFrame[] = [];
		const demo: FirstFrame[] = [];
		// In turns, so that a machine that slows down slows down all of them.
		for (let round = 0; round <= rounds; round++) {
			const times = [await timed(['-e', '0']), await timed([builtProgram, '--version'])] as const;
			const frames = [await toFirstFrame([]), await toFirstFrame(['demo'])] as const;
			// The first round fills the file system's cache.
			if (round > 0) {
				bare.push(times[0]);
				version.push(times[1]);
				screens.push(frames[0]);
				demo.push(frames[1]);
			}
		}

		const bareMs = median(bare);
		const ratio = (what: string, values: readonly number[], aim: number): Figure => ({
			what,
			value: median(values) / bareMs,
			unit: '× node -e 0',
			aim,
			note: `${median(values).toFixed(0)} ms`,
		});
		const peak = (what: string, frames: readonly FirstFrame[]): Figure => ({
			what,
			value: median(frames.map(({peakBytes}) => peakBytes)) / mebibyte,
			unit: 'MiB',
			aim: 90,
			note: 'half a second after the first frame',
		});
		const ms = (frames: readonly FirstFrame[]) => frames.map(frame => frame.ms);
		return [
			{what: 'node -e 0', value: bareMs, unit: 'ms', note: `median of ${rounds}`},
			ratio('anaplan-tui --version', version, 1.3),
			ratio('anaplan-tui, to the first frame', ms(screens), 3),
			ratio('anaplan-tui demo, to the first frame', ms(demo), 3),
			peak('anaplan-tui, peak memory', screens),
			peak('anaplan-tui demo, peak memory', demo),
		];
	},
};

/** From the start of the process until the terminal has received a frame that shows the stepper. */
async function toFirstFrame(args: readonly string[]): Promise<FirstFrame> {
	const home = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-bench-'));
	const startedAt = performance.now();
	const pty = spawnInTerminal(process.execPath, [builtProgram, ...args], {
		cols: 80,
		rows: 24,
		cwd: home,
		env: {...childEnvironment(home), TERM: 'xterm-256color', CI: 'false'},
	});
	const ended = new Promise<void>(resolve => {
		pty.onExit(() => resolve());
	});
	try {
		const ms = await new Promise<number>((resolve, reject) => {
			let output = '';
			pty.onData(data => {
				output += data;
				if (output.includes('Setup')) {
					resolve(performance.now() - startedAt);
				}
			});
			pty.onExit(() => reject(new Error(`It ended before a frame:\n${output}`)));
			setTimeout(() => reject(new Error(`No frame came:\n${output}`)), 10_000).unref();
		});
		return {ms, peakBytes: await peakMemory(pty.pid)};
	} finally {
		pty.kill('SIGKILL');
		await ended;
		rmSync(home, {recursive: true, force: true});
	}
}
