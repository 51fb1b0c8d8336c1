import {expect} from 'vitest';
import {openTerminal, type TerminalOptions} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';

/** The program in lines, in a terminal that is tall enough to keep all of them. */
export const openLines = (
	args: readonly string[],
	{env, ...options}: TerminalOptions = {},
): TerminalSession =>
	openTerminal(args, {rows: 200, columns: 120, ...options, env: {ACCESSIBLE: '1', ...env}});

export const question = (last: number): string => `Choose 1 to ${last};`;

/** Types the number of a choice, as the list before it has it, and waits for what comes of it. */
export async function pick(
	terminal: TerminalSession,
	words: string,
	then: string | RegExp,
): Promise<string> {
	const chosen = () => numberOf(words, linesOf(terminal));
	await terminal.waitFor(() => chosen() !== undefined && isAsked.test(terminal.bytes()));
	const number = chosen() ?? '';
	const before = terminal.bytes().length;
	terminal.press(...number, 'enter');
	await terminal.waitFor(() => matches(terminal.bytes().slice(before), then));
	return terminal.screen();
}

const isAsked = /Choose 1 to \d+; Enter says the choices again: $/;

const numberOf = (words: string, lines: readonly string[]): string | undefined =>
	lines
		.findLast(line => line.replace(/^\d+\. /, '').startsWith(words) && /^\d/.test(line))
		?.match(/^\d+/)?.[0];

const matches = (text: string, wanted: string | RegExp): boolean =>
	typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);

/** Nothing but text and line ends was written; no escape sequence, and nothing that goes back in a line. */
export function expectLinesOnly(terminal: TerminalSession): void {
	expect(terminal.bytes()).toMatch(/^(?:[^\p{Cc}]|\r?\n)*$/u);
}

/** The lines that were written, as they were. */
export const linesOf = (terminal: TerminalSession): readonly string[] =>
	terminal.bytes().replaceAll('\r', '').split('\n');

/** The URL to its end; a terminal may hand it over in parts. */
export const wholeUrl = /http\S+prelogin\S+\r\n/;

/** The URL that was said. */
export const saidUrl = (terminal: TerminalSession): string =>
	linesOf(terminal).findLast(line => /^http\S+prelogin\S+$/.test(line)) ?? '';
