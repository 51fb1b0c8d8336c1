import process from 'node:process';
import {
	answerWish,
	type KeychainAnswer,
	type KeychainEntry,
	type KeychainWish,
} from './keychain-entry.ts';

/**
 * A process of its own, started by keychain.ts: a keychain that hangs blocks the whole process, even
 * while an entry is opened, and only killing it helps. It answers one wish and ends.
 */
const service = 'anaplan-tui';

async function answer(wish: KeychainWish): Promise<KeychainAnswer> {
	let open: (name: string) => KeychainEntry;
	try {
		const {AsyncEntry} = await import('@napi-rs/keyring');
		// Without this, Linux falls back to the keyring of the kernel, which forgets at the next start.
		const options = {linux: {store: 'secret-service'}} as const;
		open = name => new AsyncEntry(service, name, options);
	} catch {
		return {ok: false, trouble: 'notInstalled'};
	}

	return answerWish(wish, open);
}

// Ctrl+C in a terminal reaches this process too; whoever started it decides when it ends.
process.on('SIGINT', () => undefined);
process.once('message', async (wish: KeychainWish) => {
	const answered = await answer(wish);
	process.send?.(answered, () => process.disconnect());
});
process.send?.('ready');
