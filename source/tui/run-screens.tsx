import {render, useApp} from 'ink';
import {type ReactNode, useEffect, useSyncExternalStore} from 'react';
import type {ExitCode} from '../core/problem.ts';
import {App} from './app.tsx';
import {ErrorBoundary} from './components/error-boundary.tsx';
import {screenFailure} from './screen-failure.ts';
import {type Flow, type Surroundings, SurroundingsContext} from './surroundings.ts';

export type {Flow, Surroundings} from './surroundings.ts';

export type ScreensOptions = {
	readonly flow: Flow;
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
	flow,
	surroundings,
	stdin,
	stdout,
	stderr,
	broken,
}: ScreensOptions): Promise<ExitCode> {
	const {waitUntilExit, unmount} = render(<Root flow={flow} surroundings={surroundings} />, {
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
	const state = flow.getState();
	return state.status === 'closed' ? state.exitCode : 130;
}

function Root({flow, surroundings}: Pick<ScreensOptions, 'flow' | 'surroundings'>): ReactNode {
	const {exit} = useApp();
	return (
		<ErrorBoundary onError={error => exit(screenFailure(error))}>
			<SurroundingsContext value={surroundings}>
				<Running flow={flow} />
			</SurroundingsContext>
		</ErrorBoundary>
	);
}

function Running({flow}: Pick<ScreensOptions, 'flow'>): ReactNode {
	const state = useSyncExternalStore(flow.subscribe, flow.getState);
	const {exit} = useApp();
	const isClosed = state.status === 'closed';
	useEffect(() => {
		if (isClosed) {
			exit();
		}
	}, [isClosed, exit]);
	return <App state={state} dispatch={flow.dispatch} />;
}
