import process from 'node:process';
import {hasDisplay} from '../adapters/display.ts';
import {placesOf} from '../adapters/places.ts';
import {writeText} from '../adapters/stdio.ts';
import {createTerminalTalk} from '../adapters/terminal-talk.ts';
import {runLines} from '../lines/run-lines.ts';
import type {Desk} from '../session/desk.ts';
import type {Beginning} from './screen-room.ts';
import type {ScreenRooms} from './screen-rooms.ts';
import {withRooms} from './with-rooms.ts';

/** Goes the journey of the screens in lines and gives the exit code with which it was left. */
export async function openLines(
	desk: Desk,
	{practice = false, ...beginning}: Beginning & {readonly practice?: boolean},
): Promise<number> {
	let rooms: ScreenRooms | undefined;
	const talk = createTerminalTalk(
		process.stdin,
		text => {
			void writeText(text);
		},
		() => rooms?.current().signIn.dispatch({type: 'quitWished', exitCode: 130}),
	);
	// What cli.ts says of a defect must not be said to a terminal that is raw.
	process.on('uncaughtExceptionMonitor', talk.end);
	try {
		return await withRooms(desk, beginning, async opened => {
			rooms = opened;
			const {now, everySecond} = desk.ports.clock;
			return runLines(opened, {
				talk,
				practice,
				hasDisplay: hasDisplay(process.env, process.platform),
				places: placesOf(process.env),
				now,
				everySecond,
			});
		});
	} finally {
		talk.end();
		process.off('uncaughtExceptionMonitor', talk.end);
	}
}
