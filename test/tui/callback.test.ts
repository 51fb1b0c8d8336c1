import {expect, test} from 'vitest';
import type {Wish} from '../../source/core/sign-in/flow.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {oauthState, sentinel} from '../helpers/samples.ts';
import {type FakeFlow, fakeFlow, openScreens} from '../helpers/screen.tsx';
import {states} from './states.ts';

const code = `${sentinel}-code-5Xy7f5ptGYe`;
const right = `https://www.anaplan.com/?code=${code}&state=${oauthState}`;
const accepted = 'code found, state matches, address matches — press Enter';

const open = async () => {
	const fake = fakeFlow(states['awaitingCallback']);
	const screen = await openScreens(fake);
	return {fake, screen};
};

const submissions = (fake: FakeFlow) =>
	fake.wishes
		.filter((wish): wish is Wish & {type: 'callbackSubmitted'} => wish.type === 'callbackSubmitted')
		.map(({text}) => text.reveal());

test('the verdict stands there before Enter, and nothing of the code is drawn', async () => {
	const {fake, screen} = await open();
	await screen.paste(right);
	await screen.until(accepted);
	expect(screen.text()).toContain('https://www.anaplan.com/••••••••');
	expect(fake.wishes).toEqual([]);
	await screen.press('enter');
	expect(submissions(fake)).toEqual([right]);
	expectNoSecrets([code, oauthState], ...screen.frames);
});

test('a bare code is hidden whole, and refused with the reason', async () => {
	const {screen} = await open();
	await screen.paste(code);
	await screen.until('This is only a code');
	expect(screen.text()).toContain(`••••••••  ${code.length} characters`);
	expectNoSecrets([code], ...screen.frames);
});

test('an address that was wrapped at its line ends is whole again', async () => {
	const {fake, screen} = await open();
	await screen.paste(`${right.slice(0, 40)}\n${right.slice(40)}`);
	await screen.until(accepted);
	await screen.press('enter');
	expect(submissions(fake)[0]).toContain('\n');
	expect(fake.state().status).toBe('exchanging');
});

test('letters are text here, and a refused text stays', async () => {
	const {fake, screen} = await open();
	await screen.type('q');
	await screen.type('?o');
	await screen.until('3 characters');
	await screen.press('enter');
	await screen.untilTrue(() => submissions(fake).length === 1);
	await screen.until('3 characters');
	await screen.press('backspace');
	await screen.until('2 characters');
	await screen.press('ctrl+w');
	await screen.press('ctrl+w');
	await screen.until('Waiting for the address');
});

test('an empty field is refused with words', async () => {
	const {screen} = await open();
	await screen.press('enter');
	await screen.until('Nothing was pasted yet.');
});

test('another address takes the place of the one before, and the rest of one joins it', async () => {
	const {fake, screen} = await open();
	await screen.paste(`https://www.anaplan.com/?code=old&state=${'s'.repeat(43)}`);
	await screen.until('The state belongs to another attempt');
	await screen.paste(right.slice(0, -9));
	await screen.until('The state belongs to another attempt');
	await screen.paste(right.slice(-9));
	await screen.until(accepted);
	await screen.press('enter');
	expect(submissions(fake)).toEqual([right]);
});

test('typed with its Enter in one chunk, it is submitted', async () => {
	const {fake, screen} = await open();
	await screen.type(`${right}\r`);
	await screen.untilTrue(() => fake.state().status === 'exchanging');
	expect(submissions(fake)).toEqual([right]);
});

test('Enter inside a paste is text', async () => {
	const {fake, screen} = await open();
	await screen.paste(`${right}\r`);
	await screen.until(accepted);
	expect(fake.wishes).toEqual([]);
});

test('a paste of many kilobytes in small pieces arrives whole', async () => {
	const {fake, screen} = await open();
	const long = `${right}&more=${'x'.repeat(12_000)}`;
	await screen.paste(long, 1000);
	await screen.until(accepted);
	await screen.press('enter');
	expect(submissions(fake)).toEqual([long]);
});

test('a paste whose end mark is lost arrives, and Ctrl+C leaves', async () => {
	const {screen} = await open();
	await screen.type(`\u001B[200~${right}`);
	await screen.until(accepted);
	await screen.type('\u001B[200~more');
	await screen.press('ctrl+c');
	await expect(screen.exited).resolves.toBe(130);
});

test('Esc closes a paste that never ended, and goes back', async () => {
	const {fake, screen} = await open();
	await screen.type(`\u001B[200~${right}`);
	await screen.type('\u001B');
	await screen.untilTrue(() => fake.state().status === 'authorizing');
});

test('an address pasted on the screen before is submitted, and kept when refused', async () => {
	const fake = fakeFlow(states['authorizing']);
	const screen = await openScreens(fake);
	await screen.paste('https://www.anaplan.com/?code=other&state=other');
	await screen.until('The state belongs to another attempt');
	expect(screen.text()).toContain('https://www.anaplan.com/••••••••');
	await screen.press('esc');
	await screen.until('/auth/prelogin?…');
	await screen.paste(right);
	await screen.until('sending the code');
	expectNoSecrets([code], ...screen.frames);
});
