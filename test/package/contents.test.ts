import {readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {publint} from 'publint';
import {describe, expect, inject, test} from 'vitest';
import manifest from '../../package.json' with {type: 'json'};
import {packagesIn, readMetafile} from '../helpers/bundle.ts';
import {root} from './npm.ts';

const {tarball, unpackedBytes, files} = inject('packed');
const code = files.filter(file => /\.m?js$/.test(file));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('the tarball', () => {
	test('holds the program, its helpers, the licences and what npm always takes, and nothing else.', () => {
		expect(files.map(file => file.replace(/chunk-\w+/, 'chunk-…')).toSorted()).toEqual(
			[
				'LICENSE',
				'README.md',
				'dist/cli.js',
				...code.filter(file => file.includes('/chunk-')).map(() => 'dist/chunk-….mjs'),
				'dist/keychain-helper.mjs',
				'dist/package.json',
				'dist/program.mjs',
				'dist/quick-token.js',
				'dist/third-party-notices.txt',
				'dist/xdg-open',
				'package.json',
			].toSorted(),
		);
	});

	test('holds all code of this build and none of an older one.', () => {
		const built = Object.keys(readMetafile().outputs).filter(file => /\.m?js$/.test(file));
		expect(code.toSorted()).toEqual(built.toSorted());
	});

	test('takes at most 1.5 MB when it is unpacked.', () => {
		expect(unpackedBytes).toBeLessThanOrEqual(1_500_000);
	});

	test('says nothing of the computer that it was built on, and leads to no map that is not there.', () => {
		for (const file of code) {
			const text = textOf(file);
			expect(text).not.toContain(root);
			expect(text).not.toContain(`${homedir()}/`);
			expect(text).not.toMatch(/node_modules\/[a-z@]|source\/core|sourceMappingURL=(?!data:)\S/);
		}
	});

	test('quotes the licence of every package that is bundled.', () => {
		const notices = textOf('dist/third-party-notices.txt');
		const groups = notices.split(`${'-'.repeat(78)}\n`).slice(1);
		const headings = /^(\S+) \d\S* \(.+\)$/gm;
		const told = [...notices.matchAll(headings)].map(([, name]) => name);
		const bundled = packagesIn(readMetafile(), new Set(code));
		expect([...new Set(told)].toSorted()).toEqual([...bundled.keys()].toSorted());
		for (const group of groups) {
			const holders = group.split(headings).filter((_, index) => index % 2 === 0);
			for (const holder of holders.slice(1)) {
				// Behind the last one stand the terms, which speak of copyright too.
				expect(holder.split(/^Permission /m)[0]).toMatch(/copyright|©|public domain/i);
			}

			expect(holders.at(-1)?.length).toBeGreaterThan(500);
		}
	});

	test('is in order for publint.', async () => {
		const bytes = readFileSync(tarball);
		const {messages} = await publint({
			pack: {
				tarball: new Uint8Array(bytes).buffer,
			},
			strict: true,
		});
		expect(messages).toEqual([]);
	});
});

describe('package.json', () => {
	test('has every field that a registry shows and a publication needs.', () => {
		for (const field of ['description', 'author', 'homepage', 'packageManager'] as const) {
			expect(manifest[field]).toMatch(/\w{3}/);
		}

		expect(manifest.license).toBe('MIT');
		expect(manifest.keywords).toContain('anaplan');
		expect(manifest.repository.url).toMatch(/^git\+https:\/\/github\.com\/.+\.git$/);
		expect(manifest.bugs).toMatch(/^https:\/\//);
		expect(manifest.engines).toEqual({node: '>=20.19'});
		expect(manifest.exports).toEqual({'./package.json': './package.json'});
		expect(manifest.publishConfig).toEqual({access: 'public', provenance: true});
	});

	test('runs nothing on the computer of who installs it.', () => {
		const atInstallation = ['preinstall', 'install', 'postinstall', 'prepare'];
		expect(atInstallation.filter(name => name in manifest.scripts)).toEqual([]);
	});

	test('asks for two packages, the one of them only where it can be had.', () => {
		expect(Object.keys(manifest.dependencies)).toEqual(['clipboardy']);
		expect(Object.keys(manifest.optionalDependencies)).toEqual(['@napi-rs/keyring']);
	});
});
