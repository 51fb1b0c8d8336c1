import * as v from 'valibot';
import {printable} from '../printable.ts';
import {failure, type Result, success} from '../result.ts';
import type {Secret} from '../secret.ts';
import {type EpochMs, readMoment} from '../time.ts';
import {apiProblem, unexpectedOrRefused} from './api-problem.ts';
import type {HttpReply, HttpRequest} from './http.ts';
import type {Hosts} from './region.ts';
import {unexpectedReply} from './reply.ts';
import {dateField, textField} from './row-fields.ts';
import {namesFailure} from './server-words.ts';

/** The signed-in user, with text that is safe to draw. */
export type User = {
	/** '' where Anaplan does not say it; then there is an email address. */
	readonly id: string;
	readonly email: string;
	readonly name: string;
	readonly customerId?: string;
	readonly lastSignInAt?: EpochMs;
};

/** What Anaplan says of an access token. */
export type Validation = {
	/** Undefined where Anaplan does not say. */
	readonly expiresAt: EpochMs | undefined;
	readonly userId: string | undefined;
};

/** Source: Anaplan Integration API, GET /2/0/users/me. */
export const userRequest = (hosts: Hosts, accessToken: Secret): HttpRequest => ({
	method: 'GET',
	url: `${hosts.api}/2/0/users/me`,
	accessToken,
});

/** Source: Anaplan Authentication API, GET /token/validate. */
export const validationRequest = (hosts: Hosts, accessToken: Secret): HttpRequest => ({
	method: 'GET',
	url: `${hosts.auth}/token/validate`,
	accessToken,
});

/** Source: Anaplan Authentication API, POST /token/logout; answers 204 without a body. */
export const logoutRequest = (hosts: Hosts, accessToken: Secret): HttpRequest => ({
	method: 'POST',
	url: `${hosts.auth}/token/logout`,
	accessToken,
});

const userReply = v.object({user: v.looseObject({})});

/**
 * Reads the reply to `userRequest`. Shape: {user: {id, email, firstName, lastName, customerId?,
 * lastLoginDate? (ISO 8601 with an offset like +0000)}}; without an ID the email says who it is, and what
 * cannot be read of the rest is left out. Returns the user, or a Problem:
 * `token_rejected` for 401, `unexpected_reply` naming the field.
 */
export function readUser(reply: HttpReply): Result<User> {
	if (reply.status !== 200 || reply.body.kind !== 'json') {
		return failure(apiProblem(reply));
	}

	const read = v.safeParse(userReply, reply.body.value);
	if (!read.success) {
		return failure(unexpectedOrRefused(reply, v.getDotPath(read.issues[0]) ?? undefined));
	}

	const {user} = read.output;
	const id = textField(user['id'], 100);
	const email = textField(user['email'], 200);
	if (id === '' && email === '') {
		return failure(unexpectedReply(reply, 'user.id'));
	}

	const names = [user['firstName'], user['lastName']].map(name => textField(name, 200));
	const customerId = textField(user['customerId'], 100);
	const lastSignInAt = dateField(user['lastLoginDate']);
	return success({
		id,
		email,
		name: names.filter(Boolean).join(' ').slice(0, 200),
		...(customerId && {customerId}),
		...(lastSignInAt !== undefined && {lastSignInAt}),
	});
}

const aboutToken = v.fallback(v.nullish(v.object({expiresAt: v.unknown()})), undefined);
const aboutUser = v.fallback(v.nullish(v.object({userId: v.nullish(v.string())})), undefined);

const validationReply = v.object({
	status: v.unknown(),
	tokenInfo: aboutToken,
	userInfo: aboutUser,
});

/**
 * Reads the reply to `validationRequest`. Shape: {status, statusMessage, tokenInfo?: {expiresAt (a
 * moment)}, userInfo?: {userId}}; of OAuth tokens nobody has recorded it, so that a success
 * need not say until when. Returns the validation, or a Problem: `token_rejected` when Anaplan
 * answers 400 or 401, or 200 with a failure in the body.
 */
export function readValidation(reply: HttpReply): Result<Validation> {
	if (reply.status !== 200 || reply.body.kind !== 'json' || namesFailure(reply)) {
		return failure(apiProblem(reply));
	}

	const read = v.safeParse(validationReply, reply.body.value);
	if (!read.success) {
		return failure(unexpectedOrRefused(reply, 'tokenInfo'));
	}

	const {status, tokenInfo, userInfo} = read.output;
	const expiresAt = readMoment(tokenInfo?.expiresAt);
	if (status !== 'SUCCESS' && expiresAt === undefined) {
		return failure(unexpectedOrRefused(reply, 'tokenInfo'));
	}

	const userId = userInfo?.userId;
	return success({expiresAt, userId: userId ? printable(userId, 200) : undefined});
}

/**
 * Reads the reply to `logoutRequest`. A token that Anaplan no longer knows (401) is logged out
 * just the same, so it is a success.
 */
export function readLogout(reply: HttpReply): Result<'ended' | 'alreadyEnded'> {
	if (reply.status >= 200 && reply.status < 300) {
		// A page with a success status is from a sign-in page of the network, not from Anaplan.
		return reply.body.kind === 'text' ? failure(unexpectedReply(reply)) : success('ended');
	}

	// Some services of Anaplan's answer 401 without a body; a page for people is not from Anaplan.
	return reply.status === 401 && reply.body.kind !== 'text'
		? success('alreadyEnded')
		: failure(apiProblem(reply));
}
