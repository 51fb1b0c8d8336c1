import process from 'node:process';
import {hasDisplay} from './adapters/display.ts';
import {placesOf} from './adapters/places.ts';
import {writeText} from './adapters/stdio.ts';
import {createTerminalTalk} from './adapters/terminal-talk.ts';
import type {Desk} from './commands/command.ts';
import {runLines} from './lines/run-lines.ts';
import {endSoon} from './open-screens.ts';
import {type Beginning, openRoom} from './screen-room.ts';
import {addressLines} from './session/address-lines.ts';

/** Goes the journey of the screens in lines and gives the exit code with which it was left. */
export async function openLines(
	desk: Desk,
	{practice = false, ...beginning}: Beginning & {readonly practice?: boolean},
): Promise<number> {
	let failed: (error: unknown) => void = () => undefined;
	const defect = new Promise<never>((_, reject) => {
		failed = reject;
	});
	const room = openRoom(desk, beginning, error => failed(error));
	const {signIn} = room;
	const talk = createTerminalTalk(
		process.stdin,
		text => {
			void writeText(text);
		},
		() => signIn.dispatch({type: 'quitWished', exitCode: 130}),
	);
	// What cli.ts says of a defect must not be said to a terminal that is raw.
	process.on('uncaughtExceptionMonitor', talk.end);
	try {
		const {now, everySecond} = desk.ports.clock;
		const lines = runLines({
			talk,
			signIn,
			browse: room.browse,
			profile: room.profile,
			storedIn: () => room.storedIn,
			practice,
			hasDisplay: hasDisplay(process.env, process.platform),
			places: placesOf(process.env),
			now,
			everySecond,
			takeAddress: addressLines(signIn),
		});
		return await Promise.race([lines, defect]);
	} finally {
		talk.end();
		process.off('uncaughtExceptionMonitor', talk.end);
		room.leave();
		endSoon(room);
	}
}
