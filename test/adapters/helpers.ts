import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type RequestListener} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {inspect} from 'node:util';
import {expect, onTestFinished} from 'vitest';
import {Secret} from '../../source/core/secret.ts';
import {epochMs} from '../../source/core/time.ts';
import type {ProfileCredentials} from '../../source/session/ports.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const fixture = (name: string): string => path.join(import.meta.dirname, 'fixtures', name);

/** A folder of this test's own. */
export function temporaryFolder(): string {
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'anaplan-tui-')));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** Every secret in these tests has this in it. */
export const sentinel = 'S3NTINEL';

export function expectNoSecret(...values: readonly unknown[]): void {
	for (const value of values) {
		const ways = [
			inspect(value, {depth: 20, showHidden: true}),
			inspect(value, {depth: 20, customInspect: false}),
			JSON.stringify(value) ?? '',
			String(value),
		];
		for (const text of ways) {
			expect(text).not.toContain(sentinel);
		}
	}
}

export const credentialsOf = (mark = ''): ProfileCredentials => ({
	clientId: 'client-1',
	clientSecret: new Secret('client secret', `${sentinel}-client-secret${mark}`),
	session: {
		accessToken: new Secret('access token', `${sentinel}-access${mark}`),
		scope: 'openid email',
		requestedScope: 'openid email offline_access',
		obtainedAt: epochMs(1_760_000_000_123),
		expiresAt: epochMs(1_760_002_100_123),
		refreshToken: {
			token: new Secret('refresh token', `${sentinel}-refresh${mark}`),
			obtainedAt: epochMs(1_760_000_000_123),
		},
	},
});

/** A server on this computer that answers every request alike; returns its base URL. */
export async function serve(listener: RequestListener, tls?: {key: string; cert: string}) {
	const server = tls ? createTlsServer(tls, listener) : createServer(listener);
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const {port} = server.address() as AddressInfo;
	return {server, port, url: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${port}`};
}

export type Program = {
	readonly child: ChildProcess;
	readonly output: () => string;
	readonly ended: Promise<{code: number | null; signal: NodeJS.Signals | null}>;
	/** Waits until the program has printed this. */
	said(text: string): Promise<void>;
};

/** Runs a TypeScript program in a process of its own; what it imports is relative to the project. */
export function run(source: string, env: Record<string, string> = {}): Program {
	const file = path.join(temporaryFolder(), 'program.mts');
	const imported = (module: string) =>
		JSON.stringify(`${pathToFileURL(root).href}/source/${module}`);
	writeFileSync(
		file,
		source.replaceAll(/'@\/([^']*)'/g, (_, module) => imported(module)),
	);
	const child = spawn(process.execPath, ['--import', 'tsx', file], {
		cwd: root,
		env: {...process.env, ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	let output = '';
	const note = (chunk: Buffer) => {
		output += chunk.toString();
		child.emit('said');
	};
	child.stdout?.on('data', note);
	child.stderr?.on('data', note);
	const ended = new Promise<{code: number | null; signal: NodeJS.Signals | null}>(resolve => {
		child.on('close', (code, signal) => {
			resolve({code, signal});
			child.emit('said');
		});
	});
	return {
		child,
		output: () => output,
		ended,
		async said(text) {
			while (!output.includes(text)) {
				if (child.exitCode !== null || child.signalCode !== null) {
					throw new Error(`The program ended without saying “${text}”: ${output}`);
				}

				await new Promise(resolve => {
					child.once('said', resolve);
				});
			}
		},
	};
}
