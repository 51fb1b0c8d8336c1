import {printable} from '../printable.ts';
import type {Problem} from '../problem.ts';
import {signedOutWords} from '../sign-in/signed-in-flow.ts';
import type {ProfileEntry} from './profile-list.ts';
import {shownName} from './profile-name.ts';

/** What became of the sign-in of a profile that was removed; `unknown` where it could not be read. */
export type EndOfSignIn = 'endedAtAnaplan' | 'forgottenHere' | 'none' | 'unknown';

/** Asks whether a profile is to be removed, saying whose it is and what that does at Anaplan. */
export function removalQuestion(
	{name, user, region, hasSignIn}: ProfileEntry,
	how: 'atAnaplan' | 'locally',
): string {
	const whose = [user, region].filter(text => text !== undefined && text !== '');
	const aside =
		whose.length === 0 ? '' : ` (${whose.map(text => printable(text ?? '', 100)).join(', ')})`;
	const ending = !hasSignIn
		? ''
		: how === 'atAnaplan'
			? ' This ends its sign-in at Anaplan.'
			: ' At Anaplan its access token stays valid until it expires.';
	return `Remove “${shownName(name)}”${aside}?${ending}`;
}

/** Says that a profile is gone, and which one is current in its place; `more` is what that did at Anaplan. */
export function removedWords({
	name,
	signIn,
	hadRefreshToken,
	current,
	wasCurrent,
}: {
	readonly name: string;
	readonly signIn: EndOfSignIn;
	readonly hadRefreshToken: boolean;
	readonly current: string;
	readonly wasCurrent: boolean;
}): {readonly text: string; readonly more: string} {
	const more = {
		endedAtAnaplan: signedOutWords('atAnaplan', hadRefreshToken),
		forgottenHere: signedOutWords('locally', hadRefreshToken),
		none: '',
		unknown:
			'What was stored of it could not be read, so nothing was ended at Anaplan; copies of the files are kept in their folder.',
	};
	const next = wasCurrent ? ` The current profile is “${shownName(current)}” now.` : '';
	return {text: `Removed “${shownName(name)}”.${next}`, more: more[signIn]};
}

/**
 * Whether a profile that could not be removed could be removed here only: yes when it was Anaplan
 * that was not reached, no when it is this computer that stands in the way.
 */
export const canRemoveLocally = ({code}: Problem): boolean =>
	code !== 'usage' && code !== 'keychain_unavailable' && !code.startsWith('store_');
