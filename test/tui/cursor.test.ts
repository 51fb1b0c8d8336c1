import {describe, expect, test} from 'vitest';
import {initialProfiles} from '../../source/core/profiles/profiles-flow.ts';
import {modelNamed} from '../helpers/browse.ts';
import {fakeProfiles} from '../helpers/profiles.ts';
import {fakeFlow, openScreens, type ScreenSession} from '../helpers/screen.tsx';
import {profileEntries, withModels} from './list-faces.ts';
import {signedInState, states} from './states.ts';

const sizes = [
	[120, 40],
	[80, 24],
	[40, 12],
] as const;

/** The character in front of the terminal's cursor and the row that it stands in; undefined while it is hidden. */
function atCursor(screen: ScreenSession) {
	const at = screen.cursor();
	const line = screen.lines()[at?.row ?? 0] ?? '';
	return at && {line, before: line.padEnd(at.column).slice(0, at.column)};
}

const standsBehind = async (screen: ScreenSession, text: string) =>
	screen.until(`the cursor behind ${text}`, () => atCursor(screen)?.before.endsWith(text) === true);

describe.each(sizes)('at %d×%d the terminal’s cursor stands', (columns, rows) => {
	const size = {columns, rows};

	test('in the field of Setup that takes text, wherever one moves in it', async () => {
		const screen = await openScreens(fakeFlow(states['setup, empty']), size);
		await standsBehind(screen, '▸ Client ID     ');
		await screen.type('client-1');
		await standsBehind(screen, '▸ Client ID     client-1');
		await screen.press('left', 'left');
		await standsBehind(screen, 'client');
		await screen.press('tab');
		await screen.type('abc');
		await standsBehind(screen, '▸ Client secret •••');
		await screen.press('tab');
		await screen.until('▸ Region');
		expect(screen.cursor()).toBeUndefined();
		await screen.type('eu');
		await standsBehind(screen, '▸ Region        eu');
	});

	test('in view where a text is longer than its field', async () => {
		const screen = await openScreens(fakeFlow(states['setup, empty']), size);
		await screen.paste(`${'x'.repeat(200)}end`);
		await standsBehind(screen, 'xend');
		expect(screen.cursor()?.column).toBeLessThan(columns);
	});

	test('behind the address of Callback', async () => {
		const screen = await openScreens(fakeFlow(states['awaitingCallback, nothing captures']), size);
		await standsBehind(screen, '▸ ');
		await screen.paste('https://www.anaplan.com/?code=abc');
		await standsBehind(screen, '•'.repeat(8));
	});

	test('in the filter of a list while it is open', async () => {
		const browse = withModels([modelNamed('One'), modelNamed('Two')]);
		const screen = await openScreens(fakeFlow(signedInState), {
			...size,
			room: {browse: browse.flow},
		});
		await screen.until('Two');
		expect(screen.cursor()).toBeUndefined();
		await screen.type('/tw');
		await standsBehind(screen, '/ tw');
		await screen.press('esc');
		await screen.untilTrue(() => screen.cursor() === undefined);
	});

	test('in the name of a new profile', async () => {
		const profiles = fakeProfiles(initialProfiles({name: 'default', by: 'store'}));
		const screen = await openScreens(fakeFlow(signedInState), {...size, profiles});
		await screen.press('s');
		profiles.list(profileEntries);
		await screen.until('signed in');
		expect(screen.cursor()).toBeUndefined();
		await screen.press('n');
		await screen.type('emea');
		await standsBehind(screen, 'Name  emea');
	});
});

test('The cursor follows its field when the window changes, and is hidden where that is too small.', async () => {
	const screen = await openScreens(fakeFlow(states['setup, empty']), {columns: 80, rows: 24});
	await screen.type('client-1');
	for (const [columns, rows] of [
		[40, 12],
		[120, 40],
		[60, 15],
		[80, 24],
	] as const) {
		screen.resize(columns, rows);
		await standsBehind(screen, '▸ Client ID     client-1');
	}

	screen.resize(30, 8);
	await screen.until('needs 40×12');
	expect(screen.cursor()).toBeUndefined();
	screen.resize(80, 24);
	await standsBehind(screen, '▸ Client ID     client-1');
	expect(screen.lines()[0]).toContain('anaplan-tui');
});

test('The cursor stands behind characters that take two columns, and is hidden where nothing is typed.', async () => {
	const screen = await openScreens(fakeFlow(states['setup, empty']), {columns: 80, rows: 24});
	await screen.type('日本');
	await screen.until('日本', () => screen.cursor()?.column === 2 + 16 + 4);
	const fake = fakeFlow(signedInState);
	const profile = await openScreens(fake, {});
	expect(profile.cursor()).toBeUndefined();
});
