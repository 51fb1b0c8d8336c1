import * as v from 'valibot';
import {printable} from '../printable.ts';
import type {HttpReply} from './http.ts';

const failureReply = v.object({status: v.string(), statusMessage: v.nullish(v.string(), '')});
const envelopeReply = v.object({status: v.object({message: v.string()})});
const word = v.fallback(v.optional(v.string(), ''), '');
const otherReply = v.object({error: word, code: word, message: word});

/** Whether the body names a failure as the authentication service does, like `FAILURE_BAD_HEADER`. */
export const namesFailure = ({body}: HttpReply): boolean => {
	const read = body.kind === 'json' ? v.safeParse(failureReply, body.value) : undefined;
	return read?.success === true && /^FAILURE/.test(read.output.status);
};

const statusReply = v.object({
	status: v.object({code: v.pipe(v.number(), v.minValue(400), v.maxValue(599))}),
});

/** The status of a refusal that stands in the body of a success: the integration API has one there of its own. */
export function innerStatus({status, body}: HttpReply): number | undefined {
	const read =
		body.kind === 'json' && status < 300 ? v.safeParse(statusReply, body.value) : undefined;
	return read?.success ? read.output.status.code : undefined;
}

/**
 * What Anaplan says in the body of a refusal, in words that are safe to draw; '' where it says nothing.
 * Shapes: {status, statusMessage?} of the authentication service, {status: {message}} of the
 * integration API, and for others {error?, code?, message?}.
 */
export function serverWords({body}: HttpReply): string {
	if (body.kind !== 'json') {
		return '';
	}

	const refusal = v.safeParse(failureReply, body.value);
	if (refusal.success) {
		return printable(`${refusal.output.status} ${refusal.output.statusMessage ?? ''}`, 200);
	}

	const envelope = v.safeParse(envelopeReply, body.value);
	if (envelope.success) {
		return printable(envelope.output.status.message, 200);
	}

	const other = v.safeParse(otherReply, body.value);
	return other.success
		? printable(
				[other.output.error, other.output.code, other.output.message].filter(Boolean).join(' '),
				200,
			)
		: '';
}

/**
 * Whether a refusal says by its name that the user lacks a role. Some of Anaplan's services say so with
 * 401, which stands for a token that is not accepted everywhere else.
 */
export const lacksRole = (reply: HttpReply): boolean =>
	/\b(FAILURE_UNAUTHORIZED_USER_ACTION|ACCESS_CONTROL_DENIED)\b/.test(serverWords(reply));
