import {type Problem, problem, type Reached} from '../core/problem.ts';

/** What is known of a request when it fails. */
export type Circumstances = {
	readonly host: string;
	/** `perhaps` from the moment on that a connection (with TLS: a secure one) stood. */
	readonly reached: Reached;
	/** The limit of time that was hit, in words. */
	readonly late: string | undefined;
};

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

const untrusted: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'it has expired',
	CERT_NOT_YET_VALID: 'it is not valid yet; the clock of this computer may be wrong',
	CERT_REVOKED: 'it was revoked',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by nobody but itself',
	ERR_TLS_CERT_ALTNAME_INVALID: 'it was made for another name',
	HOSTNAME_MISMATCH: 'it was made for another name',
	SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not among the trusted ones',
	UNABLE_TO_GET_ISSUER_CERT: 'its issuer is unknown',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is unknown',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is unknown',
};

const isCertificateCode = (code: string): boolean =>
	code in untrusted ||
	/^(?:CERT_|UNABLE_TO_|SELF_SIGNED|ERR_TLS_CERT|INVALID_CA|PATH_LENGTH)/.test(code);

const isTlsCode = (code: string): boolean => /^(?:EPROTO|ERR_SSL_|ERR_TLS_)/.test(code);

/**
 * The Problem for a request without a whole reply, judged by the code of the error alone: the errors
 * of the HTTP library hold the request with its secrets, and go no further than this.
 */
export function transportProblem(error: unknown, circumstances: Circumstances): Problem {
	const {host, reached, late} = circumstances;
	const code = codeOf(error);
	if (late !== undefined) {
		return problem('timed_out', {message: `${host} did not answer in time (${late}).`, reached});
	}

	if (code === 'ERR_INVALID_CHAR') {
		return problem('token_rejected', {
			message: 'The access token holds a character that cannot be sent.',
			reached: 'no',
		});
	}

	if (isCertificateCode(code)) {
		const reason = untrusted[code] ?? code.toLowerCase().replaceAll('_', ' ');
		return problem('tls_untrusted', {
			message: `The certificate of ${host} is not trusted: ${reason}.`,
			reached: 'no',
		});
	}

	if (reached === 'no') {
		return isTlsCode(code)
			? problem('tls_untrusted', {
					message: `No secure connection to ${host}: what answers there does not speak TLS as it should.`,
					reached,
				})
			: problem('network_unreachable', {
					message: `${host} could not be reached: ${unreachable[code] ?? `the system says ${code}`}.`,
					reached,
				});
	}

	return code.startsWith('HPE_')
		? problem('unexpected_reply', {message: `What ${host} answered is not HTTP.`, reached})
		: problem('connection_lost', {
				message: `The connection to ${host} broke before the reply was complete.`,
				reached,
			});
}

/** The innermost code that names a reason of the system; the library's own codes say less. */
function codeOf(error: unknown): string {
	let code = 'nothing more';
	let current = error;
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
		const found = (current as {readonly code?: unknown}).code;
		if (typeof found === 'string' && /^\w{2,60}$/.test(found)) {
			code = found;
		}

		current = (current as {readonly cause?: unknown}).cause;
	}

	return code;
}
