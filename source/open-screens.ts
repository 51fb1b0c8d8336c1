import process from 'node:process';
import {hasDisplay} from './adapters/display.ts';
import {placesOf} from './adapters/places.ts';
import {writeNote} from './adapters/stdio.ts';
import type {Desk} from './commands/command.ts';
import type {Answer} from './commands/login-user.ts';
import type {Grant} from './core/client.ts';
import type {Intent} from './core/flow.ts';
import {second} from './core/time.ts';
import {answerYes} from './session/answer-yes.ts';
import {captureCallbacks} from './session/capture.ts';
import type {Http} from './session/ports.ts';
import type {SessionKeeper} from './session/session-keeper.ts';
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
		grant,
		answer = 'ask',
	}: {
		readonly intent: Intent;
		readonly version: string;
		readonly practice?: boolean;
		/** The grant to sign in with; else that of the stored client. */
		readonly grant?: Grant | undefined;
		/** Whether someone else may take the profile. */
		readonly answer?: Answer | undefined;
	},
): Promise<number> {
	const {ports, profiles, keeper} = desk;
	const {clock, credentials} = ports;
	// Once the screens are left, nobody waits for a reply; but for that to a refresh, which the keeper
	// asks for by itself, and which must be stored.
	const leaving = new AbortController();
	const http: Http = {
		send: async (request, signal = leaving.signal) => ports.http.send(request, signal),
	};
	let refreshes = 0;
	const refreshed: SessionKeeper['refreshed'] = async observed => {
		refreshes += 1;
		try {
			return await keeper.refreshed(observed);
		} finally {
			refreshes -= 1;
		}
	};

	const workshop = {...desk, ports: {...ports, http}, keeper: {...keeper, refreshed}};
	// What cli.ts says of a defect must not vanish with the screens.
	const broken = new AbortController();
	const leave = () => {
		broken.abort();
	};

	process.on('uncaughtExceptionMonitor', leave);
	const work = withStore(workshop, async store => {
		const stopClock = clock.everySecond(() => {
			store.dispatch({type: 'secondPassed'});
		});
		const stopWatching = watchStore(desk, store);
		const stopCapture = captureCallbacks(store, ports, {clipboard: true});
		const stopAnswering = answer === 'yes' ? answerYes(store) : () => undefined;
		store.dispatch({type: 'started', intent, grant});
		try {
			// What is stored is read while the screens are loaded, so that the first frame is of use:
			// Ink would hold a second one back for a thirtieth of a second.
			const [{runScreens}, {createTerminalInput}] = await Promise.all([
				import('./tui/run-screens.tsx'),
				import('./adapters/terminal-input.ts'),
				reached(store, ({status}) => status !== 'starting'),
			]);
			return await runScreens({
				flow: store,
				surroundings: {
					practice,
					profile: profiles.name,
					// A sign-in may make the file another one.
					get storedIn() {
						return storageWords(credentials.storage());
					},
					version,
					hasDisplay: hasDisplay(process.env, process.platform),
					places: placesOf(process.env),
					now: clock.now,
					everySecond: clock.everySecond,
				},
				stdin: createTerminalInput(process.stdin),
				stdout: process.stdout,
				stderr: process.stderr,
				broken: broken.signal,
			});
		} finally {
			stopAnswering();
			stopCapture();
			stopWatching();
			stopClock();
			leaving.abort();
			endSoon(() => refreshes > 0);
		}
	});
	try {
		return await work;
	} catch (error) {
		leave();
		throw error;
	} finally {
		process.off('uncaughtExceptionMonitor', leave);
	}
}

/** What is still under way gets as long as after a signal, and then the process ends. */
function endSoon(isRefreshing: () => boolean): void {
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

const storageWords = ({
	kind,
	path,
	unsealed,
}: ReturnType<Desk['ports']['credentials']['storage']>): string =>
	({
		memory: 'memory only; nothing is kept',
		file: `private file ${path}${unsealed ? ', for no keychain answered' : ''}`,
		sealed: `sealed file ${path}`,
	})[kind];
