import * as v from 'valibot';
import type {HttpReply, HttpRequest} from '../anaplan/http.ts';
import {type Hosts, isLoopback, isProtected} from '../anaplan/region.ts';
import {refusedReply, unexpectedReply, unreadableReply} from '../anaplan/reply.ts';
import {printable} from '../printable.ts';
import {failure, type Result, success} from '../result.ts';
import {Secret} from '../secret.ts';
import {type EpochMs, epochMs, second} from '../time.ts';
import type {DeviceClient} from './client.ts';
import {readOAuthError} from './oauth-error.ts';
import {wireSeconds} from './wire-seconds.ts';

/** What a person needs to approve a sign-in on another device, and what we need to ask for the outcome. */
export type DeviceAuthorization = {
	readonly deviceCode: Secret;
	/** For people to compare or type, such as `1GMV-ATBA`; no secret. */
	readonly userCode: string;
	/** The page on which the code is typed. */
	readonly verificationUri: string;
	/** The same page with the code filled in. */
	readonly verificationUriComplete?: string;
	readonly expiresAt: EpochMs;
	/** The shortest pause between two polls, ms. */
	readonly intervalMs: number;
};

/** The address that is opened, copied and drawn as QR code: with the code in it when there is one. */
export const approvalAddress = ({
	verificationUri,
	verificationUriComplete,
}: DeviceAuthorization): string => verificationUriComplete ?? verificationUri;

/**
 * The host of the page where that is neither Anaplan's nor the authorization server's: for most regions
 * nobody knows where the page is, so it is shown all the same, but a person has to know of whom it is.
 * Of a long name the end counts.
 */
export function strangeHost(
	{verificationUri}: Pick<DeviceAuthorization, 'verificationUri'>,
	hosts: Pick<Hosts, 'oauth'>,
): string | undefined {
	const url = new URL(verificationUri);
	return isExpected(url, hosts) ? undefined : url.host.replace(/^.+(?=.{59}$)/, '…');
}

/** What to know before going there. */
export const strangeHostWords = (host: string): string =>
	`Not a page of Anaplan’s: it is on ${host}. Sign in there only if you trust it.`;

/**
 * The device authorization request: JSON, the one encoding that Anaplan is known to take.
 * Source: RFC 8628 §3.1, Anaplan OAuth 2.0 service, POST /oauth/device/code.
 */
export const deviceAuthorizationRequest = ({
	hosts,
	clientId,
	scope,
}: DeviceClient): HttpRequest => ({
	method: 'POST',
	url: `${hosts.oauth}/oauth/device/code`,
	json: {client_id: clientId, scope},
});

const authorizationReply = v.object({
	device_code: v.pipe(
		v.instance(Secret),
		v.check(({length}) => length > 0),
	),
	user_code: v.pipe(
		v.string(),
		v.transform(text => printable(text, 40)),
		v.minLength(1),
	),
	verification_uri: v.string(),
	verification_uri_complete: v.optional(v.unknown()),
	// RFC 8628 §3.2 requires it, and Anaplan is only known to give 900: what is missing is overlooked.
	expires_in: v.nullish(wireSeconds(1, 24 * 3600), 900),
	// What is no pause counts as none, for which §3.2 has 5.
	interval: v.fallback(wireSeconds(0, 3600), 5),
});

/**
 * Reads the reply to the device authorization request.
 * Shape: {device_code, user_code, verification_uri, verification_uri_complete?, expires_in? (s,
 * default 900), interval? (s, default 5)}.
 * Returns a DeviceAuthorization with an absolute expiry, or a Problem: one of RFC 6749 §5.2 by its
 * `error`, `rate_limited`, `server_error`, `blocked`, or `unexpected_reply` naming the field. The
 * address may be on any host; see `strangeHost`.
 * Source: RFC 8628 §3.2.
 */
export function readDeviceAuthorization(
	reply: HttpReply,
	hosts: Pick<Hosts, 'oauth'>,
): Result<DeviceAuthorization> {
	if (reply.body.kind !== 'json') {
		return failure(refusedReply(reply));
	}

	const error = readOAuthError(reply, 'device_code');
	if (error) {
		return failure(error.problem);
	}

	const read = v.safeParse(authorizationReply, reply.body.value);
	if (!read.success) {
		const field = v.getDotPath(read.issues[0]) ?? undefined;
		return failure(unreadableReply(reply, field));
	}

	const {device_code, user_code, verification_uri, verification_uri_complete, ...times} =
		read.output;
	const page = safeUrl(verification_uri);
	if (page === undefined) {
		return failure(unexpectedReply(reply, 'verification_uri'));
	}

	// The page without the code in its address does as well, so a doubtful one is left out.
	const complete =
		typeof verification_uri_complete === 'string' ? safeUrl(verification_uri_complete) : undefined;
	const isAlike =
		complete !== undefined &&
		(complete.host === page.host || (isExpected(page, hosts) && isExpected(complete, hosts)));
	return success({
		deviceCode: device_code,
		userCode: user_code,
		verificationUri: page.href,
		...(isAlike && {verificationUriComplete: complete.href}),
		expiresAt: epochMs(reply.receivedAt + times.expires_in * second),
		intervalMs: times.interval * second,
	});
}

const longestAddress = 500;

/**
 * An address from a server that can be shown: `https`, or `http` on this computer, and nobody's name in
 * it. The URL standard writes it in visible ASCII.
 */
function safeUrl(text: string): URL | undefined {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isSafe =
		url !== undefined &&
		isProtected(url) &&
		url.username === '' &&
		url.password === '' &&
		url.href.length <= longestAddress;
	return isSafe ? url : undefined;
}

/** Whether a page is where one expects it: at Anaplan, or on the host of the authorization server. */
function isExpected(url: URL, {oauth}: Pick<Hosts, 'oauth'>): boolean {
	const server = new URL(oauth);
	return (
		/(^|\.)anaplan\.com$/.test(url.hostname) ||
		url.hostname === server.hostname ||
		(isLoopback(url) && isLoopback(server))
	);
}
