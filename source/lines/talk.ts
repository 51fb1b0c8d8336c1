import type {Talk} from '../session/ports.ts';

/** Something that can be chosen by its number. */
export type Choice = {readonly words: string; readonly run: () => unknown};

/** Says the choices, each with its number. */
export function sayChoices(talk: Talk, choices: readonly Choice[]): void {
	for (const [index, {words}] of choices.entries()) {
		talk.say(`${index + 1}. ${words}`);
	}
}

/**
 * Asks for the number of a choice until one is given, and says which it was. An empty line and `?` say the
 * choices again; `other` may take what is no number. Undefined when the question is over.
 */
export async function choose(
	talk: Talk,
	choices: readonly Choice[],
	over: AbortSignal,
	other: (text: string) => boolean = () => false,
): Promise<Choice | undefined> {
	for (;;) {
		const prompt = `Choose 1 to ${choices.length}; Enter says the choices again:`;
		const answer = await talk.ask({prompt, typed: 'choice'}, over);
		const text = answer?.trim();
		if (text === undefined || other(text)) {
			return undefined;
		}

		const choice = /^\d{1,3}$/.test(text) ? choices[Number(text) - 1] : undefined;
		if (choice) {
			talk.say(`${choice.words}.`);
			return choice;
		}

		if (text === '' || text === '?') {
			sayChoices(talk, choices);
		} else {
			// What was typed may be anything, and is not repeated; nor does what was typed ahead choose anything.
			talk.forgetAhead();
			talk.say(`That is no number from 1 to ${choices.length}.`);
		}
	}
}
