import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {builtProgram} from '../helpers/child-environment.ts';
import {openTerminal, type TerminalOptions} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';

export const hasBash = spawnSync('bash', ['--version'], {stdio: 'ignore'}).status === 0;

/** Types a command line of the program into a shell with jobs, and waits for what it shows. */
export async function inShell(
	words: string,
	wanted: string | RegExp,
	options: TerminalOptions = {},
): Promise<TerminalSession> {
	const terminal = openTerminal([], {
		...options,
		command: ['bash', '--norc', '--noprofile', '--noediting', '-i'],
		env: {PS1: 'shell> ', NODE: process.execPath, PROGRAM: builtProgram, ...options.env},
	});
	await terminal.waitFor('shell>');
	// The shell repeats the words as they were typed: with the path in them they could wrap.
	terminal.type(`"$NODE" "$PROGRAM" ${words}`);
	terminal.press('enter');
	await terminal.waitFor(wanted);
	return terminal;
}

/** The ways in which the program of a shell is stopped. Where another program does it, it gives nothing back. */
export const stops = {
	'Ctrl+Z': (terminal: TerminalSession) => terminal.press('ctrl+z'),
	'a stop from outside': ({pid}: TerminalSession) => {
		const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
		process.kill(Number(child), 'SIGSTOP');
	},
} as const;

/** Waits until the shell has the terminal, and says that the program is to go on. */
export async function bringBack(terminal: TerminalSession): Promise<void> {
	await terminal.waitFor(/Stopped.*\nshell>/);
	terminal.type('fg');
	terminal.press('enter');
}

export const shellAsks = (screen: string): boolean => screen.trimEnd().endsWith('shell>');
