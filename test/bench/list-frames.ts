import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Writable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {spawn as spawnInTerminal} from '@lydell/node-pty';
import {startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import {builtProgram, childEnvironment} from '../helpers/child-environment.ts';
import {fakeProfiles} from '../helpers/profiles.ts';
import {storeSignIn} from '../helpers/store-sign-in.ts';
import {TerminalKeyboard} from '../helpers/terminal-keyboard.ts';
import {keySequence} from '../helpers/terminal-keys.ts';
import {type Bench, type Figure, median, percentile} from './bench.ts';
import {peakMemory} from './processes.ts';

const mebibyte = 1024 ** 2;
/** Longer than Ink holds a frame back after another one. */
const restMs = 45;
const typed = 'planning emea 12';

/** How soon a key press is a new frame, over 20,000 rows, and what the program needs for them. */
export const listFrames: Bench = {
	name: 'lists',
	async measure() {
		// As in the built program.
		process.env['NODE_ENV'] = 'production';
		const bare = await bareInk();
		const few = await frames(20);
		const many = await frames(20_000);
		return [
			figures('bare Ink, 23 rows of text, scrolling', bare),
			figures('20 rows, scrolling', few.scrolling),
			figures('20,000 rows, scrolling', many.scrolling, 16),
			figures('20 rows, filtering', few.filtering),
			figures('20,000 rows, filtering', many.filtering, 16),
			...(await builtFigures()),
		];
	},
};

/** What a key press took: until the frame, and of that the processor's time, which a busy machine makes no longer. */
type Taken = {readonly ms: number; readonly cpuMs: number};

function figure(
	what: string,
	times: readonly number[],
	{aim, note = ''}: {readonly aim?: number; readonly note?: string} = {},
): Figure {
	return {
		what,
		value: percentile(times, 95),
		unit: 'ms',
		...(aim !== undefined && {aim}),
		note: `p95 of ${times.length} keys; p50 ${median(times).toFixed(1)}, max ${Math.max(...times).toFixed(1)}${note}`,
	};
}

function figures(what: string, taken: readonly Taken[], aim?: number): Figure {
	const wall = percentile(
		taken.map(({ms}) => ms),
		95,
	);
	return figure(
		`${what}, processor time of a frame`,
		taken.map(({cpuMs}) => cpuMs),
		{...(aim !== undefined && {aim}), note: `; on the clock p95 ${wall.toFixed(1)}`},
	);
}

/** A terminal of 80×24 in memory that notes when something is written. */
function memoryTerminal() {
	let written: () => void = () => undefined;
	const stdout = Object.assign(
		new Writable({
			write(_chunk, _encoding, done) {
				written();
				done();
			},
		}),
		{isTTY: true, columns: 80, rows: 24},
	);
	const keyboard = new TerminalKeyboard(() => undefined);
	/** What a key press takes until the frame that follows; nothing when none follows. */
	const press = async (keys: string): Promise<Taken | undefined> => {
		await sleep(restMs);
		const startedAt = performance.now();
		const before = process.cpuUsage();
		const frame = new Promise<Taken>(resolve => {
			written = () => {
				const {user, system} = process.cpuUsage(before);
				resolve({ms: performance.now() - startedAt, cpuMs: (user + system) / 1000});
			};
		});
		keyboard.push(keys);
		return Promise.race([frame, sleep(500, undefined)]);
	};

	return {
		stdin: keyboard as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		press,
	};
}

async function each<Outcome>(
	press: (keys: string) => Promise<Outcome | undefined>,
	keys: readonly string[],
): Promise<readonly Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const key of keys) {
		const outcome = await press(key);
		if (outcome !== undefined) {
			outcomes.push(outcome);
		}
	}

	return outcomes;
}

const repeated = (key: string, count: number): readonly string[] =>
	Array.from({length: count}, () => keySequence(key));
const scrollKeys = [
	...repeated('down', 40),
	...repeated('pagedown', 20),
	...repeated('end', 1),
	...repeated('up', 20),
	...repeated('pageup', 10),
	...repeated('home', 1),
];
// Twice, so that a longer word after a shorter one and a shorter after a longer one are both there.
const filterKeys = [...typed, ...repeated('backspace', typed.length), ...typed];

