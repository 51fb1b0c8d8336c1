import {useApp} from 'ink';
import {useEffect} from 'react';
import type {State} from '../../core/sign-in/flow.ts';
import type {KeyTable} from '../keys.ts';
import {useSurroundings} from '../surroundings.ts';

/**
 * The keys that take the terminal away from the screens and back: Ctrl+L draws all of them anew, for
 * another program may have written over them, and Ctrl+Z gives the terminal to the shell. Whoever
 * stopped this program, the terminal is as the screens need it when it goes on.
 */
export function useTerminalKeys(state: State): KeyTable {
	const {job} = useSurroundings();
	const {suspendTerminal} = useApp();
	// Refused while the terminal is away already: then there is nothing to do.
	const giveAway = (work: () => Promise<void>) => void suspendTerminal(work).catch(() => {});
	const redraw = () => giveAway(async () => {});
	// biome-ignore lint/correctness/useExhaustiveDependencies: what redraws stays the same for the whole run.
	useEffect(() => job?.onContinued(redraw), [job]);
	// A code that was sent works once; its answer is waited for.
	return [
		{keys: ['ctrl+l'], label: 'Ctrl+L', run: redraw},
		...(job && state.status !== 'exchanging'
			? [{keys: ['ctrl+z'], label: 'Ctrl+Z', run: () => giveAway(job.suspend)}]
			: []),
	];
}
