import {once} from './once.ts';
import type {EpochMs} from './time.ts';

// The first of them takes a twentieth of the time to the first frame, which may show none.
const clock = once(() => new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'}));
const date = once(() => new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium'}));
const calendar = once(
	() => new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium', timeStyle: 'short'}),
);

/** The time of day here, such as `09:05:59`. */
export const clockTime = (at: EpochMs): string => clock().format(at);

/** Day and time here, such as `24 Nov 2026, 09:05`. */
export const dayAndTime = (at: EpochMs): string => calendar().format(at);

/** The day here, such as `24 Nov 2026`; at most 12 letters. */
export const day = (at: EpochMs): string => date().format(at);
