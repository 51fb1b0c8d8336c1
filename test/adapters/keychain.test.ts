import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';
import {createKeychain} from '../../source/adapters/keychain.ts';
import {eventually} from '../helpers/eventually.ts';
import {temporaryFolder} from './helpers.ts';

const key = 'A'.repeat(43);

/** A helper that is ready and then does this with the wish. */
function helper(whenAsked: string, whenReady = "process.send('ready')") {
	const file = path.join(temporaryFolder(), 'helper.mjs');
	writeFileSync(
		file,
		`import {writeFileSync} from 'node:fs';
		writeFileSync(new URL('helper.pid', import.meta.url), String(process.pid));
		process.on('message', wish => {${whenAsked}});
		${whenReady};`,
	);
	const pid = () => Number(readFileSync(path.join(path.dirname(file), 'helper.pid'), 'utf8'));
	return {file, pid};
}

const isAlive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};

describe('the helper', () => {
	test('is told what and for which name, and its answer is handed on', async () => {
		const {file} = helper(
			"process.send({ok: true, key: wish.name === 'n' ? wish.what.padEnd(43, 'A') : ''})",
		);
		const keychain = createKeychain({helper: file});
		const read = await keychain.read('n');
		expect(read.ok && read.value?.reveal()).toBe('read'.padEnd(43, 'A'));
		const provided = await keychain.provide('n');
		expect(provided.ok && provided.value.reveal()).toBe('provide'.padEnd(43, 'A'));
		expect(await keychain.remove('n')).toEqual({ok: true, value: undefined});
		expect(await keychain.probe()).toEqual({ok: true, value: undefined});
	});

	test('has no key: that is no trouble, but for who needs one', async () => {
		const keychain = createKeychain({helper: helper('process.send({ok: true})').file});
		expect(await keychain.read('n')).toEqual({ok: true, value: undefined});
		expect(await keychain.provide('n')).toMatchObject({
			ok: false,
			problem: {code: 'keychain_unavailable'},
		});
	});

	test('sends a key that cannot be printed by accident', async () => {
		const {file} = helper(`process.send({ok: true, key: '${key}'})`);
		const read = await createKeychain({helper: file}).read('n');
		expect(`${inspect(read, {depth: 9, showHidden: true})}${JSON.stringify(read)}`).not.toContain(
			'AAAA',
		);
	});

	test.each([
		['blocks in the keychain', 'for (;;) {}', 'it was asked, and said nothing for seconds'],
		['never answers', '', 'it was asked, and said nothing for seconds'],
		['crashes', 'process.abort()', 'it gives no access from here'],
		['ends without a word', 'process.exit(0)', 'it gives no access from here'],
		['finds it locked', "process.send({ok: false, trouble: 'locked'})", 'it is locked'],
		[
			'finds no session',
			"process.send({ok: false, trouble: 'noSession'})",
			'there is no D-Bus session with a keychain here',
		],
		[
			'finds no library',
			"process.send({ok: false, trouble: 'notInstalled'})",
			'the package @napi-rs/keyring, which reaches it, is not installed',
		],
	])(
		'that %s is a keychain that does not answer, and is gone at once',
		async (_what, does, words) => {
			const {file, pid} = helper(does);
			const startedAt = performance.now();
			// Only who is silent has to be waited for; a process that crashes may take its time over it.
			const limitMs = words.includes('said nothing') ? 300 : 8000;
			const read = await createKeychain({helper: file, limitMs}).read('n');
			expect(performance.now() - startedAt).toBeLessThan(10_000);
			expect(read).toMatchObject({
				ok: false,
				problem: {
					code: 'keychain_unavailable',
					message: `The system keychain does not answer: ${words}.`,
				},
			});
			await eventually(() => isAlive(pid())).toBe(false);
		},
	);

	test('that cannot be started at all is a keychain that does not answer', async () => {
		const read = await createKeychain({helper: '/nowhere/helper.mjs'}).read('n');
		expect(read).toMatchObject({ok: false, problem: {code: 'keychain_unavailable'}});
	});
});
