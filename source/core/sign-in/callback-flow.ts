import {problemNotice} from '../notice.ts';
import {bookmarklet} from '../oauth/authorization-code.ts';
import {answerIn, readCallback} from '../oauth/callback.ts';
import type {Secret} from '../secret.ts';
import {stay} from '../step.ts';
import {copiedWords} from './copied-words.ts';
import type {Authorizing, AwaitingCallback, Copied, Event, Notice, Step} from './flow.ts';
import {bookmarkletPort} from './possible.ts';
import {backToSetup} from './shared-steps.ts';
import type {WayOut} from './way-out.ts';

type Waiting = Authorizing | AwaitingCallback;

/** The URL is on its way to a browser; every way there, and what came of it. */
export function authorizing(state: Authorizing, event: Event): Step {
	const {attempt, request} = state;
	if ('attempt' in event && event.attempt !== attempt) {
		return stay(state);
	}

	switch (event.type) {
		case 'browserWished':
			return [state, [{type: 'openBrowser', attempt, url: request.url}]];
		case 'urlCopyWished':
			return [state, [{type: 'copyText', what: 'authorizationUrl', text: request.url}]];
		case 'urlFileWished':
			return [state, [{type: 'writeUrl', attempt, url: request.url}]];
		case 'bookmarkletCopyWished':
			return copyBookmarklet(state);
		case 'clipboardWatchToggled':
			return toggleClipboard(state);
		case 'callbackScreenWished':
			return stay(withoutNotice(state, 'awaitingCallback'));
		case 'callbackSubmitted':
			// An address pasted one screen early is as good.
			return submit(withoutNotice(state, 'awaitingCallback'), event.text);
		case 'backWished':
			return backToSetup(state);
		case 'browserOpened':
			return worked(state, 'browser', 'The browser was asked to open the URL.');
		case 'urlWritten':
			return worked(state, 'file', `The URL is in ${event.path}; only you can read it.`);
		case 'plainViewShown':
			return remember(state, 'plain');
		case 'copied':
			return copied(state, event);
		case 'browserNotOpened':
		case 'urlNotWritten':
			return stay(noted(state, problemNotice(event.problem)));
		case 'notCopied':
			return isOfAuthorize(event.what)
				? stay(noted(state, problemNotice(event.problem)))
				: stay(state);
		default:
			return captureEvent(state, event);
	}
}

/** The address is expected back, by paste or by itself. */
export function awaitingCallback(state: AwaitingCallback, event: Event): Step {
	if ('attempt' in event && event.attempt !== state.attempt) {
		return stay(state);
	}

	switch (event.type) {
		case 'backWished':
			return stay(withoutNotice(state, 'authorizing'));
		case 'callbackSubmitted':
			return submit(state, event.text);
		default:
			return captureEvent(state, event);
	}
}

function withoutNotice<Status extends Waiting['status']>(
	{attempt, client, request, capture, wayOut}: Waiting,
	status: Status,
) {
	return {status, attempt, client, request, capture, ...(wayOut && {wayOut})};
}

const noted = (state: Authorizing, notice: Notice): Authorizing => ({...state, notice});

function captureEvent(state: Waiting, event: Event): Step {
	if (event.type === 'captureChanged') {
		return stay({...state, capture: {...state.capture, ...event.capture}});
	}

	// Whatever came by itself is read like a paste; what is not ours is nobody's mistake.
	return event.type === 'callbackCaptured' && answerIn(event.text, state.request) !== 'none'
		? submit(withoutNotice(state, 'awaitingCallback'), event.text)
		: stay(state);
}

function submit(state: AwaitingCallback, text: Secret): Step {
	const {attempt, client, request} = state;
	const verdict = readCallback(text, request);
	if (verdict.verdict !== 'accepted') {
		return stay({...state, refusal: verdict});
	}

	const {code} = verdict;
	return [
		{status: 'exchanging', attempt, client, step: {kind: 'sendingCode', code}},
		[{type: 'exchangeCode', attempt, client, code}],
	];
}

function remember(state: Authorizing, wayOut: WayOut): Step {
	return state.wayOut === wayOut
		? stay(state)
		: [{...state, wayOut}, [{type: 'saveWayOut', wayOut}]];
}

function worked(state: Authorizing, wayOut: WayOut, text: string): Step {
	return remember(noted(state, {kind: 'done', text}), wayOut);
}

function copied(state: Authorizing, event: Extract<Event, {type: 'copied'}>): Step {
	if (!isOfAuthorize(event.what)) {
		return stay(state);
	}

	const what = event.what === 'bookmarklet' ? 'The bookmarklet' : 'The URL';
	const text = copiedWords(what, event.route);
	// A terminal may have dropped it, so that way is not put first the next time.
	return event.what === 'bookmarklet' || event.route === 'terminal'
		? stay(noted(state, {kind: 'done', text}))
		: worked(state, 'copy', text);
}

// What was copied for a sign-in or a token that was left for this one is no news here.
const isOfAuthorize = (what: Copied): boolean =>
	what === 'authorizationUrl' || what === 'bookmarklet';

function copyBookmarklet(state: Authorizing): Step {
	const port = bookmarkletPort(state.capture);
	return port === undefined
		? stay(state)
		: [state, [{type: 'copyText', what: 'bookmarklet', text: bookmarklet(port)}]];
}

function toggleClipboard(state: Authorizing): Step {
	const watchClipboard = state.capture.clipboard === 'off';
	const capture = {...state.capture, clipboard: watchClipboard ? 'trying' : 'off'} as const;
	return [{...state, capture}, [{type: 'saveClipboardChoice', watchClipboard}]];
}
