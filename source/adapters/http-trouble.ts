import {type Problem, problem, type Reached} from '../core/problem.ts';
import type {WebProxy} from '../core/proxy.ts';
import {certificateProblem, isCertificateCode, type Trust} from './certificate-trouble.ts';
import type {Issuers} from './certificates.ts';
import {type ProxyRefusal, proxyUnreachable, refusedByProxy} from './proxy-trouble.ts';

/** What is known of a request when it fails. */
export type Circumstances = {
	readonly host: string;
	/** `perhaps` from the moment on that a connection (with TLS: a secure one) stood. */
	readonly reached: Reached;
	/** The limit of time that was hit, in words. */
	readonly late: string | undefined;
	/** Who issued the certificate that the server showed. */
	readonly issuers: Issuers | undefined;
	readonly trust: Trust;
	readonly way: Way;
};

/** How far a request got on its way to the host. */
export type Way =
	| {readonly kind: 'straight'}
	| {readonly kind: 'toProxy' | 'throughProxy'; readonly proxy: WebProxy}
	| {readonly kind: 'refusedByProxy'; readonly proxy: WebProxy; readonly refusal: ProxyRefusal};

const unreachable: Readonly<Record<string, string>> = {
	EAI_AGAIN: 'its name cannot be resolved at the moment',
	ECONNREFUSED: 'nothing answers there',
	ECONNRESET: 'the connection was cut while it was made',
	EHOSTUNREACH: 'there is no way to it from this network',
	ENETDOWN: 'the network is down',
	ENETUNREACH: 'this computer has no network',
	ENOTFOUND: 'there is no such name',
	EPIPE: 'the connection was cut while it was made',
};

const isTlsCode = (code: string): boolean => /^(?:EPROTO|ERR_SSL_|ERR_TLS_)/.test(code);

/**
 * The Problem for a request without a whole reply, judged by the code of the error alone: the errors
 * of the HTTP library hold the request with its secrets, and go no further than this.
 */
export function transportProblem(error: unknown, circumstances: Circumstances): Problem {
	const {host, reached, late, way} = circumstances;
	const code = codeOf(error);
	if (way.kind === 'refusedByProxy') {
		return refusedByProxy(way.refusal, way.proxy, host);
	}

	if (code === 'ERR_INVALID_CHAR') {
		return problem('token_rejected', {
			message: 'The access token holds a character that cannot be sent.',
			reached: 'no',
		});
	}

	const server = way.kind === 'toProxy' ? `the proxy ${way.proxy.name}` : host;
	if (late !== undefined) {
		return problem('timed_out', {
			message: `${capital(server)} did not answer in time (${late}).`,
			reached,
			...(way.kind === 'toProxy' && {hint: `Check ${way.proxy.source}, or try again in a moment.`}),
		});
	}

	if (isCertificateCode(code)) {
		return certificateProblem(code, server, circumstances.issuers, circumstances.trust);
	}

	if (reached === 'no') {
		return notReached(code, server, way, isTooOld(error));
	}

	return code.startsWith('HPE_')
		? problem('unexpected_reply', {message: `What ${host} answered is not HTTP.`, reached})
		: problem('connection_lost', {
				message: `The connection to ${host} broke before the reply was complete.`,
				reached,
			});
}

function notReached(code: string, server: string, way: Way, tooOld: boolean): Problem {
	if (tooOld) {
		return problem('tls_untrusted', {
			message: `No secure connection to ${server}: it speaks only versions of TLS older than 1.2.`,
			cause: 'An outdated server, or a company proxy that opens TLS and is outdated.',
			hint: 'Ask whoever runs it to allow TLS 1.2 or newer.',
			reached: 'no',
		});
	}

	if (isTlsCode(code)) {
		return problem('tls_untrusted', {
			message: `No secure connection to ${server}: what answers there does not speak TLS as it should.`,
			reached: 'no',
		});
	}

	if (way.kind === 'toProxy') {
		return proxyUnreachable(
			way.proxy,
			unreachable[code] ??
				(code === silent ? 'it closed the connection without an answer' : systemSays(code)),
		);
	}

	return problem('network_unreachable', {
		message: `${server} could not be reached: ${unreachable[code] ?? systemSays(code)}.`,
		reached: 'no',
	});
}

// The code alone says no more than that TLS failed; the words are OpenSSL's own.
const isTooOld = (error: unknown): boolean =>
	isTlsCode(codeOf(error)) &&
	/alert protocol version|unsupported protocol/i.test(
		String((error as Error | undefined)?.message),
	);

const capital = (text: string): string => text.replace(/^the /, 'The ');
const systemSays = (code: string): string => `the system says ${code}`;

/** For an error that names no reason. */
const silent = 'nothing more';

/** The innermost code that names a reason of the system; the library's own codes say less. */
export function codeOf(error: unknown): string {
	let code = silent;
	let current = error;
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
		const found = (current as {readonly code?: unknown}).code;
		if (typeof found === 'string' && /^(?!ERR_GOT_)\w{2,60}$/.test(found)) {
			code = found;
		}

		current = (current as {readonly cause?: unknown}).cause;
	}

	return code;
}
