import {mkdirSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {npm} from './npm.ts';

const system = process.platform === 'win32' ? 'win' : process.platform;

/**
 * The folder with the program `node` of a version. It comes from the packages that hold Node.js for
 * one system each; the package `node` around them would have to run a script of its own.
 */
export function nodeFolder(version: string, folder: string): string {
	const name = `node-${system}-${process.arch}`;
	const prefix = path.join(folder, `node-${version}`);
	mkdirSync(prefix);
	npm(prefix, ['install', '--prefix', prefix, '--no-save', `${name}@${version}`]);
	return path.join(prefix, 'node_modules', name, 'bin');
}
