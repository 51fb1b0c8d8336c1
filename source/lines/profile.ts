import {dayAndTime} from '../core/moment-words.ts';
import {type KnownRotation, rotationQuestion} from '../core/oauth/rotation.ts';
import {timeLeftMs} from '../core/oauth/session.ts';
import {printable} from '../core/printable.ts';
import {shownName} from '../core/profiles/profile-name.ts';
import type {SignedIn} from '../core/sign-in/flow.ts';
import {asksRotation, canRefresh} from '../core/sign-in/possible.ts';
import {refreshTokenEnd} from '../core/sign-in/refresh-token-words.ts';
import {
	autoRefreshWords,
	droppedWords,
	refreshTokenWords,
} from '../core/sign-in/signed-in-words.ts';
import {durationWords} from '../core/time.ts';
import type {House} from './house.ts';
import {wished} from './house.ts';
import {userWords} from './news.ts';
import {profilesChoice} from './profiles.ts';
import {type Choice, choose, sayChoices} from './talk.ts';

/** Everything that can be done while signed in. */
export async function profile(
	state: SignedIn,
	house: House,
	over: AbortSignal,
	isAnnounced: boolean,
): Promise<void> {
	const {talk} = house;
	const choices =
		state.activity.kind === 'offeringToForget' ? offer(house) : deeds(state, house, over);
	if (!isAnnounced) {
		sayChoices(talk, choices);
	}

	await (await choose(talk, choices, over))?.run();
}

function deeds(state: SignedIn, house: House, over: AbortSignal): readonly Choice[] {
	const {talk, signIn} = house;
	return [
		{
			words: 'Say who is signed in and how the token stands',
			run() {
				for (const words of standing(signedInNow(house) ?? state, house)) {
					talk.say(words);
				}
			},
		},
		canRefresh(state)
			? {
					words: 'Refresh: get a new access token',
					run: () => signIn.dispatch({type: 'refreshWished'}),
				}
			: {
					words: 'Sign in again, with the same client',
					run: () => signIn.dispatch({type: 'signInWished'}),
				},
		{
			words: 'Ask Anaplan whether the token is valid',
			run: () => signIn.dispatch({type: 'validationWished'}),
		},
		{words: 'Copy the access token', run: () => wished(signIn, {type: 'tokenCopyWished'})},
		...(canRefresh(state)
			? [
					{
						words: 'Turn automatic refresh on or off',
						run: () => signIn.dispatch({type: 'autoRefreshToggled'}),
					},
				]
			: []),
		{
			words: 'List workspaces and models, with their IDs',
			run: () => house.browse.dispatch({type: 'workspacesWished'}),
		},
		profilesChoice(house),
		...(asksRotation(state)
			? [
					{
						words: 'Say whether the refresh tokens of this client are rotatable',
						run: () => tellRotation(house, over),
					},
				]
			: []),
		{
			words: 'Log out: end the token at Anaplan and forget it here',
			run: () => signIn.dispatch({type: 'logoutWished'}),
		},
		quit(house),
	];
}

async function tellRotation({talk, signIn}: House, over: AbortSignal): Promise<void> {
	const answer = (words: string, rotation: KnownRotation): Choice => ({
		words,
		run: () => signIn.dispatch({type: 'rotationTold', rotation}),
	});
	const choices = [
		answer('Rotatable', 'rotatable'),
		answer('Non-rotatable', 'nonRotatable'),
		answer('I do not know', 'cannotSay'),
	];
	talk.say(rotationQuestion);
	sayChoices(talk, choices);
	await (await choose(talk, choices, over))?.run();
}

const offer = (house: House): readonly Choice[] => [
	{
		words:
			'Forget the sign-in on this computer only; at Anaplan the token stays valid until it expires',
		run: () => house.signIn.dispatch({type: 'forgetWished'}),
	},
	{words: 'Stay signed in', run: () => house.signIn.dispatch({type: 'backWished'})},
	quit(house),
];

const quit = ({signIn}: House): Choice => ({
	words: 'Leave; you stay signed in',
	run: () => signIn.dispatch({type: 'quitWished', exitCode: 0}),
});

const signedInNow = ({signIn}: House): SignedIn | undefined => {
	const state = signIn.getState();
	return state.status === 'signedIn' ? state : undefined;
};

/** Who is signed in, and all that is known of the tokens. */
function standing(state: SignedIn, {now, profile: name, storedIn}: House): readonly string[] {
	const {session, user, ended, rotation} = state;
	const end = refreshTokenEnd(session, rotation, now());
	const left = timeLeftMs(session, now());
	const dropped = droppedWords(state);
	return [
		`Profile: ${shownName(name)}`,
		...userWords(user),
		...('user' in user && user.user.id !== '' ? [`User ID: ${printable(user.user.id, 100)}`] : []),
		...('user' in user && user.user.lastSignInAt !== undefined
			? [`Last sign-in: ${dayAndTime(user.user.lastSignInAt)}`]
			: []),
		`Access token: ${left === 0 ? 'expired' : `${durationWords(left)} left`}`,
		`Scope: ${printable(session.scope, 200)}`,
		...(dropped === undefined ? [] : [dropped]),
		// The end alone, on a line of its own, would have nothing that it speaks of.
		`Refresh token: ${refreshTokenWords(state)}${ended || end === undefined ? '' : `; ${end}`}`,
		...(canRefresh(state) ? [`Automatic refresh: ${autoRefreshWords(state)}`] : []),
		`Stored in: ${printable(storedIn(), 300)}`,
	];
}
