import {expect, test} from 'vitest';
import {textWidth} from '../../source/core/text-width.ts';
import {practiceTenant} from '../helpers/signed-in.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {screens, sentence, shown} from './sign-in.ts';

const sizes = [
	[120, 40],
	[40, 12],
	[20, 5],
	[41, 13],
	[120, 40],
] as const;

/** The last line of every screen but the plain view. */
const keysOf = (screen: string): string => screen.split('\n').at(-1) ?? '';

for (const [name, open] of Object.entries(screens).filter(([name]) => name !== 'plainView')) {
	test(`The screen “${name}” fits every window, says when it is too small, and comes back.`, async () => {
		const tenant = await practiceTenant();
		const terminal = await open(tenant, {columns: 120, rows: 40});
		if (name === 'authorize' || name === 'callback') {
			// Known a moment after the screen is there: what the address may come back by.
			await terminal.waitFor(sentence('sends the address to'));
			await terminal.waitFor('There is no clipboard here that could be watched.');
		}

		const whole = terminal.screen();
		for (const [columns, rows] of sizes) {
			terminal.resize(columns, rows);
			if (columns < 40) {
				const screen = await terminal.waitFor(/needs\s+40×12/);
				expectFit(screen, columns, rows);
				continue;
			}

			const screen = await terminal.waitFor(screen => isDrawnFor(screen, {columns, rows}));
			expectFit(screen, columns, rows);
		}

		const words = (screen: string) => screen.replace(/\d+ min( \d+ s)?|[█░]/g, '');
		expect(words(terminal.screen())).toBe(words(whole));
	});
}

test('The plain view survives a change of the window, and the screens come back in the new size.', async () => {
	const tenant = await practiceTenant();
	const terminal = await screens['plainView']!(tenant, {columns: 120, rows: 40});
	terminal.resize(40, 12);
	terminal.press('enter');
	const screen = await terminal.waitFor(
		screen =>
			terminal.isAlternateScreen() &&
			isDrawnFor(screen, {columns: 40, rows: 12}) &&
			/^ anaplan-tui {2}2\/5 Authorize/.test(screen),
	);
	expectFit(screen, 40, 12);
});

test('A window that is too small says how to leave, down to 20×5.', async () => {
	const tenant = await practiceTenant();
	const terminal = await screens['callback']!(tenant);
	terminal.resize(20, 5);
	await terminal.waitFor('20×5');
	expect(terminal.screen()).toContain('Ctrl+C');
});

test('Keys that cannot be seen do nothing in a window that is too small; Esc and Ctrl+C still do.', async () => {
	const tenant = await practiceTenant();
	const terminal: TerminalSession = await screens['profile']!(tenant);
	terminal.resize(30, 8);
	await terminal.waitFor(/needs\s+40×12/);
	terminal.press('l', 'r', 'q');
	// What was pressed before is read by the time that this is drawn.
	terminal.resize(30, 7);
	await terminal.waitFor('30×7');
	terminal.resize(80, 24);
	await terminal.waitFor(shown.profile);
	expect(tenant.counters).toMatchObject({refreshes: 0, logouts: 0});
	terminal.press('ctrl+c');
	expect((await terminal.exit()).exitCode).toBe(130);
});

/** The keys stand in the last row but one, since a frame is one row shorter than the window. */
const isDrawnFor = (screen: string, {columns, rows}: {columns: number; rows: number}): boolean =>
	screen.split('\n').length === rows - 1 &&
	widest(screen) <= columns &&
	/Ctrl\+C|Esc| · /.test(keysOf(screen));

const widest = (screen: string): number => Math.max(...screen.split('\n').map(textWidth));

function expectFit(screen: string, columns: number, rows: number): void {
	expect(widest(screen)).toBeLessThanOrEqual(columns);
	expect(screen.split('\n').length).toBeLessThanOrEqual(rows);
}
