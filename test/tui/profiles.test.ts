import {describe, expect, test} from 'vitest';
import {emptyDraft} from '../../source/core/oauth/client.ts';
import {problem} from '../../source/core/problem.ts';
import {initialProfiles} from '../../source/core/profiles/profiles-flow.ts';
import {textWidth} from '../../source/core/text-width.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {fakeProfiles} from '../helpers/profiles.ts';
import {sentinel} from '../helpers/samples.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {profileEntries as entries} from './list-faces.ts';
import {signedInState} from './states.ts';

/** The screens of a signed-in profile, with the list open over them. */
async function opened(
	options: Parameters<typeof openScreens>[1] = {},
	profiles = fakeProfiles(initialProfiles({name: 'default', by: 'store'})),
) {
	const fake = fakeFlow(signedInState);
	const screen = await openScreens(fake, {...options, profiles});
	await screen.press('s');
	await screen.until('Profiles');
	profiles.list(entries);
	await screen.until('broken', text => text.includes('signed in'));
	return {fake, screen, profiles};
}

describe.each([
	[120, 40],
	[80, 24],
	[40, 12],
] as const)('at %d×%d', (columns, rows) => {
	const size = {columns, rows};

	test('every face of the list fits, with its keys on the last line', async () => {
		const {screen, profiles} = await opened(size);
		const attempt = () => profiles.state().attempt;
		const words = {
			text: 'Removed “b”. The current profile is “default” now.',
			more: 'x '.repeat(90),
		};
		const faces: ReadonlyArray<readonly [change: () => void, wanted: string]> = [
			[() => {}, '* default'],
			[() => profiles.dispatch({type: 'newWished'}), 'Name'],
			[() => profiles.dispatch({type: 'named', text: `a/${'b'.repeat(40)}`}), '✗'],
			[() => profiles.dispatch({type: 'backWished'}), '* default'],
			[() => profiles.dispatch({type: 'renameWished', name: entries[4].name}), 'Name'],
			[() => profiles.dispatch({type: 'named', text: 'broken'}), '✗'],
			[() => profiles.dispatch({type: 'backWished'}), '* default'],
			[() => profiles.dispatch({type: 'removalWished', name: entries[4].name}), 'Remove'],
			[() => profiles.dispatch({type: 'removalConfirmed'}), '▸ removing'],
			[
				() =>
					profiles.dispatch({
						type: 'notDone',
						attempt: attempt(),
						problem: problem('network_unreachable'),
					}),
				'✗ Not removed.',
			],
			[() => profiles.dispatch({type: 'localRemovalWished'}), '▸ removing'],
			[
				() =>
					profiles.dispatch({
						type: 'removed',
						attempt: attempt(),
						name: 'b',
						current: 'default',
						words,
					}),
				'✓ Removed',
			],
			[() => profiles.list([]), 'No profile is stored'],
		];
		for (const [change, wanted] of faces) {
			change();
			await screen.until(wanted);
			const lines = screen.lines();
			expect(lines[0]).toContain('anaplan-tui');
			expect(lines.at(rows - 1)).toBe('');
			expect(lines.at(rows - 2)?.trim()).toBe(screen.footer());
			expect(screen.footer()).toContain('Ctrl+C');
			expect(screen.hasOverflow()).toBe(false);
		}

		expectNoSecrets([sentinel], ...screen.frames, screen.written);
	});

	test('the columns are straight, whatever the names are written in', async () => {
		const {screen} = await opened(size);
		const columnOf = (line: string, words: string) => textWidth(line.slice(0, line.indexOf(words)));
		const states = screen.lines().flatMap(line => {
			const words = /(signed in|signed out|token expired|sign-in ended|cannot be read)$/.exec(line);
			return words ? [columnOf(line, words[0])] : [];
		});
		expect(states.length).toBeGreaterThanOrEqual(4);
		expect(new Set(states).size).toBe(1);
	});

	test('the focus moves through all of them and stays in view', async () => {
		const {screen} = await opened(size);
		for (const {name} of entries.slice(1)) {
			await screen.press('down');
			await screen.until(new RegExp(`▸ {3}${name.slice(0, 8)}`));
		}

		await screen.press('down', 'up', 'up', 'up', 'up', 'up', 'up');
		await screen.until('▸ * default');
	});

	test('j and k move the focus, as they do in the other lists', async () => {
		const {screen} = await opened(size);
		await screen.press('j');
		await screen.until(new RegExp(`▸ {3}${entries[1]!.name.slice(0, 8)}`));
		await screen.press('k');
		await screen.until('▸ * default');
	});
});

