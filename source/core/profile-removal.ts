import {shownName} from './profile-name.ts';
import {signedOutWords} from './signed-in-flow.ts';

/** What became of the sign-in of a profile that was removed; `unknown` where it could not be read. */
export type EndOfSignIn = 'endedAtAnaplan' | 'forgottenHere' | 'none' | 'unknown';

/** Says that a profile is gone, and what that did at Anaplan. */
export function removedWords({
	name,
	signIn,
	hadRefreshToken,
}: {
	readonly name: string;
	readonly signIn: EndOfSignIn;
	readonly hadRefreshToken: boolean;
}): string {
	const removed = `Removed “${shownName(name)}”.`;
	switch (signIn) {
		case 'endedAtAnaplan':
			return `${removed} ${signedOutWords('atAnaplan', hadRefreshToken)}`;
		case 'forgottenHere':
			return `${removed} ${signedOutWords('locally', hadRefreshToken)}`;
		case 'none':
			return removed;
		case 'unknown':
			return `${removed} What was stored of it could not be read, so nothing was ended at Anaplan; copies of the files are kept in their folder.`;
	}
}

export const currentWords = (current: string): string =>
	`The current profile is “${shownName(current)}”.`;
