import {expect, test} from 'vitest';
import type {State} from '../../source/core/flow.ts';
import {tableBelow} from '../docs/markdown.ts';
import {awaiting} from '../helpers/device.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {states} from './states.ts';

/** The states in which a screen is shown, by how their names begin in states.ts. */
const statesOf: Readonly<Record<string, readonly State[]>> = {
	Setup: statesNamed('setup'),
	Authorize: statesNamed('authorizing'),
	Device: [awaiting],
	Callback: statesNamed('awaitingCallback'),
	Exchange: [...statesNamed('exchangeFailed'), ...statesNamed('confirmingUser')],
	Profile: statesNamed('signedIn'),
};

function statesNamed(start: string): readonly State[] {
	return Object.entries(states)
		.filter(([name]) => name.startsWith(start))
		.map(([, state]) => state);
}

test.each(tableBelow('README.md', 'Keys').map(([screen = '', keys = '']) => [screen, keys]))(
	'README’s keys of %s are those of its last line.',
	async (name, told) => {
		const shown = new Set<string>();
		for (const state of statesOf[name] ?? []) {
			const screen = await openScreens(fakeFlow(state), {columns: 220, rows: 30});
			for (const binding of screen.footer().split(' · ')) {
				shown.add(binding.split(' ', 1)[0] ?? '');
			}
		}

		// README tells of that one below the table.
		shown.delete('Ctrl+C');
		expect([...told.matchAll(/`([^`]+)`/g)].map(([, key]) => key).sort()).toEqual(
			[...shown].sort(),
		);
	},
);

test('README has the keys of every screen.', () => {
	const told = tableBelow('README.md', 'Keys').map(([screen]) => screen);
	expect(told).toEqual(Object.keys(statesOf));
});
