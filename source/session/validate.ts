import {readValidation, type Validation, validationRequest} from '../core/anaplan/anaplan-api.ts';
import type {HttpReply} from '../core/anaplan/http.ts';
import type {Client} from '../core/oauth/client.ts';
import {type Session, withValidatedExpiry} from '../core/oauth/session.ts';
import {type Result, success} from '../core/result.ts';
import type {Http} from './ports.ts';
import type {Profiles} from './profiles.ts';

/**
 * Asks Anaplan whether the access token is valid, and corrects the stored expiry where it says one.
 * Source: Anaplan Authentication API, GET /token/validate.
 */
export async function validate(
	{ports, profiles}: {readonly ports: {readonly http: Http}; readonly profiles: Profiles},
	client: Client,
	session: Session,
): Promise<Result<{session: Session; validation: Validation; reply: HttpReply}>> {
	const reply = await ports.http.send(validationRequest(client.hosts, session.accessToken));
	if (!reply.ok) {
		return reply;
	}

	const read = readValidation(reply.value);
	if (!read.ok) {
		return read;
	}

	const {expiresAt} = read.value;
	if (expiresAt === undefined) {
		return success({session, validation: read.value, reply: reply.value});
	}

	const {serverTime, receivedAt} = reply.value;
	const correct = (known: Session) => withValidatedExpiry(known, expiresAt, serverTime, receivedAt);
	// An expiry that was stored meanwhile is newer than the question.
	await profiles.amendSession(session, stored =>
		stored.expiresAt === session.expiresAt ? correct(stored) : undefined,
	);
	return success({session: correct(session), validation: read.value, reply: reply.value});
}
