import {timeLeftMs} from '../core/oauth/session.ts';
import type {ExitCode} from '../core/problem.ts';
import {isoTime} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import {finish, wholeSeconds} from './command.ts';

/** Prints an access token that lasts at least `minTtlMs`, and nothing else. */
export async function token(desk: Desk, minTtlMs: number): Promise<ExitCode> {
	const {keeper, profiles, ports} = desk;
	return finish(desk, await keeper.fresh(minTtlMs), {
		json: ({session}) => ({
			profile: profiles.name,
			accessToken: session.accessToken.reveal(),
			tokenType: 'Bearer',
			scope: session.scope,
			expiresAt: isoTime(session.expiresAt),
			expiresIn: wholeSeconds(timeLeftMs(session, ports.clock.now())),
		}),
		text: ({session}) => session.accessToken.reveal(),
	});
}
