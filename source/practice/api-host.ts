import {type Answer, json} from './answer.ts';
import type {Call} from './call.ts';
import {anaplanDate} from './content.ts';
import type {Rule} from './records.ts';
import {type AccessToken, findLiveAccessToken, type Tenant} from './tenant.ts';

/** GET /2/0/users/me. Source: Anaplan integration API. */
export function answerUsersMe(tenant: Tenant, call: Call, now: number): Answer {
	const caller = authenticate(tenant, call, now);
	if (!caller.ok) return caller.answer;
	const {token, violations} = caller;
	const {origin} = tenant.settings;
	const {user} = token.grant;
	return json(
		200,
		{
			meta: {schema: `${origin}/2/0/objects/user`},
			user: {
				id: user.id,
				active: true,
				email: user.email,
				emailOptIn: true,
				firstName: user.firstName,
				lastName: user.lastName,
				customerId: user.customerId,
				lastLoginDate: anaplanDate(token.grant.signedInAt),
			},
			status: {code: 200, message: 'Success'},
		},
		violations,
	);
}

type Caller =
	| {readonly ok: true; readonly token: AccessToken; readonly violations: readonly Rule[]}
	| {readonly ok: false; readonly answer: Answer};

/** Finds the token that a request to the integration API came with, or the refusal to send. */
export function authenticate(tenant: Tenant, call: Call, now: number): Caller {
	const sent = /^(AnaplanAuthToken|Bearer) (\S+)$/.exec(call.headers.authorization ?? '');
	const violations: Rule[] = [];
	if (sent === null) violations.push('bad Authorization header');
	// Anaplan takes Bearer here but not on its other hosts, so a client does well to never send it.
	if (sent?.[1] === 'Bearer') violations.push('Bearer instead of AnaplanAuthToken');
	const token = findLiveAccessToken(tenant, sent?.[2] ?? '', now);
	return token === undefined
		? {ok: false, answer: apiError(401, 'Unauthorized', call, now, violations)}
		: {ok: true, token, violations};
}

/** The envelope in which the integration API wraps its refusals. */
export function apiError(
	status: number,
	message: string,
	call: Pick<Call, 'path'>,
	now: number,
	violations: readonly Rule[] = [],
): Answer {
	// Anaplan's timestamps have nine decimals; three of ours mean something.
	const timestamp = new Date(now).toISOString().replace('Z', '000000Z');
	return json(status, {status: {code: status, message}, path: call.path, timestamp}, violations);
}
