import {chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {tightenRights} from '../../source/adapters/store-rights.ts';
import {temporaryFolder} from './helpers.ts';

const isPosix = process.platform !== 'win32';
const isRoot = process.geteuid?.() === 0;
const modeOf = (place: string) => (statSync(place).mode & 0o7777).toString(8);

function storeWith(folderMode: number, files: Record<string, number>) {
	const folder = path.join(temporaryFolder(), 'store');
	mkdirSync(folder);
	for (const [name, mode] of Object.entries(files)) {
		writeFileSync(path.join(folder, name), '{}');
		chmodSync(path.join(folder, name), mode);
	}

	chmodSync(folder, folderMode);
	return {folder, at: (name: string) => path.join(folder, name)};
}

describe.runIf(isPosix)('rights that others have', () => {
	test('to the folder, both files and what was moved aside are taken away, and told once', () => {
		const {folder, at} = storeWith(0o755, {
			'credentials.json': 0o644,
			'settings.json': 0o640,
			'credentials.unreadable-20260101T000000.json': 0o604,
			'notes.txt': 0o644,
		});
		expect(tightenRights(folder)).toEqual([
			`${folder} was open to other users (mode 0755); it is yours alone now (0700).`,
			`${at('credentials.json')} was open to other users (mode 0644); it is yours alone now (0600).`,
			`${at('credentials.unreadable-20260101T000000.json')} was open to other users (mode 0604); it is yours alone now (0600).`,
			`${at('settings.json')} was open to other users (mode 0640); it is yours alone now (0600).`,
		]);
		expect(modeOf(folder)).toBe('700');
		expect(modeOf(at('credentials.json'))).toBe('600');
		expect(modeOf(at('notes.txt'))).toBe('644');
		expect(tightenRights(folder)).toEqual([]);
	});

	test('are never taken away from a file that they could have written: that stays refused', () => {
		const {folder, at} = storeWith(0o700, {'credentials.json': 0o666, 'settings.json': 0o620});
		expect(tightenRights(folder)).toEqual([]);
		expect([modeOf(at('credentials.json')), modeOf(at('settings.json'))]).toEqual(['666', '620']);
	});

	test('stay in a folder that is everyone’s, or has nothing of ours', () => {
		const shared = storeWith(0o1777, {'credentials.json': 0o600});
		const foreign = storeWith(0o755, {'notes.txt': 0o644});
		for (const {folder} of [shared, foreign]) {
			const before = modeOf(folder);
			expect(tightenRights(folder)).toEqual([]);
			expect(modeOf(folder)).toBe(before);
		}
	});

	test('are taken from the file that a symbolic link leads to', () => {
		const {folder, at} = storeWith(0o700, {});
		const elsewhere = path.join(temporaryFolder(), 'kept.json');
		writeFileSync(elsewhere, '{}', {mode: 0o600});
		chmodSync(elsewhere, 0o644);
		symlinkSync(elsewhere, at('credentials.json'));
		expect(tightenRights(folder)).toHaveLength(1);
		expect(modeOf(elsewhere)).toBe('600');
	});

	test.runIf(isRoot)('are left alone in what belongs to someone else', () => {
		const {folder, at} = storeWith(0o755, {'credentials.json': 0o644});
		chownSync(at('credentials.json'), 12_345, 12_345);
		chownSync(folder, 12_345, 12_345);
		expect(tightenRights(folder)).toEqual([]);
		expect([modeOf(folder), modeOf(at('credentials.json'))]).toEqual(['755', '644']);
	});

	test('that are as they should be, and a folder that is not there, take no time', () => {
		const {folder} = storeWith(0o700, {'credentials.json': 0o600, 'settings.json': 0o600});
		const tookMs = Array.from({length: 100}, () => {
			const startedAt = performance.now();
			expect(tightenRights(folder)).toEqual([]);
			expect(tightenRights(path.join(folder, 'nothing'))).toEqual([]);
			return performance.now() - startedAt;
		});
		// The quickest: the others may have waited for another program.
		expect(Math.min(...tookMs)).toBeLessThan(5);
	});

	test('cannot trouble a store without a folder', () => {
		expect(tightenRights('')).toEqual([]);
	});
});
