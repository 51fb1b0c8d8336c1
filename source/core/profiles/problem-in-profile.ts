import type {Problem} from '../problem.ts';
import {
	listedNames,
	type ProfileChoice,
	quotedName,
	shownName,
	unknownProfile,
} from './profile-name.ts';

/**
 * A Problem as it is told to whoever chose a profile for this command: the next step names it, and a
 * name that no stored profile has is called that.
 */
export function problemInProfile(
	told: Problem,
	{name, by}: ProfileChoice,
	names: readonly string[],
): Problem {
	if (by === 'store') {
		return told;
	}

	const option = `--profile ${quotedName(name)}`;
	if (told.code === 'not_signed_in' && names.length > 0 && !names.includes(name)) {
		return {
			...told,
			message: `You are not signed in: there is no profile “${shownName(name)}”.`,
			cause: unknownProfile(name, names).cause,
			hint: `The profiles are: ${listedNames(name, names)}. To make this one: anaplan-tui login ${option}.`,
		};
	}

	return {...told, hint: hintInProfile(told.hint, {name, by})};
}

/** A next step that names the profile which was chosen for this command. */
export const hintInProfile = (hint: string, {name, by}: ProfileChoice): string =>
	by === 'store'
		? hint
		: hint.replaceAll(
				/anaplan-tui (?:login|refresh|logout)\b(?! --profile)/g,
				`$& --profile ${quotedName(name)}`,
			);
