import {type Problem, problem} from '../core/problem.ts';
import type {Issuers} from './certificates.ts';

const unknownIssuer = 'its issuer is not among the trusted authorities';
const otherName = 'it was made for another name';

const reasons: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'it has expired',
	CERT_NOT_YET_VALID: 'it is not valid yet',
	CERT_REVOKED: 'it was revoked',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by nobody but itself',
	ERR_TLS_CERT_ALTNAME_INVALID: otherName,
	HOSTNAME_MISMATCH: otherName,
	SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
	UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
};

/** Whether an error code of Node or OpenSSL is about a certificate, also one without words of its own. */
export const isCertificateCode = (code: string): boolean =>
	code in reasons ||
	/^(?:CERT_|UNABLE_TO_|SELF_SIGNED|ERR_TLS_CERT|INVALID_CA|PATH_LENGTH)/.test(code);

/** Whether another list of trusted authorities could make the certificate a good one. */
export const isUnknownIssuer = (code: string): boolean =>
	code === 'DEPTH_ZERO_SELF_SIGNED_CERT' || reasons[code] === unknownIssuer;

/** What this computer was asked to trust. */
export type Trust = {
	/** Whether the certificates of the system were tried too. */
	readonly withSystem: boolean;
	/** The value of NODE_EXTRA_CA_CERTS, cleaned; undefined when it is not set. */
	readonly extraFile: string | undefined;
};

/** The Problem `tls_untrusted` for a server, named as people know it, whose certificate Node refuses. */
export function certificateProblem(
	code: string,
	server: string,
	issuers: Issuers | undefined,
	trust: Trust,
): Problem {
	const reason = reasons[code] ?? code.toLowerCase().replaceAll('_', ' ');
	const root = issuers?.root === undefined ? '' : ` (root “${issuers.root}”)`;
	const issued = issuers ? ` It was issued by “${issuers.issuer}”${root}.` : '';
	return problem('tls_untrusted', {
		message: `The certificate of ${server} is not trusted: ${reason}.${issued}`,
		reached: 'no',
		...advice(code, issuers, trust),
	});
}

function advice(
	code: string,
	issuers: Issuers | undefined,
	{withSystem, extraFile}: Trust,
): Partial<Pick<Problem, 'cause' | 'hint'>> {
	if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
		return {
			cause: 'The clock of this computer is wrong, or the server’s owner did not renew it.',
			hint: 'Check date and time of this computer.',
		};
	}

	if (reasons[code] === otherName) {
		return {
			cause: 'The address is misspelt, or something in between answers in its place.',
			hint: 'Check the region and the base URLs, and whether this network wants a sign-in.',
		};
	}

	if (!isUnknownIssuer(code)) {
		return {};
	}

	const authority = issuers ? `“${issuers.root ?? issuers.issuer}”` : 'that authority';
	const where = withSystem
		? 'neither Node.js nor this computer trusts it'
		: 'Node.js does not trust it; this version does not ask the system (22.15 and newer do)';
	return {
		cause: `A company proxy that opens TLS, or someone in between: ${where}.`,
		hint:
			extraFile === undefined
				? `If ${authority} belongs to your company, set NODE_EXTRA_CA_CERTS to its PEM file.`
				: `NODE_EXTRA_CA_CERTS is set to ${extraFile}: check that this file can be read and holds ${authority}.`,
	};
}
