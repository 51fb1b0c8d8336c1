import {describe, expect, test} from 'vitest';
import {
	bookmarklet,
	authorizationRequest as requestFor,
} from '../../../source/core/oauth/authorization-code.ts';
import {problem} from '../../../source/core/problem.ts';
import {authorizing, awaitingCallback} from '../../../source/core/sign-in/callback-flow.ts';
import type {
	Authorizing,
	AwaitingCallback,
	Event,
	Fact,
	Wish,
} from '../../../source/core/sign-in/flow.ts';
import {waysOut} from '../../../source/core/sign-in/way-out.ts';
import {callbackText, client, noon, oauthState} from '../../helpers/samples.ts';

const request = requestFor(client, oauthState);
const capture = {
	loopback: {kind: 'listening', port: 5000, needsBookmarklet: true},
	clipboard: 'watching',
} as const;
const base = {attempt: 4, client, request, capture} as const;
const first: Authorizing = {status: 'authorizing', ...base};
const second: AwaitingCallback = {status: 'awaitingCallback', ...base};
const badNews = problem('server_error');
const address = callbackText(`https://www.anaplan.com/?code=the-code&state=${oauthState}`);

const on = (state: Authorizing | AwaitingCallback, event: Wish | Fact) => {
	const stamped = {...event, at: noon} as Event;
	const [next, effects] =
		state.status === 'authorizing' ? authorizing(state, stamped) : awaitingCallback(state, stamped);
	return {next, effects};
};

describe.each([
	['Authorize', first],
	['Callback', second],
] as const)('on %s', (_, state) => {
	test.each([
		['an address', address],
		['the query that a browser brings', callbackText(`?code=the-code&state=${oauthState}`)],
	])('%s that came by itself is taken like one that was pasted', (_name, text) => {
		const {next, effects} = on(state, {type: 'callbackCaptured', attempt: 4, text});
		expect(next).toMatchObject({status: 'exchanging', attempt: 4});
		expect(effects).toMatchObject([{type: 'exchangeCode', attempt: 4, client}]);
		const [effect] = effects;
		expect(effect?.type === 'exchangeCode' && effect.code.reveal()).toBe('the-code');
	});

	test.each([
		['of another attempt', 5, address],
		['of an attempt that is over', 3, address],
		['with another state', 4, callbackText('?code=x&state=other')],
		['without a state', 4, callbackText('?code=x')],
		['with two codes', 4, callbackText(`?code=x&code=y&state=${oauthState}`)],
		['with an error of another try', 4, callbackText('?error=access_denied&state=other')],
		['with an error of nobody', 4, callbackText('?error=access_denied')],
		['that is the URL to sign in with', 4, callbackText(request.url)],
		['of another page', 4, callbackText(`https://evil.example/?code=x&state=${oauthState}`)],
		['that is any text', 4, callbackText('my diary')],
		['that is empty', 4, callbackText('')],
	])('an answer %s is nobody’s mistake, and changes nothing', (_name, attempt, text) => {
		expect(on(state, {type: 'callbackCaptured', attempt, text})).toEqual({
			next: state,
			effects: [],
		});
	});

	test('a refusal of this attempt is told as if it had been pasted', () => {
		const text = callbackText(`?error=access_denied&state=${oauthState}`);
		const {next, effects} = on(state, {type: 'callbackCaptured', attempt: 4, text});
		expect(next).toMatchObject({status: 'awaitingCallback', refusal: {reason: 'errorResponse'}});
		expect(effects).toEqual([]);
	});

	test('what is told of a way back is shown, and of another attempt is not', () => {
		const closed = {kind: 'closed', reason: 'it was open for 10 minutes'} as const;
		const fact = {type: 'captureChanged', capture: {loopback: closed}} as const;
		expect(on(state, {...fact, attempt: 4}).next).toEqual({
			...state,
			capture: {loopback: closed, clipboard: 'watching'},
		});
		for (const attempt of [3, 5]) {
			expect(on(state, {...fact, attempt})).toEqual({next: state, effects: []});
		}
	});
});

test('the ways back stay as they are between Authorize and Callback', () => {
	const state: Authorizing = {...first, wayOut: 'file', capture: {...capture, clipboard: 'off'}};
	const there = on(state, {type: 'callbackScreenWished'}).next;
	expect(there).toEqual({...second, wayOut: 'file', capture: state.capture});
	expect(on(there as AwaitingCallback, {type: 'backWished'}).next).toEqual(state);
});

