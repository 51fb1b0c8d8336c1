import type {ExitCode} from '../core/problem.ts';
import {unknownProfile} from '../core/profiles/profile-name.ts';
import {type Result, success} from '../core/result.ts';
import {standing} from '../core/sign-in/standing.ts';
import {isoTime} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import {fail, jsonLine, wholeSeconds} from './command.ts';
import type {ShownProfile} from './shown-profile.ts';
import {statusText} from './status-text.ts';

/**
 * Prints what is stored of the profile, or of all profiles; touches no network. Of all profiles, one
 * that cannot be read does not hide the others: its problem stands in its place, and its exit code
 * is that of the command.
 */
export async function status(desk: Desk, which: 'current' | 'all'): Promise<ExitCode> {
	const {io, json, profiles, ports} = desk;
	const current = await ports.settings.currentProfile();
	if (!current.ok) {
		return fail(desk, current.problem);
	}

	const names: Result<readonly string[]> =
		which === 'all' ? await ports.settings.profiles() : success([profiles.name]);
	if (!names.ok) {
		return fail(desk, names.problem);
	}

	const shown: ShownProfile[] = [];
	for (const name of names.value.length === 0 ? [profiles.name] : names.value) {
		const {profiles: stored} = desk.workshopOf(name);
		const loaded = await stored.load();
		if (!loaded.ok && which === 'current') {
			return fail(desk, loaded.problem);
		}

		const read = loaded.ok
			? {profile: loaded.value}
			: {profile: await stored.salvage(), problem: loaded.problem};
		shown.push({name, current: name === current.value, ...read});
	}

	if (which === 'current' && !json) {
		await noteIfUnknown(desk);
	}

	await io.out(
		json
			? jsonLine({profiles: shown.map(one => profileJson(desk, one))})
			: statusText(desk, shown, which),
	);
	const problem = shown.find(one => one.problem)?.problem;
	if (problem === undefined) {
		return 0;
	}

	return json ? problem.exitCode : fail(desk, problem);
}

/** A name that was chosen for this command, and is none of those that are stored, may be mistyped. */
async function noteIfUnknown({choice, ports, io}: Desk): Promise<void> {
	const stored = await ports.settings.profiles();
	const {name, by} = choice;
	if (stored.ok && by !== 'store' && stored.value.length > 0 && !stored.value.includes(name)) {
		const {message, hint} = unknownProfile(name, stored.value);
		io.note(`anaplan-tui: ${message} ${hint}`);
	}
}

/** A profile as `--json` shows it. */
export function profileJson({ports}: Desk, {name, current, profile, problem}: ShownProfile) {
	const now = ports.clock.now();
	const session = profile.signedIn?.session;
	const {user} = profile;
	const {kind, path} = ports.credentials.storage();
	return {
		name,
		current,
		state: problem ? 'signInNeeded' : standing(session, now),
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
		...(problem && {
			error: {code: problem.code, message: problem.message, hint: problem.hint},
		}),
	};
}
