import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {StorageChoice} from '../../source/adapters/store-kind.ts';
import {fakeKeychain} from './fake-keychain.ts';
import {credentialsOf, temporaryFolder} from './helpers.ts';
import {step, withSteps} from './killed-process.ts';

// After the file system is one that can be cut short.
const {createCredentialStore} = await import('../../source/adapters/credential-store.ts');

async function storeOf(kind: StorageChoice) {
	const {keychain, keys, state} = fakeKeychain();
	const folder = path.join(temporaryFolder(), 'store');
	const store = (storage: StorageChoice = 'auto') =>
		createCredentialStore({folder, storage, keychain});
	await store(kind).prepare('signIn');
	await store().write('default', credentialsOf());
	await store().write('other', credentialsOf('-other'));
	// Each question to the keychain is a step as well: one never answered, and one answered too late.
	state.before = step;
	return {folder, store, keys, file: path.join(folder, 'credentials.json')};
}

describe.each([
	['sealed', 'file', 'keychain'],
	['private', 'keychain', 'file'],
] as const)('a store on its way to being %s', (_what, before, after) => {
	test('loses nothing, whichever step is the last before the process is killed', async () => {
		const whole = await storeOf(before);
		const steps = await withSteps(1000, async () => whole.store(after).prepare('signIn'));
		expect(steps).toBeGreaterThan(10);
		for (let last = 0; last < steps; last += 1) {
			const {folder, store, file} = await storeOf(before);
			await withSteps(last, async () => store(after).prepare('signIn'));

			const where = `killed after ${last} of ${steps} steps`;
			expect(await store().read('default'), where).toEqual({ok: true, value: credentialsOf()});
			expect(await store(after).prepare('signIn'), where).toEqual({ok: true, value: undefined});
			expect(store().storage().kind, where).toBe(after === 'file' ? 'file' : 'sealed');
			expect(await store().read('other'), where).toEqual({
				ok: true,
				value: credentialsOf('-other'),
			});
			expect(
				readdirSync(folder).filter(name => name.includes('unreadable')),
				where,
			).toEqual([]);
			expect(readFileSync(file).length, where).toBeGreaterThan(0);
		}
	}, 300_000);
});

test('A write into a sealed file that is cut short at any step leaves one that opens.', async () => {
	const {store, file} = await storeOf('keychain');
	await store().read('default');
	const before = readFileSync(file);
	const steps = await withSteps(1000, async () => store().write('third', credentialsOf()));
	const after = readFileSync(file);
	expect(after.equals(before)).toBe(false);
	for (let last = 0; last < steps; last += 1) {
		await withSteps(last, async () => store().write('third', credentialsOf('-3')));
		expect((await store().read('third')).ok).toBe(true);
	}
}, 300_000);

describe.each(['keychain', 'file'] as const)('a write (%s) that is cut short', kind => {
	test('is completed by the next process, if all of it was on disk before it took its place', async () => {
		const whole = await storeOf(kind);
		const changed = credentialsOf('-new');
		let renamedAt = 0;
		const steps = await withSteps(
			1000,
			async () => whole.store().write('default', changed),
			(name, taken) => {
				renamedAt = name === 'renameSync' ? taken : renamedAt;
			},
		);
		const outcomes: string[] = [];
		for (let last = 0; last < steps; last += 1) {
			const {store} = await storeOf(kind);
			await withSteps(last, async () => store().write('default', changed));
			await store().recover();
			const read = await store().read('default');
			outcomes.push(
				read.ok && read.value?.session?.accessToken.equals(changed.session!.accessToken)
					? 'new'
					: 'old',
			);
		}

		const firstNew = outcomes.indexOf('new');
		expect(outcomes).toEqual([
			...Array.from({length: firstNew}, () => 'old'),
			...Array.from({length: steps - firstNew}, () => 'new'),
		]);
		expect(firstNew).toBeGreaterThan(0);
		expect(firstNew).toBeLessThan(renamedAt - 1);
	}, 300_000);
});
