import type {DetailedPeerCertificate, PeerCertificate, TLSSocket} from 'node:tls';
import {printable} from '../core/printable.ts';

/** Who vouches for a server's certificate, as the certificates themselves say. */
export type Issuers = {
	readonly issuer: string;
	/** The end of the chain, where it is another one. */
	readonly root: string | undefined;
};

/**
 * Calls back with the issuers when the server has shown its certificates, before Node judges them:
 * afterwards the connection is gone and knows them no more. The event is an internal one; without
 * it nothing but the names would be missing.
 */
export function whenCertificatesCame(
	socket: TLSSocket,
	told: (issuers: Issuers | undefined) => void,
): void {
	socket.prependOnceListener('secure', () => {
		told(issuersOf(socket.getPeerCertificate(true)));
	});
}

const longestChain = 10;

function issuersOf(leaf: ReturnType<TLSSocket['getPeerCertificate']>): Issuers | undefined {
	// Node gives an empty object when there is none.
	if (!leaf?.issuer) {
		return undefined;
	}

	let last: PeerCertificate = leaf;
	for (let length = 1; length < longestChain; length++) {
		const {issuerCertificate: next} = last as Partial<DetailedPeerCertificate>;
		// A root names itself as its issuer.
		if (!next?.issuer || next === last) {
			break;
		}

		last = next;
	}

	const issuer = nameOf(leaf.issuer);
	const root = nameOf(last.issuer);
	return issuer === undefined ? undefined : {issuer, root: root === issuer ? undefined : root};
}

function nameOf({CN, O, OU}: PeerCertificate['issuer']): string | undefined {
	for (const name of [CN, O, OU] as unknown[]) {
		// A name that occurs twice comes as a list.
		const text = printable(Array.isArray(name) ? name.join(', ') : String(name ?? ''), 100);
		if (text !== '') {
			return text;
		}
	}

	return undefined;
}

type TrustStore = {getCACertificates?(type: 'default' | 'system'): string[]};

/**
 * What Node trusts by itself (also through NODE_EXTRA_CA_CERTS) and what the system trusts, as PEM;
 * undefined where Node cannot tell (before 22.15). Takes about a tenth of a second.
 */
export async function systemCertificates(): Promise<readonly string[] | undefined> {
	const {default: tls} = await import('node:tls');
	const {getCACertificates} = tls as TrustStore;
	return (
		getCACertificates && [
			...new Set([...getCACertificates('default'), ...getCACertificates('system')]),
		]
	);
}
