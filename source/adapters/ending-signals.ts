import process from 'node:process';

const isWindows = process.platform === 'win32';

/** The signals by which others end this process; on Windows also those of its console, as closing the window. */
export const endingSignals: readonly NodeJS.Signals[] = isWindows
	? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
	: ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The signal that ends this process as that one would: on Windows Node can raise only two of them. */
export const raisable = (signal: NodeJS.Signals): NodeJS.Signals =>
	isWindows && signal !== 'SIGINT' ? 'SIGTERM' : signal;

/**
 * Cleans up when a signal is about to end the process, which then dies by it as ever: others who listen
 * are told of it too. Returns how to stop listening.
 */
export function beforeDeath(
	cleanUp: () => void,
	signals: readonly NodeJS.Signals[] = endingSignals,
): () => void {
	const die = (signal: NodeJS.Signals) => {
		stop();
		cleanUp();
		process.kill(process.pid, raisable(signal));
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
