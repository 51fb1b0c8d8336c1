import process from 'node:process';
import {debuglog} from 'node:util';

/**
 * Keeps what NODE_DEBUG makes Node print off stderr: headers with tokens (`http`, `net`) and whole
 * environments (`child_process`). Node reads the variable before our first line and cannot be told
 * otherwise, but it writes each message with one call of `process.stderr.write`, where it is
 * stopped. Returns whether it is; each part that was asked for is tried, because a later Node may
 * write another way.
 */
export function silenceNodeDebug(parts: string): boolean {
	const {stderr, pid} = process;
	const write = stderr.write.bind(stderr) as (...given: unknown[]) => boolean;
	const colour = String.raw`(?:\u001B\[\d+m)?`;
	const message = new RegExp(`^\\S* ${colour}${pid}${colour}: `);
	let stopped = 0;
	stderr.write = (...given: unknown[]) => {
		if (typeof given[0] === 'string' && message.test(given[0])) {
			stopped++;
			return true;
		}

		return write(...given);
	};

	return parts.split(',').every(part => {
		// A star stands for any text, also for none.
		const log = debuglog(part.replace(/\*/g, ''));
		const before = stopped;
		if (log.enabled) {
			log('a trial');
		}

		return !log.enabled || stopped > before;
	});
}
