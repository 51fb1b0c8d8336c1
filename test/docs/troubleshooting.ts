/** The page of troubles by their words, made of the catalogue of problems and the refusals of an address. */
import {type RefusalReason, readCallback} from '../../source/core/oauth/callback.ts';
import {type ProblemCode, problem} from '../../source/core/problem.ts';
import {Secret} from '../../source/core/secret.ts';
import type {Page} from './command-pages.ts';
import {groups, problemNotes, refusalNotes} from './problem-notes.ts';

export const troubleshootingPage = (): Page => ({
	file: 'docs/troubleshooting.md',
	text: `<!-- Made by \`npm run docs\` from source/core/problem-catalogue.ts, source/core/oauth/callback.ts and test/docs/problem-notes.ts. -->

# Troubleshooting

Look for the words that you see. Every failure says what happened, the likely cause and the next step, on stderr or on the screen; with \`--json\` the code stands on stdout as \`error.code\`. Where nothing fits, \`anaplan-tui doctor --online\` looks at everything that a sign-in depends on, and is safe to paste into a ticket.

- [Before it starts](#before-it-starts)
- [The address that you paste](#the-address-that-you-paste)
${groups.map(group => `- [${group}](#${group.toLowerCase().replaceAll(' ', '-')})`).join('\n')}

${beforeItStarts}

## The address that you paste

Nothing is sent while the address is refused, so that there is no exit code yet: the screens wait for another paste, and \`login --plain\` says it on stderr and asks again. When its input ends it ends with 1 and what was wrong with the last address, or with 130 where nothing was given.

${Object.keys(refusalNotes)
	.map(reason => refusalEntry(reason as RefusalReason))
	.join('\n\n')}

${groups.map(groupSection).join('\n\n')}
`,
});

/** What is said by Node.js, npm or a shell, when none of our own code has run. */
const beforeItStarts = `## Before it starts

### anaplan-tui needs Node.js 20.19 or newer

**Next:** Install a newer Node.js from [nodejs.org](https://nodejs.org), open a new terminal, and look with \`node --version\` which one is found. Exit code 1.

### command not found: anaplan-tui

In PowerShell: “The term 'anaplan-tui' is not recognized”.

**Likely cause:** The terminal was open before the installation, or the folder of npm’s programs is not in the \`PATH\`.

**Next:** Open a new terminal. If it stays, \`npm prefix --global\` names the folder; its programs are in it on Windows, and in \`bin\` below it elsewhere.

### env: node: No such file or directory

On Linux: “/usr/bin/env: 'node': No such file or directory”. Exit code 127.

**Likely cause:** The program was found and Node.js was not, as in cron, whose \`PATH\` is short.

**Next:** Add the folder that \`command -v node\` names in a terminal to the \`PATH\` of the job: [how, for cron](scripts.md#a-job-that-runs-by-itself).

### running scripts is disabled on this system

**Likely cause:** PowerShell’s execution policy does not allow the small script that npm makes for each program.

**Next:** Write \`anaplan-tui.cmd\` instead of \`anaplan-tui\`, or use the Command Prompt.

### npm error code EACCES

**Likely cause:** npm’s folder for programs belongs to the administrator.

**Next:** Give npm a folder of your own: \`npm config set prefix ~/.npm-global\`, and put \`~/.npm-global/bin\` into your \`PATH\`.`;

function refusalEntry(reason: RefusalReason): string {
	const {pasted, cause} = refusalNotes[reason];
	const verdict = readCallback(new Secret('callback address', pasted), {
		url: '',
		redirectUri: 'https://www.anaplan.com',
		oauthState: 'ours',
	});
	if (verdict.verdict !== 'refused' || verdict.reason !== reason) {
		throw new Error(`The example of ${reason} in test/docs/problem-notes.ts is none.`);
	}

	return `### ${verdict.message}\n\n**Likely cause:** ${cause}\n\n**Next:** ${verdict.hint}`;
}

const groupSection = (group: (typeof groups)[number]): string =>
	[
		`## ${group}`,
		...Object.entries(problemNotes)
			.filter(([, note]) => note.group === group)
			.map(([code]) => problemEntry(code as ProblemCode)),
	].join('\n\n');

function problemEntry(code: ProblemCode): string {
	const {message, cause, hint, exitCode} = problem(code);
	const {alsoSeen = [], more} = problemNotes[code];
	return [
		`### ${message}`,
		...(alsoSeen.length > 0 ? [`Also: ${alsoSeen.map(words => `“${words}”`).join(' · ')}`] : []),
		`**Likely cause:** ${cause}`,
		`**Next:** ${linked(hint)}`,
		...(more === undefined ? [] : [more]),
		`Code \`${code}\`, exit code ${exitCode}.`,
	].join('\n\n');
}

const linked = (hint: string): string => hint.replaceAll(/anaplan-tui [a-z]+( --[a-z]+)*/g, '`$&`');
