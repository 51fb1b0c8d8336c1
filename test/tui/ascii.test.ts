import {expect, test} from 'vitest';
import {textWidth} from '../../source/core/text-width.ts';
import {awaiting} from '../helpers/device.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {listFaces} from './list-faces.ts';
import {signedInState, states} from './states.ts';

const sizes = [
	[120, 48],
	[80, 24],
	[40, 12],
] as const;
const all = Object.entries({...states, awaitingDevice: awaiting});
const cases = all.flatMap(([name, state]) => sizes.map(size => [name, ...size, state] as const));
const traits = {characters: 'ascii'} as const;

test.each(cases)('%s at %d×%d is all ASCII, and keeps to its columns', async (...given) => {
	const [, columns, rows, state] = given;
	const screen = await openScreens(fakeFlow(state), {columns, rows, traits});
	expect(screen.written).toMatch(/^[\0-\x7F]*$/);
	expect(screen.hasOverflow()).toBe(false);

	const unicode = await openScreens(fakeFlow(state), {columns, rows});
	if (state.status !== 'awaitingDevice') {
		expect(screen.lines().map(line => line.length)).toEqual(unicode.lines().map(textWidth));
	}
});

const listCases = listFaces.flatMap(([name, face]) =>
	sizes.map(size => [name, ...size, face] as const),
);

test.each(listCases)(
	'The list %s at %d×%d is all ASCII, and keeps to its columns',
	async (...given) => {
		const [, columns, rows, face] = given;
		const size = {columns, rows};
		const screen = await openScreens(fakeFlow(signedInState), {...size, ...face(), traits});
		expect(screen.written).toMatch(/^[\0-\x7F]*$/);
		expect(screen.hasOverflow()).toBe(false);

		const unicode = await openScreens(fakeFlow(signedInState), {...size, ...face()});
		expect(screen.lines().map(line => line.length)).toEqual(unicode.lines().map(asciiWidth));
	},
);

/** A full-width letter becomes a letter and a space, which cannot be seen at the end of a line. */
const asciiWidth = (line: string): number =>
	textWidth(line) - (/[\uFF01-\uFF5E]$/.test(line) ? 1 : 0);

test('names lose their accents, and what has no ASCII keeps its columns as question marks', async () => {
	const user = {id: '1', email: 'jose@example.com', name: 'José Žižek 日本'};
	const state = {...signedInState, user: {kind: 'known', user}} as const;
	const screen = await openScreens(fakeFlow(state), {traits});
	expect(screen.text()).toContain('Jose Zizek ????');
});

test('the QR code is left out: half blocks have no ASCII', async () => {
	const size = {columns: 120, rows: 40};
	const unicode = await openScreens(fakeFlow(awaiting), size);
	expect(unicode.text()).toContain('▀');
	const screen = await openScreens(fakeFlow(awaiting), {...size, traits});
	expect(screen.text()).toContain('1GMV-ATBA');
	expect(screen.text()).not.toMatch(/\?{4}/);
});
