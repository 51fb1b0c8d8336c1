import process from 'node:process';
import {createTerminalInput} from './adapters/terminal-input.ts';
import type {Desk} from './commands/command.ts';
import type {Intent} from './core/flow.ts';
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
	return withStore(desk, async store => {
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
		}
	});
}

const storageWords = ({kind, path}: ReturnType<Desk['ports']['credentials']['storage']>): string =>
	({
		memory: 'memory only; nothing is kept',
		file: `private file ${path}`,
		sealed: `sealed file ${path}`,
	})[kind];
