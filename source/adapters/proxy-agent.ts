import {Agent, type AgentOptions, type ClientRequest, type ClientRequestArgs} from 'node:http';
import {HttpsProxyAgent} from 'https-proxy-agent';
import type {WebProxy} from '../core/proxy.ts';

/**
 * The agents that take one request through the proxy: https in a tunnel, so that the proxy sees the
 * host alone; http, which stays on this computer, in the clear. `signal` ends the connection to the
 * proxy, which the request does not know before a tunnel stands. `ca` is for a proxy with https.
 */
export function proxyAgents(
	{address}: WebProxy,
	signal: AbortSignal,
	ca: readonly string[] | undefined,
) {
	const tunnel = new HttpsProxyAgent(address.reveal(), {
		keepAlive: false,
		signal,
		rejectUnauthorized: true,
		minVersion: 'TLSv1.2',
		...(ca && {ca: [...ca]}),
	});
	const proxy = new URL(address.reveal());
	return {
		http: proxy.protocol === 'https:' ? tunnel : new ForwardingAgent(proxy, {keepAlive: false}),
		https: tunnel,
	};
}

/**
 * Sends plain http to the proxy with the whole URL in its first line (RFC 9112 §3.2.2). `addRequest`
 * is how Node hands a request to its agent, though its types do not say so.
 */
class ForwardingAgent extends Agent {
	readonly #proxy: URL;

	constructor(proxy: URL, options: AgentOptions) {
		super(options);
		this.#proxy = proxy;
	}

	addRequest(request: ClientRequest, options: ClientRequestArgs): void {
		const {hostname, port, username, password} = this.#proxy;
		request.path = `http://${request.getHeader('host')}${request.path}`;
		if (username !== '' || password !== '') {
			const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
			request.setHeader('proxy-authorization', `Basic ${Buffer.from(login).toString('base64')}`);
		}

		const base = Agent.prototype as unknown as Pick<ForwardingAgent, 'addRequest'>;
		base.addRequest.call(this, request, {
			...options,
			host: hostname.replace(/^\[|\]$/g, ''),
			port: port || 80,
		});
	}
}
