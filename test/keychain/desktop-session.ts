import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {onTestFinished} from 'vitest';
import type {Environment} from '../helpers/child-environment.ts';
import {tempHome} from '../helpers/temp-home.ts';

/** A private D-Bus session with a keychain of its own, which is unlocked; gone when the test ends. */
export type DesktopSession = {
	/** What a program needs to find it. */
	readonly env: Environment;
	/** Locks the keychain; nobody is there who could unlock it. */
	lock(): void;
	/** The keychain hangs: it is there, and does not answer. */
	hang(): void;
	/** Runs code that has `keyring`, the library that asks the keychain; returns what it prints. */
	inKeychain(code: string): string;
};

export async function desktopSession(): Promise<DesktopSession> {
	const base = baseEnvironment();
	const address = await startBus(base);
	const env = {...base, DBUS_SESSION_BUS_ADDRESS: address};
	const daemon = child(
		'gnome-keyring-daemon',
		['--foreground', '--unlock', '--components=secrets'],
		env,
	);
	daemon.stdin?.end('a password for this test');

	const ask = (method: string, ...words: string[]) => {
		const to = [
			'--session',
			'--print-reply',
			'--reply-timeout=20000',
			'--dest=org.freedesktop.secrets',
		];
		const what = ['/org/freedesktop/secrets', `org.freedesktop.Secret.Service.${method}`, ...words];
		return execFileSync('dbus-send', [...to, ...what], {env, encoding: 'utf8', stdio: 'pipe'});
	};
	await until(() => ask('ReadAlias', 'string:default').includes('/collection/login'));

	return {
		env: {DBUS_SESSION_BUS_ADDRESS: address},
		lock() {
			ask('Lock', 'array:objpath:/org/freedesktop/secrets/collection/login');
		},
		hang() {
			daemon.kill('SIGSTOP');
		},
		inKeychain: code =>
			execFileSync(
				process.execPath,
				[
					'--input-type=module',
					'-e',
					`import * as keyring from ${JSON.stringify(import.meta.resolve('@napi-rs/keyring'))};${code}`,
				],
				{env, encoding: 'utf8'},
			),
	};
}

/** A D-Bus session in which there is no keychain. */
export const emptySession = async (): Promise<Environment> => ({
	DBUS_SESSION_BUS_ADDRESS: await startBus(baseEnvironment()),
});

function baseEnvironment() {
	const home = tempHome();
	const runtime = path.join(home, 'run');
	mkdirSync(runtime, {mode: 0o700});
	return {PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: runtime};
}

/** Starts a bus that starts nothing by itself, so that only the keychain of the test is there. */
async function startBus(env: ReturnType<typeof baseEnvironment>): Promise<string> {
	const config = path.join(env.HOME, 'bus.conf');
	writeFileSync(
		config,
		`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
		<busconfig>
			<type>session</type>
			<listen>unix:path=${path.join(env.XDG_RUNTIME_DIR, 'bus')}</listen>
			<policy context="default">
				<allow send_destination="*" eavesdrop="true"/>
				<allow eavesdrop="true"/>
				<allow own="*"/>
			</policy>
		</busconfig>`,
	);
	const words = ['--nofork', '--nopidfile', '--print-address', `--config-file=${config}`];
	return firstLine(child('dbus-daemon', words, env));
}

/** The address of a D-Bus session that takes every connection and never says a word. */
export async function silentSession(): Promise<Environment> {
	const socket = path.join(tempHome(), 'bus');
	const server = createServer(connection => {
		connection.on('error', () => undefined);
		onTestFinished(() => {
			connection.destroy();
		});
	});
	await new Promise<void>(resolve => {
		server.listen(socket, resolve);
	});
	onTestFinished(() => {
		server.close();
	});
	return {DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`};
}

function child(
	command: string,
	args: readonly string[],
	env: Record<string, string>,
): ChildProcess {
	const started = spawn(command, args, {env, stdio: ['pipe', 'pipe', 'ignore']});
	onTestFinished(async () => {
		const ended = new Promise(resolve => {
			started.once('exit', resolve);
		});
		// Takes along one that was stopped.
		if (started.kill('SIGKILL')) {
			await ended;
		}
	});
	return started;
}

async function firstLine({stdout}: ChildProcess): Promise<string> {
	let text = '';
	for await (const chunk of stdout ?? []) {
		text += String(chunk);
		if (text.includes('\n')) {
			break;
		}
	}

	return text.trim();
}

async function until(isSo: () => boolean): Promise<void> {
	for (let tries = 0; tries < 600; tries += 1) {
		try {
			if (isSo()) {
				return;
			}
		} catch {
			// Not there yet.
		}

		await sleep(50);
	}

	throw new Error('The keychain did not start.');
}
