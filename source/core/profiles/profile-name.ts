import {printable} from '../printable.ts';
import {problem} from '../problem.ts';
import {failure, type Result, success} from '../result.ts';
import {type Variables, variable} from './profile.ts';

/** The name of the profile in a store that was never told another one. */
export const defaultProfile = 'default';

const longestName = 64;

/** What a name may be, in a sentence. */
const rule = `A name has up to ${longestName} letters, digits, single spaces and . _ @ - and begins with a letter or digit.`;

/**
 * Checks the name of a profile that need not exist yet. Returns it in Unicode's composed form (NFC)
 * without spaces around it, or the Problem `usage` that says what is wrong with it.
 */
export function readProfileName(text: string): Result<string> {
	const name = text.normalize('NFC').trim();
	const fault = faultOf(name);
	return fault === undefined
		? success(name)
		: failure(
				problem('usage', {
					message: `This is no name for a profile: ${fault}.`,
					cause: rule,
					hint: 'Choose another name.',
				}),
			);
}

function faultOf(name: string): string | undefined {
	if (name === '') {
		return 'it is empty';
	}

	const characters = [...name];
	if (characters.length > longestName) {
		return `it has ${characters.length} characters`;
	}

	const stranger = characters.find(character => !/[\p{L}\p{M}\p{N}._@ -]/u.test(character));
	if (stranger !== undefined) {
		return `it has ${printable(stranger) === '' ? 'a character that cannot be seen' : `the character ${stranger}`} in it`;
	}

	if (!/^[\p{L}\p{N}]/u.test(name)) {
		return `it begins with “${characters[0]}”`;
	}

	return name.includes('  ') ? 'it has two spaces in a row' : undefined;
}

/**
 * Whether two names are one to people, and so to us: they differ in nothing but upper and lower case
 * or in how Unicode writes the same characters.
 */
const isSameName = (a: string, b: string): boolean => folded(a) === folded(b);

// Upper case first: it is what makes ß and ss, or σ and ς, the same.
const folded = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase().trim();

/** The profile of these that a name means, as it is written there: the very same, else one that reads the same. */
export const findProfile = (names: readonly string[], wanted: string): string | undefined =>
	names.find(name => name === wanted) ?? names.find(name => isSameName(name, wanted));

/** The profile that is worked with, and who has chosen it: the option, ANAPLAN_PROFILE, or the store. */
export type ProfileChoice = {readonly name: string; readonly by: 'option' | 'variable' | 'store'};

/**
 * The profile that is meant: the option, then ANAPLAN_PROFILE, then the store's current one. One
 * that is stored keeps the spelling that it has there. The Problem is `usage`, for a name that
 * cannot be one.
 */
export function chosenProfile(
	variables: Variables,
	option: string | undefined,
	stored: {readonly current: string; readonly names: readonly string[]} | undefined,
): Result<ProfileChoice> {
	const {current = defaultProfile, names = []} = stored ?? {};
	const named = option ?? variable(variables, 'ANAPLAN_PROFILE');
	if (named === undefined) {
		return success({name: findProfile(names, current) ?? current, by: 'store'});
	}

	const found = findProfile(names, named);
	const read = found === undefined ? readProfileName(named) : success(found);
	return read.ok
		? success({name: read.value, by: option === undefined ? 'variable' : 'option'})
		: failure({
				...read.problem,
				hint: `Choose another name for ${option === undefined ? 'ANAPLAN_PROFILE' : '--profile'}.`,
			});
}

/** The Problem `usage` for a name that no stored profile has, with those that are stored. */
export const unknownProfile = (wanted: string, names: readonly string[]) =>
	problem('usage', {
		message: `There is no profile “${shownName(wanted)}”.`,
		cause: 'It is mistyped, was renamed or removed, or nobody has signed in with this name yet.',
		hint: `${
			names.length === 0
				? 'No profile is stored yet.'
				: `The profiles are: ${listedNames(wanted, names)}.`
		} Signing in makes one: anaplan-tui login --profile NAME.`,
	});

const mostListed = 10;

/** Stored names in a row: of many only some, those first that have the wanted text in them. */
export function listedNames(wanted: string, names: readonly string[]): string {
	const isNear = (name: string): boolean => folded(name).includes(folded(wanted));
	const sorted =
		names.length > mostListed
			? names.toSorted((a, b) => Number(isNear(b)) - Number(isNear(a)))
			: names;
	const others = names.length - mostListed;
	const shown = sorted.slice(0, mostListed).map(shownName).join(', ');
	return others > 0 ? `${shown} and ${others} more, as anaplan-tui profiles lists them` : shown;
}

/** The Problem `usage` for a new name that a stored profile has already, or one that reads the same. */
export const profileTaken = (name: string) =>
	problem('usage', {
		message: `There is already a profile “${shownName(name)}”.`,
		cause: 'Names that differ in upper and lower case only are the same.',
		hint: 'Choose another name.',
	});

/**
 * A name as every shell takes it: names have no quotes in them. A point is quoted too, for it ends our
 * sentences.
 */
export const quotedName = (name: string): string =>
	/^[\p{L}\p{M}\p{N}_@-]+$/u.test(name) ? name : `"${shownName(name)}"`;

/** A name as it is shown: someone may have written any text into the file. */
export const shownName = (name: string): string => printable(name, longestName) || '?';