/** The real screens over so many rows, with nothing else around them. */
async function frames(count: number) {
	const [{runScreens}, {fakeBrowse, manyModels}, {createTerminalInput}] = await Promise.all([
		import('../../source/tui/run-screens.tsx'),
		import('../helpers/browse.ts'),
		import('../../source/adapters/terminal-input.ts'),
	]);
	const {signedInState} = await import('../tui/states.ts');
	const {noon} = await import('../helpers/samples.ts');
	const browse = fakeBrowse();
	browse.dispatch({type: 'modelsWished'});
	const places = ['EMEA', 'APAC', 'LATAM', 'North America', '日本'];
	const subjects = ['Demand Planning', 'Trésorerie', 'Headcount', '売上計画', 'Campaigns 🚀'];
	browse.bring(
		manyModels(count).map((model, index) => ({
			...model,
			name: `${subjects[index % 5]} ${places[(index >> 3) % 5]} ${index}`,
		})),
	);
	const {stdin, stdout, press} = memoryTerminal();
	const closing = new AbortController();
	const flow = {getState: () => signedInState, subscribe: () => () => undefined, dispatch() {}};
	const room = {profile: 'default', storedIn: 'memory', signIn: flow, browse: browse.flow};
	const run = runScreens({
		rooms: {
			current: () => room,
			subscribe: () => () => undefined,
			profiles: fakeProfiles().flow,
		},
		surroundings: {
			practice: false,
			version: '0.0.0',
			hasDisplay: true,
			characters: 'unicode',
			places: [],
			now: () => noon,
			everySecond: () => () => undefined,
		},
		stdin: createTerminalInput(stdin),
		stdout,
		stderr: stdout,
		broken: closing.signal,
	});
	await sleep(300);
	await each(press, repeated('down', 20));
	const scrolling = await each(press, scrollKeys);
	await press('/');
	const filtering = await each(press, filterKeys);
	closing.abort();
	await run;
	return {scrolling, filtering};
}

/** What Ink itself needs for a screen full of text that scrolls. */
async function bareInk(): Promise<readonly Taken[]> {
	const [{showLines}, {createTerminalInput}] = await Promise.all([
		import('./bare-ink.tsx'),
		import('../../source/adapters/terminal-input.ts'),
	]);
	const {stdin, stdout, press} = memoryTerminal();
	const close = showLines({stdin: createTerminalInput(stdin), stdout});
	await sleep(300);
	await each(press, repeated('down', 20));
	const taken = await each(press, repeated('down', 60));
	close();
	return taken;
}

/** The built program in a pseudo-terminal at a tenant with 20,000 models. */
async function builtFigures(): Promise<readonly Figure[]> {
	const tenant = await startPracticeTenant({content: 'large'});
	const home = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-bench-'));
	await storeSignIn(tenant, path.join(home, 'anaplan-tui'), 2100);
	const pty = spawnInTerminal(process.execPath, [builtProgram], {
		cols: 80,
		rows: 24,
		cwd: home,
		env: {...childEnvironment(home), TERM: 'xterm-256color', CI: 'false'},
	});
	const ended = new Promise<void>(resolve => {
		pty.onExit(() => resolve());
	});
	let output = '';
	let heard: () => void = () => undefined;
	pty.onData(data => {
		output += data;
		heard();
	});
	const shows = async (text: RegExp) => {
		for (const endsAt = performance.now() + 30_000; !text.test(output); await sleep(5)) {
			if (performance.now() > endsAt) {
				throw new Error(`It did not show ${text}:\n${output}`);
			}
		}
	};
	const press = async (keys: string) => {
		await sleep(restMs);
		const startedAt = performance.now();
		const frame = new Promise<number>(resolve => {
			heard = () => resolve(performance.now() - startedAt);
		});
		pty.write(keys);
		return Promise.race([frame, sleep(500, undefined)]);
	};

	try {
		await shows(/pat\.practice/);
		pty.write('w');
		await shows(/300/);
		const startedAt = performance.now();
		pty.write('m');
		await shows(/of 20,000/);
		const firstMs = performance.now() - startedAt;
		// The title counts the rows that are there; the progress says of how many.
		await shows(/(?<!of )20,000/);
		const wholeMs = performance.now() - startedAt;
		await sleep(500);
		const scrolling = await each(press, scrollKeys);
		await press('/');
		const filtering = await each(press, filterKeys);
		return [
			figure('built program, 20,000 rows, scrolling, key press to frame', scrolling),
			figure('built program, 20,000 rows, filtering, key press to frame', filtering),
			{what: 'm to the first rows of 20,000', value: firstMs, unit: 'ms'},
			{what: 'm to all 20,000', value: wholeMs, unit: 'ms'},
			{
				what: 'anaplan-tui with 20,000 models, peak memory',
				value: (await peakMemory(pty.pid)) / mebibyte,
				unit: 'MiB',
				aim: 150,
			},
		];
	} finally {
		pty.kill('SIGKILL');
		await ended;
		await tenant.close();
		rmSync(home, {recursive: true, force: true});
	}
}
