import type {HttpReply} from '../anaplan/http.ts';
import {durationWords, hour, minute} from '../time.ts';

/** More than the way of a reply explains. */
export const noticeableMs = 2 * minute;

/**
 * How far this computer's clock is ahead of the server's, by the reply's `Date`; negative when it
 * is behind. Undefined when they agree well enough, or nothing is known. Source: RFC 9110 §6.6.1.
 */
export function clockAheadMs({
	serverTime,
	receivedAt,
}: Pick<HttpReply, 'serverTime' | 'receivedAt'>): number | undefined {
	const aheadMs = serverTime === undefined ? 0 : receivedAt - serverTime;
	return Math.abs(aheadMs) > noticeableMs ? aheadMs : undefined;
}

/** What people are told of such a difference. */
export function clockWords(aheadMs: number): string {
	const apartMs = Math.abs(aheadMs);
	// The way of the reply is in it, so that seconds would say too much.
	const apart = apartMs < 2 * hour ? `${Math.round(apartMs / minute)} min` : durationWords(apartMs);
	return `This computer’s clock is ${apart} ${aheadMs > 0 ? 'ahead of' : 'behind'} Anaplan’s.`;
}
