import {randomBytes} from 'node:crypto';
import {type Problem, problem} from '../../source/core/problem.ts';
import {failure, success} from '../../source/core/result.ts';
import {Secret} from '../../source/core/secret.ts';
import type {Keychain} from '../../source/session/ports.ts';

export const locked = problem('keychain_unavailable', {
	message: 'The system keychain does not answer: it is locked.',
});

/** A keychain in memory that can be locked, and says what it was asked. */
export function fakeKeychain() {
	const keys = new Map<string, string>();
	const calls: string[] = [];
	const state: {
		trouble?: Problem | undefined;
		/** Runs before each call, as something that happens at that moment. */
		before?: ((call: string) => void) | undefined;
	} = {};
	const call = (what: string) => {
		calls.push(what);
		state.before?.(what);
		return state.trouble;
	};

	const secret = (key: string) => new Secret('store key', key);
	const keychain: Keychain = {
		async probe() {
			const trouble = call('probe');
			return trouble ? failure(trouble) : success(undefined);
		},
		async read(name) {
			const trouble = call('read');
			const key = keys.get(name);
			return trouble ? failure(trouble) : success(key === undefined ? undefined : secret(key));
		},
		async provide(name) {
			const trouble = call('provide');
			if (trouble) {
				return failure(trouble);
			}

			const key = keys.get(name) ?? randomBytes(32).toString('base64url');
			keys.set(name, key);
			return success(secret(key));
		},
		async remove(name) {
			const trouble = call('remove');
			if (trouble) {
				return failure(trouble);
			}

			keys.delete(name);
			return success(undefined);
		},
	};
	return {keychain, keys, calls, state};
}
