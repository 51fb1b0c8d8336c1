import {readFileSync, statSync} from 'node:fs';
import {expect, test} from 'vitest';
import {loadedBy, packagesIn, readMetafile, staticClosure} from '../helpers/bundle.ts';
import {builtProgram} from '../helpers/child-environment.ts';

const heavy = ['ink', 'react', 'got', 'conf', 'open'];

test('the entry parses nothing but itself, so that an old Node.js gets a sentence and no stack', () => {
	expect([...staticClosure(readMetafile())]).toEqual(['dist/cli.js']);
});

test('--version loads none of the heavy packages', () => {
	const loaded = loadedBy(['--version']);
	expect(loaded).toContain('dist/cli.js');
	const packages = [...packagesIn(readMetafile(), loaded).keys()];
	expect(packages.filter(name => heavy.includes(name))).toEqual([]);
});

test('the entry can be run as it is', () => {
	expect(readFileSync(builtProgram, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
	expect(statSync(builtProgram).mode & 0o111).toBe(0o111);
});
