import type {Problem} from './problem.ts';

/** The outcome of something that can fail for reasons outside the program. Nothing that returns it throws. */
export type Result<Value, Failure = Problem> =
	| {readonly ok: true; readonly value: Value}
	| {readonly ok: false; readonly problem: Failure};

/** The Result of what went well. */
export const success = <Value>(value: Value): {readonly ok: true; readonly value: Value} => ({
	ok: true,
	value,
});

/** The Result of what did not; a Problem, unless the caller needs something else. */
export const failure = <Failure>(
	problem: Failure,
): {readonly ok: false; readonly problem: Failure} => ({ok: false, problem});
