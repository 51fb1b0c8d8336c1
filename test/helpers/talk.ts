import type {Talk} from '../../source/session/ports.ts';

/** A talk whose answers are given beforehand; after the last one every question is over. */
export function fakeTalk(answers: readonly string[]): Talk & {readonly said: readonly string[]} {
	const left = [...answers];
	const said: string[] = [];
	return {
		said,
		say(text) {
			said.push(text);
		},
		ask: async () => left.shift(),
		// The answers are those to questions that were put.
		forgetAhead() {},
	};
}
