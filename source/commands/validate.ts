import type {HttpReply} from '../core/anaplan/http.ts';
import {dayAndTime} from '../core/moment-words.ts';
import type {Session} from '../core/oauth/session.ts';
import type {ExitCode, Problem} from '../core/problem.ts';
import {failure} from '../core/result.ts';
import {durationWords} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import {storedSignIn} from '../session/stored-sign-in.ts';
import {validate as validateAtAnaplan} from '../session/validate.ts';
import {fail, finish, patient} from './command.ts';

/** The JSON of a reply as Anaplan sent it, for commands that pass it on. */
export const rawJson = ({body}: HttpReply): unknown =>
	body.kind === 'json' ? JSON.parse(body.text.reveal()) : null;

/** Asks Anaplan whether the stored access token is valid; refreshes nothing. */
export async function validate(desk: Desk): Promise<ExitCode> {
	const {profiles, ports} = desk;
	const signedIn = await storedSignIn(profiles);
	if (!signedIn.ok) {
		return fail(desk, signedIn.problem);
	}

	const {client, session: stored} = signedIn.value;
	const asked = await validateAtAnaplan({profiles, ports: {http: patient(desk)}}, client, stored);
	return finish(desk, asked.ok ? asked : failure(inWordsFor(stored, asked.problem)), {
		json: ({reply}) => rawJson(reply),
		text: ({session, validation}) =>
			[
				'The access token is valid at Anaplan.',
				`Until:  ${dayAndTime(session.expiresAt)} (${durationWords(session.expiresAt - ports.clock.now())} left)`,
				...(validation.userId === undefined ? [] : [`User:   ${validation.userId}`]),
			].join('\n'),
	});
}

/** With a refresh token nobody has to sign in yet. */
const inWordsFor = ({refreshToken, endedAt}: Session, told: Problem): Problem =>
	told.code === 'token_rejected' && refreshToken && endedAt === undefined
		? {...told, exitCode: 1, hint: 'Refresh it: anaplan-tui refresh.'}
		: told;
