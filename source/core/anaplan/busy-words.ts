import {durationWords, second} from '../time.ts';

/** What a person reads while Anaplan is busy and is asked again by itself. */
export const busyWords = (waitMs: number): string =>
	waitMs < second
		? 'Anaplan is busy; trying again …'
		: `Anaplan is busy; trying again in ${durationWords(waitMs)} …`;
