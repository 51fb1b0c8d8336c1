import {dayAndTime} from '../core/moment-words.ts';
import {rotationWords} from '../core/oauth/rotation.ts';
import type {Session} from '../core/oauth/session.ts';
import {type ProfileChoice, quotedName} from '../core/profiles/profile-name.ts';
import {refreshTokenEnd, whyNoRefreshToken} from '../core/sign-in/refresh-token-words.ts';
import {type Standing, standing} from '../core/sign-in/standing.ts';
import {durationWords, type EpochMs} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import type {Storage} from '../session/ports.ts';
import type {Profile} from '../session/profiles.ts';
import type {ShownProfile} from './shown-profile.ts';

function standingWords(which: Standing, {name, current}: ShownProfile): string {
	const login = `anaplan-tui login${current ? '' : ` --profile ${quotedName(name)}`}`;
	return {
		signedIn: 'signed in',
		accessTokenExpired: 'signed in; the access token has expired and is refreshed at the next use',
		signInNeeded: `the sign-in has ended; sign in again: ${login}`,
		signedOut: `not signed in; sign in: ${login}`,
	}[which];
}

/** Profiles for people: one in full, or all of them in short, and then once where they are stored. */
export function statusText(
	{ports, choice}: Pick<Desk, 'ports' | 'choice'>,
	shown: readonly ShownProfile[],
	which: 'current' | 'all',
): string {
	const now = ports.clock.now();
	const stored = lines([['Stored in', storageWords(ports.credentials.storage())]]);
	const blocks = shown.map(one => lines(rowsOf(one, which, now, choice)));
	return which === 'all'
		? `${[...blocks, stored].join('\n\n')}\n`
		: `${[...blocks, stored].join('\n')}\n`;
}

type Row = readonly [label: string, value: string | undefined];

function rowsOf(
	shown: ShownProfile,
	which: 'current' | 'all',
	now: EpochMs,
	choice: ProfileChoice,
): readonly Row[] {
	const {name, profile, problem} = shown;
	const session = profile.signedIn?.session;
	const {user, rotation} = profile;
	return [
		['Profile', `${name}${markOf(shown, choice)}`],
		[
			'State',
			problem ? `cannot be read: ${problem.message}` : standingWords(standing(session, now), shown),
		],
		['Waiting', profile.parked && 'a new sign-in, of someone else perhaps: anaplan-tui decides'],
		['User', user && [user.name, user.email].filter(Boolean).join(', ')],
		['Region', profile.region],
		['Grant', profile.grant === 'device_code' ? 'device' : undefined],
		['Scope', which === 'all' ? undefined : session?.scope],
		['Access token', session && accessTokenWords(session, now)],
		['Refresh token', session && refreshTokenWords(session, rotation)],
		['', session && !session.endedAt ? refreshTokenEnd(session, rotation, now) : undefined],
	];
}

/** Whether it is the current profile, or who has chosen it instead. */
function markOf({name, current}: ShownProfile, choice: ProfileChoice): string {
	const marks = [
		...(current ? ['current'] : []),
		...(choice.by === 'variable' && choice.name === name ? ['chosen by ANAPLAN_PROFILE'] : []),
	];
	return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
}

const lines = (rows: readonly Row[]): string =>
	rows
		.filter((row): row is readonly [string, string] => row[1] !== undefined)
		.map(([label, value]) => `${(label === '' ? '' : `${label}:`).padEnd(15)}${value}`)
		.join('\n');

const accessTokenWords = ({expiresAt}: Session, now: EpochMs): string =>
	expiresAt > now
		? `${durationWords(expiresAt - now)} left, until ${dayAndTime(expiresAt)}`
		: `expired at ${dayAndTime(expiresAt)}`;

function refreshTokenWords(session: Session, rotation: Profile['rotation']): string {
	const {refreshToken, endedAt} = session;
	if (refreshToken === undefined) {
		return `none; ${whyNoRefreshToken(session)}`;
	}

	const since = dayAndTime(refreshToken.obtainedAt);
	return endedAt === undefined
		? `yes${rotationWords(rotation)}, since ${since}`
		: `no longer accepted (got it ${since})`;
}

/** Before the first sign-in nothing is decided yet where a keychain is asked first. */
function storageWords({kind, path, planned}: Storage): string {
	const what = kind === 'sealed' ? 'sealed file' : 'private file';
	if (planned === undefined) {
		return `${path} (${what})`;
	}

	return planned === 'auto'
		? `nowhere yet; ${path} will be sealed if a keychain answers, else a private file`
		: `nowhere yet; ${path} will be a ${what}`;
}
