import type {Refusal} from '../core/oauth/callback.ts';
import {Secret} from '../core/secret.ts';
import type {SignIn} from './sign-in.ts';

const keptLines = 50;

/**
 * Takes lines until an address in them is accepted. A terminal that wrapped the address hands it over as
 * several lines, so each is tried alone and then with those before it. Gives why the line alone was refused,
 * or undefined once the flow has gone on.
 */
export function addressLines(signIn: SignIn): (line: string) => Refusal | undefined {
	const before: string[] = [];
	return line => {
		const refusal = submit(signIn, line);
		// What Anaplan refused is an answer, and no piece of one.
		if (refusal === undefined || refusal.reason === 'errorResponse' || before.length === 0) {
			before.push(line);
			return refusal;
		}

		const isTaken = submit(signIn, [...before, line].join('\n')) === undefined;
		before.push(line);
		before.splice(0, before.length - keptLines);
		return isTaken ? undefined : refusal;
	};
}

function submit(signIn: SignIn, text: string): Refusal | undefined {
	signIn.dispatch({type: 'callbackSubmitted', text: new Secret('callback address', text)});
	return refusalIn(signIn);
}

/** Why the address that came last was not taken. */
export function refusalIn({getState}: Pick<SignIn, 'getState'>): Refusal | undefined {
	const state = getState();
	return state.status === 'awaitingCallback' && state.refusal?.verdict === 'refused'
		? state.refusal
		: undefined;
}
