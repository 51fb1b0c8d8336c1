import process from 'node:process';

const isWindows = process.platform === 'win32';

/** The signals by which others end this process; on Windows also those of its console, as closing the window. */
export const endingSignals: readonly NodeJS.Signals[] = isWindows
	? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
	: ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Has this process die by a signal, unless someone listens for it, who is then told. On Windows Node
 * can raise only two signals, and either ends the process without asking anybody.
 */
export function raiseSignal(signal: NodeJS.Signals): void {
	if (!isWindows) {
		process.kill(process.pid, signal);
	} else if (process.listenerCount(signal) > 0) {
		process.emit(signal, signal);
	} else {
		process.kill(process.pid, 'SIGTERM');
	}
}

/**
 * Cleans up when a signal is about to end the process, which then dies by it as ever: others who listen
 * are told of it too. Returns how to stop listening.
 */
export function beforeDeath(
	cleanUp: () => void,
	signals: readonly NodeJS.Signals[] = endingSignals,
): () => void {
	let isOver = false;
	const die = (signal: NodeJS.Signals) => {
		// A signal that is raised while it is being told is told twice to those who were next.
		if (!isOver) {
			isOver = true;
			stop();
			cleanUp();
			raiseSignal(signal);
		}
	};

	const stop = () => {
		for (const signal of signals) {
			process.off(signal, die);
		}
	};

	for (const signal of signals) {
		process.on(signal, die);
	}

	return stop;
}
