import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect} from 'vitest';
import {createSettingsStore} from '../../source/adapters/settings-store.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {shellWord, writeShellProgram} from '../helpers/shell-program.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {folderOf} from './sign-in.ts';

/** Stores profiles by these names, as if each had once signed in. */
export async function storeProfiles(home: string, names: readonly string[]): Promise<void> {
	const store = createSettingsStore({folder: folderOf(home)});
	for (const name of names) {
		const stored = await store.write(name, {
			grant: 'device_code',
			clientId: 'client',
			scope: 'openid',
			region: 'us1',
			autoRefresh: true,
		});
		expect(stored.ok).toBe(true);
	}
}

export const hasShell = (name: string): boolean =>
	spawnSync(name, ['--version'], {stdio: 'ignore'}).status === 0;

/**
 * An interactive shell in which `anaplan-tui` answers completions, and prints its words for everything
 * else: what a person would have run. There are two profiles and a file.
 */
export async function openShell(
	[shell, ...args]: readonly [string, ...string[]],
	startup: readonly string[],
): Promise<{readonly terminal: TerminalSession; readonly home: string}> {
	const home = tempHome();
	await storeProfiles(home, ['default', 'work']);
	writeFileSync(path.join(home, 'body.json'), '{}');
	const bin = path.join(home, 'bin');
	mkdirSync(bin);
	const program = path.join(bin, 'anaplan-tui');
	writeShellProgram(
		program,
		`case "$1 $2" in "complete --" | "completion "*sh) exec ${shellWord(process.execPath)} ${shellWord(builtProgram)} "$@" ;; esac
printf ran; printf ' [%s]' "$@"; echo`,
	);
	const terminal = openTerminal(args, {
		home,
		columns: 120,
		rows: 40,
		command: [shell],
		env: {PATH: `${bin}${path.delimiter}${process.env['PATH']}`, PS1: '$ '},
	});
	for (const line of [...startup, 'echo re""ady']) {
		terminal.type(`${line}\r`);
	}

	await terminal.waitFor(/^ready$/m);
	return {terminal, home};
}
