import {writeNote} from '../adapters/stdio.ts';
import {second} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import type {Beginning} from './screen-room.ts';
import {openRooms, type ScreenRooms} from './screen-rooms.ts';

/**
 * Opens the rooms for as long as a face shows them, and gives what that gives; a defect in one of
 * their effects ends the face too.
 */
export async function withRooms<Outcome>(
	desk: Desk,
	beginning: Beginning,
	show: (rooms: ScreenRooms) => Promise<Outcome>,
): Promise<Outcome> {
	let failed: (error: unknown) => void = () => undefined;
	const defect = new Promise<never>((_, reject) => {
		failed = reject;
	});
	const rooms = openRooms(desk, beginning, error => failed(error));
	try {
		return await Promise.race([show(rooms), defect]);
	} finally {
		rooms.leave();
		endSoon(rooms);
	}
}

/**
 * What is still under way gets as long as after a signal, and then the process ends; a change of the
 * store a little less, so that what has come of it can be stored.
 */
function endSoon({isRefreshing, isChanging, giveUp}: ScreenRooms): void {
	setTimeout(() => {
		if (isRefreshing()) {
			writeNote('anaplan-tui: finishing the refresh first, so that the sign-in is not lost …');
		} else if (isChanging()) {
			writeNote('anaplan-tui: finishing what was begun first …');
		}
	}, second / 2).unref();
	setTimeout(giveUp, 4 * second).unref();
	setTimeout(() => {
		// biome-ignore lint/nursery/noProcessExit: the exit code is set; only what is under way is in the way.
		process.exit();
	}, 5 * second).unref();
}
