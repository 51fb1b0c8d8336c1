import {render, useApp} from 'ink';
import {type ReactNode, useEffect, useSyncExternalStore} from 'react';
import type {ExitCode} from '../core/problem.ts';
import {App} from './app.tsx';
import {ErrorBoundary} from './components/error-boundary.tsx';
import {screenFailure} from './screen-failure.ts';
import {
	ProfilesContext,
	type Room,
	RoomContext,
	type Rooms,
	type Surroundings,
	SurroundingsContext,
} from './surroundings.ts';

export type {Flow, ProfilesFlow, Room, Surroundings} from './surroundings.ts';

export type ScreensOptions = {
	readonly rooms: Rooms;
	readonly surroundings: Surroundings;
	/** A terminal; whoever calls has made sure of that. */
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	/** Gives the terminal back at once, for a defect that is to be told on it. */
	readonly broken?: AbortSignal;
};

/**
 * Shows the screens of a running sign-in until it is closed. Resolves with the exit code once the
 * terminal is as it was; 130 when the terminal itself went away. Rejects with an error that is safe
 * to print when a screen throws.
 */
export async function runScreens({
	rooms,
	surroundings,
	stdin,
	stdout,
	stderr,
	broken,
}: ScreensOptions): Promise<ExitCode> {
	const {waitUntilExit, unmount} = render(<Root rooms={rooms} surroundings={surroundings} />, {
		stdin,
		stdout,
		stderr,
		exitOnCtrlC: false,
		alternateScreen: true,
		incrementalRendering: true,
		// Whether this is a terminal is decided before; the variable CI must not change it.
		interactive: true,
	});
	broken?.addEventListener('abort', () => unmount(), {once: true});
	await waitUntilExit();
	const state = rooms.current().signIn.getState();
	return state.status === 'closed' ? state.exitCode : 130;
}

function Root({rooms, surroundings}: Pick<ScreensOptions, 'rooms' | 'surroundings'>): ReactNode {
	const {exit} = useApp();
	const room = useSyncExternalStore(rooms.subscribe, rooms.current);
	return (
		<ErrorBoundary onError={error => exit(screenFailure(error))}>
			<SurroundingsContext value={surroundings}>
				<ProfilesContext value={rooms.profiles}>
					<RoomContext value={room}>
						<Running room={room} />
					</RoomContext>
				</ProfilesContext>
			</SurroundingsContext>
		</ErrorBoundary>
	);
}

function Running({room: {signIn}}: {readonly room: Room}): ReactNode {
	const state = useSyncExternalStore(signIn.subscribe, signIn.getState);
	const {exit} = useApp();
	const isClosed = state.status === 'closed';
	useEffect(() => {
		if (isClosed) {
			exit();
		}
	}, [isClosed, exit]);
	return <App state={state} dispatch={signIn.dispatch} />;
}
