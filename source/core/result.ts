import type {Problem} from './problem.ts';

/** The outcome of something that can fail for reasons outside the program. Nothing that returns it throws. */
export type Result<Value, Failure = Problem> =
	| {readonly ok: true; readonly value: Value}
	| {readonly ok: false; readonly problem: Failure};

export const success = <Value>(value: Value): {readonly ok: true; readonly value: Value} => ({
	ok: true,
	value,
});

export const failure = <Failure>(
	problem: Failure,
): {readonly ok: false; readonly problem: Failure} => ({ok: false, problem});
