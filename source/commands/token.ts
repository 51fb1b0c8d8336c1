import {timeLeftMs} from '../core/oauth/session.ts';
import type {ExitCode} from '../core/problem.ts';
import {isoTime, second} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import {finish, wholeSeconds} from './command.ts';

/** Prints an access token that lasts at least `minTtlMs`, and nothing else. */
export async function token(desk: Desk, minTtlMs: number): Promise<ExitCode> {
	const {keeper, profiles, ports} = desk;
	const kept = await keeper.fresh(minTtlMs);
	const leftMs = kept.ok ? timeLeftMs(kept.value.session, ports.clock.now()) : minTtlMs;
	// It was asked for whole lifetimes too, of which the way here has taken a moment.
	if (leftMs + 5 * second < minTtlMs) {
		desk.io.note(
			`anaplan-tui: Anaplan’s access tokens live shorter than that: ${wholeSeconds(leftMs)} s are left of this one.`,
		);
	}

	return finish(desk, kept, {
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
