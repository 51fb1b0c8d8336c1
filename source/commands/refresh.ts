import {dayAndTime} from '../core/moment-words.ts';
import {timeLeftMs} from '../core/oauth/session.ts';
import type {ExitCode} from '../core/problem.ts';
import {durationWords, isoTime} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import {storedSignIn} from '../session/stored-sign-in.ts';
import {fail, finish, wholeSeconds} from './command.ts';

/** Refreshes now, unless another process does so at the same moment; then its tokens count. */
export async function refresh(desk: Desk): Promise<ExitCode> {
	const {keeper, profiles, ports} = desk;
	const signedIn = await storedSignIn(profiles);
	if (!signedIn.ok) {
		return fail(desk, signedIn.problem);
	}

	const left = (expiresAt: number) => expiresAt - ports.clock.now();
	return finish(desk, await keeper.refreshed(signedIn.value.session), {
		json: ({session}) => ({
			profile: profiles.name,
			scope: session.scope,
			expiresAt: isoTime(session.expiresAt),
			expiresIn: wholeSeconds(timeLeftMs(session, ports.clock.now())),
		}),
		text: ({session, by}) =>
			`${by === 'us' ? 'Refreshed' : 'Refreshed by another anaplan-tui'}: the access token is valid until ${dayAndTime(session.expiresAt)} (${durationWords(left(session.expiresAt))}).`,
	});
}
