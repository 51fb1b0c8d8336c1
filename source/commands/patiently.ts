import type {HttpReply} from '../core/http.ts';
import {refusedReply} from '../core/reply.ts';
import {failure, type Result} from '../core/result.ts';
import {readRetryAfter, second} from '../core/time.ts';
import type {Clock} from '../session/ports.ts';

const longestWaitMs = 60 * second;
const tries = 4;

/**
 * Sends again when the server asks to wait: 429 and 503 with a `Retry-After` of at most a minute in
 * all. A longer wait is left to the caller's caller, as the Problem `rate_limited` or `server_error`.
 */
export async function patiently(
	clock: Pick<Clock, 'sleep'>,
	send: () => Promise<Result<HttpReply>>,
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
			return failure(refusedReply(sent.value));
		}

		await clock.sleep(waitMs);
		waitedMs += waitMs;
	}
}
