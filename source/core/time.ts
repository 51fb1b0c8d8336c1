/** A moment in milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number & {readonly __unit: 'EpochMs'};

/** Takes a number for a moment in ms; it is not checked. */
export const epochMs = (value: number): EpochMs => value as EpochMs;

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** A duration in ms as people say it: `34 min 59 s`, `12 h 5 min`, `0 s`. Negative durations read as `0 s`. */
export function durationWords(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / second));
	if (seconds < 60) {
		return `${seconds} s`;
	}

	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) {
		return `${minutes} min ${seconds % 60} s`;
	}

	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/**
 * Reads the `Retry-After` header: whole seconds or an HTTP date. Returns the wait in ms from `now`,
 * never negative and at most a day; undefined when there is none or it cannot be read. Source: RFC 9110 §10.2.3.
 */
export function readRetryAfter(header: string | undefined, now: EpochMs): number | undefined {
	if (header === undefined) {
		return undefined;
	}

	if (/^\s*\d+\s*$/.test(header)) {
		return Math.min(Number(header) * second, longestWaitMs);
	}

	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), longestWaitMs);
}

// No honest server asks for more.
const longestWaitMs = 24 * hour;

/** A moment as ISO 8601 in UTC, as data carries it. */
export const isoTime = (at: EpochMs): string => new Date(at).toISOString();

/**
 * Reads a date of Anaplan's, which writes the offset without a colon (`+0000`), as ISO 8601's
 * extended format does not allow. Undefined when it is no date.
 */
export function readDate(text: string): EpochMs | undefined {
	const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
	return Number.isNaN(time) ? undefined : epochMs(time);
}

/**
 * Reads a moment as it may stand in JSON: ms since 1970, as a number or in digits, also in seconds where
 * it can only be that, or a date of ISO 8601. Undefined when it is none of these.
 */
export function readMoment(value: unknown): EpochMs | undefined {
	if (typeof value === 'string' && /^\s*\d{4}-\d\d-\d\d/.test(value)) {
		return readDate(value.trim());
	}

	const isCount =
		typeof value === 'number' || (typeof value === 'string' && /^\s*\d+\s*$/.test(value));
	const count = isCount ? Number(value) : Number.NaN;
	if (!(count >= earliestSeconds && count <= latestMs)) {
		return undefined;
	}

	return epochMs(count < earliestMs ? count * second : count);
}

// 1973 in either unit; as milliseconds the seconds of today are still 1970.
const earliestSeconds = 1e8;
const earliestMs = 1e11;
const latestMs = 8.64e15;
