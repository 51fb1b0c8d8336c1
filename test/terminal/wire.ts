import {once} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {Environment} from '../helpers/child-environment.ts';
import {freePort} from '../helpers/free-port.ts';
import {tenantVariables} from '../helpers/signed-in.ts';

/** The network between a program and its tenant: it can be cut and mended, and the tenant knows nothing of it. */
export type Wire = {
	readonly env: Environment;
	cut(): Promise<void>;
	mend(): Promise<void>;
};

export async function wireTo(tenant: PracticeTenant): Promise<Wire> {
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		const onward = connect(tenant.port, '127.0.0.1');
		for (const end of [socket, onward]) {
			sockets.add(end);
			end.on('error', () => undefined);
			end.once('close', () => sockets.delete(end));
		}

		socket.pipe(onward).pipe(socket);
	});
	const listen = async (port: number) => {
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
	};
	// Nobody else gets it while the wire is cut.
	const port = await freePort();
	await listen(port);
	const cut = async () => {
		const closed = once(server, 'close');
		server.close();
		for (const socket of sockets) {
			socket.destroy();
		}

		await closed;
	};
	onTestFinished(async () => (server.listening ? cut() : undefined));
	const origin = `http://127.0.0.1:${port}`;
	return {
		env: {
			...tenantVariables(tenant),
			ANAPLAN_OAUTH_URL: origin,
			ANAPLAN_AUTH_URL: origin,
			ANAPLAN_API_URL: origin,
		},
		cut,
		mend: async () => listen(port),
	};
}
