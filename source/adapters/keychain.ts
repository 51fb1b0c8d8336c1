import type {ChildProcess} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {problem} from '../core/problem.ts';
import {failure, type Result, success} from '../core/result.ts';
import {Secret} from '../core/secret.ts';
import type {Keychain} from '../session/ports.ts';
import type {KeychainAnswer, KeychainTrouble, KeychainWish} from './keychain-entry.ts';

type Options = {
	/** The program that asks the keychain. */
	readonly helper?: string;
	/** How long the keychain may take to answer, ms. Default 3 s. */
	readonly limitMs?: number;
};

// Starting the helper is Node's time and not the keychain's; a busy computer may need a while for it.
const startLimitMs = 15_000;

/**
 * The keychain of the system: Keychain on macOS, Credential Manager on Windows, Secret Service on
 * Linux. Each question is asked by a process of its own, which is killed when no answer comes in
 * time. The Problem is `keychain_unavailable`, in words of its own for each kind of trouble.
 */
export function createKeychain({helper = helperFile(), limitMs = 3000}: Options = {}): Keychain {
	const ask = async (
		what: KeychainWish['what'],
		name = '',
	): Promise<Result<Secret | undefined>> => {
		const answer = await answerOf(await start(helper), {what, name}, limitMs);
		return answer.ok
			? success(answer.key === undefined ? undefined : new Secret('store key', answer.key))
			: failure(unavailable(answer.trouble));
	};

	const done = ({ok, ...rest}: Result<Secret | undefined>): Result<void> =>
		'problem' in rest ? failure(rest.problem) : success(undefined);

	return {
		probe: async () => done(await ask('probe')),
		read: async name => ask('read', name),
		async provide(name) {
			const key = await ask('provide', name);
			if (!key.ok) {
				return key;
			}

			return key.value ? success(key.value) : failure(unavailable('refused'));
		},
		remove: async name => done(await ask('remove', name)),
	};
}

/** Lies beside this file: as it is here, or as it is built. */
const helperFile = (): string => {
	const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'mjs';
	return fileURLToPath(new URL(`keychain-helper.${extension}`, import.meta.url));
};

async function start(helper: string): Promise<ChildProcess> {
	// Loaded on use: most runs ask no keychain.
	const {fork} = await import('node:child_process');
	return fork(helper, {
		// A debugger that waits for this process would wait for that one too.
		execArgv: helper.endsWith('.ts') ? process.execArgv : [],
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	});
}

async function answerOf(
	child: ChildProcess,
	wish: KeychainWish,
	limitMs: number,
): Promise<KeychainAnswer> {
	return new Promise(resolve => {
		const end = (answer: KeychainAnswer) => {
			clearTimeout(timer);
			// It may be stuck in the keychain; nothing of it is to keep this process alive.
			child.kill('SIGKILL');
			child.unref();
			if (child.connected) {
				child.disconnect();
			}

			resolve(answer);
		};
		const silent = () => end({ok: false, trouble: 'silent'});
		let timer = setTimeout(silent, startLimitMs);
		child.on('message', message => {
			if (message === 'ready') {
				clearTimeout(timer);
				timer = setTimeout(silent, limitMs);
				child.send(wish, () => undefined);
			} else {
				end(message as KeychainAnswer);
			}
		});
		child.on('error', () => end({ok: false, trouble: 'notInstalled'}));
		child.on('exit', () => end({ok: false, trouble: 'refused'}));
	});
}

const words: Record<KeychainTrouble, string> = {
	notInstalled: 'the package @napi-rs/keyring, which reaches it, is not installed',
	noSession: 'there is no D-Bus session with a keychain here',
	locked: 'it is locked',
	silent: 'it was asked, and said nothing for seconds',
	refused: 'it gives no access from here',
};

const unavailable = (trouble: KeychainTrouble) =>
	problem('keychain_unavailable', {
		message: `The system keychain does not answer: ${words[trouble]}.`,
	});
