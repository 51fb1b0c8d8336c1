import type {ExitCode, Problem} from '../core/problem.ts';
import {type Result, success} from '../core/result.ts';
import type {Session} from '../core/session.ts';
import {type Standing, standing} from '../core/standing.ts';
import {durationWords, type EpochMs, isoTime, localTime} from '../core/time.ts';
import type {Profile} from '../session/profiles.ts';
import {type Desk, fail, jsonLine, wholeSeconds} from './command.ts';

type NamedProfile = {
	readonly name: string;
	readonly current: boolean;
	readonly profile: Profile;
};

const standingWords: Record<Standing, string> = {
	signedIn: 'signed in',
	accessTokenExpired: 'signed in; the access token has expired and is refreshed at the next use',
	signInNeeded: 'the sign-in has ended; sign in again: anaplan-tui login',
	signedOut: 'not signed in; sign in: anaplan-tui login',
};

/** Prints what is stored of the profile, or of all profiles; touches no network. */
export async function status(
	desk: Desk,
	which: 'current' | 'all',
	load: (name: string) => Promise<Result<Profile>>,
): Promise<ExitCode> {
	const {io, json, profiles, ports} = desk;
	const current = await ports.settings.currentProfile();
	const names = which === 'all' ? await ports.settings.profiles() : success([profiles.name]);
	if (!current.ok) {
		return fail(desk, current.problem);
	}

	if (!names.ok) {
		return fail(desk, names.problem);
	}

	const shown: NamedProfile[] = [];
	for (const name of names.value.length === 0 ? [profiles.name] : names.value) {
		const profile = await load(name);
		if (!profile.ok) {
			return fail(desk, profile.problem);
		}

		shown.push({name, current: name === current.value, profile: profile.value});
	}

	await (json
		? io.out(jsonLine({profiles: shown.map(one => profileJson(desk, one))}))
		: io.out(`${shown.map(one => asText(desk, one)).join('\n\n')}\n`));
	return 0;
}

/** A profile as `--json` shows it. */
export function profileJson({ports}: Desk, {name, current, profile}: NamedProfile) {
	const now = ports.clock.now();
	const session = profile.signedIn?.session;
	const {user} = profile;
	const {kind, path} = ports.credentials.storage();
	return {
		name,
		current,
		state: standing(session, now),
		region: profile.region,
		grant: profile.grant,
		user: user ? {id: user.id, email: user.email, name: user.name} : null,
		scope: session?.scope ?? null,
		accessToken: session
			? {
					expiresAt: isoTime(session.expiresAt),
					expiresIn: wholeSeconds(session.expiresAt - now),
				}
			: null,
		refreshToken: {
			present: session?.refreshToken !== undefined,
			obtainedAt: session?.refreshToken ? isoTime(session.refreshToken.obtainedAt) : null,
		},
		storage: {kind, path},
	};
}

/** A profile that cannot be read, in the same shape; only a new sign-in mends it. */
export function unreadableJson(
	{ports}: Desk,
	{
		name,
		current,
		problem: {code, message, hint},
	}: {readonly name: string; readonly current: boolean; readonly problem: Problem},
) {
	const {kind, path} = ports.credentials.storage();
	return {
		name,
		current,
		state: 'signInNeeded',
		region: null,
		grant: null,
		user: null,
		scope: null,
		accessToken: null,
		refreshToken: {present: false, obtainedAt: null},
		storage: {kind, path},
		error: {code, message, hint},
	};
}

function asText(desk: Desk, {name, current, profile}: NamedProfile): string {
	const {ports} = desk;
	const now = ports.clock.now();
	const session = profile.signedIn?.session;
	const {kind, path} = ports.credentials.storage();
	const rows: ReadonlyArray<readonly [string, string | undefined]> = [
		['Profile', `${name}${markOf(desk, name, current)}`],
		['State', standingWords[standing(session, now)]],
		['User', profile.user && [profile.user.name, profile.user.email].filter(Boolean).join(', ')],
		['Region', profile.region],
		['Grant', profile.grant === 'device_code' ? 'device' : undefined],
		['Scope', session?.scope],
		['Access token', session && accessTokenWords(session, now)],
		['Refresh token', session && refreshTokenWords(session)],
		['Stored in', `${path} (${kind === 'sealed' ? 'sealed file' : 'private file'})`],
	];
	return rows
		.filter((row): row is readonly [string, string] => row[1] !== undefined)
		.map(([label, value]) => `${`${label}:`.padEnd(15)}${value}`)
		.join('\n');
}

/** Whether it is the current profile, or who has chosen it instead. */
function markOf({choice}: Desk, name: string, isCurrent: boolean): string {
	const chosen =
		choice.by === 'variable' && choice.name === name ? 'chosen by ANAPLAN_PROFILE' : undefined;
	const marks = [isCurrent ? 'current' : undefined, chosen].filter(Boolean);
	return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
}

const accessTokenWords = ({expiresAt}: Session, now: EpochMs): string =>
	expiresAt > now
		? `${durationWords(expiresAt - now)} left, until ${localTime(expiresAt)}`
		: `expired at ${localTime(expiresAt)}`;

const refreshTokenWords = ({refreshToken}: Session): string =>
	refreshToken
		? `yes, since ${localTime(refreshToken.obtainedAt)}`
		: 'none; the scope offline_access was not granted';
