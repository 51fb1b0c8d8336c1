import process from 'node:process';
import {writeNote} from './adapters/stdio.ts';
import {createTerminalInput} from './adapters/terminal-input.ts';
import type {Desk} from './commands/command.ts';
import type {Intent} from './core/flow.ts';
import {second} from './core/time.ts';
import type {Http} from './session/ports.ts';
import {reached} from './session/store.ts';
import {watchStore} from './session/watch-store.ts';
import {withStore} from './session/with-store.ts';

/** Opens the screens on the terminal and gives the exit code with which they were left. */
export async function openScreens(
	desk: Desk,
	{
		intent,
		version,
		practice = false,
	}: {readonly intent: Intent; readonly version: string; readonly practice?: boolean},
): Promise<number> {
	const {ports, profiles} = desk;
	const {clock, credentials} = ports;
	// Once the screens are left, nobody waits for a reply; but for that to a refresh, which the keeper
	// asks for by itself, and which must be stored.
	const leaving = new AbortController();
	const http: Http = {
		send: async (request, signal = leaving.signal) => ports.http.send(request, signal),
	};
	return withStore({...desk, ports: {...ports, http}}, async store => {
		const stopClock = clock.everySecond(() => {
			store.dispatch({type: 'secondPassed'});
		});
		const stopWatching = watchStore(desk, store);
		store.dispatch({type: 'started', intent});
		try {
			// What is stored is read while the screens are loaded, so that the first frame is of use:
			// Ink would hold a second one back for a thirtieth of a second.
			const [{runScreens}] = await Promise.all([
				import('./tui/run-screens.tsx'),
				reached(store, ({status}) => status !== 'starting'),
			]);
			return await runScreens({
				flow: store,
				surroundings: {
					practice,
					profile: profiles.name,
					storedIn: storageWords(credentials.storage()),
					version,
					now: clock.now,
					everySecond: clock.everySecond,
				},
				stdin: createTerminalInput(process.stdin),
				stdout: process.stdout,
				stderr: process.stderr,
			});
		} finally {
			stopWatching();
			stopClock();
			leaving.abort();
			endSoon();
		}
	});
}

/** The end of the process does not wait longer for a refresh than it does after a signal. */
function endSoon(): void {
	setTimeout(() => {
		writeNote('anaplan-tui: finishing the refresh first, so that the sign-in is not lost …');
	}, second / 2).unref();
	setTimeout(() => {
		// biome-ignore lint/nursery/noProcessExit: the exit code is set; only the request is in the way.
		process.exit();
	}, 5 * second).unref();
}

const storageWords = ({kind, path}: ReturnType<Desk['ports']['credentials']['storage']>): string =>
	({
		memory: 'memory only; nothing is kept',
		file: `private file ${path}`,
		sealed: `sealed file ${path}`,
	})[kind];