describe('the ways out', () => {
	const told: Record<(typeof waysOut)[number], Wish | Fact> = {
		browser: {type: 'browserOpened', attempt: 4},
		copy: {type: 'copied', what: 'authorizationUrl', route: 'system'},
		plain: {type: 'plainViewShown'},
		file: {type: 'urlWritten', attempt: 4, path: '/tmp/url'},
	};

	test.each(waysOut)('%s is kept once it has worked, and not again', wayOut => {
		const {next, effects} = on(first, told[wayOut]);
		expect(next).toMatchObject({status: 'authorizing', wayOut});
		expect(effects).toEqual([{type: 'saveWayOut', wayOut}]);
		expect(on(next as Authorizing, told[wayOut]).effects).toEqual([]);
	});

	test('that fail are told and not kept', () => {
		for (const fact of [
			{type: 'browserNotOpened', attempt: 4, problem: badNews},
			{type: 'urlNotWritten', attempt: 4, problem: badNews},
			{type: 'notCopied', what: 'authorizationUrl', problem: badNews},
			{type: 'notCopied', what: 'bookmarklet', problem: badNews},
		] satisfies Fact[]) {
			expect(on(first, fact)).toEqual({
				next: {...first, notice: {kind: 'problem', problem: badNews}},
				effects: [],
			});
		}
	});

	test('write the URL where it is told, in words that say who can read it', () => {
		expect(on(first, {type: 'urlFileWished'}).effects).toEqual([
			{type: 'writeUrl', attempt: 4, url: request.url},
		]);
		expect(on(first, {type: 'urlWritten', attempt: 4, path: '/tmp/url'}).next).toMatchObject({
			notice: {text: 'The URL is in /tmp/url; only you can read it.'},
		});
	});

	test('say which clipboard took the text', () => {
		const textOf = (route: 'system' | 'terminal') => {
			const {next} = on(first, {type: 'copied', what: 'authorizationUrl', route});
			return next.status === 'authorizing' && next.notice?.kind === 'done' && next.notice.text;
		};
		expect(textOf('system')).toBe('The URL was copied.');
		expect(textOf('terminal')).toContain('terminal’s clipboard');
	});
});

describe('the bookmarklet', () => {
	test('is copied with the port that is listened at, and is no way out', () => {
		expect(on(first, {type: 'bookmarkletCopyWished'}).effects).toEqual([
			{type: 'copyText', what: 'bookmarklet', text: bookmarklet(5000)},
		]);
		expect(on(first, {type: 'copied', what: 'bookmarklet', route: 'system'})).toEqual({
			next: {...first, notice: {kind: 'done', text: 'The bookmarklet was copied.'}},
			effects: [],
		});
	});

	test.each([
		['nothing listens', {kind: 'closed', reason: 'why'}],
		['it is not known yet whether anything listens', {kind: 'off'}],
		['the browser comes by itself', {kind: 'listening', port: 8080, needsBookmarklet: false}],
	] as const)('is not there while %s', (_, loopback) => {
		const state: Authorizing = {...first, capture: {...capture, loopback}};
		expect(on(state, {type: 'bookmarkletCopyWished'})).toEqual({next: state, effects: []});
	});

	test('takes the query of the page to the listener, and nothing else', () => {
		const text = bookmarklet(5123);
		expect(text).toMatch(/^javascript:[^\s%#"<>]+$/);
		const location = {
			href: 'https://www.anaplan.com/?code=a+b%2Fc&state=s#top',
			search: '?code=a+b%2Fc&state=s',
		};
		new Function('location', text.replace('javascript:', ''))(location);
		expect(location.href).toBe('http://127.0.0.1:5123/callback?code=a+b%2Fc&state=s');
	});
});

describe('the clipboard', () => {
	test('is left alone and watched again when wished, and that is kept', () => {
		const off = on(first, {type: 'clipboardWatchToggled'});
		expect(off.next).toMatchObject({capture: {clipboard: 'off'}});
		expect(off.effects).toEqual([{type: 'saveClipboardChoice', watchClipboard: false}]);
		const again = on(off.next as Authorizing, {type: 'clipboardWatchToggled'});
		expect(again.next).toMatchObject({capture: {clipboard: 'trying'}});
		expect(again.effects).toEqual([{type: 'saveClipboardChoice', watchClipboard: true}]);
	});

	test('that cannot be reached is left alone when wished', () => {
		const state: Authorizing = {...first, capture: {...capture, clipboard: 'unavailable'}};
		expect(on(state, {type: 'clipboardWatchToggled'}).next).toMatchObject({
			capture: {clipboard: 'off'},
		});
	});
});
