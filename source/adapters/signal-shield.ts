import process from 'node:process';
import {setTimeout as pause, setImmediate as turn} from 'node:timers/promises';
import type {SignalShield} from '../session/ports.ts';
import {endingSignals, raiseSignal} from './ending-signals.ts';

type Options = {
	/** Called once for the first signal that is held back, to say that the program ends in a moment. */
	readonly onHeld?: (signal: NodeJS.Signals) => void;
	/** The longest time from that signal to the end of the process, ms. Default 5 s. */
	readonly limitMs?: number;
};

/**
 * Holds SIGINT, SIGTERM and SIGHUP back while work runs. The first one is raised again when all
 * work has ended, or after 5 s, so that the process dies by it as if it had just arrived; `during`
 * does not resolve in between. Without work there are no handlers of ours.
 */
export function createSignalShield({onHeld, limitMs = 5000}: Options = {}): SignalShield {
	let running = 0;
	let isListening = false;
	let held: NodeJS.Signals | undefined;
	let limit: NodeJS.Timeout | undefined;
	let ending: Promise<void> | undefined;

	// Others that clean up on signals (signal-exit, under Ink) step back while they are not alone,
	// so this one listener is also what keeps them from ending the process.
	const hold = (signal: NodeJS.Signals) => {
		if (held === undefined) {
			held = signal;
			limit = setTimeout(lower, limitMs);
			onHeld?.(signal);
		}
	};

	const raise = () => {
		if (!isListening) {
			isListening = true;
			for (const signal of endingSignals) {
				process.on(signal, hold);
			}
		}
	};

	const lower = () => {
		clearTimeout(limit);
		isListening = false;
		for (const signal of endingSignals) {
			process.off(signal, hold);
		}

		if (held !== undefined) {
			ending ??= endBy(held);
		}
	};

	return {
		async during(work) {
			running += 1;
			raise();
			try {
				return await work();
			} finally {
				await signalsTold();
				running -= 1;
				if (running === 0) {
					lower();
				}

				await ending;
			}
		},
	};
}

/**
 * Node tells of a signal in a later turn of its loop, and of none to whom has stopped listening by then:
 * what came while the work ended, as in a slow write, would be lost. The second turn is a whole one.
 */
async function signalsTold(): Promise<void> {
	await turn();
	await turn();
}

const patienceMs = 1000;

/** Ends this process by a signal; listeners of others get a second to restore the terminal. */
async function endBy(signal: NodeJS.Signals): Promise<void> {
	raiseSignal(signal);
	await pause(patienceMs);
	process.removeAllListeners(signal);
	raiseSignal(signal);
	await pause(patienceMs);
}
