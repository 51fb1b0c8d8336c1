import {v8} from './builtins.ts';

/**
 * Lets the heap grow in small steps. Left alone, V8 lets it grow to several times of what is in use
 * before it looks for what can go: a list of 20,000 rows then takes 240 MiB where 150 are enough, and
 * frames come no sooner for it (npm run bench -- lists).
 */
export function growHeapSlowly(): void {
	v8().setFlagsFromString('--heap-growing-percent=40');
}
