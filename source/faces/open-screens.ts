import process from 'node:process';
import {hasDisplay} from '../adapters/display.ts';
import {growHeapSlowly} from '../adapters/heap.ts';
import {placesOf} from '../adapters/places.ts';
import {ownTraits, writeNote} from '../adapters/stdio.ts';
import type {Desk} from '../commands/command.ts';
import {second} from '../core/time.ts';
import {reached} from '../session/store.ts';
import type {Beginning} from './screen-room.ts';
import {type OtherProfiles, openRooms, type ScreenRooms} from './screen-rooms.ts';

/** Opens the screens on the terminal and gives the exit code with which they were left. */
export async function openScreens(
	desk: Desk,
	{
		version,
		practice = false,
		others,
		...beginning
	}: Beginning & {
		readonly version: string;
		readonly practice?: boolean;
		readonly others: OtherProfiles;
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
	let failed: (error: unknown) => void = () => undefined;
	const defect = new Promise<never>((_, reject) => {
		failed = reject;
	});
	const rooms = openRooms(desk, beginning, others, error => failed(error));
	const show = async () => {
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
		return await Promise.race([show(), defect]);
	} catch (error) {
		leave();
		throw error;
	} finally {
		rooms.leave();
		endSoon(rooms);
		process.off('uncaughtExceptionMonitor', leave);
	}
}

/** What is still under way gets as long as after a signal, and then the process ends. */
export function endSoon({isRefreshing}: Pick<ScreenRooms, 'isRefreshing'>): void {
	setTimeout(() => {
		if (isRefreshing()) {
			writeNote('anaplan-tui: finishing the refresh first, so that the sign-in is not lost …');
		}
	}, second / 2).unref();
	setTimeout(() => {
		// biome-ignore lint/nursery/noProcessExit: the exit code is set; only what is under way is in the way.
		process.exit();
	}, 5 * second).unref();
}
