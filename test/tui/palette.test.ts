import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {palette, type Style} from '../../source/tui/palette.ts';
import {awaiting} from '../helpers/device.ts';
import {fakeFlow, openScreens, type ScreenSession} from '../helpers/screen.tsx';
import {contrast, palettes} from '../helpers/terminal-palettes.ts';
import {listFaces} from './list-faces.ts';
import {signedInState, states} from './states.ts';

const names = [
	...['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'],
	...['gray', 'redBright', 'greenBright', 'yellowBright', 'blueBright', 'magentaBright'],
	...['cyanBright', 'whiteBright'],
];
const styles: ReadonlyArray<readonly [string, Style]> = Object.entries(palette);
/** What marks are made of, and separators; each stands beside words that say the same. */
const marks = /^[✓✗▸▔█░‹›·!*\s]?$/;
/** WCAG 2.2, 1.4.3, for text. */
const readable = 4.5;
/** A mark that can be made out at all; the words beside it carry what it means. */
const visible = 2;

describe.each(palettes)('$name', ({background, text, ansi}) => {
	const colorOf = (name: unknown) => ansi[names.indexOf(String(name))] ?? '';

	test('text can be read, inverse too', () => {
		expect(contrast(text, background)).toBeGreaterThanOrEqual(readable);
	});

	test.each(styles)('%s has the contrast that it needs', (_name, {color, backgroundColor}) => {
		if (color === undefined) {
			return;
		}

		const ground = backgroundColor === undefined ? background : colorOf(backgroundColor);
		const needed = backgroundColor === undefined ? visible : readable;
		expect(contrast(colorOf(color), ground)).toBeGreaterThanOrEqual(needed);
	});
});

test('no colour of the sixteen can be read in all of them, so text has none', () => {
	const worst = names.map((_, index) =>
		Math.min(...palettes.map(({ansi, background}) => contrast(ansi[index] ?? '', background))),
	);
	expect(Math.max(...worst)).toBeLessThan(readable);
});

const coloredWords = (screen: ScreenSession) =>
	screen
		.marked()
		// The QR code brings its own ground.
		.filter(({background}) => background === undefined)
		.filter(({text}) => !marks.test(text));

test.each(Object.entries({...states, awaitingDevice: awaiting}))(
	'%s colours its marks, and no word',
	async (_name, state) => {
		const screen = await openScreens(fakeFlow(state), {columns: 120, rows: 40});
		expect(coloredWords(screen)).toEqual([]);
	},
);

test.each(listFaces)('the list %s colours its marks, and no word', async (_name, face) => {
	const screen = await openScreens(fakeFlow(signedInState), {columns: 120, rows: 40, ...face()});
	expect(coloredWords(screen)).toEqual([]);
});

test('nothing but the palette chooses a look', () => {
	const looks =
		/\b(?:color|backgroundColor|dimColor|bold|inverse|underline|strikethrough)\b(?:=|:)/;
	const files = readdirSync('source/tui', {recursive: true, encoding: 'utf8'}).filter(
		file => /\.tsx?$/.test(file) && file !== 'palette.ts',
	);
	expect(files.length).toBeGreaterThan(20);
	expect(
		files.filter(file => looks.test(readFileSync(path.join('source/tui', file), 'utf8'))),
	).toEqual([]);
});

test('without colours nothing is coloured, and the cursor of a field is still to be seen', async () => {
	const screen = await openScreens(fakeFlow(states['setup, empty']), {
		traits: {color: 'unwanted'},
	});
	await screen.type('x');
	await screen.until(/Client ID +x/);
	expect(screen.marked().filter(({color}) => color !== undefined)).toEqual([]);
	expect(screen.cursor()).toBeDefined();
});
