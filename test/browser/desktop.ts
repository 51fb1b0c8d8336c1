import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type BrowserContext, chromium, type Page} from 'playwright-core';
import {onTestFinished} from 'vitest';
import {shellWord, writeShellProgram} from '../helpers/shell-program.ts';
import {tempHome} from '../helpers/temp-home.ts';

const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(name =>
	existsSync(name),
);

/** What Debian's browser needs to run as root, on a machine without a GPU, and without asking anyone. */
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** A browser with a new profile, gone with the test; with a window where there is a display. */
export async function openBrowser(display?: string): Promise<BrowserContext> {
	if (chromiumPath === undefined) {
		throw new Error('Chromium is not installed: apt-get install chromium xvfb xclip');
	}

	const folder = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-browser-'));
	const context = await chromium.launchPersistentContext(folder, {
		executablePath: chromiumPath,
		headless: display === undefined,
		args: flags,
		env: {
			PATH: process.env['PATH'] ?? '',
			HOME: folder,
			...(display !== undefined && {DISPLAY: display}),
		},
	});
	onTestFinished(async () => {
		await context.close();
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	});
	return context;
}

/** Signs in on the practice tenant's pages; gives the page that the sign-in ended on. */
export async function signIn(context: BrowserContext, url: string): Promise<Page> {
	const page = await context.newPage();
	await page.goto(url);
	await page.locator('input[type=password]').fill('a password');
	await page.locator('button[value=signIn]').click();
	await page.locator('button[value=allow]').click();
	await page.waitForURL(/[?&]code=/);
	return page;
}

/** A display that nobody sees, with a clipboard of its own; gone with the test. */
export async function openDisplay(): Promise<string> {
	const server = spawn(
		'Xvfb',
		['-displayfd', '1', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'],
		{stdio: ['ignore', 'pipe', 'ignore']},
	);
	onTestFinished(async () => ended(server));
	return new Promise((resolve, reject) => {
		let said = '';
		server.once('error', reject);
		server.once('exit', () => reject(new Error('Xvfb ended at once.')));
		server.stdout.on('data', chunk => {
			said += String(chunk);
			if (said.endsWith('\n')) {
				resolve(`:${said.trim()}`);
			}
		});
	});
}

async function ended(child: ChildProcess): Promise<void> {
	const end = new Promise(resolve => {
		child.once('exit', resolve);
	});
	if (child.exitCode === null && child.signalCode === null && child.kill()) {
		await end;
	}
}

/** The clipboard program that comes with clipboardy. */
const bundled = path.join(
	path.dirname(createRequire(import.meta.url).resolve('clipboardy')),
	'fallbacks/linux/xsel',
);

/** The variables for a program on a display whose looks at the clipboard are counted. */
export function watchLooks(display: string): {
	readonly env: Readonly<Record<string, string>>;
	readonly looks: () => number;
} {
	const folder = tempHome();
	const notes = path.join(folder, 'looks');
	writeFileSync(notes, '');
	writeShellProgram(
		path.join(folder, 'xsel'),
		`case "$*" in *--output*) echo >>"${notes}";; esac\nexec ${shellWord(bundled)} "$@"`,
	);
	return {
		env: {DISPLAY: display, PATH: `${folder}:${process.env['PATH']}`},
		looks: () => readFileSync(notes, 'utf8').length,
	};
}

const selection = ['-selection', 'clipboard'];

/** Puts a text on the clipboard of a display, as another program does. */
export function copy(display: string, text: string): void {
	const env = {...process.env, DISPLAY: display};
	// It stays, to hand the text over, until someone else copies.
	const {status} = spawnSync('xclip', selection, {
		env,
		input: text,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	if (status !== 0) {
		throw new Error(`xclip ended with ${status}`);
	}
}

/** The text on the clipboard of a display. */
export const copied = (display: string): string =>
	spawnSync('xclip', [...selection, '-o'], {
		env: {...process.env, DISPLAY: display},
		encoding: 'utf8',
	}).stdout;
