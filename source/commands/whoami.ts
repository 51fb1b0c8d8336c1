import {readUser, userRequest} from '../core/anaplan/anaplan-api.ts';
import {dayAndTime} from '../core/moment-words.ts';
import type {ExitCode} from '../core/problem.ts';
import {otherUser} from '../core/sign-in/other-user.ts';
import {isSameUser} from '../core/sign-in/same-user.ts';
import {sendAuthenticated} from '../session/authenticated.ts';
import type {Desk} from '../session/desk.ts';
import {fail, finish, patient} from './command.ts';
import {rawJson} from './validate.ts';

/** Asks Anaplan who the signed-in user is. */
export async function whoami(desk: Desk): Promise<ExitCode> {
	const {keeper, profiles} = desk;
	const sent = await sendAuthenticated({http: patient(desk), keeper}, (client, {accessToken}) =>
		userRequest(client.hosts, accessToken),
	);
	if (!sent.ok) {
		return fail(desk, sent.problem);
	}

	const {reply} = sent.value;
	const user = readUser(reply);
	const remembered = user.ok ? await profiles.keepUser(user.value) : user;
	if (user.ok && remembered.ok && !isSameUser(remembered.value, user.value)) {
		const {message, hint} = otherUser(remembered.value, user.value);
		desk.io.note(`anaplan-tui: ${message} ${hint}`);
	}

	return finish(desk, user, {
		json: () => (rawJson(reply) as {user: unknown}).user,
		text: ({name, email, id, customerId, lastSignInAt}) =>
			[
				['Name', name],
				['Email', email],
				['User ID', id],
				['Tenant ID', customerId],
				['Last sign-in', lastSignInAt && dayAndTime(lastSignInAt)],
			]
				.filter(([, value]) => value)
				.map(([label, value]) => `${`${label}:`.padEnd(15)}${value}`)
				.join('\n'),
	});
}
