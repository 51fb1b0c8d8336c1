import process from 'node:process';
import {hasDisplay} from '../adapters/display.ts';
import {growHeapSlowly} from '../adapters/heap.ts';
import {type Job, ownJob} from '../adapters/own-job.ts';
import {placesOf} from '../adapters/places.ts';
import {ownTraits} from '../adapters/stdio.ts';
import type {Desk} from '../session/desk.ts';
import {reached} from '../session/store.ts';
import type {Beginning} from './screen-room.ts';
import type {ScreenRooms} from './screen-rooms.ts';
import {withRooms} from './with-rooms.ts';

/** Opens the screens on the terminal and gives the exit code with which they were left. */
export async function openScreens(
	desk: Desk,
	{
		version,
		practice = false,
		...beginning
	}: Beginning & {
		readonly version: string;
		readonly practice?: boolean;
	},
): Promise<number> {
	growHeapSlowly();
	const {clock} = desk.ports;
	// What cli.ts says of a defect must not vanish with the screens.
	const broken = new AbortController();
	const leave = () => {
		broken.abort();
	};

	process.on('uncaughtExceptionMonitor', leave);
	const show = async (rooms: ScreenRooms) => {
		// What is stored is read while the screens are loaded, so that the first frame is of use:
		// Ink would hold a second one back for a thirtieth of a second.
		const [{runScreens}, {default: chalk}, {createTerminalInput}, {createTerminalOutput}] =
			await Promise.all([
				import('../tui/run-screens.tsx'),
				import('chalk'),
				import('../adapters/terminal-input.ts'),
				import('../adapters/terminal-output.ts'),
				reached(rooms.current().signIn, ({status}) => status !== 'starting'),
			]);
		// Without colours chalk would leave out bold and inverse too, and with them the cursors.
		chalk.level = 1;
		const traits = ownTraits();
		return runScreens({
			rooms,
			surroundings: {
				practice,
				version,
				hasDisplay: hasDisplay(process.env, process.platform),
				places: placesOf(process.env),
				job: jobOf(rooms),
				now: clock.now,
				everySecond: clock.everySecond,
				characters: traits.characters,
			},
			stdin: createTerminalInput(process.stdin),
			stdout: createTerminalOutput(process.stdout, traits),
			stderr: process.stderr,
			broken: broken.signal,
		});
	};

	try {
		return await withRooms(desk, beginning, show);
	} catch (error) {
		leave();
		throw error;
	} finally {
		process.off('uncaughtExceptionMonitor', leave);
	}
}

/**
 * A refresh token works once: while one is on its way, in whichever room, its answer is waited for. Whoever
 * changes the store holds the lock, for which others would wait as long as this is stopped.
 */
function jobOf(rooms: ScreenRooms): Job | undefined {
	const job = ownJob();
	return (
		job && {
			...job,
			async suspend() {
				if (!rooms.isRefreshing() && !rooms.isChanging()) {
					await job.suspend();
				}
			},
		}
	);
}
