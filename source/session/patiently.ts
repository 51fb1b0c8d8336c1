import {readRetryAfter, second} from '../core/time.ts';
import type {Clock, Http} from './ports.ts';
import {changesNothing} from './telling-of-doubt.ts';

const longestWaitMs = 60 * second;
const tries = 4;
/** Before a request that changes nothing is sent again, where the server does not say how long to wait. */
const ownWaitsMs: readonly number[] = [second, 2 * second];

/**
 * An Http that sends again when the server is busy: 429 and 503 with a `Retry-After` of at most a
 * minute in all. Without one only what changes nothing is sent again, after a second and after two
 * more. `onWait` hears of each wait before it begins. A longer wait is left to the caller's caller:
 * the refusal then stands, as it does when the signal ends the wait. Source: Anaplan's API
 * documentation, 429 "retry with backoff".
 */
export const patiently = (
	http: Http,
	clock: Pick<Clock, 'sleep'>,
	onWait: (waitMs: number) => void,
): Http => ({
	async send(request, signal) {
		const ownWaits = changesNothing(request) ? [...ownWaitsMs] : [];
		let waitedMs = 0;
		for (let left = tries; ; left--) {
			const sent = await http.send(request, signal);
			if (!sent.ok || (sent.value.status !== 429 && sent.value.status !== 503)) {
				return sent;
			}

			const {retryAfter, serverTime, receivedAt} = sent.value;
			const waitMs = readRetryAfter(retryAfter, serverTime ?? receivedAt) ?? ownWaits.shift();
			if (waitMs === undefined || left <= 1 || waitedMs + waitMs > longestWaitMs) {
				return sent;
			}

			onWait(waitMs);
			await clock.sleep(waitMs, signal);
			if (signal?.aborted) {
				return sent;
			}

			waitedMs += waitMs;
		}
	},
});
