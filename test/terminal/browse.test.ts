import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {writeShellProgram} from '../helpers/shell-program.ts';
import {practiceTenant} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import type {TerminalOptions} from '../helpers/terminal.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {atOnce, atProfile, expectDiscreet, expectSane, sentence, until} from './sign-in.ts';

/** A tenant whose models come in five pages. */
const fivePages = {workspaceCount: 5, modelCount: 50, largestPage: 10} as const;

const modelRequests = ({requests}: PracticeTenant): number =>
	requests.filter(({path: at}) => at === '/2/0/models').length;

/** The screens at the list of all models. */
async function atModels(
	tenant: PracticeTenant,
	wanted: string,
	options: TerminalOptions = {},
): Promise<TerminalSession> {
	const terminal = await atProfile(tenant, options);
	terminal.press('w');
	await terminal.waitFor(/Workspaces {2}\d/);
	terminal.press('m');
	await terminal.waitFor(wanted);
	return terminal;
}

/** A browser that notes what it is asked to open; no desktop has another one. */
function fakeBrowser(home: string) {
	const folder = path.join(home, 'bin');
	const opened = path.join(home, 'opened');
	mkdirSync(folder, {recursive: true});
	const program = (name: string, script: string): string => {
		const file = path.join(folder, name);
		writeShellProgram(file, script);
		return file;
	};

	program('xdg-mime', '');
	const BROWSER = program('browser', `echo "$1" >>"${opened}"`);
	return {
		env: {PATH: `${folder}:${process.env['PATH']}`, DISPLAY: ':9', BROWSER},
		opened: () => (existsSync(opened) ? readFileSync(opened, 'utf8').trim().split('\n') : []),
	};
}

test('One goes from the profile through workspaces and models to a model’s details, and back.', async () => {
	const tenant = await practiceTenant({content: 'demo'});
	const home = tempHome();
	const terminal = await atProfile(tenant, {home});
	terminal.press('w');
	await terminal.waitFor('Workspaces  12');
	await terminal.waitFor('▸ ');
	terminal.press('down', 'enter');
	await terminal.waitFor(/Models {2}\d+ in Data Hub/);
	terminal.press('enter');
	const details = await terminal.waitFor('Its ID');
	expect(details).toMatch(/State +PRODUCTION/);
	expect(details).toMatch(/Workspace +Data Hub/);
	terminal.press('esc');
	await terminal.waitFor(/Models {2}\d+ in Data Hub/);
	terminal.press('esc');
	await terminal.waitFor('Workspaces  12');
	expect(terminal.screen()).toMatch(/▸.*Data Hub/);
	terminal.press('esc');
	await terminal.waitFor('pat.practice@example.com');
	expectDiscreet(terminal, {tenant, home});
	expect(tenant.violations).toEqual([]);
});

test('A model is found by a few letters without their accents, its ID copied, and it is opened in the browser.', async () => {
	const tenant = await practiceTenant({content: 'demo'});
	const home = tempHome();
	const browser = fakeBrowser(home);
	const terminal = await atModels(tenant, 'All models  48', {home, env: browser.env});
	terminal.type('/tresorerie hebdo');
	await terminal.waitFor('All models  1 of 48');
	const found = await terminal.waitFor('Trésorerie hebdomadaire');
	expect(found).toMatch(/▸.*Trésorerie hebdomadaire/);
	terminal.press('enter');
	await terminal.waitFor('s sort');
	terminal.press('c');
	await terminal.waitFor(sentence('ID sent to the terminal, not confirmed:'));
	const [id] = terminal.clipboard();
	expect(id).toMatch(/^[\dA-F]{32}$/);
	terminal.press('u');
	await terminal.waitFor('Opened in the browser.');
	await until(() => browser.opened().length > 0);
	expect(browser.opened()).toEqual([expect.stringContaining(`selectedModelId=${id}`)]);
	expect(browser.opened()[0]).toContain(tenant.origin);
});

test('A list is sorted by size and change, and archived models are hidden.', async () => {
	const tenant = await practiceTenant({content: 'demo'});
	const terminal = await atModels(tenant, 'All models  48');
	terminal.press('s');
	await terminal.waitFor('Size ▾');
	expect(terminal.screen()).toMatch(/▸ PRODUCTION +13\.4 GB.*Data Hub/);
	terminal.press('s');
	await terminal.waitFor('Changed ▾');
	terminal.press('h');
	await terminal.waitFor(/All models {2}\d+ of 48/);
	expect(terminal.screen()).not.toContain('ARCHIVED');
});