test('a renaming that is done is no longer said to be under way, while its room is entered', async () => {
	const {screen, profiles} = await opened();
	profiles.dispatch({type: 'renameWished', name: 'default'});
	profiles.dispatch({type: 'named', text: 'prod'});
	await screen.until('▸ renaming “default” …');
	const {attempt} = profiles.state();
	profiles.dispatch({type: 'renamed', attempt, from: 'default', to: 'prod'});
	await screen.until('✓ “default” is called “prod” now.');
	expect(screen.text()).not.toContain('renaming');
});

test('the current profile has a mark, and the state a word; colour is not needed for either', async () => {
	const {screen} = await opened({columns: 120, rows: 40});
	expect(screen.text()).toMatch(/▸ \* default .* a\.user@example\.com +us1 {3}signed in/);
	expect(screen.text()).toMatch(/^ +broken .* cannot be read$/m);
	expect(screen.text()).toContain('* current');
	expect(screen.footer()).toBe(
		'Enter switch · ↑↓ move · n new · e rename · d remove · q quit · Esc back · Ctrl+C leave',
	);
});

test.each([
	['store', 'Enter switches, and makes it the current profile.'],
	['variable', 'Enter switches for now; ANAPLAN_PROFILE chooses the profile.'],
	['option', 'Enter switches for now; --profile has chosen the profile.'],
] as const)('a switch says what it does where the %s has chosen', async (by, words) => {
	const {screen} = await opened({}, fakeProfiles(initialProfiles({name: 'default', by})));
	expect(screen.text()).toContain(words);
});

test('Enter switches to the one in focus, also when it comes in one chunk with what was typed before', async () => {
	const {screen, profiles} = await opened();
	await screen.press('down', 'enter');
	expect(profiles.effects.at(-1)).toMatchObject({type: 'enterRoom', name: '生産 production'});

	const other = await opened();
	await other.screen.type('n');
	await other.screen.type('neu\r');
	expect(other.profiles.effects.at(-1)).toMatchObject({type: 'enterRoom', name: 'neu'});
});

test('a name is typed, pasted and edited, and letters are no keys meanwhile', async () => {
	const {screen, profiles} = await opened();
	await screen.press('n');
	await screen.until('A new profile');
	await screen.type('quit, d');
	await screen.press('ctrl+u');
	await screen.paste('  pasted one \n');
	await screen.until('Name  pasted one');
	await screen.press('backspace', 'backspace', 'backspace', 'enter');
	expect(profiles.effects.at(-1)).toMatchObject({type: 'enterRoom', name: 'pasted'});
});

test('renaming begins with the name as it is, and says what is wrong with another', async () => {
	const {screen, profiles} = await opened();
	await screen.press('e');
	await screen.until('Name  default');
	await screen.press('ctrl+u');
	await screen.type('BROKEN');
	await screen.press('enter');
	await screen.until('✗ There is already a profile “broken”.');
	await screen.press('esc');
	await screen.until('Profiles');
	expect(profiles.effects.map(({type}) => type)).not.toContain('rename');
});

test('removing asks, and only y removes', async () => {
	const {screen, profiles} = await opened();
	await screen.press('down', 'd');
	await screen.until('Remove “生産 production” (山田太郎@example.com, eu3)? This ends its');
	await screen.press('d', 'enter', 'n');
	await screen.until('Profiles');
	expect(profiles.effects.map(({type}) => type)).not.toContain('remove');
	await screen.press('d', 'y');
	await screen.until('removing “生産 production” …');
	expect(profiles.effects.at(-1)).toMatchObject({type: 'remove', how: 'atAnaplan'});
	expect(screen.footer()).toBe('Ctrl+C leave');
});

test('Esc leads back to the profile, and q leaves', async () => {
	const {screen, fake} = await opened();
	await screen.press('esc');
	await screen.until('Access token');
	await screen.press('s');
	await screen.until('Profiles');
	await screen.press('q');
	await expect(screen.exited).resolves.toBe(0);
	expect(fake.wishes.map(({type}) => type)).toContain('quitWished');
});

test('what was filled in is there again after a look at the list', async () => {
	const profiles = fakeProfiles();
	const screen = await openScreens(fakeFlow({status: 'setup', attempt: 0, draft: emptyDraft}), {
		profiles,
	});
	await screen.type('my-client');
	await screen.press('tab');
	await screen.type(`${sentinel}-typed`);
	await screen.until('my-client');
	await screen.press('ctrl+s');
	await screen.until('Profiles');
	profiles.list(entries);
	await screen.until('broken');
	await screen.press('esc');
	await screen.until('my-client');
	expect(screen.text()).toMatch(/▸ Client secret +•/);
	expectNoSecrets([sentinel], ...screen.frames, screen.written);
});
