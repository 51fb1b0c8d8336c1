import {catalogue, type Entry} from './problem-catalogue.ts';

export type {ExitCode} from './problem-catalogue.ts';

export type ProblemCode = keyof typeof catalogue;

/** Whether the request got as far as Anaplan: what may safely be sent again depends on it. */
export type Reached = 'no' | 'perhaps';

/** Something that went wrong, in words for people. All its text is safe to print: no secret, no control character. */
export type Problem = Entry & {
	readonly code: ProblemCode;
	/** Only for requests that got no reply. */
	readonly reached?: Reached;
	/** Wait this long before trying again, when the server said so; ms. */
	readonly retryAfterMs?: number;
};

/** A Problem from the catalogue; `details` replaces the words that the caller knows better. */
export function problem(
	code: ProblemCode,
	details: Partial<
		Pick<Problem, 'message' | 'cause' | 'hint' | 'retry' | 'reached' | 'retryAfterMs'>
	> = {},
): Problem {
	return {code, ...catalogue[code], ...details};
}
