import {printable} from '../core/printable.ts';
import {type Problem, problem} from '../core/problem.ts';
import type {WebProxy} from '../core/proxy.ts';

/** What a proxy answered instead of opening the way. */
export type ProxyRefusal = {
	readonly status: number;
	/** The ways to sign in that it offers, from `Proxy-Authenticate`. */
	readonly offers: readonly string[];
};

/** The Problem for a proxy that answered, and did not connect us with the host. Nothing has reached the host. */
export function refusedByProxy(
	{status, offers}: ProxyRefusal,
	{name, source, hasPassword}: WebProxy,
	host: string,
): Problem {
	if (status === 407) {
		const schemes = schemesIn(offers);
		const basic = schemes.length === 0 || schemes.some(scheme => /^basic$/i.test(scheme));
		return problem('proxy_refused', {
			message: hasPassword
				? `The proxy ${name} does not accept the user name and password in ${source} (it answered 407).`
				: `The proxy ${name} wants a user name and password (it answered 407).`,
			cause: basic
				? `The address in ${source} is that of a proxy where one signs in.`
				: `It takes ${printable(schemes.join(' or '), 60)} only, which anaplan-tui cannot do.`,
			hint: basic
				? `Set ${source} to http://USER:PASSWORD@${name}; write special characters as %XX.`
				: 'Use a local proxy that signs in for you, or ask whoever runs the proxy to allow the host.',
			reached: 'no',
		});
	}

	if (status >= 500) {
		return problem('network_unreachable', {
			message: `The proxy ${name} could not reach ${host} (it answered ${status}).`,
			cause: `The proxy in ${source} has no way to that host at the moment.`,
			hint: `Try again in a moment, or except the host with NO_PROXY.`,
			reached: 'no',
		});
	}

	return problem('proxy_refused', {
		message: `The proxy ${name} does not let us through to ${host} (it answered ${Number.isNaN(status) ? 'with something that is not HTTP' : status}).`,
		cause: `The proxy in ${source} does not allow this host, or is no proxy.`,
		hint: `Ask whoever runs the proxy to allow ${host}, or except the host with NO_PROXY.`,
		reached: 'no',
	});
}

/** The names of the schemes, which several headers or one may list (RFC 9110 §11.6.1). */
const schemesIn = (offers: readonly string[]): readonly string[] =>
	offers
		.flatMap(offer => offer.split(/,\s*/))
		.map(offer => /^([\w-]{1,20})(?:\s|$)/.exec(offer)?.[1])
		.filter(scheme => scheme !== undefined);

/** The Problem for a proxy that gave no answer at all, with the reason in words. */
export const proxyUnreachable = ({name, source}: WebProxy, reason: string): Problem =>
	problem('network_unreachable', {
		message: `The proxy ${name} could not be reached: ${reason}.`,
		cause: `The address in ${source} is wrong, or the proxy is for another network than this one.`,
		hint: `Check ${source}, or unset it where no proxy is needed.`,
		reached: 'no',
	});
