import {describe, expect, test} from 'vitest';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {sentinel} from '../helpers/samples.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {states} from './states.ts';

const sizes = [
	[120, 40],
	[80, 24],
	[40, 12],
] as const;

describe.each(Object.entries(states))('%s', (_name, state) => {
	test.each(sizes)('fits into %d×%d, with its keys on the last line', async (columns, rows) => {
		const screen = await openScreens(fakeFlow(state), {columns, rows});
		const lines = screen.lines();
		expect(lines[0]).toContain('anaplan-tui');
		expect(lines.at(rows - 1)).toBe('');
		expect(lines.at(rows - 2)?.trim()).toBe(screen.footer());
		expect(screen.footer()).toContain('Ctrl+C');
		expect(screen.footer()).toMatch(/^(Ctrl\+C|Enter|Esc|o|r|f|q|y) /);
		expect(screen.hasOverflow()).toBe(false);

		expectNoSecrets([sentinel], ...screen.frames, screen.written);
	});

	test('says at 30×8 what it needs, and can be left', async () => {
		const fake = fakeFlow(state);
		const screen = await openScreens(fake, {columns: 30, rows: 8});
		await screen.until('40×12');
		await screen.press('ctrl+c');
		await expect(screen.exited).resolves.toBe(130);
	});

	test('is left with Ctrl+C, and the terminal is as it was', async () => {
		const fake = fakeFlow(state);
		const screen = await openScreens(fake);
		expect(screen.isRaw).toBe(true);
		expect(screen.isAlternate()).toBe(true);
		await screen.press('ctrl+c');
		await expect(screen.exited).resolves.toBe(130);
		await screen.untilTrue(() => !screen.isAlternate());
		expect(screen.isRaw).toBe(false);
		expect(screen.isCursorVisible).toBe(true);
		expect(screen.written.lastIndexOf('\u001B[?2004l')).toBeGreaterThan(
			screen.written.lastIndexOf('\u001B[?2004h'),
		);
	});
});

test('resizing keeps what was typed and leaves nothing of the old frame', async () => {
	const screen = await openScreens(fakeFlow(states['setup, empty']), {columns: 120, rows: 40});
	await screen.type('my-client');
	await screen.until('my-client');
	screen.resize(30, 8);
	await screen.until('40×12');
	await screen.type('lost');
	screen.resize(60, 20);
	const text = await screen.until('my-client');
	expect(text).not.toContain('lost');
	expect(text).not.toContain('40×12');
	expect(text.match(/anaplan-tui {2}default/g)).toHaveLength(1);
});
