import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

const mount = (folder: string, size: string) =>
	execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {stdio: 'ignore'});

/** Makes a folder a disk of its own until the test ends. */
export function mountSmallDisk(folder: string, size: string): void {
	mount(folder, size);
	onTestFinished(() => {
		execFileSync('umount', ['-l', folder]);
	});
}

/** Whether this user may do so on this system. */
export function canMount(): boolean {
	const folder = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-mount-'));
	try {
		mount(folder, '64k');
		execFileSync('umount', [folder]);
		return true;
	} catch {
		return false;
	} finally {
		rmSync(folder, {recursive: true});
	}
}
