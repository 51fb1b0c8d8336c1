import type {Problem} from './problem.ts';

/**
 * One try at something that takes time: a sign-in, a refresh, a list. Facts carry the attempt they
 * belong to, so that a late reply to an abandoned one changes nothing.
 */
export type Attempt = number;

/** A short word under the screen's content: something done, or a problem that stops nothing. */
export type Notice =
	/** `more` is left out where there is no room for it. */
	| {readonly kind: 'done'; readonly text: string; readonly more?: string}
	| {readonly kind: 'problem'; readonly problem: Problem};

/** The Notice of a Problem that stops nothing. */
export const problemNotice = (problem: Problem): Notice => ({kind: 'problem', problem});
