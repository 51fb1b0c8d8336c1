import {existsSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {hasShell, openShell} from './completion.ts';

const bashCompletion = '/usr/share/bash-completion/bash_completion';

interface Case {
	readonly name: string;
	readonly command: readonly [string, ...string[]];
	readonly startup: readonly string[];
	/** Why it cannot be tried on this computer, if so. */
	readonly missing: string | undefined;
}

const noise = /not found|readonly|error/i;

const notHere = (shell: string) => (hasShell(shell) ? undefined : `${shell} is not installed`);

const cases: readonly Case[] = [
	{
		name: 'bash alone',
		command: ['bash', '--noprofile', '--norc', '-i'],
		// Twice, as when a start-up file is read again.
		startup: ['eval "$(anaplan-tui completion bash)"', 'eval "$(anaplan-tui completion bash)"'],
		missing: notHere('bash'),
	},
	{
		name: 'bash with bash-completion',
		command: ['bash', '--noprofile', '--norc', '-i'],
		startup: [`source ${bashCompletion}`, 'source <(anaplan-tui completion bash)'],
		missing:
			notHere('bash') ??
			(existsSync(bashCompletion) ? undefined : 'bash-completion is not installed'),
	},
	{
		name: 'zsh, from its start-up file',
		command: ['zsh', '-f', '-i'],
		startup: ['autoload -U compinit; compinit -u', 'eval "$(anaplan-tui completion zsh)"'],
		missing: notHere('zsh'),
	},
	{
		name: 'zsh, from a file in fpath',
		command: ['zsh', '-f', '-i'],
		startup: [
			'mkdir functions; anaplan-tui completion zsh > functions/_anaplan-tui',
			'fpath=($PWD/functions $fpath); autoload -U compinit; compinit -u',
		],
		missing: notHere('zsh'),
	},
	{
		name: 'fish',
		command: ['fish', '-i'],
		startup: [
			'mkdir -p ~/.config/fish/completions',
			'anaplan-tui completion fish > ~/.config/fish/completions/anaplan-tui.fish',
		],
		missing: notHere('fish'),
	},
];

describe.each(cases)('$name', ({command, startup, missing}) => {
	test.skipIf(missing)(
		`completes what is typed${missing ? ` (skipped: ${missing})` : ''}.`,
		async () => {
			const {terminal, home} = await openShell(command, startup);
			expect(terminal.screen()).not.toMatch(noise);
			expect(terminal.screen()).not.toMatch(noise);
			for (const [typed, completed] of [
				['tok', '[token]'],
				['--prof', '[--profile]'],
				['status --profile wo', '[status] [--profile] [work]'],
				['token --min', '[token] [--min-ttl]'],
				['api -X PA', '[api] [-X] [PATCH]'],
				['api x --input bo', '[api] [x] [--input] [body.json]'],
				['completion power', '[completion] [powershell]'],
				['exec -- cat bo', '[exec] [--] [cat] [body.json]'],
			] as const) {
				terminal.type(`clear\r`);
				await terminal.waitFor(screen => !screen.includes('anaplan-tui'));
				terminal.type(`anaplan-tui ${typed}\t`);
				await terminal.waitFor(`anaplan-tui ${completed.replaceAll(/[[\]]/g, '')}`);
				terminal.press('enter');
				await terminal.waitFor(`ran ${completed}`);
			}

			// What is typed is not run before Enter, and nothing is printed beside candidates.
			terminal.type('clear\r');
			await terminal.waitFor(screen => !screen.includes('anaplan-tui'));
			terminal.type('anaplan-tui exec -- echo "$(touch pwned)" nothing-begins-so\t\t');
			terminal.press('ctrl+u');
			terminal.type('echo en""d\r');
			expect(await terminal.waitFor(/^end$/m)).not.toMatch(noise);
			expect(existsSync(path.join(home, 'pwned'))).toBe(false);

			terminal.type('clear\ranaplan-tui \t\t');
			await terminal.waitFor(/whoami/);
		},
	);
});
