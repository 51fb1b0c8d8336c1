import type {HttpReply, HttpRequest} from '../core/anaplan/http.ts';
import type {Client} from '../core/oauth/client.ts';
import {defaultMinTtlMs, type Session} from '../core/oauth/session.ts';
import {type Result, success} from '../core/result.ts';
import type {Http} from './ports.ts';
import type {Kept, SessionKeeper} from './session-keeper.ts';

/** How a request looks for a given session; called again with the new tokens after a refresh. */
export type RequestFor = (client: Client, session: Session) => HttpRequest;

/**
 * Sends a request with an access token that works. One that Anaplan answers with 401 is sent once
 * more after a refresh, and once only: on some services 401 means that a role is missing, and what
 * says so may also be said of a token that was ended elsewhere.
 * Resolves with the reply, whatever its status, and the session that it was sent with.
 */
export async function sendAuthenticated(
	{http, keeper}: {readonly http: Http; readonly keeper: SessionKeeper},
	request: RequestFor,
	start?: Kept,
): Promise<Result<{readonly reply: HttpReply; readonly kept: Kept}>> {
	const kept = start ? success(start) : await keeper.fresh(defaultMinTtlMs);
	if (!kept.ok) {
		return kept;
	}

	const send = async (current: Kept): Promise<Result<{reply: HttpReply; kept: Kept}>> => {
		const reply = await http.send(request(current.client, current.session));
		return reply.ok ? success({reply: reply.value, kept: current}) : reply;
	};

	const first = await send(kept.value);
	const {session} = kept.value;
	if (!first.ok || first.value.reply.status !== 401 || !session.refreshToken) {
		return first;
	}

	const refreshed = await keeper.refreshed(session);
	// Without new tokens the refusal stands as it came, unless the reason is that the sign-in ended.
	if (!refreshed.ok) {
		return refreshed.problem.code === 'sign_in_ended' ? refreshed : first;
	}

	return send(refreshed.value);
}
