import {printable} from '../core/printable.ts';
import type {ConfirmingUser, Recovery, SignInFailed} from '../core/sign-in/flow.ts';
import {backFrom} from '../core/sign-in/recovery.ts';
import {userWords} from '../core/sign-in/user-words.ts';
import type {House} from './house.ts';
import {type Choice, choose, sayChoices} from './talk.ts';

/** What is left to do after a sign-in that failed. */
export async function signInFailed(
	{recovery}: SignInFailed,
	{talk, signIn}: House,
	over: AbortSignal,
): Promise<void> {
	const back = backWords[backFrom(recovery).kind];
	const choices: readonly Choice[] = [
		{words: retryWords[recovery.kind], run: () => signIn.dispatch({type: 'retryWished'})},
		...(recovery.kind === 'checkUser'
			? [
					{
						words: `Replace the sign-in ${recovery.remembered ? `of ${printable(userWords(recovery.remembered), 300)}` : 'from before'} all the same`,
						run: () => signIn.dispatch({type: 'replaceWished'}),
					},
				]
			: []),
		...(back === undefined
			? []
			: [{words: back, run: () => signIn.dispatch({type: 'backWished'})}]),
	];
	sayChoices(talk, choices);
	await (await choose(talk, choices, over))?.run();
}

const retryWords: Record<Recovery['kind'], string> = {
	sendCode: 'Send the same code again; it never reached Anaplan',
	storeTokens: 'Try again to store the tokens',
	checkUser: 'Ask Anaplan again who has signed in',
	takePlace: 'Try again to store the tokens',
	newSignIn: 'Begin a new sign-in',
};

const backWords = {
	stay: undefined,
	giveUp: 'Give up the new sign-in',
	toSetup: 'Go back to Setup',
} as const;

/** Whether someone else than the profile remembers may take it. */
export async function confirmUser(
	{remembered, found}: ConfirmingUser,
	{talk, signIn, profile}: House,
	over: AbortSignal,
): Promise<void> {
	const who = (user: ConfirmingUser['found']) => printable(userWords(user), 300);
	const choices: readonly Choice[] = [
		{
			words: `Keep the profile as it is; the new access token is ended at Anaplan`,
			run: () => signIn.dispatch({type: 'backWished'}),
		},
		{
			words: `Give the profile ${printable(profile, 64)} to ${who(found)}, and forget the sign-in of ${who(remembered)}`,
			run: () => signIn.dispatch({type: 'replaceWished'}),
		},
	];
	talk.say('To keep both, keep it, then sign in with anaplan-tui --profile NAME and a new name.');
	sayChoices(talk, choices);
	await (await choose(talk, choices, over))?.run();
}
