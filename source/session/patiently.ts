import type {HttpReply} from '../core/anaplan/http.ts';
import type {Result} from '../core/result.ts';
import {readRetryAfter, second} from '../core/time.ts';
import type {Clock} from './ports.ts';

const longestWaitMs = 60 * second;
const tries = 4;

/**
 * Sends again when the server asks to wait: 429 and 503 with a `Retry-After` of at most a minute in
 * all; `onWait` may tell of it. A longer wait is left to the caller's caller: the refusal then stands,
 * as it does when the signal ends the wait.
 */
export async function patiently(
	clock: Pick<Clock, 'sleep'>,
	send: () => Promise<Result<HttpReply>>,
	onWait: (waitMs: number) => void,
	signal?: AbortSignal,
): Promise<Result<HttpReply>> {
	let waitedMs = 0;
	for (let left = tries; ; left--) {
		const sent = await send();
		if (!sent.ok || (sent.value.status !== 429 && sent.value.status !== 503)) {
			return sent;
		}

		const {retryAfter, serverTime, receivedAt} = sent.value;
		const waitMs = readRetryAfter(retryAfter, serverTime ?? receivedAt);
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
}
