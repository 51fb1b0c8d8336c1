import {expect, test} from 'vitest';
import {emptyDraft} from '../../source/core/oauth/client.ts';
import {problem} from '../../source/core/problem.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {oauthState, responseNamed, sentinel} from '../helpers/samples.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {user} from './states.ts';

const code = `${sentinel}-code-5Xy7f5ptGYe`;
const clientSecret = `${sentinel}-typed-secret`;

test('one sign-in, from an empty store to the profile', async () => {
	const fake = fakeFlow();
	const screen = await openScreens(fake, {surroundings: {practice: true}});
	const last = () => fake.effects.at(-1)?.type;
	fake.dispatch({type: 'started', intent: 'resume'});
	fake.dispatch({
		type: 'profileLoaded',
		intent: 'resume',
		draft: emptyDraft,
		autoRefresh: true,
	});

	await screen.until('Client ID');
	expect(screen.text()).toContain('practice');
	await screen.type('client-1');
	await screen.press('tab');
	await screen.paste(`${clientSecret}\r\n`);
	await screen.until(`${clientSecret.length} characters`);
	await screen.press('enter');
	await screen.untilTrue(() => last() === 'prepareSignIn');

	fake.dispatch({type: 'signInPrepared', attempt: 1, oauthState, watchClipboard: true});
	await screen.until('/auth/prelogin?…');
	await screen.press('o');
	expect(last()).toBe('openBrowser');
	fake.dispatch({type: 'browserOpened', attempt: 1});
	await screen.until('The browser was asked to open the URL.');
	await screen.press('enter');

	await screen.until('Waiting for the address');
	await screen.paste('https://www.anaplan.com/?code=other&state=of-another-attempt');
	await screen.until('The state belongs to another attempt');
	await screen.press('enter');
	await screen.until('The state belongs to another attempt');
	await screen.press('ctrl+u');
	await screen.until('Waiting for the address');
	await screen.paste(`https://www.anaplan.com/?code=${code}&state=${oauthState}`);
	await screen.until('code found, state matches, address matches — press Enter');
	await screen.press('enter');

	await screen.until('sending the code');
	fake.dispatch({
		type: 'codeNotExchanged',
		attempt: 1,
		problem: problem('network_unreachable', {reached: 'no'}),
	});
	await screen.until('Anaplan could not be reached.');
	expect(screen.footer()).toContain('r send again');
	await screen.press('r');
	fake.dispatch({type: 'tokensReceived', attempt: 1, response: responseNamed('one')});
	await screen.until('storing the tokens');
	expect(screen.text()).toContain('✓ code sent, tokens received');
	fake.dispatch({type: 'sessionSaved', attempt: 1, autoRefresh: true});

	await screen.until('being fetched');
	fake.dispatch({type: 'userReceived', signIn: 1, user});
	await screen.until('a.user@example.com');
	await screen.press('q');
	await expect(screen.exited).resolves.toBe(0);
	expectNoSecrets([sentinel, code, clientSecret], ...screen.frames, screen.written);
});
