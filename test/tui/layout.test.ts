import {describe, expect, test} from 'vitest';
import {wrapWords} from '../../source/core/text-width.ts';
import {footerFor, footerText} from '../../source/tui/components/footer.tsx';
import {readKeys} from '../../source/tui/key-events.ts';
import type {KeyTable} from '../../source/tui/keys.ts';
import {block, fitBlocks, gap, layoutFor, optionalBlock} from '../../source/tui/layout.ts';
import {maskCallback} from '../../source/tui/screens/callback-mask.ts';
import {profileKeys} from '../../source/tui/screens/profile-keys.ts';
import {signedInState} from './states.ts';

test('the frame leaves the last row free at every size', () => {
	for (let rows = 12; rows < 60; rows++) {
		for (const columns of [40, 59, 60, 80, 200]) {
			const layout = layoutFor({columns, rows});
			const header = layout.header === 'tall' ? 3 : 1;
			expect(header + 2 * layout.padding + layout.bodyRows + 1).toBe(rows - 1);
			expect(layout.margin + layout.width).toBeLessThanOrEqual(columns);
		}
	}
});

describe('blocks in too few rows', () => {
	const rows = (height: number) =>
		fitBlocks(
			[
				block('title'),
				gap(),
				{rows: ['field', 'fault'], isFocus: true},
				gap(),
				optionalBlock(7, ['older']),
				optionalBlock(7, ['oldest']),
			],
			height,
		).map(row => (typeof row === 'string' ? row : ''));

	test('lose what is optional, the least important first', () => {
		expect(rows(9)).toEqual(['title', '', 'field', 'fault', '', 'older', 'oldest']);
		expect(rows(6)).toEqual(['title', '', 'field', 'fault', '', 'older']);
		expect(rows(5)).toEqual(['title', '', 'field', 'fault']);
		expect(rows(3)).toEqual(['title', 'field', 'fault']);
	});

	test('are scrolled to the focus when nothing more can go', () => {
		expect(rows(2)).toEqual(['field', 'fault']);
	});
});

test('long words are cut, and no line is too wide', () => {
	expect(wrapWords('a bb ccc', 4)).toEqual(['a bb', 'ccc']);
	expect(wrapWords('see /a/very/long/path.json now', 8)).toEqual([
		'see',
		'/a/very/',
		'long/pat',
		'h.json',
		'now',
	]);
	expect(wrapWords('漢字漢字', 5)).toEqual(['漢字', '漢字']);
	expect(wrapWords('', 5)).toEqual([]);
});

describe('the footer', () => {
	const table: KeyTable = profileKeys({...signedInState, rotation: 'rotatable'}, () => {}, {
		openHelp() {},
		browse() {},
		switchProfile() {},
		askRotation() {},
	});
	const text = (width: number) => footerText(footerFor(table, width));

	test('names every key at every width, with shorter hints where there is less room', () => {
		for (let width = 38; width < 120; width++) {
			expect(text(width).length).toBeLessThanOrEqual(width);
			expect(footerFor(table, width).entries.map(({label}) => label)).toEqual(
				table.map(({label}) => label),
			);
		}

		expect(text(38)).toBe('r refresh  v  c  a  w  s  l  ? help  q');
	});

	test('says of each key what the table says, and each key of the table acts', () => {
		for (const {label, hint} of footerFor(table, 200).entries) {
			const binding = table.find(candidate => candidate.label === label);
			expect(binding?.hint).toBe(hint);
			expect(binding?.keys).toContain(label);
		}
	});
});

describe('what is pressed', () => {
	const none = {
		upArrow: false,
		downArrow: false,
		leftArrow: false,
		rightArrow: false,
		pageDown: false,
		pageUp: false,
		home: false,
		end: false,
		return: false,
		escape: false,
		ctrl: false,
		shift: false,
		tab: false,
		backspace: false,
		delete: false,
		meta: false,
		super: false,
		hyper: false,
		capsLock: false,
		numLock: false,
	};
	const read = (input: string, key: Partial<typeof none> = {}, breaks?: 'text' | 'enter') =>
		readKeys(input, {...none, ...key}, breaks).map(event =>
			event.kind === 'key' ? `<${event.name}>` : event.text,
		);

	test('has a name', () => {
		expect(read('', {upArrow: true})).toEqual(['<up>']);
		expect(read('', {tab: true, shift: true})).toEqual(['<shift+tab>']);
		expect(read('u', {ctrl: true})).toEqual(['<ctrl+u>']);
		expect(read('b', {meta: true})).toEqual(['<alt+b>']);
		expect(read('', {backspace: true, meta: true})).toEqual(['<alt+backspace>']);
		expect(read('', {escape: true, meta: true})).toEqual(['<escape>']);
		expect(read('\n')).toEqual(['<enter>']);
	});

	test('is text and keys when it comes in one chunk', () => {
		expect(read('abc\r')).toEqual(['abc', '<enter>']);
		expect(read('a\tb\r\nc')).toEqual(['a', '<tab>', 'b', '<enter>', 'c']);
		expect(read('a\rb\r\n', {}, 'text')).toEqual(['a\nb', '<enter>']);
		expect(read('\r', {return: true}, 'text')).toEqual(['<enter>']);
	});

	test('holds no control characters', () => {
		expect(read('a\u0000b\u009Bc\u007F')).toEqual(['abc']);
	});
});

describe('a text with a code', () => {
	test('shows scheme, host and path, and no more', () => {
		expect(maskCallback('https://www.anaplan.com/?code=x')).toEqual({
			clear: 'https://www.anaplan.com/',
			hidden: 7,
		});
		expect(maskCallback('https://www.anaplan.com')).toEqual({
			clear: 'https://www.anaplan.com',
			hidden: 0,
		});
	});

	test.each([
		'code=abc&state=def',
		'www.anaplan.com/?code=abc',
		'see https://www.anaplan.com/?code=abc',
		'https://www.anaplan.com/5Xy7f5ptGYeMt8Enh18bCencyV2K70VMpRVmn?x',
		'https://www.anaplan.com/code=abc',
		'https://5Xy7f5ptGYeMt8Enh18bCencyV2K70VMpRVmn',
		'https://user:5Xy7f5ptGYe@host/?code=abc',
		'https://www.ana\nplan.com/?code=abc',
	])('hides %s whole', text => {
		expect(maskCallback(text)).toEqual({clear: '', hidden: text.length});
	});
});