test('Stopping a load ends its requests; the rows that came stay, and r loads the rest.', async () => {
	const tenant = await practiceTenant({...fivePages, modelCount: 400});
	// As many pages as are asked for at once, so that nothing goes on beside the one that hangs.
	const pages = [7, 8, 9, 10];
	tenant.setScenario(...pages.map(page => ({endpoint: 'models', page, name: 'hang'}) as const));
	const terminal = await atModels(tenant, 'of 400');
	await until(
		() => tenant.requests.filter(({scenario}) => scenario === 'hang').length === pages.length,
	);
	terminal.press('x');
	await terminal.waitFor(/! Stopped at \d+ of 400\. r loads again\./);
	const before = modelRequests(tenant);
	terminal.press('esc');
	await terminal.waitFor('Workspaces  5');
	terminal.press('esc');
	await terminal.waitFor('v validate');
	terminal.press('v');
	await terminal.waitFor('Valid at Anaplan.');
	expect(modelRequests(tenant)).toBe(before);
	expect(before).toBe(10);

	tenant.clearScenarios();
	terminal.press('w');
	await terminal.waitFor('Workspaces  5');
	terminal.press('m');
	await terminal.waitFor(/All models {2}400$/m);
});

test('A fault in page 3 of 5 leaves the rows of the other pages; r goes on.', async () => {
	const tenant = await practiceTenant(fivePages);
	tenant.setScenario({endpoint: 'models', page: 3, name: 'serverError', status: 500});
	const terminal = await atModels(tenant, '✗ Only');
	const screen = await terminal.waitFor('r tries again.');
	const [, here] = /✗ Only (\d+) of 50 are here\./.exec(screen) ?? [];
	expect(Number(here)).toBeGreaterThanOrEqual(10);
	expect(Number(here)).toBeLessThanOrEqual(40);
	expect(screen).toMatch(new RegExp(`All models {2}${here}$`, 'm'));
	expect(screen).toContain('Practice model 1 ');
	tenant.clearScenarios();
	terminal.press('r');
	await terminal.waitFor(/All models {2}50$/m);
	expect(terminal.screen()).not.toContain('✗');
});

test('A 401 in the middle is answered with one refresh, and the profile knows of it.', async () => {
	const tenant = await practiceTenant(fivePages);
	const home = tempHome();
	const terminal = await atProfile(tenant, {home, leftS: 600});
	await terminal.waitFor(/9 min \d+ s left/);
	tenant.setScenario({endpoint: 'models', page: 3, name: 'unauthorized', times: 1});
	terminal.press('w');
	await terminal.waitFor('Workspaces  5');
	terminal.press('m');
	await terminal.waitFor(/All models {2}50$/m);
	expect(tenant.counters.refreshes).toBe(1);
	terminal.press('esc');
	await terminal.waitFor('Workspaces  5');
	terminal.press('esc');
	await terminal.waitFor(/3[45] min \d+ s left/);
	expect(terminal.screen()).toContain('✓ Refreshed.');
	expect(terminal.screen()).not.toContain('Another anaplan-tui');
	expectDiscreet(terminal, {tenant, home});
});

test('A sign-in that ends in the middle says so, in the list and on the profile.', async () => {
	const tenant = await practiceTenant(fivePages);
	const terminal = await atProfile(tenant);
	terminal.press('w');
	await terminal.waitFor('Workspaces  5');
	tenant.revokeRefreshTokens();
	tenant.expireAccessTokens();
	terminal.press('m');
	await terminal.waitFor('Your sign-in has ended.');
	await terminal.waitFor(sentence('Go back to the profile with Esc, and sign in again there.'));
	terminal.press('esc');
	await terminal.waitFor('Workspaces  5');
	terminal.press('esc');
	await terminal.waitFor('Enter sign in');
	expect(terminal.screen()).toContain('Your sign-in has ended.');
});

test('A window that changes while one is far down keeps the selected row in view.', async () => {
	const tenant = await practiceTenant({...fivePages, modelCount: 500, largestPage: 5000});
	const terminal = await atModels(tenant, 'All models  500', {columns: 120, rows: 40});
	terminal.press('end');
	await terminal.waitFor(/▸.*Practice model 500 /);
	for (const [columns, rows] of [
		[40, 12],
		[20, 5],
		[80, 24],
	] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(columns < 40 ? /needs\s+40×12/ : /▸.*Practice model 500/);
		const lines = terminal.screen().split('\n');
		expect(lines.length).toBeLessThan(rows);
	}

	terminal.press('up', 'up');
	await terminal.waitFor(/▸.*Practice model 498 /);
});

test('Keys that repeat quickly are all taken.', async () => {
	const tenant = await practiceTenant({...fivePages, modelCount: 500, largestPage: 5000});
	const terminal = await atModels(tenant, 'All models  500');
	for (let burst = 0; burst < 20; burst++) {
		terminal.type('\u001B[B'.repeat(10));
	}

	await terminal.waitFor(/▸.*Practice model 201 /);
});

test('Ctrl+C while a list loads leaves at once, with the terminal as it was.', async () => {
	const tenant = await practiceTenant(fivePages);
	tenant.setScenario({endpoint: 'models', page: 2, name: 'hang'});
	const terminal = await atModels(tenant, 'of 50');
	terminal.press('ctrl+c');
	expect(await terminal.exit(atOnce)).toEqual({exitCode: 130, signal: undefined});
	expectSane(terminal);
});
