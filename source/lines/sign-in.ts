import {strangeHost} from '../core/oauth/device-authorization.ts';
import {captureWords, clipboardWords} from '../core/sign-in/capture-words.ts';
import type {Authorizing, AwaitingDevice, State} from '../core/sign-in/flow.ts';
import {landingWords} from '../core/sign-in/landing-words.ts';
import {bookmarkletPort} from '../core/sign-in/possible.ts';
import {bestWayOut, type WayOut, waysOut} from '../core/sign-in/way-out.ts';
import {durationWords} from '../core/time.ts';
import {reached} from '../session/store.ts';
import {type House, wished} from './house.ts';
import {deviceWords, refusalWords} from './news.ts';
import {type Choice, choose, sayChoices} from './talk.ts';

/** No answer to a numbered question is longer: it is an address that was pasted one question early. */
const longestAnswer = 12;

/** Every way to bring the URL to a browser, and on to the question for the address. */
export async function authorize(
	state: Authorizing,
	house: House,
	over: AbortSignal,
	isAnnounced: boolean,
): Promise<void> {
	const {talk} = house;
	const choices = authorizeChoices(state, house);
	if (!isAnnounced) {
		const {request, capture} = state;
		talk.say('Open the authorization URL in a browser and sign in there as you always do.');
		talk.say(`You land on ${landingWords(request.redirectUri, 'wide')}`);
		talk.say('Copy that whole address and bring it here, within about a minute.');
		for (const words of captureWords(capture, 'noKeys')) {
			talk.say(words);
		}

		sayChoices(talk, choices);
	}

	const choice = await choose(talk, choices, over, text => {
		if (text.length <= longestAnswer) {
			return false;
		}

		take(text, house);
		return true;
	});
	await choice?.run();
}

/** Whether the clipboard has been tried, where it is to be watched. */
export const isClipboardKnown = (state: State): boolean =>
	state.status !== 'authorizing' || state.capture.clipboard !== 'trying';

function authorizeChoices(state: Authorizing, house: House): readonly Choice[] {
	const {request, wayOut} = state;
	const {talk, signIn} = house;
	const ways: Record<WayOut, Choice> = {
		browser: {
			words: 'Open the URL in the browser of this computer',
			run: () => wished(signIn, {type: 'browserWished'}),
		},
		copy: {words: 'Copy the URL', run: () => wished(signIn, {type: 'urlCopyWished'})},
		plain: {
			words: 'Say the URL',
			run() {
				talk.say(request.url);
				signIn.dispatch({type: 'plainViewShown'});
			},
		},
		file: {
			words: 'Write the URL to a file that only you can read',
			run: () => wished(signIn, {type: 'urlFileWished'}),
		},
	};
	const best = bestWayOut(wayOut, house);
	return [
		...[best, ...waysOut.filter(way => way !== best)].map(way => ways[way]),
		...(bookmarkletPort(state.capture) === undefined
			? []
			: [
					{
						words: 'Copy the bookmarklet, which brings the address here by itself',
						run: () => wished(signIn, {type: 'bookmarkletCopyWished'}),
					},
				]),
		{
			words: 'Watch the clipboard for the address, or leave it alone',
			async run() {
				signIn.dispatch({type: 'clipboardWatchToggled'});
				const now = await reached(signIn, isClipboardKnown);
				if (now.status === 'authorizing') {
					talk.say(clipboardWords(now.capture.clipboard, false));
				}
			},
		},
		{words: 'Paste the address', run: () => signIn.dispatch({type: 'callbackScreenWished'})},
		{words: 'Go back to Setup', run: () => signIn.dispatch({type: 'backWished'})},
	];
}

/** Asks for the address until one is right; an empty line goes back. */
export async function callback(house: House, over: AbortSignal): Promise<void> {
	const {talk, signIn} = house;
	const answer = await talk.ask(
		{
			prompt:
				'Paste the whole address and press Enter; nothing is shown, and an empty line goes back:',
			typed: 'hidden',
		},
		over,
	);
	if (answer === undefined) {
		return;
	}

	if (answer.trim() === '') {
		signIn.dispatch({type: 'backWished'});
		return;
	}

	take(answer, house);
}

function take(text: string, {talk, takeAddress}: House): void {
	const refusal = takeAddress(text);
	if (refusal) {
		talk.forgetAhead();
	}

	if (refusal && refusal.reason !== 'errorResponse') {
		talk.say(refusalWords(refusal));
	}
}

/** What can be done while someone approves the code. */
export async function device(
	state: AwaitingDevice,
	house: House,
	over: AbortSignal,
	isAnnounced: boolean,
): Promise<void> {
	const {talk, signIn, now} = house;
	const left = () => {
		const current = signIn.getState();
		const {authorization} = current.status === 'awaitingDevice' ? current : state;
		return durationWords(authorization.expiresAt - now());
	};
	const choices: readonly Choice[] = [
		// Nothing here leads to a page of which nobody knows whose it is.
		...(strangeHost(state.authorization, state.client.hosts) === undefined
			? [
					{
						words: 'Open the address in the browser of this computer',
						run: () => wished(signIn, {type: 'browserWished'}),
					},
				]
			: []),
		{words: 'Copy the address', run: () => wished(signIn, {type: 'urlCopyWished'})},
		{
			words: 'Say the address and the code again',
			run() {
				for (const words of deviceWords(state)) {
					talk.say(words);
				}
			},
		},
		{
			words: 'Say how long the code is valid',
			run: () => talk.say(`It is valid for ${left()} more.`),
		},
		{words: 'Go back to Setup', run: () => signIn.dispatch({type: 'backWished'})},
	];
	if (!isAnnounced) {
		talk.say('Single sign-on does not work with it, unless you are an exception user.');
		talk.say(`The code is valid for ${left()}. This goes on by itself once you have allowed.`);
		sayChoices(talk, choices);
	}

	await (await choose(talk, choices, over))?.run();
}
