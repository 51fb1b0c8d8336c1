import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/** A new empty folder that is gone when the test ends. */
export function tempHome(): string {
	const home = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-test-'));
	onTestFinished(() => rmSync(home, {recursive: true, force: true, maxRetries: 5}));
	return home;
}
