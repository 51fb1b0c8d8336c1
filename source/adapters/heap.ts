import {v8} from './builtins.ts';

/**
 * Lets the heap grow in small steps, and the space for what is new not at all. Left alone, V8 lets both
 * grow to several times of what is in use before it looks for what can go: a list of 20,000 rows then
 * takes twice the memory, and frames come no sooner for it (npm run bench -- lists).
 */
export function growHeapSlowly(): void {
	v8().setFlagsFromString('--heap-growing-percent=40');
	v8().setFlagsFromString('--semi-space-growth-factor=1');
}
