import {printable} from '../core/printable.ts';
import {type ExitCode, problem} from '../core/problem.ts';
import type {Variables} from '../core/profile.ts';
import {findProfile, shownName, unknownProfile} from '../core/profile-name.ts';
import {currentWords, removedWords} from '../core/profile-removal.ts';
import {type ListedProfile, listProfiles} from '../session/profile-list.ts';
import {removeProfile} from '../session/remove-profile.ts';
import {type Desk, fail, finish} from './command.ts';
import {overruled} from './profiles.ts';

/**
 * Removes a profile and ends its access token at Anaplan, or only removes it. Asks a person first;
 * without a terminal it needs to be told `yes`.
 */
export async function profilesRemove(
	desk: Desk,
	variables: Variables,
	wanted: string,
	{how, consent}: {readonly how: 'atAnaplan' | 'locally'; readonly consent: 'ask' | 'given'},
): Promise<ExitCode> {
	const {io, ports} = desk;
	if (consent === 'ask') {
		const listed = await listProfiles(ports);
		if (!listed.ok) {
			return fail(desk, listed.problem);
		}

		const names = listed.value.map(({name}) => name);
		const found = findProfile(names, wanted);
		const profile = listed.value.find(({name}) => name === found);
		if (profile === undefined) {
			return fail(desk, unknownProfile(wanted, names));
		}

		const answer = await io.confirm(question(profile, how));
		if (answer !== 'yes') {
			return fail(desk, refusals[answer]);
		}
	}

	const removed = await removeProfile(ports, variables, wanted, how);
	if (!removed.ok) {
		const {code, hint} = removed.problem;
		// What cannot be stored cannot be removed here either.
		const canRemove = how === 'atAnaplan' && code !== 'usage' && !code.startsWith('store_');
		return fail(desk, {
			...removed.problem,
			hint: canRemove
				? `${hint} To remove it on this computer only: anaplan-tui profiles remove ${quoted(wanted)} --local.`
				: hint,
		});
	}

	const exitCode = await finish(desk, removed, {
		json: ({name, signIn, current}) => ({profile: name, removed: true, signIn, current}),
		text: ({current, ...rest}) => `${removedWords(rest)} ${currentWords(current)}`,
	});
	if (desk.choice.name === removed.value.name) {
		for (const line of overruled(desk.choice)) {
			io.note(`anaplan-tui: ${line}`);
		}
	}

	return exitCode;
}

const refusals = {
	no: problem('cancelled', {message: 'Nothing was removed.', cause: 'The answer was no.'}),
	noTerminal: problem('not_interactive', {
		message: 'Removing a profile needs a yes.',
		cause: 'Standard input or error is not a terminal, so nobody can be asked.',
		hint: 'Give it with --yes.',
	}),
} as const;

function question({name, profile}: ListedProfile, how: 'atAnaplan' | 'locally'): string {
	const {user, region, signedIn} = profile.ok ? profile.value : {};
	const whose = [user && (user.email || user.name), region]
		.filter(Boolean)
		.map(text => printable(text ?? '', 100));
	const what = `Remove “${shownName(name)}”${whose.length > 0 ? ` (${whose.join(', ')})` : ''}?`;
	const ending = signedIn
		? how === 'atAnaplan'
			? ' This ends its sign-in at Anaplan.'
			: ' At Anaplan its access token stays valid until it expires.'
		: '';
	return `${what}${ending} [y/N] `;
}

// As a shell takes it; names have no quotes in them.
const quoted = (name: string): string => (/^[\w.@-]+$/.test(name) ? name : `"${shownName(name)}"`);
