import {useEffect, useState} from 'react';
import type {EpochMs} from '../../core/time.ts';
import {useSurroundings} from '../surroundings.ts';

/** The time, anew each second: the only place where a second passes on screen. */
export function useNow(): EpochMs {
	const {now, everySecond} = useSurroundings();
	const [time, setTime] = useState(now);
	useEffect(() => everySecond(() => setTime(now())), [everySecond, now]);
	return time;
}
