import type {HttpReply} from '../anaplan/http.ts';
import {minute} from '../time.ts';

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
export const clockWords = (aheadMs: number): string =>
	`This computer’s clock is ${Math.round(Math.abs(aheadMs) / minute)} min ${aheadMs > 0 ? 'ahead of' : 'behind'} Anaplan’s.`;
