import process from 'node:process';
import {hasDisplay} from '../adapters/display.ts';
import {placesOf} from '../adapters/places.ts';
import {writeText} from '../adapters/stdio.ts';
import {createTerminalTalk} from '../adapters/terminal-talk.ts';
import type {Desk} from '../commands/command.ts';
import {runLines} from '../lines/run-lines.ts';
import {endSoon} from './open-screens.ts';
import type {Beginning} from './screen-room.ts';
import {type OtherProfiles, openRooms} from './screen-rooms.ts';

/** Goes the journey of the screens in lines and gives the exit code with which it was left. */
export async function openLines(
	desk: Desk,
	{
		practice = false,
		others,
		...beginning
	}: Beginning & {readonly practice?: boolean; readonly others: OtherProfiles},
): Promise<number> {
	let failed: (error: unknown) => void = () => undefined;
	const defect = new Promise<never>((_, reject) => {
		failed = reject;
	});
	const rooms = openRooms(desk, beginning, others, error => failed(error));
	const talk = createTerminalTalk(
		process.stdin,
		text => {
			void writeText(text);
		},
		() => rooms.current().signIn.dispatch({type: 'quitWished', exitCode: 130}),
	);
	// What cli.ts says of a defect must not be said to a terminal that is raw.
	process.on('uncaughtExceptionMonitor', talk.end);
	try {
		const {now, everySecond} = desk.ports.clock;
		const lines = runLines(rooms, {
			talk,
			practice,
			hasDisplay: hasDisplay(process.env, process.platform),
			places: placesOf(process.env),
			now,
			everySecond,
		});
		return await Promise.race([lines, defect]);
	} finally {
		talk.end();
		process.off('uncaughtExceptionMonitor', talk.end);
		rooms.leave();
		endSoon(rooms);
	}
}
