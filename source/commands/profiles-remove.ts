import {type ExitCode, problem} from '../core/problem.ts';
import {findProfile, quotedName, unknownProfile} from '../core/profiles/profile-name.ts';
import {canRemoveLocally, removalQuestion, removedWords} from '../core/profiles/profile-removal.ts';
import type {Desk} from '../session/desk.ts';
import {entryOf, listProfiles} from '../session/profile-list.ts';
import {removeProfile} from '../session/remove-profile.ts';
import {fail, finish} from './command.ts';
import {overruled} from './profiles.ts';

/**
 * Removes a profile and ends its access token at Anaplan, or only removes it. Asks a person first;
 * without a terminal it needs to be told `yes`.
 */
export async function profilesRemove(
	desk: Desk,
	wanted: string,
	{how, consent}: {readonly how: 'atAnaplan' | 'locally'; readonly consent: 'ask' | 'given'},
): Promise<ExitCode> {
	const {io, ports, variables} = desk;
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

		const answer = await io.confirm(
			`${removalQuestion(entryOf(profile, ports.clock.now()), how)} [y/N] `,
		);
		if (answer !== 'yes') {
			return fail(desk, refusals[answer]);
		}
	}

	const removed = await removeProfile(ports, variables, wanted, how);
	if (!removed.ok) {
		const {hint} = removed.problem;
		const isOffered = how === 'atAnaplan' && canRemoveLocally(removed.problem);
		return fail(desk, {
			...removed.problem,
			hint: isOffered
				? `${hint} To remove it on this computer only: anaplan-tui profiles remove ${quotedName(wanted)} --local.`
				: hint,
		});
	}

	const exitCode = await finish(desk, removed, {
		json: ({name, signIn, current}) => ({profile: name, removed: true, signIn, current}),
		text(value) {
			const {text, more} = removedWords(value);
			return `${text} ${more}`.trim();
		},
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
