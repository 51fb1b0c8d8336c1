import {chmodSync, writeFileSync} from 'node:fs';

/** A word as every POSIX shell takes it, whatever is in it. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Writes a program of lines for `sh`. */
export function writeShellProgram(file: string, lines: string): void {
	writeFileSync(file, `#!/bin/sh\n${lines}\n`);
	chmodSync(file, 0o755);
}
