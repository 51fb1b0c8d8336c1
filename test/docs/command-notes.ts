/** What a page says of a command besides its help: its exit codes, and examples that print nothing. */
import type {ExitCode} from '../../source/core/problem.ts';

type ExitCodes = Partial<Record<ExitCode | 126 | 127 | 'the command’s', string>>;

export type CommandNotes = {
	readonly exitCodes: ExitCodes;
	/** For examples that are not run: what is said instead of what they print. */
	readonly examples?: Readonly<Record<string, string>>;
	/** Lines of output, from where on the rest is left out. */
	readonly longest?: number;
	readonly more?: string;
};

const asking: ExitCodes = {
	0: 'done',
	1: 'Anaplan or this computer said no',
	2: 'wrong usage',
	4: 'a person must sign in',
	75: 'try again later',
	130: 'cancelled',
};

export const commandNotes: Readonly<Record<string, CommandNotes>> = {
	login: {
		exitCodes: {
			0: 'signed in',
			1: 'Anaplan or this computer said no',
			2: 'wrong usage, or the client is not given',
			75: 'try again later',
			130: 'cancelled, or the input ended before an address came',
		},
		examples: {
			'anaplan-tui login':
				'In a terminal this opens the screens: `Setup › Authorize › Callback › Exchange › Profile`.',
		},
	},
	token: {
		exitCodes: asking,
		more: 'A token is a secret. `set -x`, a log of your script or a shell history may keep it; [`exec`](exec.md) hands it over without any of these.',
	},
	status: {exitCodes: {0: 'done', 1: 'the store cannot be read', 2: 'wrong usage'}},
	refresh: {exitCodes: asking},
	validate: {
		exitCodes: asking,
		more: 'A token that Anaplan no longer takes ends it with 1 as long as there is a refresh token: `anaplan-tui refresh` mends that. With 4 only a person can.',
	},
	whoami: {exitCodes: asking},
	logout: {
		exitCodes: asking,
		more: 'Anaplan has no way to end a refresh token: it stays alive there until its lifetime ends, or an administrator disables the client.',
	},
	api: {
		exitCodes: asking,
		longest: 25,
		more: 'The token is sent to the API host of the profile and nowhere else. After a 401 it is refreshed once and the request sent again. A request that changes something and gets no reply may have been carried out: look before you send it again. `--paginate` goes on until all rows are there, whatever the `next` of a reply says.',
	},
	exec: {
		exitCodes: {
			'the command’s': 'it has run',
			1: 'Anaplan or this computer said no',
			2: 'wrong usage',
			4: 'a person must sign in',
			75: 'try again later',
			126: 'the command cannot be executed',
			127: 'the command is not found',
		},
		more: 'When the command starts the token is valid for at least 60 seconds more. A command that runs longer than its token asks again with [`token`](token.md).',
	},
	workspaces: {
		exitCodes: asking,
		longest: 17,
		more: 'In a terminal it prints a table, with sizes in words. Elsewhere, as in the example, a line for each, with tabs between the fields and sizes in bytes: [Scripts](../scripts.md#shell).',
	},
	models: {
		exitCodes: asking,
		longest: 5,
		more: 'In a terminal it prints a table. Elsewhere, as in the example, a line for each, with tabs between the fields and sizes in bytes: [Scripts](../scripts.md#shell).',
	},
	profiles: {
		exitCodes: asking,
		more: 'In a terminal it prints a table. Elsewhere, as in the examples, a line for each, with tabs between name, `current` or nothing, user, region and state.',
	},
	completion: {exitCodes: {0: 'done', 2: 'wrong usage'}},
	doctor: {
		exitCodes: {0: 'nothing stands in the way', 1: 'something does', 2: 'wrong usage'},
	},
	demo: {
		exitCodes: {0: 'the whole journey worked', 1: 'it did not', 2: 'wrong usage', 130: 'cancelled'},
		examples: {
			'anaplan-tui demo':
				'In a terminal this opens the screens, with a practice tenant that lives as long as they do.',
		},
	},
};
