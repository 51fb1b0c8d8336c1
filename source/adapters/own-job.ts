import process from 'node:process';
import {setTimeout as pause, setImmediate as turn} from 'node:timers/promises';

/** This process and those that it was started with, as one job of a shell. Source: POSIX.1-2024, XBD 11.1.4. */
export type Job = {
	/**
	 * Stops it, as Ctrl+Z does; resolves once it goes on and who listens has been told, or at once where
	 * no shell could let it go on.
	 */
	suspend(): Promise<void>;
	/** Calls back when it goes on, whoever has stopped it; returns how to stop that. */
	onContinued(listener: () => void): () => void;
};

const settleMs = 100;

/** Undefined on Windows, whose shells have no such jobs. */
export function ownJob(platform: NodeJS.Platform = process.platform): Job | undefined {
	if (platform === 'win32') {
		return undefined;
	}

	return {
		async suspend() {
			// To the whole group: npm, which may have started us, would not notice, nor would its shell.
			process.kill(0, 'SIGTSTP');
			// The system stops us a moment later, or, where no shell watches over the group, not at all.
			await pause(settleMs);
			// Node tells of a signal after the timers that are over.
			await turn();
		},
		onContinued(listener) {
			process.on('SIGCONT', listener);
			return () => process.off('SIGCONT', listener);
		},
	};
}
