import {expect} from 'vitest';

/** Asks again until it is so; the limit is there to end what hangs, for programs take their time on a busy machine. */
export const eventually = <Value>(ask: () => Value) =>
	expect.poll(ask, {timeout: 30_000, interval: 10});
