import {expect, test} from 'vitest';
import {initialProfiles} from '../../source/core/profiles/profiles-flow.ts';
import type {State} from '../../source/core/sign-in/flow.ts';
import {tableBelow} from '../docs/markdown.ts';
import {type FakeBrowse, fakeBrowse, modelNamed, workspaceNamed} from '../helpers/browse.ts';
import {awaiting} from '../helpers/device.ts';
import {entryNamed, fakeProfiles} from '../helpers/profiles.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {signedInState, states} from './states.ts';

/** So wide that every key is on the last line with its whole hint. */
const size = {columns: 220, rows: 30};

const footersOf: Readonly<Record<string, () => Promise<readonly string[]>>> = {
	Setup: () => statesNamed('setup'),
	Authorize: () => statesNamed('authorizing'),
	Device: async () => [await footer(awaiting)],
	Callback: () => statesNamed('awaitingCallback'),
	Exchange: async () => [
		...(await statesNamed('signInFailed')),
		...(await statesNamed('confirmingUser')),
	],
	Profile: () => statesNamed('signedIn'),
	Workspaces: async () => [
		await listFooter(browse => {
			browse.dispatch({type: 'workspacesWished'});
			browse.bring([workspaceNamed('Finance')]);
		}),
	],
	Models: async () => [
		await listFooter(browse => {
			browse.dispatch({type: 'modelsWished'});
			browse.bring([modelNamed('Budget')]);
		}),
	],
	'a model': async () => [
		await listFooter(browse => {
			browse.dispatch({type: 'modelsWished'});
			browse.bring([modelNamed('Budget')]);
			browse.dispatch({type: 'detailsWished'});
		}),
	],
	Profiles: async () => {
		const profiles = fakeProfiles(initialProfiles({name: 'default', by: 'store'}));
		const screen = await openScreens(fakeFlow(signedInState), {...size, profiles});
		await screen.press('s');
		await screen.until('Profiles');
		profiles.list([entryNamed('default', {isCurrent: true}), entryNamed('emea')]);
		await screen.until('emea');
		return [screen.footer()];
	},
};

async function footer(state: State): Promise<string> {
	const screen = await openScreens(fakeFlow(state), size);
	return screen.footer();
}

async function statesNamed(start: string): Promise<readonly string[]> {
	const found = Object.entries(states).filter(([name]) => name.startsWith(start));
	return Promise.all(found.map(async ([, state]) => footer(state)));
}

async function listFooter(prepare: (browse: FakeBrowse) => void): Promise<string> {
	const browse = fakeBrowse();
	prepare(browse);
	const screen = await openScreens(fakeFlow(signedInState), {
		...size,
		room: {browse: browse.flow},
	});
	return screen.footer();
}

const told = tableBelow('README.md', 'Keys').map(([screen = '', keys = '']) => [screen, keys]);

test.each(told)('README’s keys of %s are those of its last line.', async (name = '', keys = '') => {
	const footers = (await footersOf[name]?.()) ?? [];
	const shown = new Set(
		footers.flatMap(text => text.split(' · ')).map(binding => binding.split(' ', 1)[0] ?? ''),
	);
	// README tells of that one below the table.
	shown.delete('Ctrl+C');
	expect([...keys.matchAll(/`([^`]+)`/g)].map(([, key]) => key).sort()).toEqual([...shown].sort());
});

test('README has the keys of every screen.', () => {
	expect(told.map(([screen]) => screen)).toEqual(Object.keys(footersOf));
});
