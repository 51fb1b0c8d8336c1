import {script} from '@bomb.sh/tab';
import {printedBy} from './completion-output.ts';

export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

/**
 * What the library's script for bash lacks: it can be sourced once only, and in one shell with one such
 * script; it needs the package bash-completion; it needs a newer bash than macOS has; it runs again
 * what was typed, `$(…)` and all, and looks behind the cursor; and it never completes names of files.
 */
const mendsForBash: ReadonlyArray<readonly [RegExp, string]> = [
	[/^readonly (?=ShellCompDirective)/gm, ''],
	[
		/_get_comp_words_by_ref .*/,
		`$& 2>/dev/null || { words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur="\${words[cword]}"; }`,
	],
	[/\$\{words\[@\]:1\}/, `$(printf '%q ' "\${words[@]:1:cword}")`],
	[/^\s+compopt .*/gm, '$& 2>/dev/null'],
	[/^complete -F/m, 'complete -o default -F'],
];

/** PowerShell takes these for quotes as well, and runs what is typed behind one that nothing doubles. */
const mendForPowershell = [
	`-replace "'", "''"`,
	String.raw`-replace "['\u2018-\u201B]", '$0$0'`,
] as const;

/** The script that makes a shell ask `anaplan-tui complete -- WORDS…` for candidates. */
export function completionScript(shell: Shell): string {
	const text = printedBy(() => script(shell, 'anaplan-tui', 'anaplan-tui'));
	switch (shell) {
		case 'bash':
			return mendsForBash.reduce((mended, [what, instead]) => mended.replace(what, instead), text);
		case 'powershell':
			return text.replace(mendForPowershell[0], () => mendForPowershell[1]);
		default:
			return text;
	}
}
