import type {Problem} from '../problem.ts';
import type {Standing} from '../sign-in/standing.ts';
import {defaultProfile} from './profile-name.ts';

/** A stored profile as lists show it; nothing secret. */
export type ProfileEntry = {
	readonly name: string;
	readonly isCurrent: boolean;
	/** The address of the user that it remembers, or the name. */
	readonly user?: string;
	/** The region's code; absent where it could not be read. */
	readonly region?: string;
	readonly state: Standing | 'unreadable';
	/** Whether there is an access token that Anaplan may still honour. */
	readonly hasSignIn: boolean;
	/** Why it is `unreadable`. */
	readonly problem?: Problem;
};

/** States in a word or two, for a column of a list. */
export const stateWords: Record<ProfileEntry['state'], string> = {
	signedIn: 'signed in',
	accessTokenExpired: 'token expired',
	signInNeeded: 'sign-in ended',
	signedOut: 'signed out',
	unreadable: 'cannot be read',
};

/** The profile that is current once one of these is gone: the first that is left takes its place. */
export const currentAfterRemoval = (
	names: readonly string[],
	removed: string,
	current: string,
): string =>
	current === removed ? (names.find(name => name !== removed) ?? defaultProfile) : current;
